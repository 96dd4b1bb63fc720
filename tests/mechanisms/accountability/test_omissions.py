"""应移交未移交 (clause 15.3): what meets the elements and was not referred in time goes before a person, and nobody else."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.sweep import sweep as sweep_deadlines
from ecoduty.casework.matters.models import Matter, NamedAccess
from ecoduty.casework.matters.rules import access_matter, visible_to
from ecoduty.casework.ports import facts
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.accountability.flow import REFERRALS
from ecoduty.mechanisms.accountability.models import Omission, Referral
from ecoduty.mechanisms.accountability.omissions import finding, sweeping
from ecoduty.mechanisms.accountability.omissions.flow import OMISSIONS
from ecoduty.mechanisms.inspections.rectifying.models import LookBack
from tests.mechanisms.accountability.steps import HANDLER
from tests.mechanisms.inspections.steps import DONE, Road, at
from tests.mechanisms.who_may import checked

HEAD = "audit-bureau.principal"
ROLES = (HEAD, "audit-bureau.deputy", "audit-bureau.liaison", "water-bureau.principal", "committee-office.director")
NOT = {"reason": "not-met", "basis": "审〔2027〕8号会议纪要"}
MET = at(
    4, 1, year=2027
)  # ninety-one days after the last day of December: sixty and the working days after them are over


def late(city, **more) -> Road:
    """A problem that the audit bureau found and that is still not put right three months after its last day."""
    road = Road(city, finder="audit-bureau", **more)
    road.assign()
    road.plan()
    city.clock.move_to(MET)
    return road


def hint(road: Road) -> Matter:
    return Matter.objects.select_related("omission", "holder").get(pk=Omission.objects.get(about=road.pk).pk)


def do(city, who, act, matter, data):
    return perform(OMISSIONS, act, matter.pk, actor=city.actor(who), data=data)


@pytest.mark.clause("15.3", page="/matters/?kind=omission")
def test_what_was_not_referred_in_time_goes_before_the_head_of_whoever_supervises_it(city):
    road = late(city)

    assert sweeping.sweep() == 1

    found = hint(road)
    own = found.omission
    assert (own.rule, own.met_on, own.facts) == ("badly-overdue", date(2027, 3, 1), {"overdue_days": 91})
    assert (found.secrecy, found.holder.key, found.state) == ("restricted", "audit-bureau", "omission_to_decide")
    assert [row.person_id for row in NamedAccess.objects.filter(matter=found)] == [city.actor(HEAD).person]
    assert Notice.objects.get(matter=found).title == "通知：一件受限办件"
    assert Deadline.objects.get(matter=found, key="accountability.omission-decision").state == "running"


def test_the_night_after_gives_nothing_new(city):
    late(city)

    assert [sweeping.sweep(), sweeping.sweep()] == [1, 0]
    assert Omission.objects.count() == 1


def test_many_cases_are_looked_for_with_as_many_statements_as_one(city):
    book, found = rulebooks.current(), {}
    for _ in range(2):
        for _ in range(2):
            Road(city, finder="audit-bureau").assign()
        with CaptureQueriesContext(connection) as sent:
            cases = finding.cases(book, MET.date())
        found[len(cases)] = len(sent)

    assert found[4] == found[2] < 12


def test_before_the_limit_is_over_nothing_is_pointed_out(city):
    late(city)
    city.clock.move_to(at(3, 12, year=2027))

    assert sweeping.sweep() == 0


def test_what_was_put_right_meanwhile_is_no_case(city):
    road = late(city)
    road.do("responsible.liaison", "apply_closing", DONE)
    road.do(road.head, "strike_off", {"covered": ["0", "1"], "text": "现场复查，已到位。"})

    assert sweeping.sweep() == 0


def test_returns_are_counted_by_the_days_they_happened(city):
    road = Road(city, finder="audit-bureau")
    road.assign()
    road.plan()
    for day in (1, 2, 3):
        city.clock.move_to(at(12, day))
        road.do("responsible.liaison", "apply_closing", DONE)
        road.do(road.head, "return_problem", {"note": "仍不到位。"})
    city.clock.move_to(at(2, 1, year=2027))

    assert list(facts.stated("problem", date(2026, 12, 2))[road.pk]["returned"]) == [
        date(2026, 12, 1),
        date(2026, 12, 2),
    ]
    assert sweeping.sweep() == 1
    assert hint(road).omission.rule == "often-returned"
    assert hint(road).omission.facts["returned"] == 3


def test_what_came_back_twice_is_pointed_out_though_nothing_is_late(city):
    road = Road(city, finder="audit-bureau")
    road.assign(limit_on="2027-12-31")
    road.plan()
    for day in (date(2026, 12, 1), date(2027, 2, 1)):
        LookBack.objects.create(
            problem_id=road.pk, looked_on=day, result="relapsed", text="又有污水入沟。", by="审计局", at=at(11, 22)
        )
    city.clock.move_to(at(2, 10, year=2027))
    assert sweeping.sweep() == 0
    city.clock.move_to(at(3, 1, year=2027))

    assert sweeping.sweep() == 1
    own = hint(road).omission
    assert (own.rule, own.met_on, own.facts) == ("relapsed", date(2027, 2, 1), {"relapsed": 2})


def test_a_referral_about_it_leaves_nothing_to_point_out(city):
    road = late(city)
    given = {
        "established_on": "2027-03-31", "source": "inspection", "about": road.matter.number,
        "reviewer": city.actor(HEAD).person,
    }  # fmt: skip
    perform(REFERRALS, "register_referral", actor=city.actor(HANDLER), data=given)

    assert sweeping.sweep() == 0


def test_the_head_refers_and_handles_the_referral(city):
    road = late(city)
    sweeping.sweep()
    found = hint(road)
    given = {"established_on": "2027-04-01", "source": "inspection", "reviewer": city.actor(HANDLER).person}

    do(city, HEAD, "refer_omission", found, given)

    referral = Referral.objects.select_related("matter").get(about=road.matter.number)
    assert (referral.matter.secrecy, referral.registered_by_id) == ("restricted", city.actor(HEAD).person)
    assert (hint(road).open, hint(road).omission.decided_on) == (False, date(2027, 4, 1))
    assert not Entry.objects.filter(stream=road.matter.stream, recorded_at__gte=MET).exists()
    assert sweeping.sweep() == 0


def test_not_to_refer_is_recorded_and_not_asked_again_for_the_same_lateness(city):
    road = late(city)
    sweeping.sweep()

    do(city, HEAD, "decide_not_omission", hint(road), NOT)

    own = hint(road).omission
    assert (own.reason, own.basis, own.decided_on) == ("not-met", NOT["basis"], date(2027, 4, 1))
    city.clock.move_to(at(6, 1, year=2027))
    assert sweeping.sweep() == 0


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"reason": "gossip"}, "unknown_choice"), ({"basis": ""}, "bad_data"), ({"basis": "机密文件"}, "intercepted")],
)
def test_a_decision_without_its_reason_is_refused(city, wrong, code):
    road = late(city)
    sweeping.sweep()

    with pytest.raises(Refused) as refused:
        do(city, HEAD, "decide_not_omission", hint(road), NOT | wrong)

    assert refused.value.code == code
    assert hint(road).open


def test_an_overdue_decision_climbs_inside_its_parties_only(city):
    road = late(city)
    sweeping.sweep()
    found = hint(road)
    Notice.objects.all().delete()
    for day in (16, 21, 30):
        city.clock.move_to(at(4, day, year=2027))
        sweep_deadlines()

    told = Notice.objects.filter(matter=found)
    assert told.count() >= 2
    assert {row.person_id for row in told} == {city.actor(HEAD).person}
    assert all("一件受限办件" in row.title for row in told)


def test_another_head_is_let_in_by_an_act_only(city):
    road = late(city)
    sweeping.sweep()
    found = hint(road)
    with pytest.raises(Refused):
        access_matter(city.actor(HANDLER), found.public_id)

    person = {"person": city.actor(HANDLER).person, "reason": "主要负责人出差"}
    do(city, HEAD, "let_decide_omission", found, person)
    do(city, HANDLER, "decide_not_omission", found, NOT)

    assert hint(road).state == "omission_not_referred"
    stranger = {"person": city.actor("water-bureau.principal").person, "reason": "主要负责人出差"}
    with pytest.raises(Refused):
        do(city, HEAD, "let_decide_omission", found, stranger)


def test_a_body_never_judges_what_it_has_itself_to_put_right(city):
    road = late(city, responsible="audit-bureau")

    sweeping.sweep()

    assert hint(road).holder.key != "audit-bureau"


def test_nobody_but_the_named_person_knows(city):
    road = late(city)
    before = {role: Matter.objects.filter(visible_to(city.actor(role))).count() for role in ROLES}
    sweeping.sweep()
    found = hint(road)

    after = {role: Matter.objects.filter(visible_to(city.actor(role))).count() for role in ROLES}
    assert {role for role in ROLES if after[role] != before[role]} == {HEAD}
    for role in ROLES[1:]:
        client = city.client(role)
        assert client.get(f"/matters/{found.public_id}/").status_code == 404
        assert found.number not in client.get("/matters/?kind=omission").content.decode()
    page = city.client(HEAD).get(f"/matters/{found.public_id}/").content.decode()
    assert "这是提示，不是认定" in page
    assert road.matter.title in page
    assert found.number in city.client(HEAD).get("/matters/?kind=omission").content.decode()


def test_who_may_do_what_is_as_the_table_says(city):
    road = late(city)
    sweeping.sweep()

    assert checked(city, OMISSIONS, hint(road), ROLES) > 20


def test_only_the_platform_points_out(city):
    road = late(city)
    given = {"about": road.pk, "rule": "badly-overdue", "held": {}, "met_on": "2027-03-01", "body": 1, "persons": [1]}

    with pytest.raises(Refused) as refused:
        perform(OMISSIONS, "open_omission", actor=city.actor(HEAD), data=given)

    assert refused.value.code == "not_permitted"
