"""Who complained: sealed, opened with a reason and an entry, found by phone, erased without breaking the ledger."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.complaints import reporters
from ecoduty.mechanisms.complaints.models import Reporter
from tests.mechanisms.complaints.steps import BUILDER, HOTLINE, Case, taken_in

WHO = {"name": "反映人甲", "phone": "139 0000 1234", "wants_sms": True}
WHY = {"reason": "约反映人到现场查看。"}


@pytest.fixture
def case(city, lists):
    key = lists.add("construction-bureau", "建筑施工噪声监管", "打桩", "工地")
    case = taken_in(city, reporter=WHO)
    case.do(HOTLINE, "accept")
    case.do(HOTLINE, "dispatch", {"responsibility": key})
    return case


def rows_with(words: str) -> list[str]:
    """Tables in which these words stand in the clear."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND has_table_privilege(oid, 'SELECT')"
        )
        names = [name for (name,) in cursor.fetchall()]
        found = []
        for name in names:
            cursor.execute(f'SELECT 1 FROM "{name}" t WHERE t::text LIKE %s LIMIT 1', [f"%{words}%"])
            found += [name] if cursor.fetchone() else []
    return found


def test_nothing_of_it_stands_anywhere_in_the_clear(city, case):
    row = Reporter.objects.get(pk=case.pk)
    assert row.name.startswith("sm4$")
    assert row.phone.startswith("sm4$")
    for words in (WHO["name"], WHO["phone"], "13900001234"):
        assert rows_with(words) == []
    entry = Entry.objects.get(stream=case.matter.stream, act="take_in")
    assert reporters.erased_or_digest(case.pk, entry.facts["reporter"])
    assert "text" in entry.facts
    assert set(entry.facts["text"]) == {"sm3"}


def test_opened_only_by_who_said_why_and_only_for_a_while(city, case):
    builder, neighbour = city.actor(BUILDER), city.actor("construction-bureau.deputy")
    assert reporters.opened(case.pk, builder) is None
    case.do(BUILDER, "open_reporter", WHY)
    known = reporters.opened(case.pk, builder)
    assert (known.name, known.phone, known.wants_sms) == ("反映人甲", "139 0000 1234", True)
    assert reporters.opened(case.pk, neighbour) is None
    entry = Entry.objects.get(stream=case.matter.stream, act="open_reporter")
    assert (entry.facts["reason"], entry.actor_body) == (WHY["reason"], "construction-bureau")
    city.clock.move_to(entry.recorded_at + reporters.OPEN_FOR + timedelta(seconds=1))
    assert reporters.opened(case.pk, builder) is None


def test_strangers_do_not_open_it_and_a_reason_is_asked(city, case):
    for who, data, code in ((BUILDER, {}, "bad_data"), ("port-authority.liaison", WHY, "not_found"),
                            ("ecology-bureau.liaison", WHY, "not_permitted")):  # fmt: skip
        with pytest.raises(Refused) as refused:
            case.do(who, "open_reporter", data)
        assert refused.value.code == code, who


def test_who_wants_to_stay_anonymous_is_not_shown_to_the_handler(city, lists):
    key = lists.add("construction-bureau", "建筑施工噪声监管", "打桩", "工地")
    case = taken_in(city, reporter={**WHO, "anonymous": True})
    case.do(HOTLINE, "accept")
    case.do(HOTLINE, "dispatch", {"responsibility": key})
    with pytest.raises(Refused) as refused:
        case.do(BUILDER, "open_reporter", WHY)
    assert refused.value.code == "reporter_anonymous"
    case.do(HOTLINE, "open_reporter", WHY)
    assert reporters.opened(case.pk, city.actor(HOTLINE)).anonymous


def test_erased_for_good_while_the_ledger_stands(city, case):
    digest = Entry.objects.get(stream=case.matter.stream, act="take_in").facts["reporter"]
    case.do(HOTLINE, "erase_reporter", {"reason": "反映人11月22日书面申请删除。"})
    row = Reporter.objects.get(pk=case.pk)
    assert (row.name, row.phone, row.salt, row.phone_tag) == ("", "", "", "")
    assert reporters.known(case.pk) is None
    assert not reporters.erased_or_digest(case.pk, digest)
    assert verify_stream(case.matter.stream) is None
    with pytest.raises(Refused) as refused:
        case.do(BUILDER, "open_reporter", WHY)
    assert refused.value.code == "no_reporter_kept"


def test_found_by_phone_however_it_is_written(city, case):
    other = taken_in(city, reporter={"phone": "+86 13900001234"})
    assert reporters.by_phone("139-0000-1234") == [other.pk, case.pk]
    assert reporters.by_phone("13900001235") == []
    assert reporters.by_phone("") == []


def test_registered_by_staff_it_is_sealed_too_and_nobody_said_nothing_is_kept(city):
    named = Case(city, reporter_name="反映人乙", reporter_phone="13700001111", wants_sms=True)
    assert reporters.known(named.pk).phone == "13700001111"
    assert rows_with("反映人乙") == []
    silent = Case(city)
    assert not Reporter.objects.filter(pk=silent.pk).exists()
    with pytest.raises(Refused):
        silent.do("committee-office.clerk", "open_reporter", WHY)
