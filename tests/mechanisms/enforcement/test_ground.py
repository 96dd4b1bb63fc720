"""What all rooms of enforcement stand on: identity numbers kept out of texts, the limits a case goes by, what is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoduty.mechanisms.enforcement import circle, offences
from ecoduty.mechanisms.enforcement.concerned.numbers import is_identity_number, without_numbers
from ecoduty.mechanisms.enforcement.relations import OFFICER
from ecoduty.organisation.directory.models import Body

RIGHT = "110101199003074477"
WRONG = "110101199003074478"


@pytest.mark.parametrize(
    "written", [RIGHT, "１１０１０１１９９００３０７４４７７", "110101 1990 0307 4477", "110101-19900307-4477"]
)
def test_an_identity_number_is_masked_however_it_is_written(written):
    assert without_numbers(f"某甲（{written}）非法处置危废案") == (f"某甲（110101{'＊' * 12}）非法处置危废案", 1)


@pytest.mark.parametrize(
    "text", [f"文号{WRONG}", "联系电话13800138000", "91350200M0001ABCDE", f"1{RIGHT}", "涉案2026年12 03吨", ""]
)
def test_other_digits_stay_as_they_were(text):
    assert without_numbers(text) == (text, 0)


def test_each_of_several_numbers_is_masked():
    text, count = without_numbers(f"{RIGHT}、{RIGHT}")
    assert count == 2
    assert RIGHT not in text


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_number_is_left_whatever_stands_around_it(before, after):
    text, count = without_numbers(f"{before}：{RIGHT}：{after}")
    assert count >= 1
    assert RIGHT not in text


def test_the_check_sign_is_looked_at():
    assert is_identity_number(RIGHT)
    assert not is_identity_number(WRONG)


def test_limits_follow_the_holder_and_the_group(city):
    leg = "criminal-transfer.reconsideration"
    bureau, forestry = Body.objects.get(key="ecology-bureau"), Body.objects.get(key="resources-planning-bureau")
    assert offences.limits_for(bureau, "environment", leg) == (leg, f"{leg}-general")
    assert offences.limits_for(forestry, "forestry", leg) == (f"{leg}-general",)
    assert offences.limits_for(forestry, "forestry", "criminal-transfer.sending") == ("criminal-transfer.sending",)
    assert [code for code, _ in offences.groups(city.clock.moment.date())][:3] == ["environment", "forestry", "fishery"]


def test_officers_reviewers_and_linkage_officers_are_in_office(city):
    for post in ("enforcement-officer-1", "enforcement-officer-2", "legal-reviewer", "linkage-officer", "principal"):
        assert city.actor(f"ecology-bureau.{post}").person
    assert len(circle.in_posts(Body.objects.get(key="ecology-bureau"), OFFICER, city.clock.moment.date())) == 2
    for body in ("police", "procuratorate", "court"):
        assert city.actor(f"{body}.linkage-officer").person
