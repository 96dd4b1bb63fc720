"""Stories of complaints, inspections and offices: every act goes through, and they end where such matters end."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.interfaces import outlines
from ecoduty.interfaces.console.simulation import geography
from ecoduty.interfaces.console.simulation.stories import rectifying
from ecoduty.interfaces.console.simulation.wording import say, words
from ecoduty.kernel.clock import frozen
from ecoduty.kernel.rulebook import store
from ecoduty.mechanisms.complaints.models import Complaint, FollowUp
from ecoduty.mechanisms.inspections.models import Problem
from ecoduty.mechanisms.lead_departments.models import Determination
from ecoduty.mechanisms.responsibilities.models import Responsibility
from tests.interfaces.console.simulation.leading import BEGINS, lead


def states(kind: str) -> Counter[str]:
    return Counter(Matter.objects.filter(kind=kind).values_list("state", flat=True))


@pytest.fixture
def town(town_of):
    with town_of():
        yield


def test_complaints_come_by_every_channel_and_end(town):
    done = lead({"complaints": 24}).counted
    found = states("complaint")
    assert sum(found.values()) >= 22  # what is advertising never becomes one
    assert found["closed"] >= 16
    assert set(found) <= {"closed", "refused", "merged", "handling", "undetermined", "registered"}
    rows = Complaint.objects.exclude(matter__state="undetermined")
    assert len(set(rows.values_list("channel", flat=True))) >= 5
    assert len(set(rows.values_list("district", flat=True))) >= 5
    assert len(set(rows.values_list("text", flat=True))) == rows.count()
    assert done["complaint.give_back"] >= 1
    assert {"satisfied", "dissatisfied"} <= set(FollowUp.objects.values_list("satisfaction", flat=True))
    late = Deadline.objects.filter(matter__kind="complaint", key="complaint.answer")
    assert 0 < late.filter(late=True).count() < late.count() / 4


def test_what_nobody_leads_gets_a_lead_and_its_list_knows_it(town):
    lead({"lead_determinations": 2})
    assert states("lead_determination") == {"determined": 2}
    for one in Determination.objects.all():
        assert Responsibility.objects.filter(
            decision=one.pk, in_list__matter__state__in=("filing", "effective")
        ).exists()


def test_inspections_find_problems_in_every_district_and_they_are_put_right(town):
    done = lead({"inspection_plans": 1, "inspections": 2, "problems": 12}).counted
    assert states("inspection")["closed"] >= 5
    found = states("problem")
    assert found["closed"] + found["look_back"] >= 12
    assert done["problem.accept_rectification"] >= 2
    assert set(Problem.objects.values_list("district__short_name", flat=True)) == {
        district.short_name for district in geography.people.districts()
    }
    assert not Problem.objects.filter(longitude=None).exists()
    for one in Problem.objects.all():  # what is done about a problem is about that problem
        said = rectifying.content(one.text)
        assert one.text == said["text"]
        assert one.closing_needs in ([], said["needs"])
        assert one.measures in {said["measures"], ""}


def test_offices_meet_ask_train_commend_and_publish(town):
    done = lead(
        {
            "studies": 3, "meetings": 2, "topics": 2, "visits": 3, "cooperation": 8, "situations": 1, "training": 2,
            "commendations": 2, "protections": 2, "accountability": 4, "campaigns": 3, "opinions": 1,
            "policy_documents": 6,
        }, follow={"facility"}
    ).counted  # fmt: skip
    assert states("meeting") == {"closed": 5}
    assert states("site_visit") == {"finished": 3}
    assert states("commendation") == {"published": 2}
    assert states("opinion_collection") == {"published": 1}
    assert states("referral") == {"closed": 3, "not_referred": 1}
    assert set(Matter.objects.filter(kind="referral").values_list("secrecy", flat=True)) == {Secrecy.RESTRICTED}
    assert done["facility.record_visit"] >= 8
    assert done["major_situation.report_carried_out"] == 1
    assert done["meeting.record_hearing"] >= 1


def test_an_audit_and_an_exemption_come_to_their_ends_and_what_was_found_is_put_right_as_such(town):
    lead({"audit_projects": 1, "exemptions": 5})
    assert states("audit_project") == {"closed": 1}
    assert states("exemption") == {"decided": 4, "not_accepted": 1}
    found = Problem.objects.get(source="audit")
    assert found.measures.startswith(rectifying.content(found.text)["measures"][:6])
    assert found.matter.state in {"closed", "look_back"}


def test_a_place_lies_in_its_district(town):
    with frozen(BEGINS):
        book = store.current()
        for district in geography.people.districts():
            drawn = book.maps["districts"].outlines[district.key]
            picture = outlines.picture([{"key": district.key, "name": district.name, "rings": tuple(drawn)}])
            where = geography.spot(Random(1), district)
            assert picture.area_at(where.longitude, where.latitude) is not None
            assert where.place


def test_every_sentence_can_be_said_and_an_answer_speaks_of_its_own_place_and_matter():
    lists = words("complaints")
    for kind in lists["kinds"].values():
        for scene in kind["scenes"]:
            (found, done), what = scene["handled"][0], scene["what"][0]
            text = say(Random(2), lists["form"], {**lists, **kind, **scene}, where="某路口")
            known = {"where": "某路口", "what": what, "us": "我局", "visit": "到场检查", "found": found, "done": done}
            answer = say(Random(2), lists["answer"], lists, **known)
            assert "{" not in text + answer
            assert f"某路口{what}" in answer
            assert found in answer
            assert done in answer
            assert len(text) > 8
