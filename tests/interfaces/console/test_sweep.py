"""`ecoduty sweep --now …`: for another moment than this one; twice changes nothing more; never ahead of a real ledger."""

from __future__ import annotations

import json
from contextlib import nullcontext

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.db import connection
from django.db.models import Count

from ecoduty.interfaces.console import language, sweeping
from ecoduty.interfaces.console.installation import Installation
from ecoduty.kernel.clock import allow_rehearsal, forbid_rehearsal, frozen
from ecoduty.kernel.ledger.models import Entry
from tests.casework.duties.test_recomputation import at
from tests.city import City
from tests.toy.town import Town


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """The command finds the test's database in place of an installation's."""
    monkeypatch.setattr(Installation, "database", lambda self: nullcontext())


def said(*arguments: str) -> dict:
    result = CliRunner().invoke(sweeping.sweep, [*arguments, "--json"], standalone_mode=False)
    assert result.exception is None, result.exception
    return json.loads(result.stdout)


def refused(*arguments: str) -> str:
    found = CliRunner().invoke(sweeping.sweep, list(arguments), standalone_mode=False).exception
    assert isinstance(found, language.ProblemError), found
    return found.code


def rows() -> dict[str, int]:
    """How many rows every table of the product has."""
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in tables))
        return dict(cursor.fetchall())


def test_twice_gives_the_second_time_no_row(city: City) -> None:
    before = rows()
    first = said("--now", "2027-02-20T09:00")
    between = rows()
    second = said("--now", "2027-02-20T09:00")
    assert first["opened"] > 0
    assert first["missed"] > 0
    assert between != before
    assert rows() == between
    numbers = [value for key, value in second.items() if key != "notices"] + list(second["notices"].values())
    assert set(numbers) == {0}


def test_real_ledger_is_not_written_ahead_of_time(town: Town) -> None:
    with frozen(at(2030, 1, 1)):
        town.toy(act="ask_urgently")
        before = Entry.objects.aggregate(found=Count("pk"))
        assert refused("--now", "2030-06-01") == "moment_to_come"
        assert Entry.objects.aggregate(found=Count("pk")) == before
        assert said("--now", "2029-12-31T23:59")["missed"] == 0


def test_rehearsal_may_look_ahead(town: Town) -> None:
    with frozen(at(2030, 1, 1)):
        town.toy(act="ask_urgently")
        allow_rehearsal()
        try:
            assert said("--now", "2030-06-01")["missed"] == 1
        finally:
            forbid_rehearsal()


def test_moment_that_nobody_can_read(db) -> None:
    assert refused("--now", "明天") == "moment_unreadable"
