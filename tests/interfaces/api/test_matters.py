"""Reading matters through the API: the same as the post sees at the desk, page by page, at a constant price."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.clock import today
from ecoduty.organisation.access import actor_of
from tests.interfaces.api.calling import Program, issued, program


def numbers(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [item["number"] for item in answer.json()["items"]]


def test_the_list_is_what_the_post_may_see(report):
    for body, post in (
        ("water-bureau", "liaison"),
        ("committee-office", "committee-office-clerk"),
        ("ocean-bureau", "liaison"),
    ):
        token, shown = issued(body, post)
        seen = Matter.objects.filter(visible_to(actor_of(token, today()))).order_by("-pk")
        assert numbers(Program(shown).get("/matters", limit=200)) == [matter.number for matter in seen[:200]]
    assert report.number in numbers(program().get("/matters"))


def test_pages_follow_each_other_without_gap_or_repetition(report):
    office = program("committee-office", "committee-office-clerk")
    for sort in ("newest", "due"):
        whole = numbers(office.get("/matters", sort=sort, limit=200))
        pages, cursor = [], ""
        while cursor is not None:
            answer = office.get("/matters", sort=sort, limit=7, **({"cursor": cursor} if cursor else {}))
            pages += numbers(answer)
            cursor = answer.json()["next"]
        assert len(whole) > 20
        assert pages == whole


def test_filters_narrow_the_list(report):
    office = program("committee-office", "committee-office-clerk")
    assert numbers(office.get("/matters", kind="annual_report", holder="water-bureau")) == [report.number]
    assert numbers(office.get("/matters", text=report.number)) == [report.number]
    assert numbers(office.get("/matters", text="没有这样的标题")) == []
    assert numbers(office.get("/matters", overdue="true")) == []
    due = str(report.next_due_on)
    assert report.number in numbers(office.get("/matters", due_from=due, due_until=due, limit=200))
    assert report.number not in numbers(office.get("/matters", due_until="2026-12-31", limit=200))
    assert numbers(program().get("/matters", turn="mine", kind="annual_report")) == [report.number]
    assert (
        numbers(
            program("committee-office", "committee-office-clerk").get("/matters", turn="mine", kind="annual_report")
        )
        == []
    )


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": "x"}, {"cursor": "AAAA"}, {"cursor": "!"}, {"due_from": "gestern"},
              {"text": "\0"}, {"nonsense": 1}, {"due_until": "9999-12-31"}, {"text": "长" * 500}],
)  # fmt: skip
def test_a_query_that_cannot_be_understood_is_told_so(city, query):
    answer = program().get("/matters", **query)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] in {"bad_cursor", "query_not_understood", "query_unknown"}


def test_one_matter_with_parties_and_deadlines(report):
    found = program().get(f"/matters/{report.number}").json()
    assert (found["number"], found["complete"], found["overdue"]) == (report.number, True, False)
    assert found["holder"]["key"] == "water-bureau"
    assert [one["key"] for one in found["deadlines"]] == ["duty"]
    assert found["deadlines"][0]["explanation"]
    assert {"body": found["holder"], "role": "holder", "since": "2026-12-01"} in found["parties"]


def test_a_matter_of_others_is_not_there(report):
    answers = [program("ocean-bureau").get(f"/matters/{number}") for number in (report.number, "2026-9999999", "%00")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert [answer.json()["code"] for answer in answers[:2]] == ["not_found"] * 2


def test_an_unchanged_answer_is_not_sent_again(report):
    known = program()
    for address in ("/matters", f"/matters/{report.number}"):
        first = known.get(address)
        again = known.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_options_say_what_may_be_done_and_why_not(report):
    found = {one["act"]: one for one in program().get(f"/matters/{report.number}/options").json()}
    assert found["save_draft"]["open"]
    assert "sections" in found["save_draft"]["data_schema"]["properties"]
    assert not found["send"]["open"]
    assert found["send"]["why_not"]
    assert "sign" not in found


def test_deadlines_in_order_of_their_day(report):
    found = (
        program("committee-office", "committee-office-clerk")
        .get("/deadlines", state="running", limit=200)
        .json()["items"]
    )
    assert [one["due_at"] for one in found] == sorted(one["due_at"] for one in found)
    assert report.number in {one["matter"] for one in found}
    own = program("ocean-bureau").get("/deadlines", limit=200).json()["items"]
    assert {one["holder"]["key"] for one in own} == {"ocean-bureau"}


def test_kinds_name_states_and_acts(city):
    found = {one["kind"]: one for one in program().get("/kinds").json()}
    annual = found["annual_report"]
    assert "account" not in found
    assert annual["states"][0]["waits_for"]
    assert {"save_draft", "send"} <= {one["act"] for one in annual["acts"]}


def queries_of(work) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert work().status_code == 200
    # which rulebook is in force is asked anew every few seconds, whoever calls
    return len([one for one in captured.captured_queries if "rulebook_version" not in one["sql"]])


def test_a_list_costs_the_same_however_long(report):
    office = program("committee-office", "committee-office-clerk")
    office.get("/matters", limit=1)
    counts = {queries_of(lambda limit=limit: office.get("/matters", limit=limit)) for limit in (1, 10, 60)}
    assert counts == {3}  # token, rate, matters
    assert {queries_of(lambda limit=limit: office.get("/deadlines", limit=limit)) for limit in (1, 60)} == {3}
