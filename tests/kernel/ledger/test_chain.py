"""Canonical JSON and the links of a chain."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from ecoduty.kernel.ledger import chain
from tests.kernel.ledger.writing import START

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
leaves = st.none() | st.booleans() | st.integers(-(2**80), 2**80) | texts
values = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=20)


def test_sm3_is_the_standards_own():
    assert chain.sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_both_implementations_of_sm3_agree():
    for data in (b"", b"abc", b"\xff" * 1000):
        assert chain._bundled_sm3(data) == hashlib.new("sm3", data).digest()


@given(values)
def test_canonical_form_can_be_read_back_and_has_one_form_only(value):
    text = chain.canonical(value)
    assert json.loads(text) == value
    assert chain.canonical(json.loads(text)) == text


@given(st.dictionaries(texts, leaves, min_size=2))
def test_canonical_form_does_not_know_the_order_of_keys(value):
    assert chain.canonical(dict(reversed(value.items()))) == chain.canonical(value)


@pytest.mark.usefixtures("db")
@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(texts, values), min_size=1, max_size=20))
def test_canonical_form_is_the_same_after_a_way_through_the_database(facts):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT facts::jsonb::text FROM unnest(%s::text[]) WITH ORDINALITY AS rows(facts, place) ORDER BY place",
            [[chain.canonical(value).decode() for value in facts]],
        )
        back = [json.loads(text) for (text,) in cursor.fetchall()]
    assert [chain.canonical(value) for value in back] == [chain.canonical(value) for value in facts]


@pytest.mark.parametrize("value", [1.5, float("nan"), {"a": [0.1]}, {1: "a"}, {None: 1}, START, b"x", {"a": {2}}])
def test_canonical_form_refuses_what_json_does_not_keep(value):
    with pytest.raises(TypeError):
        chain.canonical(value)


@pytest.mark.parametrize("value", ["a\0b", {"a\0": 1}, ["x", {"y": "\0"}], "\ud800"])
def test_canonical_form_refuses_what_the_database_does_not_keep(value):
    with pytest.raises(ValueError):
        chain.canonical(value)


def test_a_moment_reads_the_same_in_every_zone():
    moment = datetime(2026, 1, 31, 23, 59, 59, 5, tzinfo=timezone(timedelta(hours=8)))
    assert chain.instant(moment) == chain.instant(moment.astimezone(UTC)) == "2026-01-31T15:59:59.000005Z"


@given(texts, texts)
def test_no_stream_begins_like_another(one, other):
    assert (chain.genesis(one) == chain.genesis(other)) == (one == other)


@given(st.binary(min_size=32, max_size=32), values)
def test_a_link_depends_on_what_stands_before_it_and_on_every_word(previous, value):
    link = chain.link(previous, {"a": value})
    assert len(link) == chain.DIGEST_SIZE
    assert link != chain.link(chain.sm3(previous), {"a": value})
    assert link != chain.link(previous, {"a": [value]})
