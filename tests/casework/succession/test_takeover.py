"""A body is dissolved: what was open with it goes on with its successor, in one transaction, with its history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.duties.instances import open_due, orphaned
from ecoduty.casework.duties.models import Deadline, DutyInstance
from ecoduty.casework.duties.states import OPEN
from ecoduty.casework.escalation import vigil
from ecoduty.casework.escalation.models import Notice, Rung
from ecoduty.casework.escalation.states import UNDECIDED
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.figures.models import Present
from ecoduty.casework.matters.models import Matter, Party
from ecoduty.casework.matters.passing import TAKING_OVER
from ecoduty.casework.matters.rules import relations, visible_to
from ecoduty.casework.search.models import SearchRow
from ecoduty.casework.succession import takeover
from ecoduty.casework.succession.holdings import holdings
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Actor, Item, Refused, perform, perform_many, registry
from ecoduty.kernel.ledger import verification
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.reports.flow import HALF_YEAR_TABLE
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.flow import BODY
from ecoduty.organisation.directory.models import Body, LeaderInCharge
from tests.city import City
from tests.mechanisms.reports.writing import HALF_YEAR, Writer, at, opened
from tests.toy.toys import RESTRICTED_TOYS, TOYS

OLD, NEW = "water-bureau", "ecology-bureau"
ALONE = "port-authority"  # nothing is below it
SECRET = "一件不该有人看见的玩具"
SYSTEM = Actor.system("测试")


@pytest.fixture
def toys() -> Iterator[None]:
    for table in (TOYS, RESTRICTED_TOYS):
        registry.register(table)
    yield
    for table in (TOYS, RESTRICTED_TOYS):
        registry.unregister(table.kind)


def dissolve(city: City, body: str = OLD, successor: str = NEW, actor: Actor | None = None, **more: object) -> Entry:
    data = {"until": today().isoformat(), **({"successor": successor} if successor else {}), **more}
    done = perform(BODY, "dissolve", body, actor=actor or city.actor("committee-office.clerk"), data=data)
    return Entry.objects.get(pk=done.entry.id)


def toy(holder: str = OLD, **data: object) -> Matter:
    matter: Matter = perform(TOYS, "ask", actor=SYSTEM, data={"title": "玩具", "holder": holder, **data}).subject
    return matter


def secret(city: City, holder: str = OLD) -> Matter:
    person = city.actor(f"{holder}.principal").person
    data = {"title": SECRET, "holder": holder, "person": person}
    matter: Matter = perform(RESTRICTED_TOYS, "ask", actor=SYSTEM, data=data).subject
    return matter


def entry(matter: Matter) -> Entry:
    return Entry.objects.get(stream=matter.stream, act=TAKING_OVER)


def test_a_report_goes_on_with_the_successor_and_is_signed_by_its_principal(city: City):
    writer = Writer(city, opened(city))
    writer.write()
    writer.do("liaison", "submit_for_review")
    due = writer.matter.next_due_at

    told = dissolve(city)

    matter = writer.matter
    assert (matter.holder.key, matter.holder_unit, matter.state, matter.next_due_at) == (NEW, None, "reviewing", due)
    assert set(Deadline.objects.filter(matter=matter, state__in=OPEN).values_list("holder__key", flat=True)) == {NEW}
    parts = Party.objects.filter(matter=matter, role="holder").order_by("since", "pk")
    assert [(part.body.key, part.until) for part in parts] == [(OLD, today()), (NEW, None)]
    assert told.facts["passed_on"] == Matter.objects.filter(holder__key=NEW, open=True).count() - own_reports(NEW)
    facts = entry(matter).facts
    assert (facts["former"], facts["heir"], facts["held"]) == (OLD, NEW, True)
    assert "水利局" in facts["note"]
    writer.do(f"{NEW}.deputy", "pass_review")
    writer.do(f"{NEW}.principal", "sign", {"number": "厦环〔2027〕3号"})
    document = matter.report.document
    document.refresh_from_db()
    assert (document.issuer.key, document.signer_name) == (NEW, city.account(f"{NEW}.principal").person.name)
    assert "水利局" in matter.title  # what it is about stays what it was
    assert verification.verify_stream(matter.stream) is None


def own_reports(body: str) -> int:
    return DutyInstance.objects.filter(body__key=body, matter__open=True).count()


def test_what_was_signed_stays_its_own_and_is_sent_as_the_directory_stands(city: City):
    writer = Writer(city, opened(city, HALF_YEAR))
    city.clock.move_to(at(1, 5))
    writer.to_signed()

    dissolve(city)
    writer.do(f"{NEW}.liaison", "send")

    document = writer.matter.report.document
    assert document.issuer.key == OLD
    leading = LeaderInCharge.objects.filter(body__key=NEW, until=None, leader__kind="leader_in_charge")
    leaders = set(leading.values_list("leader", flat=True))
    assert set(document.recipients.filter(sent_at__isnull=False).values_list("post", flat=True)) == leaders


def test_a_matter_closed_before_is_read_and_followed_by_the_successor(city: City):
    matter = opened(city, HALF_YEAR)
    writer = Writer(city, matter)
    city.clock.move_to(at(1, 5))
    writer.to_signed()
    writer.do("liaison", "send")
    for row in matter.report.document.recipients.filter(role="main"):
        writer.do("liaison", "record_receipt", {"recipient": row.pk, "received_on": "2027-01-05", "evidence": "签收单"})
    writer.do("liaison", "close")

    dissolve(city)

    closed = writer.matter
    heir = city.actor(f"{NEW}.liaison")
    assert (closed.holder.key, closed.open) == (OLD, False)  # history and figures stay where they were
    assert "holder_body" in relations(closed, heir, today())
    assert Matter.objects.filter(visible_to(heir), pk=closed.pk).exists()
    instruction = {"leader": "分管市领导", "given_on": "2027-01-05", "text": "抓好落实。"}
    perform(HALF_YEAR_TABLE, "give_instruction", closed.pk, actor=heir, data=instruction)
    assert takeover.left_behind(now()) == 1
    assert writer.matter.holder.key == NEW
    assert takeover.left_behind(now()) == 0


def test_a_part_in_anothers_matter_passes_too(city: City, toys: None):
    matter = toy("ocean-bureau", supporter=OLD)
    own = toy(NEW, supporter=OLD)

    dissolve(city)

    present = Party.objects.filter(matter=matter, until=None).values_list("body__key", "role")
    assert set(present) == {("ocean-bureau", "holder"), (NEW, "supporter")}
    assert set(Party.objects.filter(matter=own, until=None).values_list("body__key", "role")) == {(NEW, "holder")}
    assert (entry(matter).facts["held"], entry(matter).facts["parts"]) == (False, ["supporter"])
    assert "supporter" in relations(Matter.objects.get(pk=matter.pk), city.actor(f"{NEW}.liaison"), today())


def test_a_restricted_matter_passes_without_a_word_to_anybody_else(city: City, toys: None):
    hidden = secret(city)
    Matter.objects.filter(open=True, holder__key=OLD).exclude(pk=hidden.pk).update(open=False, state="read")
    office = city.actor("committee-office.clerk")
    assert holdings(Body.objects.get(key=OLD), office).total == 0

    told = dissolve(city)

    assert Matter.objects.get(pk=hidden.pk).holder.key == NEW
    assert entry(hidden).facts["held"] is True
    assert "passed_on" not in told.facts
    everything = str(list(Entry.objects.exclude(stream=hidden.stream).values_list("facts", "reason")))
    words = str(list(Notice.objects.values_list("title", "text")))
    assert SECRET not in everything + words
    assert not Notice.objects.filter(title__contains="承接").exists()
    assert not SearchRow.objects.filter(title=SECRET).exists()
    assert relations(Matter.objects.get(pk=hidden.pk), city.actor(f"{NEW}.principal"), today()) == frozenset()


def test_a_restricted_matter_alone_is_no_ground_to_refuse_and_none_to_tell(city: City, toys: None):
    hidden = secret(city, ALONE)
    Matter.objects.filter(open=True, holder__key=ALONE).exclude(pk=hidden.pk).update(open=False, state="read")

    dissolve(city, ALONE, "")

    assert Matter.objects.get(pk=hidden.pk).holder.key == ALONE


def test_without_a_successor_open_matters_keep_the_body_alive(city: City):
    open_due()
    count = Matter.objects.filter(open=True, holder__key=ALONE).count()
    assert count

    with pytest.raises(Refused) as refused:
        dissolve(city, ALONE, "")

    assert refused.value.code == "open_matters_left"
    assert f"{count}件未办结的事项" in refused.value.sentence
    assert Body.objects.get(key=ALONE).state == "active"


def test_a_dissolution_that_fails_midway_changes_nothing(city: City, toys: None, monkeypatch):
    open_due()
    for _ in range(3):
        toy()
    before = state_of_everything()

    def broken(*given: object) -> None:
        raise RuntimeError("the line is cut")

    monkeypatch.setattr(takeover, "_tell", broken)
    with pytest.raises(RuntimeError):
        dissolve(city)

    assert state_of_everything() == before


def state_of_everything() -> tuple[object, ...]:
    return (
        list(Matter.objects.order_by("pk").values()),
        list(Party.objects.order_by("pk").values()),
        list(Deadline.objects.order_by("pk").values("pk", "holder_id", "state")),
        list(Body.objects.order_by("pk").values()),
        Entry.objects.count(),
        list(SearchRow.objects.order_by("pk").values("ref", "mark")),
        Notice.objects.count(),
    )


def test_as_many_statements_for_five_hundred_matters_as_for_five(city: City, toys: None):
    assert statements(city, 5) == statements(city, 500)


def statements(city: City, count: int) -> int:
    """How many it takes to dissolve a body with so many open matters; undone afterwards."""
    items = [Item(number, {"title": f"玩具{number}", "holder": OLD}) for number in range(count)]
    with transaction.atomic():
        perform_many(TOYS, "ask", items, actor=SYSTEM)
        with CaptureQueriesContext(connection) as seen:
            dissolve(city)
        assert Matter.objects.filter(kind="toy", open=True, holder__key=NEW).count() == count
        transaction.set_rollback(True)
    return len(seen)


def test_the_ladder_goes_on_with_the_successor(city: City):
    matter = opened(city)
    dissolve(city)
    city.clock.move_to(at(2, 20))
    sweep()

    people = {city.actor(f"{NEW}.{post}").person for post in ("liaison", "principal")}
    told = set(
        Notice.objects.filter(matter=matter, kind="reminder", cancelled_at=None).values_list("person", flat=True)
    )
    assert told & people
    assert city.account(f"{OLD}.liaison").person_id not in told
    rung = Rung.objects.filter(deadline__matter=matter, state__in=UNDECIDED).first()
    assert rung is not None


def test_what_the_dissolved_office_had_to_release_is_released_by_the_new_one(city: City):
    matter = opened(city)
    city.clock.move_to(at(2, 20))
    sweep()
    waiting = Rung.objects.filter(deadline__matter=matter, state__in=UNDECIDED)
    assert {rung.release_body.key for rung in waiting} == {"committee-office"}
    perform(
        BODY, "establish", None, actor=SYSTEM,
        data={
            "key": "new-office", "name": "新环委办", "short_name": "新环委办", "kind": "committee_office", "level": "city",
            "region_code": "3502", "posts": [{"key": "director", "kind": "director", "title": "主任"}],
        },
    )  # fmt: skip

    dissolve(city, "committee-office", "new-office", SYSTEM)

    assert {rung.release_body.key for rung in waiting.all()} == {"new-office"}
    city.clock.move_to(at(3, 20))
    sweep()
    prepared = Rung.objects.filter(state__in=UNDECIDED).values_list("release_body__key", flat=True)
    assert set(prepared) == {"new-office"}


def test_the_committee_office_never_ends_without_another(city: City):
    for successor in ("", NEW):
        with pytest.raises(Refused) as refused:
            dissolve(city, "committee-office", successor, SYSTEM)
        assert refused.value.code == "office_without_successor"


@pytest.mark.parametrize(
    ("successor", "code"),
    [(OLD, "own_successor"), ("province-water", "successor_level"), ("gone-bureau", "successor_gone")],
)
def test_only_a_fitting_body_succeeds(city: City, successor: str, code: str):
    found = Body.objects.filter(level="province").values_list("key", flat=True)
    if successor == "gone-bureau":
        dissolve(city, "ocean-bureau", NEW)
        successor = "ocean-bureau"
    elif successor != OLD:
        successor = found[0]
    with pytest.raises(Refused) as refused:
        dissolve(city, OLD, successor)
    assert refused.value.code == code


def test_a_chain_of_reforms_ends_with_the_last(city: City):
    first = opened(city)
    dissolve(city, OLD, "ocean-bureau")
    dissolve(city, "ocean-bureau", NEW)

    body = Body.objects.get(key=OLD)
    assert (body.successor.key, body.heir.key) == ("ocean-bureau", NEW)
    assert Matter.objects.get(pk=first.pk).holder.key == NEW
    keys = Body.objects.filter(pk__in=city.actor(f"{NEW}.liaison").inherits).values_list("key", flat=True)
    assert set(keys) == {OLD, "ocean-bureau"}


def test_both_reports_of_one_period_stand_side_by_side(city: City):
    first = opened(city)
    dissolve(city)

    both = Matter.objects.filter(kind=first.kind, period=first.period, holder__key=NEW, open=True)
    assert both.count() == 2
    assert set(DutyInstance.objects.filter(matter__in=both).values_list("body__key", flat=True)) == {OLD, NEW}
    page = city.client("committee-office.clerk").get(f"/progress/?duty={first.duty}&period={first.period}")
    assert all(matter.number in page.content.decode() for matter in both)


def test_the_next_period_opens_for_the_successor_once(city: City):
    opened(city)
    dissolve(city)
    city.clock.move_to(at(12, 15))
    open_due()

    annual = Matter.objects.filter(kind="annual_report", period="2027")
    assert annual.filter(holder__key=NEW).count() == 1
    assert not annual.filter(holder__key=OLD).exists()


def test_what_should_have_opened_before_the_reform_opens_with_the_successor(city: City):
    city.clock.move_to(at(12, 5, year=2026))
    dissolve(city, ALONE, "")  # nothing has opened yet: a worker was down
    assert not Matter.objects.filter(holder__key=ALONE).exists()
    perform(BODY, "name_successor", ALONE, actor=city.actor("committee-office.clerk"), data={"successor": NEW})
    open_due()

    late = Matter.objects.get(duty_instance__body__key=ALONE, kind="annual_report")
    assert (late.holder.key, Body.objects.get(key=ALONE).short_name in late.title) == (NEW, True)


def test_a_duty_laid_by_name_on_a_body_without_successor_is_told_to_the_office(city: City, monkeypatch):
    city.clock.move_to(at(12, 5, year=2026))
    dissolve(city, ALONE, "")
    book = rulebooks.current()
    duty = next(iter(book.duties.values()))
    named = duty.model_copy(update={"bearers": duty.bearers.model_copy(update={"keys": (ALONE,)})})
    changed = book.model_copy(update={"duties": {duty.key: named}})
    monkeypatch.setattr(rulebooks, "current_or_none", lambda: changed)

    assert [(one.key, body.key) for one, body in orphaned(today())] == [(duty.key, ALONE)]
    assert vigil.orphaned_duties(now()) > 0
    assert vigil.orphaned_duties(now()) == 0  # said once a month
    assert Notice.objects.filter(title__startswith="无人承担").exists()


def test_bodies_below_follow_and_without_a_successor_they_hold_it_back(city: City):
    child = Body.objects.get(key="ocean-bureau")
    keeper = city.actor("committee-office.clerk")
    perform(
        BODY, "arrange", child.key, actor=keeper, data={"parent": ALONE, "superiors": [ALONE], "since": "2026-11-01"}
    )
    open_due()
    Matter.objects.filter(holder__key=ALONE).update(open=False, state="read")
    with pytest.raises(Refused) as refused:
        dissolve(city, ALONE, "")
    assert refused.value.code == "dependants_left"

    told = dissolve(city, ALONE)

    child.refresh_from_db()
    assert child.parent is not None
    assert child.parent.key == NEW
    assert [one.key for one in queries.superiors(child, today())] == [NEW]
    assert [one.key for one in queries.superiors(child, today() - timedelta(days=1))] == [ALONE]
    assert told.facts["followed"] == [child.key]
    assert Entry.objects.filter(stream=child.stream, act="follow_successor").count() == 1


def test_figures_follow_the_matter(city: City, toys: None):
    toy()
    before = count_of(OLD), count_of(NEW)
    dissolve(city)
    assert (count_of(OLD), count_of(NEW)) == (0, sum(before))


def count_of(body: str) -> int:
    rows = Present.objects.filter(holder__key=body, open=True).values_list("amount", flat=True)
    return sum(rows)


def test_the_day_of_dissolution_may_lie_back_and_nothing_falls_due_anew(city: City, toys: None):
    matter = opened(city)
    late = toy()
    city.clock.move_to(at(2, 20))
    sweep()
    missed = Matter.objects.get(pk=matter.pk).first_missed_at
    assert missed is not None

    dissolve(city, until=date(2027, 1, 5).isoformat())

    after = Matter.objects.get(pk=matter.pk)
    assert (after.holder.key, after.first_missed_at) == (NEW, missed)
    ended = Party.objects.get(matter=matter, body__key=OLD)
    begun = Party.objects.get(matter=matter, body__key=NEW)
    assert (ended.until, begun.since) == (date(2027, 1, 5), date(2027, 1, 5))
    assert Party.objects.get(matter=late, body__key=OLD).until == date(2027, 1, 5)
