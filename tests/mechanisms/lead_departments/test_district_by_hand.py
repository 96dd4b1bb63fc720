"""A district's determination and list, every act by the desk's own forms; of what is internal another district sees nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.publications.listed import PublishedRow
from ecoduty.mechanisms.lead_departments.models import Outcome
from ecoduty.mechanisms.responsibilities.models import Responsibility, ResponsibilityList
from tests.city import City
from tests.interfaces.api.calling import program
from tests.mechanisms.lead_departments.steps import IMPACT
from tests.mechanisms.responsibilities.listing import CODE

ITEM = "沿街餐饮油烟直排投诉的处置"
LEAD, OTHER = "siming-urban-management-bureau", "siming-market-regulation-bureau"
BUREAU, OFFICE = "siming-ecology-office", "siming-committee-office"
DAY = "2026-11-22"
STRANGERS = ("huli-committee-office.director", "huli-urban-management-bureau.liaison", "huli-ecology-office.liaison")


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("审定文件.txt", "同意".encode())


def registered(url: str) -> dict[str, str]:
    return {"own_url": f"https://siming.example.gov.cn/{url}.html", "published_on": DAY}


class Desk:
    """Sends the desk's forms, each as the person named. A form that is sent back fails the test with what it says."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.clients: dict[str, Client] = {}

    def of(self, who: str) -> Client:
        return self.clients.setdefault(who, self.city.client(who))

    def create(self, who: str, address: str, **data: Any) -> Matter:
        answer = self.of(who).post(address, data)
        assert answer.status_code == 302, _said(answer)
        return Matter.objects.get(public_id=answer["Location"].split("/")[2])

    def act(self, who: str, matter: Matter, code: str, **data: Any) -> None:
        address = f"/matters/{matter.public_id}/{code}/"
        assert self.of(who).get(address).status_code == 200, (who, code)  # what he sends is the form he was shown
        version = Matter.objects.get(pk=matter.pk).version
        answer = self.of(who).post(address, {"_version": version, **data})
        assert answer.status_code == 302, (code, _said(answer))


def _said(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))[:3000]


def determined(desk: Desk) -> Matter:
    """From raising in the district to publication, through its own staffing office."""
    raised = f"{LEAD}.liaison"
    matter = desk.create(raised, "/lead-determinations/new/", item=ITEM, impact=IMPACT, words="饭店油烟\n油烟直排")
    desk.act(f"{BUREAU}.liaison", matter, "accept")
    desk.act(f"{BUREAU}.liaison", matter, "convene", concerned=[LEAD, OTHER])
    for body in (LEAD, OTHER):
        desk.act(
            f"{body}.liaison", matter, "give_position", stance="not_ours", reason="不属本单位职责。", basis="本单位三定规定",
        )  # fmt: skip
    desk.act(f"{BUREAU}.liaison", matter, "record_disagreement", note="两家都认为不属本单位职责，谈不拢。")
    desk.act(f"{BUREAU}.liaison", matter, "refer_in_district", note="提请区委编办协调。")
    named = {"lead": LEAD, "supporters": [OTHER], "decided_on": DAY}
    desk.act("siming-staffing-office.liaison", matter, "propose", opinion="建议由区城管局牵头。", **named)
    desk.act(f"{BUREAU}.liaison", matter, "submit_for_approval")
    desk.act(f"{OFFICE}.director", matter, "record_district_approval", number="思委〔2026〕3号", file=scan(), **named)
    desk.act(f"{BUREAU}.deputy", matter, "clear_public_version")
    desk.act(f"{BUREAU}.liaison", matter, "register_publication", **registered("lead"))
    return matter


def department_list(desk: Desk) -> Matter:
    """The new lead's list with the row by decision, from drafting to publication."""
    row = Responsibility.objects.select_related("in_list__matter").get(name=ITEM)
    matter = row.in_list.matter
    desk.act(
        f"{LEAD}.liaison", matter, "edit_row", row=str(row.key), name=ITEM, field="air", role="lead", level="district",
        openness="open", unit="执法二队", bases=f"{CODE}第二百三十四条", supporters=[OTHER], words="饭店油烟\n油烟直排",
    )  # fmt: skip
    desk.act(f"{LEAD}.liaison", matter, "submit_for_check")
    desk.act(f"{LEAD}.deputy", matter, "start_consultation")
    desk.act(f"{OTHER}.liaison", matter, "answer_consultation", answer="agree")
    desk.act(f"{LEAD}.liaison", matter, "submit_for_approval")
    desk.act(f"{LEAD}.principal", matter, "approve", meeting="局务会", number="纪要7号", approved_on=DAY)
    return matter


def districts_list(desk: Desk) -> Matter:
    """Siming's own list: compiled, consulted, approved by its own party committee and government, published."""
    who = f"{BUREAU}.liaison"
    matter = desk.create(who, "/matters/new/consolidated_list/open/")
    desk.act(who, matter, "compile")
    desk.act(who, matter, "start_consultation")
    for opinion in matter.responsibility_list.opinions.select_related("body"):
        desk.act(f"{opinion.body.key}.liaison", matter, "answer_consultation", answer="agree")
    desk.act(who, matter, "submit_for_approval")
    for authority, meeting in (("party_committee", "区委常委会第8次会议"), ("government", "区政府第21次常务会议")):
        desk.act(who, matter, "record_approval", authority=authority, meeting=meeting, number="纪要8号",
                 approved_on=DAY, file=scan())  # fmt: skip
    desk.act(f"{BUREAU}.principal", matter, "approve")
    return matter


def nothing_of(desk: Desk, matter: Matter, *, words: str) -> None:
    """Not by its address, not in any list, search, feed or inbox, not over the API."""
    for who in STRANGERS:
        client = desk.of(who)
        closed = ("/", "/record/", "/ledger/", "/register_publication/")
        for address in (*(f"/matters/{matter.public_id}{end}" for end in closed), f"/lists/{matter.public_id}/export/"):
            assert client.get(address).status_code == 404, (who, address)
        for page in ("/", f"/matters/?kind={matter.kind}", "/lists/", "/inbox/", f"/search/?q={words}",
                     f"/search/?q={matter.number}", calendar_of(client)):  # fmt: skip
            content = client.get(page, follow=True).content.decode()
            told = content.replace(f"q={words}", "").replace(f'value="{words}"', "").replace(f"“{words}”", "")
            assert str(matter.public_id) not in content, (who, page)
            if not page.startswith("/search/"):  # the search repeats what was asked
                assert words not in told, (who, page)
                assert matter.number not in content, (who, page)
        body, post = who.split(".")
        answered = program(body, "committee-office-clerk" if post == "director" else post)
        assert answered.get(f"/matters/{matter.number}").status_code == 404
        listed = answered.get("/matters", limit=200)
        assert listed.status_code == 200
        assert matter.number not in listed.content.decode()


def calendar_of(client: Client) -> str:
    content = client.post("/account/notices/", {"do": "issue_calendar"}).content.decode()
    found = re.search(r'http://[^"/]+(/calendar/[^"]+\.ics)', content)
    assert found is not None
    return found[1]


@pytest.mark.clause("5.7", "6.3", page="/portal/responsibilities/")  # bearers without accounts here
def test_one_districts_determination_and_lists_by_hand_and_another_district_sees_nothing_internal(city):
    desk = Desk(city)
    determination = determined(desk)
    assert Outcome.objects.get(stage="approved").authority == "思明区委、思明区政府"
    own = department_list(desk)
    assert (own.body_level, own.region.key) == ("district", "siming")
    for matter in (determination, own):
        nothing_of(desk, matter, words=ITEM)
    desk.act(f"{LEAD}.liaison", own, "register_publication", **registered("list"))
    whole = districts_list(desk)
    nothing_of(desk, whole, words=whole.title)
    assert desk.of(STRANGERS[0]).get(f"/lists/{whole.public_id}/").status_code == 404
    desk.act(f"{BUREAU}.liaison", whole, "register_publication", **registered("whole"))
    version = ResponsibilityList.objects.get(pk=whole.pk)
    assert [(row.body.key, row.name) for row in version.rows.select_related("body")] == [(LEAD, ITEM)]
    assert Matter.objects.get(pk=whole.pk).state == "effective"
    for matter in (determination, own, whole):  # what is published is for everybody, how it came about is not
        assert desk.of(STRANGERS[0]).get(f"/matters/{matter.public_id}/").status_code == 404
    assert desk.of(STRANGERS[1]).get(f"/lists/{whole.public_id}/").status_code == 200
    assert set(PublishedRow.objects.filter(name=ITEM).values_list("in_list__body_key", flat=True)) == {LEAD, BUREAU}
