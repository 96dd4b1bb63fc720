"""The pages of the legal basis library."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.legal_basis.models import Instrument
from tests.city import City

OFFICE, READER = "committee-office.director", "water-bureau.liaison"


def text_of(city: City, address: str, who: str = READER) -> str:
    answer = city.client(who).get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def test_the_list_says_what_holds_on_any_day(city: City) -> None:
    before = text_of(city, "/legal-basis/?on=2026-08-14&q=环境保护法")
    after = text_of(city, "/legal-basis/?on=2026-08-15&q=环境保护法")
    assert "施行日待核" in before
    assert "依据失效" not in before
    assert "<b>依据失效</b>" in after
    assert "尚未施行" in text_of(city, "/legal-basis/?on=2026-08-14&q=法典")


def test_the_list_narrows_by_standing_and_name_and_counts_what_it_shows(city: City) -> None:
    failed = text_of(city, "/legal-basis/?on=2026-11-25&only=failed")
    assert failed.count("<b>依据失效</b>") == 10
    assert "失效 10" in failed
    pending = Instrument.objects.filter(state="pending").count()
    assert f"待核 {pending}" in failed
    assert "没有符合条件的文件" in text_of(city, "/legal-basis/?q=没有这个文件")
    assert "大气污染防治法" in text_of(city, "/legal-basis/?q=大气法")


def test_an_instrument_shows_standing_citations_and_what_it_repealed(city: City) -> None:
    code = text_of(city, "/legal-basis/ecological-code/?on=2026-11-25")
    for words in (
        "共<b>1242</b>条",
        "自2026年8月15日起施行，当日有效",
        "规则书时限",
        "由它取代或废止",
        "环境影响评价法",
        "留痕",
    ):
        assert words in code
    old = text_of(city, "/legal-basis/air-pollution-law/?on=2026-11-25")
    assert "自2026年8月15日起废止" in old
    assert "平台不自动替换" in old
    assert "新旧条文对应" in old
    assert "登记内容还没有人核对" in text_of(city, "/legal-basis/mandate.water-bureau/")


def test_nonsense_in_the_address_is_answered_calmly(city: City) -> None:
    assert "法律依据库" in text_of(city, "/legal-basis/?on=2026-99-99&only=x")
    client = city.client(READER)
    for address in (
        "/legal-basis/no-such/",
        "/legal-basis/ecological-code/nothing/",
        "/legal-basis/ecological-code/register/",
        "/legal-basis/new/correct/",
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(("address", "most"), [("/legal-basis/", 16), ("/legal-basis/ecological-code/", 18)])
def test_pages_cost_a_constant_number_of_queries(city: City, address: str, most: int) -> None:
    client = city.client(READER)
    client.get(address)
    with CaptureQueriesContext(connection) as first:
        client.get(address)
    Instrument.objects.bulk_create(
        Instrument(key=f"more-{number}", kind="law", title=f"更多的法{number}", repealed_by_id=None)
        for number in range(50)
    )
    with CaptureQueriesContext(connection) as second:
        client.get(address)
    assert len(second) == len(first) <= most


def test_the_office_keeps_it_from_the_page(city: City) -> None:
    client = city.client(OFFICE)
    form = client.get("/legal-basis/new/register/").content.decode()
    assert "小写英文" in form
    assert "What kind" not in form
    sent: dict[str, Any] = {
        "key": "river-rules",
        "title": "某市河道条例",
        "kind": "local_regulation",
        "aliases": "河道条例",
        "articles": "30",
    }
    answer = client.post("/legal-basis/new/register/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/legal-basis/river-rules/")
    assert Instrument.objects.get(key="river-rules").aliases == ["河道条例"]
    form = client.get("/legal-basis/river-rules/correct/").content.decode()
    assert 'value="某市河道条例"' in form
    refused = client.post("/legal-basis/new/register/", sent)
    assert refused.status_code == 409
    assert "文件代码已经有了" in refused.content.decode()
    answer = client.post("/legal-basis/air-pollution-law/map_provision/", {"old": "第一条", "new": "法典第二条"})
    assert answer.status_code == 302
    assert "《中华人民共和国生态环境法典》第二条" in text_of(city, "/legal-basis/air-pollution-law/")


def test_readers_see_no_buttons(city: City) -> None:
    assert "登记文件" not in text_of(city, "/legal-basis/")
    assert "更正登记" not in text_of(city, "/legal-basis/ecological-code/")
    assert "登记文件" in text_of(city, "/legal-basis/", OFFICE)
    assert "更正登记" in text_of(city, "/legal-basis/ecological-code/", OFFICE)


def test_the_search_page_leads_to_an_instrument(city: City) -> None:
    found = text_of(city, "/search/?q=法典")
    assert "/legal-basis/ecological-code/" in found
    assert "法律依据" in found
