"""Tolerance and exemption: asked for, looked into with the person heard, found, reviewed once (clause 17.2)."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.casework.matters.models import Matter, NamedAccess
from ecoduty.casework.ports import ask
from ecoduty.casework.ports.exempted import EXEMPTIONS
from ecoduty.casework.succession import orphans
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Refused, perform
from ecoduty.mechanisms.encouragement.tolerance import queries
from ecoduty.mechanisms.encouragement.tolerance.flow import EXEMPTIONS_TABLE
from ecoduty.mechanisms.encouragement.tolerance.models import Exemption
from ecoduty.organisation.directory.models import Appointment, Body, Person, Post
from tests.mechanisms.encouragement.steps import Steps
from tests.mechanisms.reports.writing import at
from tests.mechanisms.who_may import checked

ASKS, HEAD = "water-bureau.liaison", "water-bureau.deputy"
GIVEN = {
    "event": "汛期应急开闸导致下游短时浑浊", "post_title": "市水利局河湖处负责人", "happened_from": "2026-06-01",
    "happened_until": "2026-06-02", "text": "汛情超警戒，按预案开闸，事后立即通报并加密监测。",
    "conditions": ["emergency"], "decider": "water-bureau", "confidential": "no",
}  # fmt: skip
FOUND = {"outcome": "granted", "met": ["emergency"], "reason": "按预案处置，无过错。", "basis": "市容错纠错办法第六条"}
ROLES = (ASKS, HEAD, "construction-bureau.liaison", "committee-office.clerk", "siming-ecology-office.liaison")


class Application(Steps):
    table = EXEMPTIONS_TABLE

    def __init__(self, city, who=ASKS, **more):
        done = perform(EXEMPTIONS_TABLE, "apply_exemption", actor=city.actor(who), data={**GIVEN, **more})
        super().__init__(city, done.subject.pk)

    def examined(self, heard="yes"):
        self.do(HEAD, "accept_exemption")
        self.do(HEAD, "record_inquiry", {"text": "调阅调度记录，询问值班人员。", "heard": heard})
        return self


@pytest.mark.clause("17.2", page="/matters/?kind=exemption")
def test_application_is_looked_into_and_what_was_found_reaches_accountability(city):
    assert "符合的情形" in city.client(ASKS).get("/exemptions/new/").content.decode()
    own = Application(city).examined()
    assert ask(EXEMPTIONS)(city.actor(HEAD), "water-bureau")[0].outcome == ""
    own.do(HEAD, "decide_exemption", FOUND)
    assert (own.state, own.matter.open) == ("decided", False)
    (found,) = ask(EXEMPTIONS)(city.actor(HEAD), "water-bureau")
    assert (found.number, found.label) == (own.matter.number, "予以容错免责")
    assert "一般不再移交" in found.effect
    page = city.client(HEAD).get(f"/matters/{own.matter.public_id}/").content.decode()
    assert "问责影响" in page
    assert not ask(EXEMPTIONS)(city.actor("committee-office.clerk"), "water-bureau")


def test_who_asked_does_not_decide_and_nobody_unheard_is_judged(city):
    own = Application(city, HEAD)
    assert own.refused(HEAD, "accept_exemption").code == "exemption_second_person"
    own.do("water-bureau.principal", "accept_exemption")
    assert own.refused("water-bureau.principal", "decide_exemption", FOUND).code == "exemption_not_heard"
    own.do("water-bureau.principal", "record_inquiry", {"text": "只看了材料，本人出差。", "heard": "no"})
    assert own.refused("water-bureau.principal", "decide_exemption", FOUND).code == "exemption_not_heard"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"met": []}, "nothing_met"),
        ({"exclusions": ["falsified"]}, "excluded"),
        ({"met": ["luck"]}, "unknown_condition"),
        ({"basis": ""}, "bad_data"),
    ],
)
def test_finding_that_does_not_hold_together_is_refused(city, changed, code):
    own = Application(city).examined()
    assert own.refused(HEAD, "decide_exemption", {**FOUND, **changed}).code == code


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"post_title": ""}, "post_missing"),
        ({"happened_until": "2027-06-02"}, "happened_ahead"),
        ({"happened_from": "2026-06-09"}, "happened_backward"),
        ({"conditions": ["luck"]}, "unknown_condition"),
        ({"decider": "construction-bureau"}, "unknown_decider"),
    ],
)
def test_application_that_makes_no_sense_is_refused(city, changed, code):
    with pytest.raises(Refused) as caught:
        Application(city, **changed)
    assert caught.value.code == code


def test_the_head_of_a_body_is_not_judged_by_it(city):
    body = Body.objects.get(key="water-bureau")
    head = next(one for one in queries.people(body, today()) if one.post.kind == "principal")
    with pytest.raises(Refused) as caught:
        Application(city, appointment=str(head.pk), post_title="")
    assert caught.value.code == "own_head_decides"


def test_review_is_asked_for_once(city):
    own = Application(city).examined()
    own.do(HEAD, "decide_exemption", {**FOUND, "outcome": "not_granted", "met": []})
    own.do(ASKS, "ask_exemption_review", {"note": "应急预案未被考虑。"})
    own.do(HEAD, "decide_review", FOUND)
    assert own.refused(ASKS, "ask_exemption_review", {"note": "再看一次。"}).code == "reviewed_already"


def test_paper_decision_of_a_body_that_does_not_work_here_is_entered(city):
    own = Application(city, decider="discipline-commission")
    paper = {**FOUND, "decision_number": "厦纪认〔2026〕3号", "decided_on": "2026-11-20"}
    assert (
        own.refused(ASKS, "register_exemption_decision", {**paper, "decided_on": "2027-01-01"}).code == "decided_ahead"
    )
    own.do(ASKS, "register_exemption_decision", paper)
    assert own.state == "decided"
    inside = Application(city, event="另一件同样的事项")
    assert inside.refused(ASKS, "register_exemption_decision", paper).code == "decider_works_here"


def test_one_that_concerns_a_referral_is_known_to_two_persons_only(city):
    own = Application(city, confidential="yes")
    address = f"/matters/{own.matter.public_id}/"
    seen = {
        who: city.client(who).get(address).status_code
        for who in (ASKS, "water-bureau.principal", HEAD, "committee-office.clerk")
    }
    assert seen == {ASKS: 200, "water-bureau.principal": 200, HEAD: 404, "committee-office.clerk": 404}
    assert GIVEN["event"] not in city.client(HEAD).get("/matters/?kind=exemption").content.decode()
    assert not ask(EXEMPTIONS)(city.actor(HEAD), "water-bureau")
    own.do("water-bureau.principal", "accept_exemption")
    assert Matter.objects.get(pk=own.pk).state == "examining"


def test_a_confidential_one_goes_to_the_next_head_unless_it_concerns_him(city):
    own = Application(city, confidential="yes")
    water, until = Body.objects.get(key="water-bureau"), date(2026, 11, 24)
    old = city.actor("water-bureau.principal").person
    Appointment.objects.filter(person=old, until=None).update(until=until)
    person = Person.objects.create(name="钱继任", body=water)
    held = Appointment.objects.create(
        post=Post.objects.get(body=water, kind="principal"), person=person, since=until, exclusive=False
    )
    city.clock.move_to(at(11, 30, year=2026))
    Exemption.objects.filter(matter=own.pk).update(appointment=held)
    assert orphans.let_in_successors() == 0
    Exemption.objects.filter(matter=own.pk).update(appointment=None)
    assert orphans.let_in_successors() == 1
    assert NamedAccess.objects.get(matter=own.pk, person=person).relation == "exemption_decider"


def test_every_act_is_refused_to_whoever_may_not(city):
    assert checked(city, EXEMPTIONS_TABLE, Application(city).matter, ROLES) > 100
