"""Every released version's database is brought up to this one, and its ledger still holds."""

from __future__ import annotations

import gzip
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.figures.audit import audit_lists, note_the_rest
from ecoduty.casework.figures.models import SnapshotNight, Stood
from ecoduty.casework.figures.snapshots import snapshot
from ecoduty.casework.legal_basis import seeding
from ecoduty.casework.legal_basis.models import Instrument
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.publications.models import PublishedItem
from ecoduty.interfaces.console.database import fill_library
from ecoduty.kernel import flow
from ecoduty.kernel.clock import frozen, today
from ecoduty.kernel.database import migrating, roles
from ecoduty.kernel.database.embedded import programs
from ecoduty.kernel.flow import perform
from ecoduty.kernel.ledger import verification
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.rulebook import store
from ecoduty.kernel.rulebook.models import RulebookVersion
from ecoduty.mechanisms.complaints.models import Complaint, Reporter
from ecoduty.organisation.access import actors_of
from ecoduty.organisation.accounts.models import Account
from tests.database import RUN, Database

FOLDER = Path(__file__).resolve().parent
RELEASES = sorted(path.name.removesuffix(".sql.gz") for path in FOLDER.glob("*.sql.gz"))
BEFORE_THE_LIBRARY = {"0.1.0", "0.2.0"}
BEFORE_THE_CASES = BEFORE_THE_LIBRARY | {"0.3.0", "0.4.0", "0.5.0", "0.6.0"}
BEFORE_THE_LISTS_OF_NIGHTS = BEFORE_THE_CASES | {"0.7.0", "0.8.0", "0.9.0"}


def restored(template: Database, release: str) -> Database:
    """A new database with the roles of an installation and the dump's content, owned by the owner."""
    database = Database(template.cluster, f"test_{RUN}_{uuid4().hex[:8]}")
    with Database(template.cluster, "postgres").connect("postgres") as admin:
        roles.prepare(admin, database.name)
    with database.connect("postgres") as own:
        roles.make_extensions(own)
    dump = gzip.decompress((FOLDER / f"{release}.sql.gz").read_bytes())
    command = [str(programs() / "psql"), "-q", "-v", "ON_ERROR_STOP=1", "-d", database.conninfo("ecoduty_owner")]
    done = subprocess.run(command, input=dump, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return database


@pytest.fixture(scope="module", params=RELEASES)
def brought_up(
    request: pytest.FixtureRequest, template_db: Database, session_db: Database, django_db_blocker: Any
) -> Iterator[tuple[str, Database]]:
    """The release's database, migrated and granted by this version once for all tests of it, which take clones."""
    database = restored(template_db, request.param)
    with django_db_blocker.unblock():
        try:
            database.point_django_here({"default": "ecoduty_owner"})
            migrating.migrate()
            with database.connect("ecoduty_owner") as owner:
                roles.grant(owner)
        finally:
            connections.close_all()
            session_db.point_django_here()
        yield request.param, database
        database.drop()


@pytest.fixture
def upgraded(brought_up: tuple[str, Database], session_db: Database, django_db_blocker: Any) -> Iterator[str]:
    """The release, whose upgraded database Django works in, as the application role."""
    release, upgraded = brought_up
    database = upgraded.clone(f"test_{RUN}_{uuid4().hex[:8]}")
    with django_db_blocker.unblock():
        database.point_django_here()
        store.forget()
        try:
            yield release
        finally:
            connections.close_all()
            session_db.point_django_here()
            store.forget()
            database.drop()


def test_there_is_a_release_to_upgrade():
    assert RELEASES


def test_ledger_of_the_release_still_holds(upgraded):
    verdict = verification.verify(FOLDER / f"{upgraded}.checkpoints.jsonl")
    assert verdict.ok, verdict.finding
    assert verdict.entries > 100
    assert verdict.checkpoints


def test_life_goes_on_after_the_upgrade(upgraded):
    last = Entry.objects.latest("recorded_at").recorded_at
    with frozen(last, every_thread=True):
        assert Matter.objects.filter(open=True).exists()
        assert Deadline.objects.filter(state="missed").exists()
        assert PublishedItem.objects.filter(kind="annual_report").count() == 1
        report = sweep()
        assert (report.missed, report.opened) == (0, 0)  # what was dealt with is not dealt with again
        client = Client()
        account = Account.objects.get(username="committee-office.director")
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        for address in ("/", "/plan/", "/matters/?state=all", "/directory/", "/rulebook/"):
            assert client.get(address).status_code == 200, address
        matter = Matter.objects.filter(kind="annual_report").earliest("pk")
        assert client.get(f"/matters/{matter.public_id}/ledger/").status_code == 200
        _nights_have_lists_from_now_on(upgraded)
    assert verification.verify(FOLDER / f"{upgraded}.checkpoints.jsonl").ok


def _nights_have_lists_from_now_on(release: str) -> None:
    """Those before have numbers only; the first one writes down every matter that is counted."""
    nights = SnapshotNight.objects.filter(listed=release in BEFORE_THE_LISTS_OF_NIGHTS)
    assert not nights.exists()
    assert snapshot(today())
    assert (audit_lists(), note_the_rest()) == ([], 0)
    assert Stood.objects.filter(until=None).count() == Matter.objects.exclude(secrecy="restricted").count() > 0


def test_cases_of_the_release_go_on_and_stay_with_who_was_named(upgraded):
    cases = Matter.objects.filter(kind__in=["administrative_case", "criminal_transfer"]).order_by("kind")
    assert len(cases) == (0 if upgraded in BEFORE_THE_CASES else 2)
    with frozen(Entry.objects.latest("recorded_at").recorded_at, every_thread=True):
        for name, status in (("ecology-bureau.enforcement-officer-1", 200), ("construction-bureau.principal", 404)):
            if cases:  # before, there is nobody in these posts
                client = Client()
                account = Account.objects.get(username=name)
                client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
                assert {client.get(f"/matters/{case.public_id}/").status_code for case in cases} == {status}
        for case in cases[1:]:
            police = actors_of(Account.objects.get(username="police.linkage-officer"), today())[0]
            decided = {"number": "云公立字〔2027〕2号"}
            perform(flow.table(case.kind), "decide_filing", case.pk, actor=police, data=decided)
            case.refresh_from_db()
            assert case.state == "filing_decided"
    assert verification.verify(FOLDER / f"{upgraded}.checkpoints.jsonl").ok


def test_the_legal_basis_library_is_filled_once_and_the_rulebook_keeps_its_digest(upgraded):
    assert store.current().digest == RulebookVersion.objects.order_by("-adopted_at")[0].digest
    assert seeding.missing() == (upgraded in BEFORE_THE_LIBRARY)
    fill_library()
    assert not seeding.missing()
    assert Instrument.objects.filter(repealed_by__key="ecological-code").count() == 10
    assert seeding.fill() == 0
    assert verification.verify(FOLDER / f"{upgraded}.checkpoints.jsonl").ok


def test_what_was_sealed_is_opened_with_the_keys_of_the_release(upgraded, settings):
    keys = FOLDER / f"{upgraded}.keys.json"
    rows = list(Reporter.objects.exclude(phone=""))
    assert len(rows) == int(keys.exists())
    settings.KEY_FILE = keys
    column = Reporter._meta.get_field("phone")
    assert [column.open(row.phone, row.place) for row in rows] == ["13800000000"] * len(rows)
    own = Complaint.objects.filter(pk__in=[row.complaint_id for row in rows])
    assert [(one.row_name, one.matter.holder.key) for one in own] == [
        ("建筑施工噪声污染防治的监督管理", "construction-bureau")
    ] * len(rows)
