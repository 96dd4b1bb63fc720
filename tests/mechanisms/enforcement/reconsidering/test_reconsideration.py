"""Reconsideration: the days to answer and to decide by procedure, the organ's papers with their scan, the way to court."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Link, Matter
from ecoduty.kernel.flow import Refused, perform
from ecoduty.mechanisms.enforcement.reconsidering.flow import RECONSIDERATIONS
from tests.mechanisms.enforcement.damage.steps import at
from tests.mechanisms.enforcement.papers import scan
from tests.mechanisms.who_may import checked

OFFICER, LEGAL = "ecology-bureau.enforcement-officer-1", "ecology-bureau.legal-reviewer"
HEAD = "ecology-bureau.principal"
GIVEN = {
    "title": "甲公司不服处罚决定申请复议", "organ": "government", "procedure": "ordinary", "contested": "厦环罚〔2026〕88号",
    "docket_number": "厦府行复〔2026〕40号", "accepted_on": "2026-11-18", "received_on": "2026-11-20",
}  # fmt: skip
ANSWER = {"on": "2026-11-22", "number": "厦环复答〔2026〕4号", "evidence": "处罚案卷正卷一册"}


class Road:
    """Does acts on one reconsideration, by account."""

    def __init__(self, city, who=LEGAL, **more):
        self.city = city
        data = {**GIVEN, "officers": [city.actor(OFFICER).person], "notice": scan(city, who), **more}
        self.pk = perform(RECONSIDERATIONS, "register_reconsideration", actor=city.actor(who), data=data).subject.pk

    @property
    def matter(self):
        return Matter.objects.select_related("holder", "administrative_reconsideration").get(pk=self.pk)

    def do(self, who, act, data=None):
        return perform(RECONSIDERATIONS, act, self.pk, actor=self.city.actor(who), data=data)

    def limit(self, key):
        return Deadline.objects.filter(matter=self.pk, key=f"reconsideration.{key}").latest("pk")

    def decide(self, **more):
        given = {
            "outcome": "upheld",
            "number": "厦府行复决〔2026〕40号",
            "decided_on": "2026-11-22",
            "scan": scan(self.city, LEGAL),
        }
        return self.do(LEGAL, "record_reconsidered", {**given, **more})


def test_ordinary_ten_working_days_to_answer_sixty_days_to_decide(city):
    road = Road(city)
    assert road.limit("answer").due_on == date(2026, 12, 4)
    decision = road.limit("decision")
    assert (decision.due_on, decision.holder.key) == (date(2027, 1, 18), "government")
    road.do(LEGAL, "answer_reconsideration", ANSWER)
    road.decide()
    road.do(LEGAL, "conclude_reconsideration", {"on": "2026-11-22", "note": "维持，无须履行"})
    assert (road.limit("answer").state, road.limit("decision").state, road.matter.open) == ("met", "met", False)
    assert road.matter.pieces.filter(code="received-paper").count() == 2


def test_summary_five_working_days_and_thirty_days(city):
    road = Road(city, procedure="summary")
    assert (road.limit("answer").due_on, road.limit("decision").due_on) == (date(2026, 11, 27), date(2026, 12, 18))


def test_the_days_to_answer_skip_holidays_and_count_make_up_days(city):
    city.clock.move_to(at("2027-01-29"))
    road = Road(city, accepted_on="2027-01-28", received_on="2027-01-29")
    assert road.limit("answer").due_on > date(2027, 2, 12)
    assert road.limit("answer").provisional


def test_a_longer_decision_has_the_day_that_was_named(city):
    road = Road(city)
    road.do(
        LEGAL,
        "note_longer_decision",
        {"until": "2027-02-17", "number": "厦府行复延〔2026〕2号", "scan": scan(city, LEGAL)},
    )
    assert (road.limit("decision").due_on, road.limit("decision").state) == (date(2027, 2, 17), "running")


def test_the_organ_decides_though_nothing_was_answered(city):
    road = Road(city)
    city.clock.move_to(at("2026-12-07"))
    with pytest.raises(Refused) as refused:
        road.decide(decided_on="2026-12-07")
    assert refused.value.code == "wrong_state"
    road.do(LEGAL, "leave_unanswered", {"reason": "案卷移送公安，未能按期答复"})
    assert (road.limit("answer").state, road.limit("answer").missed_at is not None) == ("cancelled", True)
    road.decide(decided_on="2026-12-07", outcome="revoked")
    assert road.matter.state == "decided"


def test_who_is_not_content_goes_to_court_and_the_department_is_the_defendant(city):
    road = Road(city)
    road.do(LEGAL, "answer_reconsideration", ANSWER)
    road.decide()
    with pytest.raises(Refused) as refused:
        road.do(LEGAL, "go_to_court", {"court": "court", "submitted_on": "2026-11-21"})
    assert refused.value.code == "dated_before"
    page = city.client(HEAD).get(f"/matters/{road.matter.public_id}/").content.decode()
    assert "12月7日" in page
    road.do(LEGAL, "go_to_court", {"court": "court", "submitted_on": "2026-11-22"})
    suit = Link.objects.get(source=road.pk, kind="origin").target
    assert (suit.litigation.sort, suit.litigation.agency_role, suit.holder.key) == (
        "administrative",
        "defendant",
        "court",
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"organ": "police"}, "unknown_choice"),
        ({"received_on": "2026-11-17"}, "dated_before"),
        ({"received_on": "2026-11-23"}, "day_in_future"),
        ({"officers": []}, "bad_data"),
        ({"notice": ""}, "bad_data"),
        ({"about": "2026-0000000"}, "unknown_matter"),
    ],
)
def test_a_registration_that_cannot_be_is_refused(city, more, code):
    with pytest.raises(Refused) as refused:
        Road(city, **more)
    assert refused.value.code == code


def test_on_the_pages_with_its_notice(city):
    client = city.client(LEGAL)
    form = client.get("/reconsiderations/new/").content.decode()
    assert '<option value="government" selected' in form
    notice = SimpleUploadedFile("答复通知书.txt", "答复通知书".encode())
    posted = client.post(
        "/reconsiderations/new/", {**GIVEN, "officers": [city.actor(OFFICER).person], "notice": notice}
    )
    assert posted.status_code == 302
    matter = Matter.objects.get(kind="administrative_reconsideration")
    assert "还没有提交" in city.client(HEAD).get(f"/matters/{matter.public_id}/").content.decode()
    assert city.client("court.linkage-officer").get(f"/matters/{matter.public_id}/").status_code == 404


def test_every_act_in_every_state_is_refused_to_whom_the_table_does_not_name(city):
    roles = (OFFICER, LEGAL, HEAD, "court.linkage-officer", "water-bureau.principal")
    assert checked(city, RECONSIDERATIONS, Road(city).matter, roles) > 200
