"""What the three roles may do is what the models declare, and start-up finds out when it is not."""

from __future__ import annotations

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from ecoduty.kernel.database import roles
from ecoduty.kernel.database.roles import TableRights


def test_app_changes_and_deletes_nothing_in_tables_that_only_grow(fresh_db):
    growing = {table for table, rights in roles.declared_rights().items() if rights.append_only}
    columns = {model._meta.db_table: model._meta.pk.column for model in apps.get_models()}
    assert growing
    with fresh_db.connect("ecoduty_app") as app:
        views = {name for (name,) in app.execute("SELECT viewname FROM pg_views WHERE schemaname = 'public'")}
        for table in growing - views:
            change = f'UPDATE {table} SET "{columns[table]}" = "{columns[table]}"'
            for statement in (change, f"DELETE FROM {table}", f"TRUNCATE {table}"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(statement)


def test_migrated_and_granted_database_has_no_problem(fresh_db):
    with fresh_db.connect("ecoduty_app") as app:
        assert roles.check(app) == []


@pytest.fixture
def example(fresh_db):
    """A database with tables of each kind, granted as declared here."""
    declared = {
        "grows": TableRights(app=("SELECT", "INSERT"), app_updates=("sent",), append_only=True),
        "parts": TableRights(app=("SELECT", "INSERT"), append_only=True),
        "shown": TableRights(portal=("SELECT",)),
        "taken": TableRights(portal=("INSERT",), portal_selects=("id",)),
    }
    with fresh_db.connect("ecoduty_owner") as owner:
        owner.execute("CREATE TABLE grows (id int, sent text)")
        owner.execute("CREATE TABLE parts (id int) PARTITION BY RANGE (id)")
        owner.execute("CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (9)")
        owner.execute("CREATE TABLE shown (id int)")
        owner.execute("CREATE TABLE taken (id int GENERATED ALWAYS AS IDENTITY, word text)")
        owner.execute("CREATE TABLE plain (id int)")
        roles.grant(owner, declared=declared)
        yield fresh_db, declared, owner


def test_grants_reach_columns_and_partitions(example):
    database, declared, _ = example
    with database.connect("ecoduty_app") as app:
        app.execute("INSERT INTO grows VALUES (1)")
        app.execute("UPDATE grows SET sent = 'x'")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("UPDATE grows SET id = 2")
        app.execute("INSERT INTO parts VALUES (1)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("DELETE FROM parts_1")
        app.execute("DELETE FROM plain")
        assert roles.check(app, declared) == []


def test_portal_sees_only_what_is_declared_for_it(example):
    database, _, _ = example
    with database.connect("ecoduty_portal") as portal:
        portal.execute("SELECT * FROM shown")
        assert portal.execute("INSERT INTO taken (word) VALUES ('x') RETURNING id").fetchone() == (1,)
        for statement in (
            "SELECT word FROM taken",
            "SELECT * FROM plain",
            "INSERT INTO shown VALUES (1)",
            "DELETE FROM taken",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                portal.execute(statement)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("GRANT UPDATE ON grows TO ecoduty_app", "ledger_changeable"),
        ("GRANT TRUNCATE ON grows TO ecoduty_app", "ledger_changeable"),
        ("GRANT UPDATE (id) ON grows TO ecoduty_app", "ledger_changeable"),
        ("GRANT DELETE ON parts_1 TO ecoduty_app", "ledger_changeable"),
        ("GRANT DELETE ON grows TO PUBLIC", "ledger_changeable"),
        ("REVOKE INSERT ON grows FROM ecoduty_app", "role_lacks_right"),
        ("REVOKE SELECT ON plain FROM ecoduty_app", "role_lacks_right"),
        ("GRANT CREATE ON SCHEMA public TO ecoduty_app", "role_may_create"),
    ],
)
def test_check_finds_every_right_too_many_or_too_few(example, statement, code):
    database, declared, owner = example
    owner.execute(statement)
    with database.connect("ecoduty_app") as app:
        assert [problem.code for problem in roles.check(app, declared)] == [code]


def test_granting_again_takes_back_what_was_given_by_hand(example):
    database, declared, owner = example
    owner.execute("GRANT ALL ON grows TO ecoduty_app, PUBLIC")
    roles.grant(owner, declared=declared)
    with database.connect("ecoduty_app") as app:
        assert roles.check(app, declared) == []


def test_check_refuses_owner_and_superuser(example):
    database, declared, _ = example
    with database.connect("ecoduty_owner") as owner:
        assert {"role_owns_table", "role_may_create"} <= {problem.code for problem in roles.check(owner, declared)}
    with database.connect("postgres") as superuser:
        assert "role_too_powerful" in {problem.code for problem in roles.check(superuser, declared)}


def test_real_grants_show_what_the_server_says(example):
    _, _, owner = example
    grants = {grant.table: grant for grant in roles.real_grants(owner, "ecoduty_app")}
    assert grants["grows"].privileges == ("SELECT", "INSERT")
    assert grants["grows"].columns == {"UPDATE": ("sent",)}
    assert "taken" in {grant.table for grant in roles.real_grants(owner, "ecoduty_portal")}
    assert "plain" not in {grant.table for grant in roles.real_grants(owner, "ecoduty_portal")}


def test_tests_run_as_the_application_role(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("ecoduty_app",)
