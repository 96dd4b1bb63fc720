"""Monitors are told yes or no; strangers learn nothing else; what does not work is found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client

from ecoduty.interfaces import condition, health
from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.outbox.models import Channel, Message
from tests.kernel.ledger.writing import write


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(health, "KEPT_SECONDS", 0.0)
    monkeypatch.setattr(health, "STARTED", wall_now() - timedelta(days=1))
    monkeypatch.setattr(
        condition._Known, "in_step", True
    )  # the template knows the toys' tables, not the product's alone


def beat(age: timedelta = timedelta()) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [wall_now() - age])


def codes() -> list[str]:
    return [finding.code for finding in condition.background()]


@pytest.mark.usefixtures("db")
def test_each_address_says_one_word_and_gives_no_cookie():
    beat()
    for address in ("/healthz", "/readyz", "/readyz/pages"):
        answer = Client().get(address, headers={"host": "some.where.else"})
        assert (answer.status_code, answer.content) == (200, b"ok\n"), address
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies
    assert Client().post("/readyz").status_code == 405


@pytest.mark.usefixtures("db")
def test_silent_worker_is_found_and_pages_go_on():
    assert codes() == ["worker_silent"]
    assert Client().get("/readyz").status_code == 503
    assert Client().get("/readyz").content == b"not ok\n"
    assert Client().get("/readyz/pages").status_code == 200
    beat(timedelta(hours=3))
    assert "3 小时" in next(condition.background()).sentence
    beat()
    assert codes() == []


@pytest.mark.usefixtures("db")
def test_message_nobody_delivers_is_found_but_mail_that_waits_is_not():
    beat()
    moment = wall_now()
    waiting = Message.objects.create(
        channel="toy", key="a", written_at=moment, due_at=moment, next_try_at=moment + timedelta(minutes=5)
    )
    assert codes() == []
    Message.objects.filter(pk=waiting.pk).update(next_try_at=moment - timedelta(hours=1))
    assert codes() == ["outbox_stuck"]


@pytest.mark.usefixtures("db")
def test_what_waits_for_a_channel_that_is_down_or_stopped_is_not_stuck():
    beat()
    moment = wall_now()
    Message.objects.create(
        channel="toy", key="a", written_at=moment, due_at=moment, next_try_at=moment - timedelta(hours=1)
    )
    channel = Channel.objects.create(name="toy", failures=3)
    assert codes() == []
    Channel.objects.filter(pk=channel.pk).update(failures=0, state=Channel.STOPPED)
    assert codes() == []
    Channel.objects.filter(pk=channel.pk).update(state=Channel.WORKING)
    assert codes() == ["outbox_stuck"]


@pytest.mark.usefixtures("db")
def test_after_a_start_nothing_is_late_for_the_time_before_it(monkeypatch):
    write("a", 2)  # recorded long ago
    beat(timedelta(hours=9))
    moment = wall_now()
    Message.objects.create(
        channel="toy", key="a", written_at=moment, due_at=moment, next_try_at=moment - timedelta(hours=8)
    )
    assert codes() == ["worker_silent", "outbox_stuck", "checkpoint_late"]
    monkeypatch.setattr(health, "STARTED", moment)
    assert Client().get("/readyz").status_code == 200
    monkeypatch.setattr(health, "STARTED", moment - condition.WORKER_SILENT)
    assert Client().get("/readyz").status_code == 503


@pytest.mark.usefixtures("db")
def test_entry_without_a_checkpoint_is_found():
    beat()
    write("a", 2)  # recorded long ago
    assert codes() == ["checkpoint_late"]


def test_missing_database_is_not_ready_but_alive(fresh_db):
    connections["default"].close()
    connections.settings["default"].update(NAME="none_of_this_name")
    assert Client().get("/healthz").status_code == 200
    for address in ("/readyz", "/readyz/pages"):
        answer = Client().get(address)
        assert (answer.status_code, answer.content) == (503, b"not ok\n")
    fresh_db.point_django_here()
    assert Client().get("/readyz/pages").status_code == 200


def test_tables_of_an_earlier_version_are_not_ready(fresh_db, owner, monkeypatch):
    monkeypatch.setattr(condition._Known, "in_step", False)
    assert list(condition.pages()) == []
    monkeypatch.setattr(condition._Known, "in_step", False)
    owner.execute("DELETE FROM django_migrations WHERE app = 'files'")
    (finding,) = condition.pages()
    assert (finding.code, "files.0001" in finding.sentence) == ("tables_old", True)
    assert Client().get("/readyz/pages").status_code == 503
