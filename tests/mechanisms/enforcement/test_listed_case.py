"""A case on the joint list stays open until it is off the list; closing and listing at the same second, one of them happens."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from ecoduty.casework.matters.models import Link
from ecoduty.casework.matters.opening import hand_to
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Done, Refused
from ecoduty.kernel.ledger.verification import verify_stream
from tests.mechanisms.enforcement.administrative_steps import PERFORMED, SERVED, Case
from tests.mechanisms.enforcement.case_steps import (
    HEAD,
    OFFICER,
    POLICE,
    PROCURATORATE,
    PROPOSAL,
    SUPERVISED,
    CourtCase,
    DetentionCase,
    ListingCase,
    team,
)
from tests.together import together

NOTICE = {"notice_number": "厦环督〔2026〕1号"}


def to_close(city) -> Case:
    """A case that only its head has to close."""
    case = Case(city)
    case.decided()
    case.officer("serve_decision", SERVED)
    case.officer("record_payment", {"amount": "200000", "paid_on": "2026-11-22", "voucher": "票0001"})
    case.officer("propose_closing", PERFORMED)
    return case


def agreed(city, case: Case) -> ListingCase:
    """A listing of it that only has to be pronounced."""
    listing = ListingCase(city, case=case.matter.number)
    listing.do(POLICE, "agree_listing", {"body": "police"})
    listing.do(PROCURATORATE, "agree_listing", {"body": "procuratorate"})
    return listing


@pytest.mark.clause("18.4")
def test_a_listed_case_is_closed_after_it_is_off_the_list(city):
    case = to_close(city)
    listing = agreed(city, case)
    listing.do(HEAD, "list_case", NOTICE)
    refused = case.refused("principal", "close_case", {})
    assert (refused.code, refused.clause) == ("listed_not_closed", "18.4")
    assert "联合挂牌督办" in city.client(HEAD).get(f"/matters/{case.matter.public_id}/").content.decode()
    listing.do(SUPERVISED, "report_listing_completion", {"text": "两项要求均已完成，凭证见材料。"})
    listing.do(OFFICER, "check_listing_completion", {"passed": True, "note": "现场核查，两项均达标"})
    for who, body in ((HEAD, "ecology-bureau"), (POLICE, "police"), (PROCURATORATE, "procuratorate")):
        listing.do(who, "agree_delisting", {"body": body})
    case.head("close_case", {})
    assert not case.matter.open


def test_a_closed_case_is_offered_no_more_and_refused(city):
    case = to_close(city)
    listing = agreed(city, case)
    case.head("close_case", {})
    assert listing.refused(HEAD, "list_case", NOTICE).code == "case_closed"
    with pytest.raises(Refused) as refused:
        ListingCase(city, case=case.matter.number)
    assert refused.value.code == "case_closed"
    assert case.matter.number not in city.client(OFFICER).get("/joint-listings/new/").content.decode()


def test_closing_and_listing_at_the_same_second_do_not_cross(fresh_city):
    case = to_close(fresh_city)
    listing = agreed(fresh_city, case)
    found = together(lambda: listing.do(HEAD, "list_case", NOTICE), lambda: case.head("close_case", {}))
    refused = [one for one in found if isinstance(one, Refused)]
    assert [type(one) for one in found].count(Done) == 1
    assert refused[0].code in {"case_closed", "listed_not_closed"}
    assert case.matter.open == (listing.state == "listed")
    assert verify_stream(listing.matter.stream) is None
    assert verify_stream(case.matter.stream) is None


def test_two_of_the_police_agreeing_at_the_same_second_are_one(fresh_city):
    listing = ListingCase(fresh_city)
    again = lambda: listing.do(POLICE, "agree_listing", {"body": "police"})  # noqa: E731 -- twice the same
    found = together(again, again)
    assert [type(one) for one in found].count(Done) == 1
    assert listing.matter.listing.opinions.count() == 1


def test_what_the_case_knows_is_not_asked_again(city):
    case = Case(city)
    case.decided()
    case.officer("serve_decision", SERVED)
    enforcement = CourtCase(
        city, case=case.matter.number, title="", decision_number="", served_on=None, obligation="", amount=None
    )
    own = enforcement.matter.court_enforcement
    assert (own.decision_number, own.served_on, own.obligation) == (
        "厦环罚〔2026〕88号",
        date(2026, 11, 22),
        "罚款二十万元",
    )
    assert (own.amount, enforcement.matter.title) == (Decimal(200000), case.matter.title)
    assert DetentionCase(city, case=case.matter.number, title="").matter.title == case.matter.title
    for field, code in (
        ("title", "needed_without_case"),
        ("decision_number", "needed_without_case"),
        ("served_on", "day_missing"),
    ):
        with pytest.raises(Refused) as refused:
            CourtCase(city, **{field: None if field == "served_on" else ""})
        assert (refused.value.code, refused.value.problems[0].field) == (code, field)


def test_a_case_leads_to_each_of_them_by_handing_over(city):
    case = Case(city)
    case.decided()
    case.officer("serve_decision", SERVED)
    attempt = SimpleNamespace(actor=city.actor(OFFICER), occurred_at=now())
    known = {"case": case.matter.number, "officers": team(city)}
    listing = {key: value for key, value in PROPOSAL.items() if key != "title"}
    for kind, content in (
        ("detention_transfer", {"ground": "evading", "police": "police"}),
        ("listed_supervision", listing),
        ("court_enforcement", {"remedy": "none", "court": "court"}),
    ):
        matter = hand_to(kind, attempt, {**known, **content})
        assert (matter.kind, matter.title, matter.open) == (kind, case.matter.title, True)
        assert Link.objects.filter(source=matter, target=case.pk).exists()
