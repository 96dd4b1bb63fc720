"""Who does not handle a complaint reads it without the numbers of persons that its reporter wrote into it."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from ecoduty.kernel.ledger.models import Entry
from tests.mechanisms.complaints.steps import BUILDER, HOTLINE, taken_in

PHONE, NUMBER = "13800001234", "35020319900101123X"
TEXT = f"我是{PHONE}，身份证{NUMBER}，湖滨南路工地夜里打桩。"
OVERSEER, STRANGER = "ecology-bureau.liaison", "water-bureau.liaison"
SECRETS = (PHONE, NUMBER)


@pytest.fixture
def case(city, lists):
    key = lists.add("construction-bureau", "建筑施工噪声监管", "打桩")
    case = taken_in(city, text=TEXT, district="siming", place=f"湖滨南路1号，{PHONE}")
    case.do(HOTLINE, "accept")
    case.do(HOTLINE, "correct", {"text": f"{TEXT}每晚如此。", "reason": f"反映人{PHONE}补充。"})
    case.do(HOTLINE, "dispatch", {"responsibility": key, "reason": f"已与{PHONE}核实。"})
    case.do(BUILDER, "sign_for")
    case.do(BUILDER, "answer", {"answer": f"已电话联系{PHONE}，湖滨南路工地2026年12月1日前停止夜间打桩。"})
    return case


def pages(city, case, who: str) -> dict[str, str]:
    client, address = city.client(who), f"/matters/{case.matter.public_id}/"
    return {
        tab: client.get(address, {"tab": tab}).content.decode() for tab in ("reported", "said", "ways", "reporter")
    } | {"ledger": client.get(f"{address}ledger/").content.decode()}


def test_handler_and_registrar_read_it_as_written(city, case):
    for who in (HOTLINE, BUILDER, "committee-office.clerk"):
        shown = pages(city, case, who)
        assert TEXT in shown["reported"]
        assert PHONE in shown["said"]
        assert PHONE in shown["ways"]


def test_everybody_else_reads_it_masked(city, case):
    shown = pages(city, case, OVERSEER)
    assert "138******34" in shown["reported"]
    assert "350*************3X" in shown["reported"]
    assert "夜里打桩" in shown["reported"]
    assert "138******34" in shown["said"]
    assert "138******34" in shown["ways"]
    for tab, page in shown.items():
        found = page.find(PHONE)
        assert found < 0, (tab, page[found - 200 : found + 40])
        assert NUMBER not in page, tab


def test_lists_search_exports_and_the_ledger_hold_no_such_number_for_anybody(city, case):
    for who in (HOTLINE, OVERSEER):
        client = city.client(who)
        listed = client.get("/matters/", {"kind": "complaint"}).content.decode()
        assert case.matter.number in listed
        book = client.get("/matters/", {"kind": "complaint", "format": "xlsx"})
        sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content) if book.streaming else book.content)).active
        cells = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
        assert case.matter.number in cells
        found = client.get("/search/", {"q": PHONE}).content.decode()
        assert case.matter.number not in found
        for page in (listed, cells):
            assert not [secret for secret in SECRETS if secret in page]
    for entry in Entry.objects.filter(stream=case.matter.stream):
        assert not [secret for secret in SECRETS if secret in str(entry.facts)]


def test_a_determination_that_others_read_begins_without_the_numbers(city, lists):
    case = taken_in(city, text=TEXT)
    case.do(HOTLINE, "accept")
    form = city.client(HOTLINE).get(f"/matters/{case.matter.public_id}/open_determination/").content.decode()
    assert "138******34" in form.partition('name="impact"')[2]


def test_masking_asks_no_more_for_a_complaint_with_more_in_it(city, case):
    client, address = city.client(OVERSEER), f"/matters/{case.matter.public_id}/?tab=reported"
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for n in range(3):
        case.do(HOTLINE, "correct", {"text": f"{TEXT}第{n}次补充。", "reason": "反映人补充。"})
    with CaptureQueriesContext(connection) as after:
        client.get(address)
    assert len(after) <= len(before)
