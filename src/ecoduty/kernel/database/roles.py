"""Three database roles and what each may do; the grants follow from what the models declare.

- owner: owns every table and migrates; no web or worker process connects as it.
- app: reads and writes, but can neither change nor delete in a table that only grows, and owns nothing.
- portal: reads what models publish, inserts where models take something in, sees nothing else.

A model says what it needs in plain class attributes:

    append_only = True                  app may SELECT and INSERT, nothing more
    app_updates = ("delivered_at",)     … except UPDATE of these columns
    app_may = "select"                  app may only read: what the owner alone decides
    portal_may = "select" | "insert"    portal may read the rows, or insert rows without reading them
    portal_sees = ("content",)          portal may read these columns and no others
    portal_may = "insert_select"        portal may do both: what it has to find again itself, nothing that is anybody's secret
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, LiteralString, cast

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from django.db.models import Field, Model

EXTENSIONS = ("btree_gist", "pg_trgm")
READ_ONLY_TABLES = frozenset({"django_migrations"})
SELECT, INSERT, UPDATE, DELETE = "SELECT", "INSERT", "UPDATE", "DELETE"
FORBIDDEN_ON_GROWING = (UPDATE, DELETE, "TRUNCATE")
_OF_PORTAL = {"select": (SELECT,), "insert": (INSERT,), "insert_select": (SELECT, INSERT)}

Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Roles:
    """The names of the three roles. The portal's may equal the app's where an installation has no third role."""

    owner: str = "ecoduty_owner"
    app: str = "ecoduty_app"
    portal: str = "ecoduty_portal"


@dataclass(frozen=True)
class TableRights:
    """What app and portal may do with one table: whole-table privileges, and columns for UPDATE or SELECT."""

    app: tuple[str, ...] = (SELECT, INSERT, UPDATE, DELETE)
    app_updates: tuple[str, ...] = ()
    portal: tuple[str, ...] = ()
    portal_selects: tuple[str, ...] = ()
    append_only: bool = False

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> TableRights:
        """Read back what `dataclasses.asdict` and JSON made of it."""
        fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
        return cls(**fields)


@dataclass(frozen=True)
class Problem:
    """Something wrong with a role: a stable code and a sentence for the person who runs the installation."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Grant:
    """One line of what the server really grants."""

    role: str
    table: str
    privileges: tuple[str, ...]
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)


def prepare(admin: Connection, database: str, roles: Roles | None = None) -> bool:
    """As superuser of an embedded cluster: make the roles and the database; True if the database is new.

    `admin` must be in autocommit mode. Extensions are a second step in the new database: `make_extensions`.
    """
    roles = roles or Roles()
    for name in (roles.owner, roles.app, roles.portal):
        if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
            admin.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
    if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
        return False
    made, owner = sql.Identifier(database), sql.Identifier(roles.owner)
    admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(made, owner))
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(made))
    admin.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}").format(
            made, sql.Identifier(roles.app), sql.Identifier(roles.portal)
        ),
    )
    return True


def make_extensions(connection: Connection) -> None:
    """Make the extensions that migrations rely on; as superuser, or as the owner of the database (both are trusted)."""
    for name in EXTENSIONS:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))


def declared_rights() -> dict[str, TableRights]:
    """Table name → rights, for every model of the installed applications. Needs Django to be set up."""
    from django.apps import apps  # noqa: PLC0415 -- the rest of this module works without Django

    rights: dict[str, TableRights] = {}
    for model in apps.get_models(include_auto_created=True):
        options = model._meta  # noqa: SLF001 -- Django's documented way to a model's table
        portal_may = getattr(model, "portal_may", None)
        if portal_may not in {None, *_OF_PORTAL}:
            raise ValueError(f"{options.label}.portal_may must be one of {', '.join(_OF_PORTAL)}, not {portal_may!r}")
        growing = bool(getattr(model, "append_only", False))
        updates = tuple(_column(model, name) for name in getattr(model, "app_updates", ()))
        if updates and not growing:
            raise ValueError(f"{options.label}.app_updates means nothing without append_only = True")
        rights[options.db_table] = TableRights(
            app=_of_app(model, growing=growing),
            app_updates=updates,
            portal=_OF_PORTAL.get(portal_may or "", ()),
            portal_selects=_portal_selects(model, portal_may),
            append_only=growing,
        )
    return rights


def _portal_selects(model: type[Model], portal_may: str | None) -> tuple[str, ...]:
    if portal_may == "insert":  # INSERT … RETURNING, which Django uses, reads the key
        return (_column(model, model._meta.pk.name),)  # noqa: SLF001
    return tuple(_column(model, name) for name in getattr(model, "portal_sees", ()))


def _of_app(model: type[Model], *, growing: bool) -> tuple[str, ...]:
    app_may = getattr(model, "app_may", None)
    if app_may == "select":
        return (SELECT,)
    if app_may is not None:
        raise ValueError(f"{model._meta.label}.app_may can only be 'select', not {app_may!r}")  # noqa: SLF001
    return (SELECT, INSERT) if growing else (SELECT, INSERT, UPDATE, DELETE)


def _column(model: type[Model], name: str) -> str:
    column = cast("Field[Any, Any]", model._meta.get_field(name)).column  # noqa: SLF001
    assert column is not None
    return column


def _tables(connection: Connection) -> list[tuple[str, str, str | None]]:
    """(name, kind, parent or None) of every table and view in the schema that is not an extension's."""
    return connection.execute(
        """
        SELECT c.relname, c.relkind::text, p.relname
        FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class p ON p.oid = i.inhparent
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
        ORDER BY c.relname
        """,
    ).fetchall()


def _rights_by_table(connection: Connection, declared: dict[str, TableRights]) -> Iterator[tuple[str, TableRights]]:
    tables = _tables(connection)
    parents = {name: parent for name, _, parent in tables}
    for name, kind, _ in tables:
        ancestor = name
        while ancestor not in declared and parents.get(ancestor):  # a partition has the rights of its table
            ancestor = parents[ancestor] or ancestor
        if ancestor in READ_ONLY_TABLES or (kind in "vm" and ancestor not in declared):
            yield name, TableRights(app=(SELECT,))
        else:
            yield name, declared.get(ancestor, TableRights())


def grant(owner: Connection, roles: Roles | None = None, declared: dict[str, TableRights] | None = None) -> None:
    """As owner, after every migration: make the grants exactly what the models declare, in one transaction."""
    roles = roles or Roles()
    declared = declared_rights() if declared is None else declared
    others = sql.SQL(", ").join(sql.Identifier(name) for name in dict.fromkeys((roles.app, roles.portal)))
    schema = sql.Identifier(_scalar(owner, "SELECT current_schema()"))
    app, portal = sql.Identifier(roles.app), sql.Identifier(roles.portal)
    with owner.transaction():
        owner.execute(sql.SQL("REVOKE CREATE ON SCHEMA {} FROM PUBLIC, {}").format(schema, others))
        owner.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, others))
        owner.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA {} FROM PUBLIC, {}").format(schema, others))
        owner.execute(sql.SQL("REVOKE ALL ON ALL SEQUENCES IN SCHEMA {} FROM PUBLIC, {}").format(schema, others))
        owner.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {} TO {}").format(schema, app))
        for name, rights in _rights_by_table(owner, declared):
            table = sql.Identifier(name)
            _give(owner, table, app, rights.app, {UPDATE: rights.app_updates})
            if roles.portal != roles.app:
                _give(owner, table, portal, rights.portal, {SELECT: rights.portal_selects})


def _give(
    owner: Connection,
    table: sql.Identifier,
    role: sql.Identifier,
    privileges: Iterable[LiteralString],
    columns: dict[LiteralString, tuple[str, ...]],
) -> None:
    parts: list[sql.Composable] = [sql.SQL(privilege) for privilege in privileges]
    for privilege, names in columns.items():
        if names:
            listed = sql.SQL(", ").join(map(sql.Identifier, names))
            parts.append(sql.SQL(privilege + " ({})").format(listed))
    if parts:
        owner.execute(sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(", ").join(parts), table, role))


def check(app: Connection, declared: dict[str, TableRights] | None = None) -> list[Problem]:
    """As the role that web and worker run under: everything that role could do and must not. Empty means good."""
    declared = declared_rights() if declared is None else declared
    problems: list[Problem] = []
    row = app.execute(
        "SELECT current_user, rolsuper, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    assert row is not None
    name, *powers = row
    if any(powers):
        problems.append(
            Problem(
                "role_too_powerful",
                f"应用使用的数据库角色 {name} 是超级用户或可管理角色，请改用普通角色（ECODUTY_DATABASE_URL）。",
            )
        )
    if _scalar(app, "SELECT has_schema_privilege(current_schema(), 'CREATE')"):
        problems.append(Problem("role_may_create", f"数据库角色 {name} 可以在模式中建表，请收回该权限。"))
    for table, rights in _rights_by_table(app, declared):
        quoted = sql.Identifier(table).as_string(app)
        if _scalar(app, "SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class WHERE oid = %s::regclass", quoted):
            problems.append(
                Problem(
                    "role_owns_table", f"数据库角色 {name} 拥有表 {table}（或属于其所有者），应用角色不得拥有任何表。"
                )
            )
        elif rights.append_only:
            problems += _check_growing(app, name, table, rights)
        elif not _scalar(app, "SELECT has_table_privilege(%s, 'SELECT')", quoted):
            problems.append(
                Problem("role_lacks_right", f"数据库角色 {name} 不能读取表 {table}，请执行 ecoduty migrate 重新授权。")
            )
    return problems


def _check_growing(app: Connection, name: str, table: str, rights: TableRights) -> Iterator[Problem]:
    quoted = sql.Identifier(table).as_string(app)
    bad = [right for right in FORBIDDEN_ON_GROWING if _scalar(app, "SELECT has_table_privilege(%s, %s)", quoted, right)]
    changeable = {
        column
        for (column,) in app.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
            "AND has_column_privilege(attrelid, attnum, 'UPDATE')",
            [quoted],
        )
    }
    if bad:
        yield Problem(
            "ledger_changeable",
            f"数据库角色 {name} 可以对只增不改的表 {table} 执行 {'、'.join(bad)}，请执行 ecoduty migrate 重新授权。",
        )
    elif changeable - set(rights.app_updates):
        columns = "、".join(sorted(changeable - set(rights.app_updates)))
        yield Problem("ledger_changeable", f"数据库角色 {name} 可以修改只增不改的表 {table} 的列 {columns}。")
    if not _scalar(app, "SELECT has_table_privilege(%s, 'INSERT')", quoted):
        yield Problem("role_lacks_right", f"数据库角色 {name} 不能写入表 {table}，请执行 ecoduty migrate 重新授权。")


def real_grants(connection: Connection, role: str) -> list[Grant]:
    """What the server says `role` may do, table by table, with the columns it may only use in part."""
    grants = []
    for table, _, _ in _tables(connection):
        quoted = sql.Identifier(table).as_string(connection)
        rights = tuple(
            right
            for right in (SELECT, INSERT, UPDATE, DELETE, "TRUNCATE", "REFERENCES", "TRIGGER")
            if _scalar(connection, "SELECT has_table_privilege(%s, %s, %s)", role, quoted, right)
        )
        columns: dict[str, tuple[str, ...]] = {}
        for right in (SELECT, INSERT, UPDATE):
            if right not in rights:
                rows = connection.execute(
                    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
                    "AND NOT attisdropped AND has_column_privilege(%s, attrelid, attnum, %s) ORDER BY attnum",
                    [quoted, role, right],
                ).fetchall()
                if rows:
                    columns[right] = tuple(name for (name,) in rows)
        if rights or columns:
            grants.append(Grant(role, table, rights, columns))
    return grants


def _scalar(connection: Connection, query: LiteralString, *values: object) -> Any:
    row = connection.execute(query, values).fetchone()
    return row[0] if row else None
