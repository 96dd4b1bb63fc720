"""Police support: asked for, answered, carried out, fed back; known to its persons only (clause 19.1)."""

from __future__ import annotations

from datetime import datetime

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Link
from ecoduty.casework.matters.rules import access_matter
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.obstruction.flow import SUPPORTS
from ecoduty.mechanisms.enforcement.pieces.queries import standing
from tests.mechanisms.enforcement.obstruction.steps import (
    AGREED,
    ASKED,
    FOR_POLICE,
    HANDLED,
    HEAD,
    HINDERED,
    OFFICER,
    POLICE,
    Support,
    officers,
    upload,
)
from tests.mechanisms.who_may import checked


def due(road: Support, key: str) -> Deadline:
    return Deadline.objects.get(matter=road.pk, key=key)


def test_a_request_is_answered_carried_out_and_fed_back(city):
    road = Support(city)
    answer = due(road, "police-support.answer")
    assert answer.holder.key == "police"
    assert answer.due_at == datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
    road.do(POLICE, "answer_support", AGREED)
    assert due(road, "police-support.answer").state == "met"
    assert due(road, "police-support.feedback").due_on.isoformat() == "2026-11-27"
    road.do(POLICE, "handle_support", HANDLED)
    road.do(OFFICER, "close_support", {"text": "检查完成，采样三份。"})
    assert (road.state, road.matter.open) == ("closed", False)
    assert verify_stream(road.matter.stream) is None


def test_the_feedback_is_owed_from_when_they_come(city):
    road = Support(city)
    road.do(POLICE, "answer_support", {**AGREED, "agreed_for": "2026-12-01T09:00"})
    assert due(road, "police-support.feedback").due_on.isoformat() == "2026-12-08"


def test_police_that_do_not_come_say_why_and_it_ends(city):
    road = Support(city)
    assert road.refused(POLICE, "answer_support", {"agreed": "no", "text": ""}).code == "bad_data"
    road.do(POLICE, "answer_support", {"agreed": "no", "text": "当日另有安保任务，建议改期。"})
    assert (road.state, road.matter.open) == ("declined", False)
    assert not Deadline.objects.filter(matter=road.pk, state="running").exists()


def test_on_paper_it_is_entered_on_behalf_with_the_scan(city):
    road = Support(city)
    assert road.refused(OFFICER, "answer_support", AGREED).code == "entered_without_scan"
    scan = upload(city, OFFICER)
    assert road.refused(OFFICER, "answer_support", {**AGREED, "scan": scan}).code == "entered_without_scan"
    road.do(OFFICER, "answer_support", {**AGREED, "scan": scan}, on_behalf_of=FOR_POLICE)
    assert road.state == "agreed"
    assert [piece.title for piece in standing(road.matter)] == ["答复联动请求"]
    assert FOR_POLICE in road.matter.police_support.answered_by


def test_what_is_entered_has_to_be_possible(city):
    def refused(who: str = OFFICER, **more: object) -> Refused:
        with pytest.raises(Refused) as found:
            perform(
                SUPPORTS, "request_support", actor=city.actor(who), data={**ASKED, "officers": officers(city), **more}
            )
        return found.value

    assert refused(purpose="holiday").code == "unknown_choice"
    assert refused(police="court").code == "unknown_choice"
    assert refused(about="S2026-NOTHING").code == "about_unknown"
    assert refused(officers=officers(city)[:1]).code == "team_too_small"
    assert refused(officers=[city.actor(HEAD).person, city.actor(OFFICER).person]).code == "not_an_officer"
    assert refused("finance-bureau.deputy").code == "no_team"
    assert refused("finance-bureau.liaison").code == "not_permitted"
    road = Support(city)
    road.do(POLICE, "answer_support", AGREED)
    assert road.refused(POLICE, "handle_support", {**HANDLED, "handled_at": "2026-11-22T10:01"}).code == "moment_ahead"
    early = {**HANDLED, "handled_at": "2026-11-21T10:01"}
    assert road.refused(POLICE, "handle_support", early).code == "handled_before_request"
    assert road.refused(POLICE, "handle_support", {**HANDLED, "measures": ["shoot"]}).code == "unknown_choice"


def test_who_called_first_enters_what_was_done_before_the_request(city):
    road = Support(city, urgent=True)
    road.do(POLICE, "answer_support", AGREED)
    road.do(POLICE, "handle_support", {**HANDLED, "handled_at": "2026-11-21T20:30"})
    assert road.state == "handled"


def test_it_becomes_a_report_of_obstruction_with_what_is_known(city):
    road = Support(city)
    road.do(POLICE, "answer_support", AGREED)
    road.do(OFFICER, "obstruction_from_support", {**HINDERED, "officers": officers(city)})
    made = Link.objects.get(source=road.pk, kind="origin").target
    assert (made.kind, made.state, made.secrecy) == ("obstruction", "prepared", "restricted")
    assert road.state == "agreed"


def test_only_the_persons_named_know_of_it(city):
    road = Support(city)
    for who in (OFFICER, HEAD, POLICE, "ecology-bureau.legal-reviewer", "ecology-bureau.linkage-officer"):
        assert access_matter(city.actor(who), road.matter.public_id).pk == road.pk
    for who in (
        "ecology-bureau.liaison",
        "committee-office.director",
        "court.linkage-officer",
        "water-bureau.principal",
    ):
        with pytest.raises(Refused) as found:
            access_matter(city.actor(who), road.matter.public_id)
        assert found.value.status == 404


def test_every_act_in_every_state_is_refused_to_whom_the_table_does_not_name(city):
    road = Support(city)
    roles = (OFFICER, HEAD, POLICE, "ecology-bureau.liaison", "committee-office.director")
    assert checked(city, SUPPORTS, road.matter, roles) > 200
