"""Asking figures: for whom, narrowed how, in parts, as of a day, in how many statements."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.figures import reading
from ecoduty.casework.figures.audit import audit, recount
from ecoduty.casework.figures.folding import fold
from ecoduty.casework.figures.models import Cell, Delta, PublicPresent, Snapshot
from ecoduty.casework.figures.reading import NoSnapshotError, breakdown, list_url_params, listing, rate, value, values
from ecoduty.casework.figures.registry import Scope
from ecoduty.casework.figures.snapshots import snapshot
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Item, Refused, perform, perform_many
from tests.together import together
from tests.toy.blocks import BLOCK, block, restricted_block

pytestmark = pytest.mark.usefixtures("block_figures")

MINE, NEXT_DOOR, FAR = "siming-commerce-bureau", "siming-ecology-office", "ecology-bureau"


@pytest.fixture
def spread(city):
    """Three blocks of mine, a public one next door in my district, two far away, one public; a restricted one of mine."""
    matters = [
        block(MINE, period="2025"),
        block(MINE, period="2026"),
        block(MINE, period="2026"),
        block(NEXT_DOOR, secrecy=Secrecy.PUBLIC),
    ]
    matters += [block(FAR), block(FAR, secrecy=Secrecy.PUBLIC)]
    restricted_block(city.actor(f"{MINE}.liaison").person, MINE)
    return matters


def submit(city, *matters):
    for matter in matters:
        perform(BLOCK, "submit", matter.pk, actor=city.actor(f"{matter.holder.key}.liaison"))


@pytest.mark.parametrize("folded", [False, True])
def test_each_scope_counts_its_own(city, spread, folded):
    if folded:
        fold()
    liaison, clerk = city.actor(f"{MINE}.liaison"), city.actor("committee-office.clerk")
    assert value("block.all", liaison, scope=Scope.OWN_BODY).value == 3
    assert value("block.all", liaison, scope=Scope.OWN_DISTRICT).value == 1
    assert value("block.all", clerk, scope=Scope.OVERSIGHT).value == 6
    assert value("block.all").value == 2


def test_who_does_not_name_a_scope_gets_the_first_open_to_him(city, spread):
    assert value("block.all", city.actor(f"{MINE}.liaison")).scope is Scope.OWN_BODY
    assert value("block.overseen", city.actor("committee-office.clerk")).value == 6


@pytest.mark.parametrize(
    ("key", "reader", "scope"),
    [
        ("block.all", f"{MINE}.liaison", Scope.OVERSIGHT),
        ("block.all", "siming-committee-office.clerk", Scope.OVERSIGHT),
        ("block.all", "ecology-bureau.liaison", Scope.OWN_DISTRICT),
        ("block.overseen", "committee-office.clerk", Scope.OWN_BODY),
        ("block.overseen", "committee-office.clerk", Scope.PUBLIC),
    ],
)
def test_nobody_reads_beyond_his_scope(city, spread, key, reader, scope):
    with pytest.raises(Refused) as refused:
        value(key, city.actor(reader), scope=scope)
    assert (refused.value.code, refused.value.status) == ("figure_not_open", 403)
    with pytest.raises(Refused):
        listing({"figure": key, "scope": scope.value}, city.actor(reader))


def test_the_public_reads_no_figure_that_is_not_declared_for_it(city, spread):
    with pytest.raises(Refused):
        value("block.overseen")


def test_a_figure_is_narrowed(city, spread):
    clerk = city.actor("committee-office.clerk")
    assert value("block.all", clerk, scope=Scope.OVERSIGHT, body=MINE, period="2026").value == 2
    assert value("block.all", clerk, scope=Scope.OVERSIGHT, region="siming").value == 4
    assert value("block.all", clerk, scope=Scope.OVERSIGHT, kind="annual_report").value == 0
    with pytest.raises(ValueError, match="not narrowed"):
        value("block.all", clerk, scope=Scope.OVERSIGHT, title="x")


def test_the_address_of_a_number_leads_to_its_matters(city, spread):
    clerk = city.actor("committee-office.clerk")
    found = value("block.all", clerk, scope=Scope.OVERSIGHT, body=MINE, period="2026")
    assert list_url_params(found) == {"figure": "block.all", "scope": "oversight", "body": MINE, "period": "2026"}
    behind = listing(list_url_params(found), clerk)
    assert {matter.pk for matter in behind} == {spread[1].pk, spread[2].pk} == {matter.pk for matter in found.matters}


@pytest.mark.parametrize("params", [{}, {"figure": "nothing"}, {"figure": "block.all", "scope": "everything"}])
def test_an_address_that_no_figure_gave_out_is_an_error(city, spread, params):
    with pytest.raises((KeyError, ValueError)):
        listing(params, city.actor("committee-office.clerk"))


def test_a_breakdown_stands_in_official_order_and_adds_up(city, spread):
    clerk = city.actor("committee-office.clerk")
    submit(city, spread[0])
    parts = breakdown("block.all", "body", clerk, scope=Scope.OVERSIGHT)
    assert [(part.key, part.value) for part in parts] == [(FAR, 2), (NEXT_DOOR, 1), (MINE, 3)]
    assert all(part.label not in {MINE, NEXT_DOOR, FAR} for part in parts)
    parts = breakdown("block.all", "state", clerk, scope=Scope.OVERSIGHT)
    assert [(part.key, part.label, part.value) for part in parts] == [("draft", "起草", 5), ("review", "审核", 1)]
    assert [part.value for part in breakdown("block.all", "region", clerk, scope=Scope.OVERSIGHT)] == [4, 2]
    with pytest.raises(ValueError, match="broken down"):
        breakdown("block.all", "title", clerk)


def test_overdue_begins_with_the_moment_and_needs_nobody_to_count_again(city, spread):
    clerk = city.actor("committee-office.clerk")
    Matter.objects.filter(pk=spread[0].pk).update(next_due_at=now() + timedelta(hours=1))
    fold()
    assert value("block.late", clerk, scope=Scope.OVERSIGHT).value == 0
    city.clock.advance(timedelta(hours=1))
    found = value("block.late", clerk, scope=Scope.OVERSIGHT)
    assert (found.value, found.source_time) == (1, city.clock.moment)


def test_a_rate_is_read_from_both_its_figures_at_once(city, spread):
    clerk = city.actor("committee-office.clerk")
    assert rate("block.on_time_rate", clerk, scope=Scope.OVERSIGHT).percent == "—"
    submit(city, *spread[:3])
    for matter in spread[:3]:
        perform(BLOCK, "finish", matter.pk, actor=city.actor(f"{MINE}.principal"))
    Matter.objects.filter(pk=spread[0].pk).update(first_missed_at=now())
    Matter.objects.filter(pk=spread[3].pk).update(next_due_at=now())
    found = rate("block.on_time_rate", clerk, scope=Scope.OVERSIGHT)
    assert (found.part.value, found.whole.value, found.percent) == (2, 4, "50%")


def test_many_figures_are_one_statement(city, spread, block_figures):
    clerk = city.actor("committee-office.clerk")
    values(block_figures, clerk, scope=Scope.OVERSIGHT)
    with CaptureQueriesContext(connection) as one:
        values(block_figures[:1], clerk, scope=Scope.OVERSIGHT)
    with CaptureQueriesContext(connection) as all_of_them:
        values(block_figures, clerk, scope=Scope.OVERSIGHT)
    assert len(one) == len(all_of_them) == 1


def test_a_batch_of_acts_writes_two_rows_and_no_statement_of_its_own(city):
    matters = [block(MINE) for _ in range(30)]
    fold()
    actor = city.actor(f"{MINE}.liaison")
    with CaptureQueriesContext(connection) as captured:
        perform_many(BLOCK, "submit", [Item(matter.pk) for matter in matters], actor=actor)
    assert not [query for query in captured if "figures_" in query["sql"]]
    assert sorted(Delta.objects.values_list("state", "amount")) == [("draft", -30), ("review", 30)]


def test_an_act_that_changes_nothing_counted_writes_nothing(city):
    matter = block(MINE)
    fold()
    perform(BLOCK, "paint", matter.pk, actor=city.actor(f"{MINE}.liaison"), data={"colour": "blue"})
    assert Delta.objects.count() == 0


def test_a_matter_that_becomes_restricted_is_counted_no_more(city, spread):
    Matter.objects.filter(pk=spread[0].pk).update(secrecy=Secrecy.RESTRICTED)
    assert value("block.all", city.actor("committee-office.clerk"), scope=Scope.OVERSIGHT).value == 5
    assert audit() == []


def test_folding_adds_up_and_leaves_no_empty_cell(city, spread):
    fold()
    submit(city, spread[3])
    assert fold() == 2
    assert (Delta.objects.count(), fold()) == (0, 0)
    assert sorted(Cell.objects.values_list("state", "period", "amount")) == [
        ("draft", "", 1), ("draft", "", 1), ("draft", "2025", 1), ("draft", "2026", 2), ("review", "", 1),
    ]  # fmt: skip


def test_a_large_heap_is_folded_in_batches(city, spread, monkeypatch):
    monkeypatch.setattr("ecoduty.casework.figures.folding.BATCH", 2)
    assert fold() == Cell.objects.count() + 1 == 6
    assert audit() == []


def test_a_recount_finds_and_repairs_what_went_wrong(city, spread):
    fold()
    cell = Cell.objects.filter(period="2026").get()
    Cell.objects.filter(pk=cell.pk).update(amount=7)
    (found,) = audit()
    assert (found.counted, found.figured, found.dimensions["period"]) == (2, 7, "2026")
    assert recount() == 1
    assert audit() == []


def test_readers_folders_and_actors_never_disagree(fresh_city, block_figures):
    """While matters are opened and cells folded at once, what is read is always a number that was true."""
    clerk = fresh_city.actor("committee-office.clerk")
    done = []

    def opening():
        for _ in range(40):
            block(MINE)
        done.append(1)

    def folding():
        while len(done) < 2:
            fold()

    def reading_():
        seen = [0]
        while len(done) < 2:
            seen.append(value("block.all", clerk, scope=Scope.OVERSIGHT).value)
        return seen

    *_, seen, again = together(opening, opening, folding, folding, reading_, reading_)
    assert seen == sorted(seen)
    assert again == sorted(again)
    assert value("block.all", clerk, scope=Scope.OVERSIGHT).value == 80
    assert audit() == []


# What was


def test_a_past_day_is_read_from_its_night(city, spread):
    clerk = city.actor("committee-office.clerk")
    ask = {"scope": Scope.OVERSIGHT}
    day = city.clock.moment.date()
    city.clock.advance(timedelta(days=1))
    assert snapshot()
    submit(city, spread[0], spread[1])
    city.clock.advance(timedelta(days=1))
    assert snapshot()
    block(FAR)
    assert [value("block.review", clerk, on=day + timedelta(days=n), **ask).value for n in (0, 1, 5)] == [0, 2, 2]
    assert [value("block.all", clerk, on=day + timedelta(days=n), **ask).value for n in (0, 1)] == [6, 6]
    assert value("block.all", clerk, **ask).value == 7
    found = value("block.all", clerk, on=day, **ask)
    assert found.source_time == city.clock.moment - timedelta(days=1)
    with pytest.raises(ValueError, match="past day"):
        assert found.matters
    parts = breakdown("block.all", "state", clerk, on=day + timedelta(days=1), **ask)
    assert [(part.key, part.value) for part in parts] == [("draft", 4), ("review", 2)]


def test_overdue_on_a_past_day_is_what_was_overdue_at_its_close(city, spread):
    clerk = city.actor("committee-office.clerk")
    day = city.clock.moment.date()
    Matter.objects.filter(pk=spread[0].pk).update(next_due_at=city.clock.moment + timedelta(days=1))
    for _ in range(2):
        city.clock.advance(timedelta(days=1))
        snapshot()
    asked = [value("block.late", clerk, scope=Scope.OVERSIGHT, on=day + timedelta(days=n)).value for n in (0, 1)]
    assert asked == [0, 1]


def test_before_the_first_night_there_is_nothing_to_read(city, spread):
    snapshot(date(2026, 11, 21))
    with pytest.raises(NoSnapshotError, match="2026年11月20日"):
        value("block.all", city.actor("committee-office.clerk"), scope=Scope.OVERSIGHT, on=date(2026, 11, 20))


def test_a_night_is_recorded_once_and_only_what_changed(city, spread):
    assert snapshot(date(2026, 11, 20))
    rows = Snapshot.objects.count()
    assert not snapshot(date(2026, 11, 20))
    assert not snapshot(date(2026, 11, 19))
    fold()
    assert snapshot(date(2026, 11, 21))
    assert Snapshot.objects.count() == rows
    submit(city, spread[3])
    assert snapshot(date(2026, 11, 22))
    assert Snapshot.objects.count() == rows + 1
    assert Snapshot.objects.filter(until=date(2026, 11, 22)).count() == 1


def test_the_portal_s_own_role_reads_public_figures_and_no_others(fresh_city, block_figures):
    block(FAR, secrecy=Secrecy.PUBLIC)
    block(FAR)
    with fresh_city.database.connect("ecoduty_portal") as portal:
        assert portal.execute("SELECT sum(amount) FROM figures_public_present").fetchone() == (1,)
    assert PublicPresent.objects.using("portal").count() == 1
    assert reading.value("block.all", using="portal").value == 1
