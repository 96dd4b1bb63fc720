"""A shared decision brings an entry for its office, due in seven days, and lets the procurators in."""

from __future__ import annotations

from datetime import datetime

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.sharing.entries.flow import ENTRIES, KIND, LIMIT
from tests.mechanisms.enforcement.sharing.cases import HEAD, LINKAGE, OFFICER, POLICE_LINKAGE, PROCURATOR, do, opened


def entries() -> list[Matter]:
    return list(Matter.objects.filter(kind=KIND).select_related("holder", "shared_decision").order_by("pk"))


def enter(city, matter, who=LINKAGE, number="闽衔接2026-0001", **more):
    return perform(
        ENTRIES, "enter_platform", matter.pk, actor=city.actor(who), data={"platform_number": number}, **more
    )


def at(month, day, hour=9, year=2026):
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


def test_decision_brings_an_entry_for_its_office_with_a_deadline_of_its_own(city):
    case = do(city, opened(city), OFFICER, "penalise")
    (entry,) = entries()
    own = entry.shared_decision
    assert (entry.holder.key, entry.state, own.case_id, own.label, own.group) == (
        "ecology-bureau", "to_enter", case.pk, "作出处罚决定", "administrative",
    )  # fmt: skip
    deadline = Deadline.objects.get(matter=entry)
    assert (deadline.key, str(deadline.due_on), deadline.holder.key) == (
        LIMIT,
        "2026-11-30",
        "ecology-bureau",
    )  # the 29th is a Sunday
    assert case.title not in entry.title
    enter(city, entry)
    assert Deadline.objects.get(matter=entry).state == "met"
    assert verify_stream(entry.stream) is None


def test_the_entry_outlives_the_case(city):
    case = do(city, opened(city), OFFICER, "close")
    assert not case.open
    (entry,) = entries()
    assert entry.open
    assert Deadline.objects.get(matter=entry).state == "running"


def test_seven_days_count_from_when_it_was_decided_not_from_when_it_was_entered_here(city):
    case = opened(city, occurred_at=at(11, 18), reason="补录，凭立案审批表")
    do(city, case, OFFICER, "penalise", at=at(11, 18, 17), reason="补录，凭处罚决定书")
    (entry,) = entries()
    assert str(Deadline.objects.get(matter=entry).due_on) == "2026-11-25"
    assert entry.shared_decision.decided_at == at(11, 18, 17)


@pytest.mark.parametrize(
    ("decided", "due"),
    [
        (at(9, 24), "2026-10-08"),  # 1 October to 7 October are holidays
        (at(2, 22, year=2028), "2028-02-29"),  # leap day
        (at(2, 23, year=2028), "2028-03-01"),
    ],
)
def test_holidays_and_leap_days(city, decided, due):
    city.clock.move_to(decided)
    do(city, opened(city), OFFICER, "penalise")
    assert str(Deadline.objects.get(matter=entries()[0]).due_on) == due


def test_what_the_police_decided_is_theirs_to_enter_also_where_it_came_on_paper(city):
    case = do(city, do(city, opened(city), OFFICER, "send"), POLICE_LINKAGE, "file")
    assert case.state == "filed"
    assert [(one.holder.key, one.shared_decision.act) for one in entries()] == [
        ("ecology-bureau", "send"),
        ("police", "file"),
    ]
    with pytest.raises(Refused) as refused:
        enter(city, entries()[1], LINKAGE)
    assert refused.value.code == "not_found"
    enter(city, entries()[1], POLICE_LINKAGE)


def test_procurators_may_read_the_case_from_its_first_shared_decision_on(city):
    case = opened(city)
    procurator = city.actor(PROCURATOR)
    assert not Matter.objects.filter(visible_to(procurator), pk=case.pk).exists()
    case = do(city, case, OFFICER, "penalise")
    assert Matter.objects.filter(visible_to(procurator), pk=case.pk).exists()
    assert case.relations_of(procurator, city.clock.moment.date()) >= {"procuratorate"}
    do(city, case, OFFICER, "send")
    assert case.named.filter(person=procurator.person).count() == 1


def test_two_decisions_are_two_entries_and_an_ordinary_act_is_none(city):
    case = do(city, opened(city), OFFICER, "penalise")
    do(
        city,
        case,
        OFFICER,
        "let_out",
        {"person": city.actor("ecology-bureau.legal-reviewer").person, "reason": "不再参与"},
    )
    assert len(entries()) == 1
    do(city, case, HEAD, "penalise")
    assert len(entries()) == 2


def test_only_the_offices_linkage_officers_and_heads_know_of_the_entry(city):
    do(city, opened(city), OFFICER, "penalise")
    (entry,) = entries()
    seen = [
        who
        for who in (LINKAGE, HEAD, OFFICER, POLICE_LINKAGE, PROCURATOR, "ecology-bureau.liaison", "committee-office.director", "ecology-bureau.legal-reviewer")
        if Matter.objects.filter(visible_to(city.actor(who)), pk=entry.pk).exists()
    ]  # fmt: skip
    assert seen == [LINKAGE, HEAD, OFFICER]  # the officer took the decision


def test_a_number_is_one_decisions(city):
    case = do(city, do(city, opened(city), OFFICER, "penalise"), HEAD, "penalise")
    assert case.open
    first, second = entries()
    enter(city, first, number="A-1")
    with pytest.raises(Refused) as refused:
        enter(city, second, number="A-1")
    assert (refused.value.code, refused.value.status) == ("entered_twice", 422)
    enter(city, second, number="A-2")


def test_letter_in_place_of_the_platform_and_its_dates(city):
    do(city, opened(city), OFFICER, "penalise")
    (entry,) = entries()

    def inform(day):
        data = {"letter_number": "厦环函〔2026〕5号", "sent_on": day, "reason": "对方未接入共享平台"}
        return perform(ENTRIES, "inform_by_letter", entry.pk, actor=city.actor(LINKAGE), data=data)

    for day, code in (("2026-11-21", "letter_before_decision"), ("2026-11-23", "letter_in_future")):
        with pytest.raises(Refused) as refused:
            inform(day)
        assert refused.value.code == code
    inform("2026-11-22")
    assert Deadline.objects.get(matter=entry).state == "met"
    assert entries()[0].state == "informed"


def test_that_it_need_not_be_entered_is_a_heads_word_with_a_reason(city):
    do(city, opened(city), OFFICER, "penalise")
    (entry,) = entries()
    for who in (LINKAGE, OFFICER):
        with pytest.raises(Refused):
            perform(ENTRIES, "not_to_enter", entry.pk, actor=city.actor(who), data={"reason": "决定已撤销"})
    perform(ENTRIES, "not_to_enter", entry.pk, actor=city.actor(HEAD), data={"reason": "决定已撤销"})
    assert Deadline.objects.get(matter=entry).state == "cancelled"


def test_an_entry_before_its_decision_is_refused(city):
    do(city, opened(city), OFFICER, "penalise")
    (entry,) = entries()
    with pytest.raises(Refused) as refused:
        enter(city, entry, occurred_at=at(11, 21), reason="补录")
    assert refused.value.code == "occurred_before_previous"


def test_the_cost_of_a_shared_decision_does_not_grow_with_what_there_is(city, django_assert_max_num_queries):
    case = opened(city)
    for _ in range(3):
        do(city, case, OFFICER, "penalise")
    with django_assert_max_num_queries(75):
        do(city, case, OFFICER, "penalise")
