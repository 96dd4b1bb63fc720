"""Restricted matters do not exist for anybody who is not named in them: over all roles and all addresses.

A referral, its request for assistance, a hint that something was not referred, an application for exemption that concerns a
referral.

Every page is asked for before and after; what others get is the same to the letter. So no list, count, search, feed, filter
or notice tells, and nobody can guess an address.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from openpyxl import load_workbook

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.figures import registry as figures
from ecoduty.casework.figures.reading import values
from ecoduty.casework.matters.models import Link, Matter
from ecoduty.casework.matters.reading import stream_of
from ecoduty.casework.search import keeping
from ecoduty.casework.search.models import SearchRow
from ecoduty.kernel.flow import Actor, perform, table
from ecoduty.kernel.ledger.append import COLUMNS
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.kernel.outbox.drainer import drain
from ecoduty.kernel.outbox.models import Message
from ecoduty.mechanisms.accountability.omissions.flow import OMISSIONS
from ecoduty.mechanisms.encouragement.tolerance.flow import EXEMPTIONS_TABLE
from ecoduty.organisation.accounts.models import Account
from tests.city import City
from tests.interfaces.api.calling import program
from tests.interfaces.test_matrix import EXPECTED, Scene, district_account
from tests.mechanisms.accountability.steps import HANDLER, ITEM, NAME, PERSON, REVIEWER, Road
from tests.mechanisms.encouragement.test_tolerance import GIVEN
from tests.mechanisms.inspections.steps import Road as Problem
from tests.mechanisms.reports.test_half_year_report import leader_of
from tests.mechanisms.reports.writing import at
from tests.organisation.accounts.factors import bind

ANSWERER = "water-bureau.principal"  # asked for assistance; of the referral nothing
OWN_HOUSE, OFFICE = "audit-bureau.liaison", "committee-office.director"
LISTS = (
    "/", "/matters/", "/matters/?kind=referral", "/matters/?kind=assistance", "/matters/?kind=referral&state=all",
    "/matters/?kind=omission", "/matters/?kind=exemption&state=all", "/matters/?holder=audit-bureau", "/matters/?due=overdue",
    "/search/?q=移交件", "/search/?q=应急开闸", "/inbox/", "/plan/", "/plan/15.2/", "/plan/17.2/", "/filters/", "/account/",
)  # fmt: skip
_CHANGING = re.compile(r'name="(?:csrfmiddlewaretoken|_key)" value="[^"]*"|"x-csrftoken": "[^"]*"|请求号 [^<]*')
_IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Hidden:
    """The matters, and words that stand in them."""

    road: Road
    request: Matter
    hint: Matter
    application: Matter

    @property
    def matters(self) -> tuple[Matter, ...]:
        return self.road.matter, self.request, self.hint, self.application

    @property
    def words(self) -> tuple[str, ...]:
        said = (NAME, ITEM["name"], "会议记录3份", GIVEN["post_title"], GIVEN["text"])
        return *said, *(word for one in self.matters for word in (one.number, one.title))

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(str(one.public_id) for one in self.matters)


def others(city: City) -> list[str]:
    """Every role of the matrix, and the house the referral comes from."""
    return [
        OWN_HOUSE, OFFICE, "water-bureau.liaison", "water-bureau.deputy", ANSWERER, "ocean-bureau.liaison",
        "ecology-bureau.principal", leader_of(city, "water-bureau"), district_account(city), "system.administrator",
        "security.administrator", "audit.administrator",
    ]  # fmt: skip


def hide(city: City) -> Hidden:
    """A referral that was passed on, a request, a hint about a case, and an application; all of one house."""
    road = Road(city)
    request = road.ask()
    road.to_received()
    asked = {**GIVEN, "decider": "audit-bureau", "confidential": "yes"}
    application = perform(EXEMPTIONS_TABLE, "apply_exemption", actor=city.actor(HANDLER), data=asked).subject
    return Hidden(road, request, point_out(city), application)


def point_out(city: City) -> Matter:
    """A hint before the head of the house, about a problem that everybody concerned knows."""
    head = city.actor(REVIEWER)
    given = {
        "about": Matter.objects.get(kind="problem").pk, "rule": "badly-overdue", "held": {"overdue_days": 91},
        "met_on": "2026-11-20", "body": head.body_id, "persons": [head.person],
    }  # fmt: skip
    hint: Matter = perform(OMISSIONS, "open_omission", actor=Actor.system("提示"), data=given).subject
    return hint


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
    Problem(city, finder="audit-bureau").assign()
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
    others_own = [one for one in hidden.matters if one.pk != hidden.request.pk]
    own = [word for one in others_own for word in (one.title, one.number, str(one.public_id))]
    assert not any(word in told for word in (*own, NAME, GIVEN["text"]))


def test_no_address_of_it_can_be_guessed(staff):
    """Every role asks for every address, of one matter after the other; the house's own people for every one of each."""
    hidden = hide(staff)
    wrong = []
    tried: set[tuple[str, str]] = set()
    own = addresses_of(staff, hidden)
    for turn, who in enumerate(others(staff)):
        client = staff.client(who)
        nothing = _IDS.sub("", readable(client.get(f"/matters/{uuid4()}/")))
        foreign = [one for one in hidden.matters if (who, one) != (ANSWERER, hidden.request)]
        wrong += [
            (who, matter.kind, "a 404 that tells more than another", 404)
            for matter in foreign
            if _IDS.sub("", readable(client.get(f"/matters/{matter.public_id}/"))) != nothing
        ]
        for place, (name, addresses) in enumerate(own.items()):
            asked = foreign if who == OWN_HOUSE else [foreign[(turn + place) % len(foreign)]]
            for matter in asked:
                address = addresses[matter.kind]
                answer = client.post(address) if EXPECTED[name].get("staff") == 405 else client.get(address)
                tried.add((matter.kind, name))
                if answer.status_code != 404:
                    wrong.append((who, matter.kind, name, answer.status_code))
    assert wrong == []
    assert {name for kind, name in tried if kind == "referral"} >= {
        "matter",
        "paper",
        "ledger",
        "act",
        "check",
        "versions",
    }
    assert len(tried) == 4 * len({name for _, name in tried})


def addresses_of(city: City, hidden: Hidden) -> dict[str, dict[str, str]]:
    """By name of a view that is a matter's own: its address for each kind of the matters hidden."""
    found: dict[str, dict[str, str]] = {}
    for matter in hidden.matters:
        scene = Scene(city, Matter(kind="x"), matter, "", 0, uuid4())
        for name in EXPECTED:
            address = scene.address(name, matter)
            if name != "create" and address != scene.address(name, scene.report):
                found.setdefault(name, {})[matter.kind] = address
    return found


def test_no_act_of_it_answers_anybody_else(staff):
    hidden = hide(staff)
    client = staff.client(OWN_HOUSE)
    answers = {
        client.post(f"/matters/{one.public_id}/{act.code}/").status_code
        for one in hidden.matters
        for act in table(one.kind).acts
        if not act.creates
    }
    assert answers == {404}


def test_no_program_learns_of_it(staff):
    hidden = hide(staff)
    for body, post in (
        ("audit-bureau", "liaison"),
        ("committee-office", "committee-office-clerk"),
        ("water-bureau", "liaison"),
    ):
        caller = program(body, post)
        for query in (
            {"limit": 200},
            {"kind": "referral"},
            {"kind": "omission"},
            {"kind": "exemption"},
            {"text": "移交"},
        ):
            content = caller.get("/matters", **query).content.decode()
            assert not any(word in content for word in (*hidden.words, *hidden.ids))
        for matter in hidden.matters:
            assert caller.get(f"/matters/{matter.number}").status_code == 404
            assert caller.get(f"/matters/{matter.number}/ledger").status_code == 404
        deadlines = caller.get("/deadlines").content.decode()
        assert not any(word in deadlines for word in (*hidden.words, *hidden.ids))


def test_notices_figures_what_leaves_and_the_verifier_tell_nothing(staff):
    hidden = hide(staff)
    staff.clock.move_to(at(12, 20, year=2026))
    sweep()
    drain()
    late = Deadline.objects.get(matter=hidden.request, key="accountability.assistance-reply")
    assert late.state == "missed"
    notices = Notice.objects.filter(matter__in=hidden.matters)
    named = {staff.actor(who).person for who in (HANDLER, REVIEWER, ANSWERER)}
    assert set(notices.values_list("person", flat=True)) == named
    said = " ".join(title + text for title, text in notices.values_list("title", "text"))
    assert "一件受限办件" in said
    leaving = json.dumps(list(Message.objects.values_list("key", "payload")), ensure_ascii=False, default=str)
    streams = [name for one in hidden.matters for name in (one.stream, stream_of(one))]
    assert [verify_stream(stream) for stream in streams] == [None] * 8
    verdict = " ".join(streams)  # all that the verifier names of a matter, where something is wrong
    secret = (*hidden.words, "referral", "omission", "exemption", PERSON["post"])
    assert not any(word in said or word in verdict for word in secret)
    assert not any(word in leaving for word in hidden.words)
    assert not any(
        figure.key.startswith(("referral", "assistance", "omission")) for figure in figures.figures().values()
    )
    assert not Link.objects.filter(source__in=hidden.matters).exists()


def test_what_the_verifier_says_of_a_damaged_stream_and_a_rebuilt_search_name_nothing(staff):
    hidden = hide(staff)
    for matter in hidden.matters:
        forge(matter.stream)
        found = verify_stream(matter.stream)
        assert found is not None
        assert found.code == "edited"
        said = json.dumps(asdict(found), ensure_ascii=False)
        assert not any(word in said for word in (*hidden.words, PERSON["post"], "audit-bureau", matter.kind))
    keeping.rebuild(lambda done, of: None)
    assert not SearchRow.objects.filter(matter__in=hidden.matters).exists()


def forge(stream: str) -> None:
    """Add an entry whose digest is none: a copy of the last one, which the trigger of the table lets pass."""
    other = {
        "seq": "seq + 1",
        "previous": "digest",
        "digest": "%s",
        "key": "gen_random_uuid()::text",
        "request": "NULL",
    }
    columns = ", ".join(COLUMNS)
    copied = ", ".join(other.get(name, name) for name in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO ledger_entry ({columns}) SELECT {copied} FROM ledger_entry WHERE stream = %s "
            "ORDER BY seq DESC LIMIT 1",
            [bytes(32), stream],
        )


def test_a_confidential_application_is_in_no_figure_of_encouragement(staff):
    wanted = [key for key in figures.figures() if key.startswith("exemption.")]

    def counted() -> list[dict[str, int]]:
        lookers = [staff.actor(who) for who in (HANDLER, REVIEWER, OFFICE)]
        return [{key: one.value for key, one in values(wanted, actor).items()} for actor in lookers]

    before = counted()
    hide(staff)
    assert counted() == before
    open_to_all = {**GIVEN, "decider": "audit-bureau"}
    perform(EXEMPTIONS_TABLE, "apply_exemption", actor=staff.actor(HANDLER), data=open_to_all)
    assert [one["exemption.open"] for one in counted()[:2]] == [one["exemption.open"] + 1 for one in before[:2]]
