"""Looking back: the list behind a number of a past day is what was counted then, whatever happened before and since."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecoduty.casework.figures import lookback
from ecoduty.casework.figures.audit import audit_lists, note_the_rest, recount
from ecoduty.casework.figures.folding import fold
from ecoduty.casework.figures.lookback import NoListError, look_back
from ecoduty.casework.figures.models import DIMENSIONS, SnapshotNight, Stood, Touched
from ecoduty.casework.figures.reading import NoSnapshotError, breakdown
from ecoduty.casework.figures.registry import Scope
from ecoduty.casework.figures.snapshots import snapshot
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.clock import end_of_day, now, today
from ecoduty.kernel.database import roles
from ecoduty.kernel.database.embedded import programs
from ecoduty.kernel.flow import Refused, perform
from ecoduty.organisation.directory.models import Body
from tests.casework.figures.test_equality import BODIES, Due, Fold, Open, Step, play
from tests.database import Database
from tests.together import together
from tests.toy.blocks import BLOCK, block, restricted_block

pytestmark = pytest.mark.usefixtures("block_figures")

CLERK = "committee-office.clerk"
READERS = ((Scope.OVERSIGHT, CLERK), (Scope.OWN_BODY, "ecology-bureau.liaison"), (Scope.OWN_DISTRICT, "huli-ecology-office.deputy"))  # fmt: skip


@dataclass(frozen=True)
class Night:
    """The close of a day is recorded, so many days after the last one that was: nights between them are missed."""

    days: int


@dataclass(frozen=True)
class Become:
    """A matter goes to another body, becomes known to named persons only, or is so no longer."""

    which: int
    holder: str
    secrecy: Secrecy


lives = st.lists(
    st.one_of(
        st.builds(Open, st.sampled_from(BODIES), st.sampled_from(Secrecy), st.sampled_from(["", "2026"])),
        st.builds(Step, st.integers(0, 30), st.sampled_from(["submit", "give_back", "finish", "reopen", "paint"])),
        st.builds(Due, st.integers(0, 30), st.none() | st.integers(-3, 3), st.booleans()),
        st.builds(Become, st.integers(0, 30), st.sampled_from(BODIES), st.sampled_from(Secrecy)),
        st.builds(Fold),
        st.builds(Night, st.integers(1, 3)),
        st.builds(Night, st.integers(1, 3)),
    ),
    min_size=15,
    max_size=40,
)


class Life:
    """Nights as they were lived, each with all matters as they stood in it: what lists of later days are held against."""

    def __init__(self, city) -> None:
        self.city, self.opened, self.last = city, [], today() - timedelta(days=1)
        self.nights: dict[date, list[Matter]] = {}

    def play(self, step) -> None:
        if isinstance(step, Night):
            self.last += timedelta(days=step.days)
            assert snapshot(self.last)
            self.nights[self.last] = list(Matter.objects.exclude(secrecy="restricted").select_related("holder"))
            assert audit_lists() == []
            assert not Touched.objects.exists()
        elif isinstance(step, Become) and self.opened:
            matter = self.opened[step.which % len(self.opened)]
            holder = Body.objects.get(key=step.holder)
            Matter.objects.filter(pk=matter.pk).update(
                holder=holder, region=holder.region if holder.level == "district" else None, secrecy=step.secrecy
            )
        elif not isinstance(step, Become):
            play(self.city, self.opened, step)

    def check(self, keys: list[str]) -> None:
        assert note_the_rest() == 0
        for on, then in self.nights.items():
            assert _by_list(on) == _by_snapshot(on)
            assert sum(row[-1] for row in _by_list(on)) == len(then)
            for scope, reader in READERS:
                actor = self.city.actor(reader)
                seen = set(
                    Matter.objects.filter(visible_to(actor)).exclude(secrecy="restricted").values_list("pk", flat=True)
                )
                for key in keys if scope is Scope.OVERSIGHT else ["block.all"]:
                    past = look_back({"figure": key, "scope": scope.value}, actor, on)
                    listed = set(past.rows.values_list("matter_id", flat=True))
                    assert past.rows.count() == len(listed) <= past.counted
                    assert listed <= seen
                    if scope is Scope.OVERSIGHT:
                        counted = {matter.pk for matter in then if _meant(key, matter, on)}
                        assert (past.counted, listed) == (len(counted), counted & seen), (key, on)


def _meant(key: str, matter: Matter, on: date) -> bool:
    """What the figures about blocks count, said once more."""
    late = matter.open and matter.next_due_at is not None and matter.next_due_at <= end_of_day(on)
    missed = matter.first_missed_at is not None
    if key == "block.all":
        return matter.kind in {"block", "block_restricted"}
    return matter.kind == "block" and {
        "block.open": matter.open, "block.review": matter.state == "review", "block.late": late, "block.missed": missed,
        "block.departments": matter.holder.kind == "department", "block.on_time": not matter.open and not missed,
        "block.accountable": not matter.open or late, "block.overseen": True,
    }[key]  # fmt: skip


_SPAN = "since <= %(on)s AND (until IS NULL OR until > %(on)s)"
_NAMES = ", ".join(DIMENSIONS)


def _rows(sql: str, on: date) -> set[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"on": on})
        return set(cursor.fetchall())


def _by_list(on: date) -> set[tuple]:
    return _rows(f"SELECT {_NAMES}, count(*)::bigint FROM figures_stood WHERE {_SPAN} GROUP BY {_NAMES}", on)


def _by_snapshot(on: date) -> set[tuple]:
    return _rows(f"SELECT {_NAMES}, sum(amount)::bigint FROM figures_snapshot WHERE {_SPAN} GROUP BY {_NAMES}", on)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(lives)
def test_every_list_of_every_night_is_what_was_counted_then(city, block_figures, steps):
    with transaction.atomic():
        life = Life(city)
        for step in [*steps, Night(1)]:
            life.play(step)
        life.check(
            ["block.all", "block.review", "block.late", "block.missed", "block.departments", "block.accountable"]
        )
        transaction.set_rollback(True)


def _asked(key: str = "block.all", **narrow: str) -> dict[str, str]:
    return {"figure": key, "scope": "oversight", **narrow}


def test_a_list_is_cut_down_as_its_number_is(city):
    clerk, day = city.actor(CLERK), today()
    first, second = block("ecology-bureau", period="2025"), block("siming-commerce-bureau", period="2026")
    snapshot(day)
    perform(BLOCK, "submit", first.pk, actor=city.actor("ecology-bureau.liaison"))
    snapshot(day + timedelta(days=1))
    for by in ("body", "region", "kind", "period", "state"):
        for on in (day, day + timedelta(days=1)):
            for part in breakdown("block.all", by, clerk, scope=Scope.OVERSIGHT, on=on):
                if part.key:
                    assert look_back(part.url_params, clerk, on).rows.count() == part.value, (by, on, part)
    found = look_back(_asked(state="draft"), clerk, day)
    assert {(row.matter_id, row.state, row.matter.state) for row in found.rows} == {
        (first.pk, "draft", "review"), (second.pk, "draft", "draft"),
    }  # fmt: skip
    assert (found.counted, found.at, dict(found.narrowed)) == (2, end_of_day(day), {"state": "draft"})


def test_a_day_that_was_missed_is_told_by_the_night_before(city):
    clerk, day = city.actor(CLERK), today()
    block("ecology-bureau")
    snapshot(day)
    block("ecology-bureau")
    found = look_back(_asked(), clerk, day + timedelta(days=5))
    assert (found.night.on, found.counted, found.rows.count()) == (day, 1, 1)


def test_what_has_become_restricted_is_counted_then_and_listed_nowhere(city):
    clerk, day = city.actor(CLERK), today()
    kept, gone = block("ecology-bureau"), block("ecology-bureau")
    snapshot(day)
    Matter.objects.filter(pk=gone.pk).update(secrecy=Secrecy.RESTRICTED)
    found = look_back(_asked(), clerk, day)
    assert (found.counted, [row.matter_id for row in found.rows]) == (2, [kept.pk])
    snapshot(day + timedelta(days=1))
    after = look_back(_asked(), clerk, day + timedelta(days=1))
    assert (after.counted, after.rows.count()) == (1, 1)
    assert Touched.objects.count() == 0


def test_restricted_matters_are_not_even_noted(city):
    secret = restricted_block(city.actor("ecology-bureau.liaison").person, "ecology-bureau")
    Matter.objects.filter(pk=secret.pk).update(next_due_at=now())
    assert not Touched.objects.exists()
    snapshot(today())
    assert not Stood.objects.filter(matter=secret).exists()


def test_only_what_changed_is_noted_and_a_matter_that_changed_and_changed_back_keeps_its_row(city):
    matter = block("ecology-bureau")
    snapshot(today())
    Matter.objects.filter(pk=matter.pk).update(title="另一个名称", version=7)
    assert not Touched.objects.exists()
    for period in ("2025", ""):
        Matter.objects.filter(pk=matter.pk).update(period=period)
    assert Touched.objects.count() == 2
    snapshot(today() + timedelta(days=1))
    (row,) = Stood.objects.filter(matter=matter)
    assert (row.since, row.until) == (today(), None)


def test_nights_from_before_have_numbers_and_say_that_they_have_no_list(city):
    clerk, day = city.actor(CLERK), today()
    block("ecology-bureau")
    snapshot(day)
    SnapshotNight.objects.create(on=day - timedelta(days=1), taken_at=now())  # as an older release did
    with pytest.raises(NoListError, match="还没有记下是哪些件"):
        look_back(_asked(), clerk, day - timedelta(days=1))
    with pytest.raises(NoSnapshotError, match="没有统计快照"):
        look_back(_asked(), clerk, day - timedelta(days=9))
    assert lookback.listed([day, day - timedelta(days=1)]) == {day}


def test_who_may_not_ask_now_is_not_told_of_then(city):
    block("ecology-bureau")
    snapshot(today())
    with pytest.raises(Refused) as refused:
        look_back(_asked(), city.actor("siming-commerce-bureau.liaison"), today())
    assert refused.value.code == "figure_not_open"
    for wrong in ({"figure": "nothing"}, {"figure": "block.all", "scope": "everybody"}):
        with pytest.raises((KeyError, ValueError)):
            look_back(wrong, city.actor(CLERK), today())


def test_it_costs_as_many_statements_however_many_there_are(city):
    clerk, day = city.actor(CLERK), today()

    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            list(look_back(_asked(), clerk, day).rows.select_related("matter__holder", "holder"))
        return len(counted)

    block("ecology-bureau")
    snapshot(day)
    look_back(_asked(), clerk, day)
    before = cost()
    for _ in range(5):
        block("ecology-bureau")
    snapshot(day + timedelta(days=1))
    assert cost() == before <= 6


def test_what_was_changed_past_the_trigger_is_said_and_put_right(fresh_city):
    clerk = fresh_city.actor(CLERK)
    matter = block("ecology-bureau")
    snapshot(today())
    with fresh_city.database.connect("ecoduty_owner") as hand:
        hand.execute("ALTER TABLE matters_matter DISABLE TRIGGER figures_count_update")
        hand.execute("UPDATE matters_matter SET state = 'review' WHERE id = %s", [matter.pk])
        hand.execute("ALTER TABLE matters_matter ENABLE TRIGGER figures_count_update")
    assert note_the_rest() == 1
    recount()
    assert set(Touched.objects.values_list("matter_id", flat=True)) == {matter.pk}
    assert snapshot(today() + timedelta(days=1))
    assert audit_lists() == []
    assert look_back(_asked("block.review"), clerk, today() + timedelta(days=1)).rows.get().matter_id == matter.pk


def test_a_list_that_lost_a_row_is_found(city):
    block("ecology-bureau")
    block("ecology-bureau")
    snapshot(today())
    fold()
    Stood.objects.filter(pk__in=Stood.objects.order_by("pk").values("pk")[:1]).delete()
    (found,) = audit_lists()
    assert (found.counted, found.figured, found.dimensions["kind"]) == (1, 2, "block")


def test_nights_that_are_taken_while_acts_are_done_agree_with_themselves(fresh_city):
    """An act is in a night's numbers and in its list, or in neither."""
    clerk, first, done = fresh_city.actor(CLERK), today(), []

    def acting():
        for _ in range(30):
            matter = block("ecology-bureau")
            perform(BLOCK, "submit", matter.pk, actor=fresh_city.actor("ecology-bureau.liaison"))
        done.append(1)

    def folding():
        while len(done) < 2:
            fold()

    def recording():
        nights = 0
        while len(done) < 2:
            nights += snapshot(first + timedelta(days=nights))
        return nights

    *_, nights = together(acting, acting, folding, recording)
    snapshot(first + timedelta(days=nights))
    assert nights > 3
    for number in range(nights + 1):
        on = first + timedelta(days=number)
        assert _by_list(on) == _by_snapshot(on), number
    last = look_back(_asked("block.review"), clerk, first + timedelta(days=nights))
    assert last.counted == last.rows.count() == 60
    assert (audit_lists(), note_the_rest()) == ([], 0)


def test_a_restored_dump_goes_on_where_it_was(fresh_city):
    """With what was noted and not written down yet: restoring notes nothing twice and forgets nothing."""
    clerk, day, first = fresh_city.actor(CLERK), today(), block("ecology-bureau")
    snapshot(day)
    perform(BLOCK, "submit", first.pk, actor=fresh_city.actor("ecology-bureau.liaison"))
    block("ecology-bureau")
    noted = Touched.objects.count()
    command = [str(programs() / "pg_dump"), "--no-owner", "--no-privileges", "--no-comments", "--exclude-extension=*"]
    whole = subprocess.run([*command, fresh_city.database.conninfo("ecoduty_owner")], check=True, capture_output=True)
    elsewhere = Database(fresh_city.database.cluster, f"{fresh_city.database.name}_restored")
    with Database(elsewhere.cluster, "postgres").connect("postgres") as admin:
        roles.prepare(admin, elsewhere.name)
    with elsewhere.connect("postgres") as own:
        roles.make_extensions(own)
    load = [str(programs() / "psql"), "-q", "-v", "ON_ERROR_STOP=1", "-d", elsewhere.conninfo("ecoduty_owner")]
    subprocess.run(load, input=whole.stdout, check=True, capture_output=True)
    with elsewhere.connect("ecoduty_owner") as owner:
        roles.grant(owner)
    try:
        elsewhere.point_django_here()
        assert (Touched.objects.count(), note_the_rest(), audit_lists()) == (noted, 0, [])
        block("ecology-bureau")
        assert snapshot(day + timedelta(days=1))
        assert audit_lists() == []
        assert [look_back(_asked(), clerk, day + timedelta(days=n)).rows.count() for n in (0, 1)] == [1, 3]
    finally:
        elsewhere.drop()
        fresh_city.database.point_django_here()
