"""What is shared as pages and the API answer: the numbers and their lists, the shared view, who read what."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.reading import readings, stream_of
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.sharing.entries.flow import ENTRIES, KIND
from ecoduty.organisation.tokens.flow import TOKEN
from tests.interfaces.api.calling import Program, issued
from tests.mechanisms.enforcement.sharing.cases import (
    HEAD,
    LINKAGE,
    OFFICER,
    POLICE_LINKAGE,
    PROCURATOR,
    do,
    opened,
    piece,
)

LATER = datetime(2026, 12, 10, 9, tzinfo=SHANGHAI)
SCOPES = ("linkage:read", "matters:read", "acts:write")


def entry() -> Matter:
    return Matter.objects.get(kind=KIND)


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def counted(page: str) -> dict[str, int]:
    strip = page[page.index('<nav class="sum"') :]
    return {label: int(n) for label, n in re.findall(r">([^<> ]+) <b>(\d+)</b>", strip[: strip.index("</nav>")])}


def listed(page: str) -> int:
    return page.count('<tr><td class="t">')


def content(answer) -> bytes:
    """What was downloaded."""
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def system(body: str, scopes=SCOPES) -> Program:
    return Program(issued(body, "linkage-officer", scopes, purpose="衔接平台")[1])


@pytest.mark.clause("18.5", page="/sharing/entries/")
def test_the_office_enters_its_decision_and_the_procurator_reads_the_file(city):
    case = opened(city)
    client, procurator = city.client(LINKAGE), city.client(PROCURATOR)
    assert "还没有您可以查阅的案件" in text(procurator, "/sharing/cases/")
    assert procurator.get(f"/matters/{case.public_id}/").status_code == 404
    do(city, case, OFFICER, "penalise")
    page = text(client, "/sharing/entries/")
    assert counted(page) == {"待录入": 1, "其中逾期": 0, "已录入": 0, "已函告": 0, "不须录入": 0}
    assert "作出处罚决定" in page
    form = text(client, f"/matters/{entry().public_id}/enter_platform/")
    assert "共享平台录入编号" in form
    posted = client.post(
        f"/matters/{entry().public_id}/enter_platform/", {"_version": entry().version, "platform_number": "衔接-0001"}
    )
    assert posted.status_code == 302
    page = text(client, "/sharing/entries/?standing=entered")
    assert counted(page)["已录入"] == listed(page) == 1
    assert "衔接-0001" in page
    assert case.title in text(procurator, "/sharing/cases/")
    assert case.title in text(procurator, f"/matters/{case.public_id}/")
    seen = text(city.client(HEAD), "/sharing/readings/")
    assert "检察院" in seen
    assert case.number in seen
    assert verify_stream(stream_of(case)) is None


@pytest.mark.clause("18.5", page="/sharing/cases/")
def test_the_procuratorate_sees_the_cases_and_what_is_late(city):
    case = do(city, opened(city), OFFICER, "penalise")
    city.clock.move_to(LATER)
    page = text(city.client(PROCURATOR), "/sharing/cases/")
    assert case.title in page
    assert "1项</b>" in page
    late = text(city.client(LINKAGE), "/sharing/entries/?standing=late")
    assert counted(late)["其中逾期"] == listed(late) == 1


def test_numbers_are_the_length_of_their_lists_for_everybody(city):
    for act in ("penalise", "penalise", "send"):
        case = do(city, opened(city), OFFICER, act)
    do(city, case, POLICE_LINKAGE, "file")
    city.clock.move_to(LATER)
    for who in (
        LINKAGE,
        HEAD,
        OFFICER,
        POLICE_LINKAGE,
        PROCURATOR,
        "water-bureau.liaison",
        "committee-office.director",
    ):
        client = city.client(who)
        for code, label in (("waiting", "待录入"), ("late", "其中逾期"), ("entered", "已录入")):
            page = text(client, f"/sharing/entries/?standing={code}")
            assert counted(page)[label] == listed(page)
    assert counted(text(city.client(POLICE_LINKAGE), "/sharing/entries/"))["待录入"] == 1
    assert counted(text(city.client("committee-office.director"), "/sharing/entries/"))["待录入"] == 0


def test_reading_a_file_is_an_entry_that_names_it(city):
    case = do(city, opened(city), OFFICER, "penalise")
    file = piece(case)
    procurator = city.client(PROCURATOR)
    assert content(procurator.get(f"/files/{file.public_id}/")) == "检查所见".encode()
    last = readings(case, 1)[0]
    assert (last.facts, last.actor_body) == ({"file": "笔录.txt"}, "procuratorate")
    assert "笔录.txt" in text(city.client(OFFICER), "/sharing/readings/")
    assert city.client("water-bureau.principal").get(f"/files/{file.public_id}/").status_code == 404


def test_another_system_lists_what_is_to_be_entered_and_confirms_it(city):
    case = do(city, opened(city), OFFICER, "penalise")
    bureau = system("ecology-bureau")
    (item,) = bureau.get("/sharing/entries").json()["items"]
    assert (item["case"], item["label"], item["state"], item["due_on"], item["overdue"]) == (
        case.number, "作出处罚决定", "to_enter", "2026-11-30", False,
    )  # fmt: skip
    done = bureau.act(item["number"], "enter_platform", {"platform_number": "衔接-7"}, {"Idempotency-Key": "once"})
    assert done.status_code in (200, 201), done.content.decode()
    again = bureau.act(item["number"], "enter_platform", {"platform_number": "衔接-7"}, {"Idempotency-Key": "once"})
    assert again.status_code in (200, 201)
    assert bureau.get("/sharing/entries").json()["items"] == []
    (entered,) = bureau.get("/sharing/entries", standing="entered").json()["items"]
    assert entered["platform_number"] == "衔接-7"
    assert entry().state == "entered"


def test_the_procuratorates_system_reads_the_whole_file_and_leaves_an_entry(city):
    case = do(city, opened(city), OFFICER, "penalise")
    file = piece(case)
    procuratorate = system("procuratorate")
    (found,) = procuratorate.get("/sharing/cases").json()["items"]
    assert (found["number"], found["title"], found["decisions"]) == (case.number, case.title, 1)
    whole = procuratorate.get(f"/sharing/cases/{case.number}").json()
    assert [step["act"] for step in whole["steps"]] == ["open", "penalise"]
    (one,) = whole["pieces"]
    assert one["title"] == "现场检查笔录"
    assert content(procuratorate.get(f"/files/{one['file']['id']}")) == "检查所见".encode()
    assert one["file"]["id"] == str(file.public_id)
    read = [(row.actor_name, row.actor_body, row.facts) for row in readings(case, 2)]
    assert read == [("衔接平台", "procuratorate", {"file": "笔录.txt"}), ("衔接平台", "procuratorate", {})]


@pytest.mark.parametrize(
    ("body", "scopes", "status"),
    [
        ("procuratorate", ("matters:read", "acts:write"), 403),  # without the scope
        ("police", SCOPES, 404),  # takes no part
        ("court", SCOPES, 404),
    ],
)
def test_other_systems_do_not_learn_of_it(city, body, scopes, status):
    case = do(city, opened(city), OFFICER, "penalise")
    other = system(body, scopes)
    assert other.get(f"/sharing/cases/{case.number}").status_code == status
    assert other.get(f"/matters/{case.number}").status_code == 404
    assert other.act(entry().number, "enter_platform", {"platform_number": "X-1"}).status_code == 404
    if status == 404:
        assert other.get("/sharing/cases").json()["items"] == []
        assert other.get("/sharing/entries").json()["items"] == []


def test_a_system_does_not_decide_in_cases(city):
    case = do(city, opened(city), OFFICER, "penalise")
    bureau = system("ecology-bureau")
    for act, data in (("penalise", {}), ("close", {}), ("let_in_own", {"person": 1, "reason": "看看"})):
        assert bureau.act(case.number, act, data).status_code == 403, act


def test_a_system_that_reads_cases_is_let_in_by_its_own_body_and_not_by_the_committee_office(city):
    data = {
        "body": "procuratorate", "post": "linkage-officer", "purpose": "衔接平台", "scopes": ["linkage:read"],
        "expires_on": "2027-01-01", "digest": "ab" * 32,
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        perform(TOKEN, "issue", actor=city.actor("committee-office.director"), data=data)
    assert refused.value.code == "other_bodys_token"


def test_the_pages_cost_a_constant_number_of_queries(city, django_assert_max_num_queries):
    for _ in range(4):
        do(city, opened(city), OFFICER, "penalise")
    client = city.client(LINKAGE)
    for address in ("/sharing/entries/", "/sharing/cases/", "/sharing/readings/", "/matters/?kind=platform_entry"):
        client.get(address)
        with django_assert_max_num_queries(40):
            assert client.get(address).status_code == 200
    with django_assert_max_num_queries(55):
        client.get(f"/matters/{Matter.objects.filter(kind=KIND).first().public_id}/")


def test_entry_page_says_what_is_to_be_done(city):
    case = do(city, opened(city), OFFICER, "penalise")
    page = text(city.client(LINKAGE), f"/matters/{entry().public_id}/")
    assert case.title in page
    assert "行政机关录入" in page
    refused = perform_refused(city)
    assert refused == "bad_data"


def perform_refused(city) -> str:
    try:
        perform(ENTRIES, "enter_platform", entry().pk, actor=city.actor(LINKAGE), data={"platform_number": " "})
    except Refused as refused:
        return refused.code
    raise AssertionError("an empty number was taken")
