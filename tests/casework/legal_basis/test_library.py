"""The library in the database: filled at adoption, kept by acts of the committee office, never overwritten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.legal_basis import citations, queries, seeding
from ecoduty.casework.legal_basis.flow import INSTRUMENT
from ecoduty.casework.legal_basis.models import Instrument, Mapping
from ecoduty.casework.legal_basis.provision import Provision
from ecoduty.casework.legal_basis.reading import parse
from ecoduty.casework.legal_basis.references import Standing, replacement
from ecoduty.casework.legal_basis.shipped import national
from ecoduty.casework.search.asking import Asked
from ecoduty.casework.search.finding import find
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.rulebook import store as rulebooks
from tests.city import City

AFTER = date(2026, 8, 15)
OFFICE = "committee-office.director"
NEW = {"key": "air-rules", "title": "某市大气污染防治条例", "kind": "local_regulation", "articles": 45}


def do(city: City, act: str, key: str, who: str = OFFICE, **data: Any) -> Any:
    return perform(INSTRUMENT, act, key, actor=city.actor(who), data=data)


def test_adoption_fills_it_with_the_eleven_and_the_citys_own(city: City) -> None:
    repealed = Instrument.objects.filter(repealed=AFTER, repealed_by__key="ecological-code")
    assert repealed.count() == 10
    assert set(repealed.values_list("state", flat=True)) == {"recorded"}
    code = Instrument.objects.get(key="ecological-code")
    assert (code.issued, code.in_force, code.articles, code.state) == (date(2026, 3, 12), AFTER, 1242, "recorded")
    mandates = Instrument.objects.filter(kind="mandate")
    assert mandates.count() == 15
    assert set(mandates.values_list("state", flat=True)) == {"pending"}
    pending = Instrument.objects.filter(key__in=["duties-provisions", "consolidated-list"], state="pending")
    assert pending.count() == 2
    assert set(Instrument.objects.values_list("key", flat=True)) == {*national(), *rulebooks.current().instruments}
    assert Entry.objects.filter(stream="instrument:air-pollution-law").count() == 2


def test_rulebooks_say_nothing_else_of_what_is_shipped(city: City) -> None:
    for key, own in rulebooks.current().instruments.items():
        shipped = national().get(key)
        if shipped is not None:
            for name in ("title", "issued", "in_force", "repealed", "replaced_by"):
                assert getattr(own, name) in {getattr(shipped, name), None}, (key, name)


def test_filling_again_brings_only_what_is_missing(city: City) -> None:
    assert not seeding.missing()
    assert seeding.fill() == 0
    do(city, "correct", "noise-pollution-law", title="中华人民共和国噪声污染防治法", kind="law", note="改过")
    assert seeding.fill() == 0
    assert Instrument.objects.get(key="noise-pollution-law").note == "改过"


def test_a_departments_own_mandate_is_meant_by_the_short_title(city: City) -> None:
    library = queries.library()
    for body, name in (("water-bureau", "厦门市水利局"), ("port-authority", "厦门港口管理局")):
        reference = parse("三定规定第三条第（八）项", library, body=body).references[0]
        assert reference.title == f"{name}职能配置、内设机构和人员编制规定"


def test_the_whole_library_is_two_statements(city: City) -> None:
    with CaptureQueriesContext(connection) as seen:
        queries.library()
    assert len(seen) == 2


def test_the_office_registers_verifies_corrects_and_others_do_not(city: City) -> None:
    for who in ("water-bureau.principal", "ecology-bureau.liaison"):
        with pytest.raises(Refused) as refused:
            perform(INSTRUMENT, "register", actor=city.actor(who), data=NEW)
        assert refused.value.code in {"not_permitted", "library_keeper_only"}
    made = perform(INSTRUMENT, "enter", actor=city.actor(OFFICE), data=NEW).subject
    assert made.state == "pending"
    assert do(city, "verify", made.key, source="市人大常委会公报").subject.state == "recorded"
    with pytest.raises(Refused) as again:
        do(city, "verify", made.key, source="再来一次")
    assert again.value.code == "wrong_state"
    do(city, "correct", made.key, title=NEW["title"], kind="local_regulation", in_force=date(2024, 5, 1), articles=46)
    entry = Entry.objects.filter(stream="instrument:air-rules").order_by("-seq")[0]
    assert entry.facts["before"] == {"articles": "45", "in_force": ""}
    assert (
        parse("《某市大气污染防治条例》第四十七条", queries.library()).references[0].valid_on(AFTER).standing
        == Standing.BEYOND
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"key": "ecological-code"}, "instrument_key_taken"),
        ({"title": "中华人民共和国生态环境法典"}, "instrument_title_taken"),
        ({"body": "no-such-bureau"}, "unknown_body"),
        ({"issued": date(2026, 2, 1), "in_force": date(2026, 1, 1)}, "instrument_days"),
        ({"title": "《某市大气污染防治条例》"}, "bad_data"),
        ({"key": "大气"}, "bad_data"),
    ],
)
def test_a_wrong_entry_is_refused_with_a_reason(city: City, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        perform(INSTRUMENT, "register", actor=city.actor(OFFICE), data={**NEW, **changes})
    assert refused.value.code == code


def test_another_edition_of_the_same_title_is_another_instrument(city: City) -> None:
    same = {"title": "中华人民共和国生态环境法典", "kind": "law", "edition": "2030年修正", "in_force": date(2030, 1, 1)}
    perform(INSTRUMENT, "register", actor=city.actor(OFFICE), data={"key": "code-2030", **same})
    library = queries.library()
    found = parse("《生态环境法典》第一条", library, on=AFTER).references[0]
    assert found.key == "ecological-code"


def test_a_repeal_of_the_future_takes_effect_on_its_day_and_can_be_revoked(city: City) -> None:
    day = date(2027, 3, 1)
    do(city, "record_repeal", "petition-regulations", repealed=day, by="ecological-code")
    reference = parse("《信访工作条例》第五条", queries.library()).references[0]
    assert reference.valid_on(date(2027, 2, 28)).holds
    failed = reference.valid_on(day)
    assert (failed.standing, failed.by, failed.since) == (Standing.REPEALED, "ecological-code", day)
    do(city, "revoke_repeal", "petition-regulations", note="登记错了文件")
    assert parse("《信访工作条例》第五条", queries.library()).references[0].valid_on(day).holds


@pytest.mark.parametrize(
    ("act", "key", "data", "code"),
    [
        ("record_repeal", "petition-regulations", {"repealed": date(2020, 1, 1)}, "repeal_before_start"),
        ("record_repeal", "petition-regulations", {"repealed": AFTER, "by": "nothing"}, "unknown_instrument"),
        ("revoke_repeal", "petition-regulations", {"note": "没有废止"}, "not_repealed"),
        ("map_provision", "petition-regulations", {"old": "第一条"}, "map_before_repeal"),
        ("map_provision", "air-pollution-law", {"old": "第一条、第二条"}, "old_provision_unclear"),
        ("map_provision", "air-pollution-law", {"old": "看不懂的"}, "old_provision_unclear"),
        ("map_provision", "air-pollution-law", {"old": "第一条", "new": "《没有的法》第一条"}, "new_provision_unclear"),
        (
            "map_provision",
            "air-pollution-law",
            {"old": "第一条", "new": "法典第一千二百四十三条"},
            "new_provision_wrong",
        ),
        ("map_provision", "air-pollution-law", {"old": "第一条", "new": "大气法第二条"}, "new_provision_wrong"),
    ],
)
def test_what_cannot_be_is_refused(city: City, act: str, key: str, data: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        do(city, act, key, **data)
    assert refused.value.code == code


def test_a_mapping_is_proposed_and_the_last_one_counts(city: City) -> None:
    def proposed(text: str) -> list[str]:
        library = queries.library()
        found = replacement(library, parse(text, library).references[0], AFTER)
        assert found is not None
        return [one.text for one in found.references]

    assert proposed("大气法第四十八条第二款") == ["《中华人民共和国生态环境法典》"]
    do(city, "map_provision", "air-pollution-law", old="第四十八条", new="法典第250条")
    do(city, "map_provision", "air-pollution-law", old="第四十八条", new="法典第二百五十条第二款、第二百五十一条")
    do(city, "map_provision", "air-pollution-law", old="第五十条")
    assert proposed("大气法第四十八条第二款") == [
        "《中华人民共和国生态环境法典》第二百五十条第二款", "《中华人民共和国生态环境法典》第二百五十一条",
    ]  # fmt: skip
    assert proposed("大气法第五十条") == []
    rows = Mapping.objects.filter(instrument__key="air-pollution-law", article=48)
    assert [(row.revision, row.order, row.new_article) for row in rows] == [(1, 0, 250), (2, 0, 250), (2, 1, 251)]
    entry = Entry.objects.filter(stream="instrument:air-pollution-law", act="map_provision").order_by("seq")[1]
    assert entry.facts["revision"] == 2


def test_mappings_are_never_changed_nor_removed(city: City) -> None:
    do(city, "map_provision", "air-pollution-law", old="第四十八条", new="法典第250条")
    for statement in ("UPDATE legal_basis_mapping SET new_article = 1", "DELETE FROM legal_basis_mapping"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_instrument_says_who_cites_it(city: City) -> None:
    library = queries.library()
    used = citations.uses("ecological-code", library)
    assert used
    assert all(place.article and uses[0].where == "规则书时限" for place, uses in used)
    assert [place for place, _ in used] == sorted(place for place, _ in used)
    for key in rulebooks.current().instruments:
        citations.uses(key, library)


def test_a_room_of_its_own_adds_what_it_cites(city: City) -> None:
    citations.register(
        "toy", lambda key, library: [citations.Use(Provision(9999), "玩具", "测试")] if key == "ecological-code" else []
    )
    try:
        assert citations.uses("ecological-code", queries.library())[-1][1][0].label == "玩具"
    finally:
        citations.unregister("toy")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("法典", "中华人民共和国生态环境法典"),
        ("固废法", "中华人民共和国固体废物污染环境防治法"),
        ("噪声污染防治", "中华人民共和国噪声污染防治法"),
    ],
)
def test_the_search_box_finds_instruments(city: City, words: str, title: str) -> None:
    hits = find(city.actor("water-bureau.liaison"), Asked.read(words)).hits
    assert title in [hit.title for hit in hits if hit.kind == "instrument"]
