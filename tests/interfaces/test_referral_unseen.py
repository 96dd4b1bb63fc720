"""A referral and its request for assistance do not exist for anybody who is not named: over all roles and all addresses.

Every page is asked for before and after; what others get is the same to the letter. So no list, count, search, feed, filter
or notice tells, and nobody can guess an address.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from io import BytesIO
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.figures import registry as figures
from ecoduty.casework.matters.models import Link, Matter
from ecoduty.casework.matters.reading import stream_of
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.kernel.outbox.drainer import drain
from ecoduty.kernel.outbox.models import Message
from ecoduty.mechanisms.accountability.flow import REFERRALS
from ecoduty.organisation.accounts.models import Account
from tests.city import City
from tests.interfaces.api.calling import program
from tests.interfaces.test_matrix import EXPECTED, Scene, district_account
from tests.mechanisms.accountability.steps import HANDLER, ITEM, NAME, PERSON, REVIEWER, Road
from tests.mechanisms.reports.test_half_year_report import leader_of
from tests.mechanisms.reports.writing import at
from tests.organisation.accounts.factors import bind

ANSWERER = "water-bureau.principal"  # asked for assistance; of the referral nothing
OWN_HOUSE, OFFICE = "audit-bureau.liaison", "committee-office.director"
LISTS = (
    "/", "/matters/", "/matters/?kind=referral", "/matters/?kind=assistance", "/matters/?kind=referral&state=all",
    "/matters/?holder=audit-bureau", "/matters/?due=overdue", "/search/?q=移交件", "/inbox/", "/plan/", "/plan/15.2/",
    "/plan/15.4/", "/filters/", "/account/",
)  # fmt: skip
_CHANGING = re.compile(r'name="(?:csrfmiddlewaretoken|_key)" value="[^"]*"|"x-csrftoken": "[^"]*"|请求号 [^<]*')
_IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Hidden:
    """The two matters, and words that stand in them."""

    road: Road
    request: Matter

    @property
    def words(self) -> tuple[str, ...]:
        matters = (self.road.matter, self.request)
        return (
            NAME, ITEM["name"], "会议记录3份", *(one.number for one in matters), *(one.title for one in matters),
            *(str(one.public_id) for one in matters),
        )  # fmt: skip


def others(city: City) -> list[str]:
    """Every role of the matrix, and the house the referral comes from."""
    return [
        OWN_HOUSE, OFFICE, "water-bureau.liaison", "water-bureau.deputy", ANSWERER, "ocean-bureau.liaison",
        "ecology-bureau.principal", leader_of(city, "water-bureau"), district_account(city), "system.administrator",
        "security.administrator", "audit.administrator",
    ]  # fmt: skip


def hide(city: City) -> Hidden:
    """A referral that was passed on, and a request that is overdue."""
    road = Road(city)
    request = road.ask()
    road.to_received()
    return Hidden(road, request)


def readable(answer: object) -> str:
    """What a person gets, without what changes from one asking to the next."""
    content: bytes = b"".join(answer) if getattr(answer, "streaming", False) else answer.content
    if content[:2] == b"PK":
        book = load_workbook(BytesIO(content))
        return str([list(sheet.iter_rows(values_only=True)) for sheet in book])
    return _CHANGING.sub("", content.decode(errors="replace"))


@pytest.fixture
def staff(city: City) -> City:
    for office in ("system", "security", "audit"):  # what keeps them from every page until it is done
        Account.objects.filter(username=f"{office}.administrator").update(must_change_password=False)
        bind(city.account(f"{office}.administrator"))
    return city


def pages_of(city: City, who: str) -> tuple[str, ...]:
    """The lists for everybody; for the office, which oversees all, every address that is no matter's own."""
    if who != OFFICE:
        return LISTS
    first, second = (Scene(city, one, one, "", 0, uuid4()) for one in (Matter(kind="x"), Matter(kind="y")))
    general = [
        first.address(name, first.report)
        for name, row in EXPECTED.items()
        if name != "factor"  # draws a new secret every time
        and row.get("staff") in {200, 302, 403}
        and first.address(name, first.report) == second.address(name, second.report)
    ]
    return (*LISTS, *dict.fromkeys(general), "/matters/?format=xlsx")


def snapshot(city: City) -> dict[tuple[str, str], str]:
    found = {}
    near = (OWN_HOUSE, OFFICE, ANSWERER, "audit.administrator")
    for who in near:
        client = city.client(who)
        for page in pages_of(city, who):
            found[who, page] = readable(client.get(page))
    return found


@pytest.mark.clause("15.2", page="/matters/?kind=referral")
def test_what_others_see_is_the_same_to_the_letter(staff):
    kept = {"do": "keep", "name": "移交", "query": "kind=referral"}
    assert staff.client(OWN_HOUSE).post("/filters/", kept).status_code == 302
    before = snapshot(staff)
    hidden = hide(staff)
    after = snapshot(staff)
    changed = sorted(key for key in before if before[key] != after[key])
    asked = [key for key in changed if key[0] == ANSWERER]
    assert [key for key in changed if key[0] != ANSWERER] == []
    told = "".join(after[key] for key in asked)  # who was asked sees the request, and nothing behind it
    assert hidden.request.title in told
    own = (hidden.road.matter.title, hidden.road.matter.number, str(hidden.road.matter.public_id), NAME)
    assert not any(word in told for word in own)


def test_no_address_of_it_can_be_guessed(staff):
    hidden = hide(staff)
    wrong = []
    for matter, named in ((hidden.road.matter, ()), (hidden.request, (ANSWERER,))):
        scene = Scene(staff, Matter(kind="x"), matter, "", 0, uuid4())
        addresses = {
            name: scene.address(name, matter) for name in EXPECTED if scene.address(name, matter) != scene.address(name, scene.report)
        }  # fmt: skip
        assert {"matter", "paper", "ledger", "act", "check", "versions"} <= set(addresses)
        for who in others(staff):
            if who in named:
                continue
            client = staff.client(who)
            nothing = _IDS.sub("", readable(client.get(f"/matters/{uuid4()}/")))
            for name, address in addresses.items():
                if name == "create":
                    continue
                answer = client.post(address) if EXPECTED[name].get("staff") == 405 else client.get(address)
                if answer.status_code != 404:
                    wrong.append((who, name, answer.status_code))
            if _IDS.sub("", readable(client.get(f"/matters/{matter.public_id}/"))) != nothing:
                wrong.append((who, "a 404 that tells more than another", 404))
    assert wrong == []


def test_no_act_of_it_answers_anybody_else(staff):
    road = Road(staff)
    client = staff.client(OWN_HOUSE)
    answers = {
        client.post(f"/matters/{road.matter.public_id}/{act.code}/").status_code for act in REFERRALS.acts if not act.creates
    }  # fmt: skip
    assert answers == {404}


def test_no_program_learns_of_it(staff):
    hidden = hide(staff)
    for body, post in (
        ("audit-bureau", "liaison"),
        ("committee-office", "committee-office-clerk"),
        ("water-bureau", "liaison"),
    ):
        caller = program(body, post)
        for query in ({"limit": 200}, {"kind": "referral"}, {"kind": "assistance"}, {"text": "移交"}):
            content = caller.get("/matters", **query).content.decode()
            assert not any(word in content for word in hidden.words)
        for matter in (hidden.road.matter, hidden.request):
            assert caller.get(f"/matters/{matter.number}").status_code == 404
            assert caller.get(f"/matters/{matter.number}/ledger").status_code == 404
        deadlines = caller.get("/deadlines").content.decode()
        assert not any(word in deadlines for word in hidden.words)


def test_notices_figures_what_leaves_and_the_verifier_tell_nothing(staff):
    hidden = hide(staff)
    staff.clock.move_to(at(12, 20, year=2026))
    sweep()
    drain()
    late = Deadline.objects.get(matter=hidden.request, key="accountability.assistance-reply")
    assert late.state == "missed"
    notices = Notice.objects.filter(matter__in=[hidden.road.pk, hidden.request.pk])
    named = {staff.actor(who).person for who in (HANDLER, REVIEWER, ANSWERER)}
    assert set(notices.values_list("person", flat=True)) == named
    said = " ".join(title + text for title, text in notices.values_list("title", "text"))
    assert "一件受限办件" in said
    leaving = json.dumps(list(Message.objects.values_list("key", "payload")), ensure_ascii=False, default=str)
    streams = [hidden.road.matter.stream, hidden.request.stream, stream_of(hidden.road.matter)]
    assert [verify_stream(stream) for stream in streams] == [None] * 3
    verdict = " ".join(streams)  # all that the verifier names of a matter, where something is wrong
    secret = (*hidden.words[:-2], "referral", PERSON["post"])  # a random id names the stream and tells nothing
    assert not any(word in said or word in verdict for word in secret)
    assert not any(word in leaving for word in (NAME, hidden.road.matter.title, hidden.request.title))
    assert not any(figure.key.startswith(("referral", "assistance")) for figure in figures.figures().values())
    assert not Link.objects.filter(source__in=[hidden.road.pk, hidden.request.pk]).exists()
