"""Matters loaded by COPY: valid chains, figures equal to a count, pages that open; only into what is simulated."""

from __future__ import annotations

import json

import pytest
from django.db.models import Count

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.figures import folding, reading
from ecoduty.casework.figures.audit import audit_lists, note_the_rest
from ecoduty.casework.figures.models import Stood
from ecoduty.casework.figures.registry import Scope
from ecoduty.casework.figures.snapshots import snapshot
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import next_number
from ecoduty.interfaces.console.language import ProblemError
from ecoduty.interfaces.console.simulation.bulk import loading, mixture, telling
from ecoduty.interfaces.console.simulation.bulk.reach import Reach
from ecoduty.kernel.clock import now, today, wall_now
from ecoduty.kernel.ledger.verification import verify
from ecoduty.mechanisms.work_plans.models import Task
from tests.mechanisms.complaints.steps import Case
from tests.mechanisms.inspections.steps import Road
from tests.mechanisms.work_plans.steps import ISSUER, Work
from tests.processes.platform import run

MATTERS = 3_000
OFFICE = "committee-office.clerk"


def _reach(city):
    return Reach({"app": city.database.conninfo(), "owner": city.database.conninfo("ecoduty_owner")})


@pytest.fixture
def lived_in(fresh_city):
    """A city in which one task, one problem and one complaint of each side were led by acts."""
    Work(fresh_city).under_way()
    Work(fresh_city).applied().do(ISSUER, "accept_task", {"opinion": "抽查合格"})
    road = Road(fresh_city)
    road.assign()
    road.plan()
    closed = Road(fresh_city)
    closed.to_applied()
    closed.do(closed.head, "strike_off", {"covered": ["0", "1"], "text": "现场核查合格"})
    complaint = Case(fresh_city)
    complaint.do(complaint.by, "dispatch", {"body": "urban-enforcement-bureau", "reason": "夜间巡查由其承担。"})
    other = Case(fresh_city)
    other.do(other.by, "refuse", {"ground": "legal-remedy", "go_where": "请在上诉期内向上一级人民法院上诉。"})
    return fresh_city


def test_thousands_are_loaded_with_chains_that_hold(lived_in):
    reach = _reach(lived_in)
    before = verify().entries
    watched = []
    wanted = mixture.wanted(MATTERS)
    done = loading.load(reach, wanted, watched.append)
    _listed_at_night()
    folding.fold()
    assert sum(watched) == done.matters == MATTERS
    verdict = verify()
    assert verdict.ok, verdict.finding
    assert verdict.entries == before + done.entries
    _believable(wanted)
    _counted_as_they_are(lived_in)
    _opens(lived_in)
    with reach.connect("owner") as owner:  # what checks every entry that is written one by one stands again
        off = owner.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid::regclass::text LIKE 'ledger_%' AND tgenabled = 'D'"
        )
        assert off.fetchall() == []


def _believable(wanted):
    found = dict(Matter.objects.values_list("kind").annotate(Count("pk")).order_by())
    assert all(found[sort.kind] >= population.matters for sort, population in wanted)
    assert found["complaint"] > found["problem"] > found["task"]
    fresh = Matter.objects.filter(kind__in=[sort.kind for sort, _ in wanted])
    assert fresh.values("holder").distinct().count() > 50
    assert fresh.exclude(region=None).values("region").distinct().count() == 6
    assert fresh.filter(open=True).count() < len(fresh) / 5
    assert not Deadline.objects.filter(matter__open=False, next_rung_at__isnull=False).exists()
    assert not Task.objects.exclude(row=None, plan=None, parent=None).exists()
    assert next_number(today().year, restricted=False) not in set(Matter.objects.values_list("number", flat=True))


def _counted_as_they_are(city):
    actor = city.actor(OFFICE)
    shown = reading.values(["complaint.open", "task.open"], actor, scope=Scope.OVERSIGHT)
    for kind in ("complaint", "task"):
        assert shown[f"{kind}.open"].value == Matter.objects.filter(kind=kind, open=True).count()


def _listed_at_night():
    """What COPY brought is written down by the next night, each matter once."""
    assert snapshot(today())
    assert (audit_lists(), note_the_rest()) == ([], 0)
    assert Stood.objects.count() == Matter.objects.exclude(secrecy="restricted").count() >= MATTERS


def _opens(city):
    client = city.client(OFFICE)
    for kind in ("complaint", "problem", "task"):
        last = Matter.objects.filter(kind=kind).latest("pk")
        page = client.get(f"/matters/{last.public_id}/")
        assert (page.status_code, last.title in page.content.decode()) == (200, True)
        listed = client.get(f"/matters/?kind={kind}&state=all")
        assert listed.status_code == 200
    found = client.get("/matters/", {"q": "污水直排", "state": "all"}).content.decode()
    assert "污水直排" in found


def test_only_what_is_marked_as_simulated_is_loaded_into(lived_in, tmp_path):
    asked = ("simulated-load", "--matters", "200", "--mark", str(tmp_path / "loading"))
    there = Matter.objects.count()
    refused = run(tmp_path / "home", *asked, **lived_in.database.environment)
    assert (refused.returncode, "real_data" in refused.stderr) == (1, True)
    assert Matter.objects.count() == there
    with lived_in.database.connect("ecoduty_owner") as owner:
        owner.execute(
            "INSERT INTO clock_rehearsal (id, source, copied_at, clock_offset, simulated) VALUES (1, '试', %s, %s, true)",
            [wall_now(), now() - wall_now()],
        )
    done = run(tmp_path / "home", *asked, **lived_in.database.environment)
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert facts["matters"] == 200 == Matter.objects.count() - there
    assert facts["bytes"] > 0
    assert "约占磁盘" in done.stderr
    assert not (tmp_path / "loading").exists()
    verified = run(tmp_path / "home", "verify", "--json", **lived_in.database.environment)
    assert json.loads(verified.stdout)["ok"]


def test_where_no_year_was_lived_there_is_nothing_to_copy(city):
    with pytest.raises(ProblemError) as refused:
        mixture.wanted(10)
    assert refused.value.code == "nothing_to_copy"


def test_what_the_disk_does_not_hold_is_refused_with_both_sizes(tmp_path):
    with pytest.raises(ProblemError) as refused:
        telling.check_room(10**12, tmp_path)
    assert refused.value.code == "no_room"
    assert "只剩" in str(refused.value)
    assert "GB" in telling.beforehand(3_000_000)


def test_a_load_says_how_far_it_is(capsys):
    bar = telling.Bar(100)
    for _ in range(10):
        bar(10)
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 10
    assert said[4].startswith("已装载50件，共100件")
