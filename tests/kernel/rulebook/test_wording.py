"""Whoever approves a rulebook reads Chinese: every field of its schema has a word, and so has every value that is a code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from ecoduty.kernel.rulebook import Rulebook, wording
from ecoduty.kernel.rulebook.schema import RELATIONS, SECRECIES
from ecoduty.kernel.rulebook.wording import FIELDS, VALUES, field, value


def fields(of: Any, seen: set[Any], inside: str = "") -> Iterator[tuple[str, Any]]:
    """Every field below a type with each value it may have as a code, None where it has none."""
    if isinstance(of, type) and issubclass(of, BaseModel):
        if of not in seen:
            seen.add(of)
            for name, one in of.model_fields.items():
                yield name, None
                yield from fields(one.annotation, seen, name)
        return
    if get_origin(of) is Literal:
        yield from ((inside, code) for code in get_args(of))
        return
    for part in get_args(of):
        yield from fields(part, seen, inside)


def test_every_field_and_every_code_has_a_word():
    found = [pair for one in Rulebook.model_fields.values() for pair in fields(one.annotation, set())]
    assert len({name for name, _ in found}) > 150
    assert sorted({name for name, _ in found if name not in FIELDS}) == []
    codes = {(name, code) for name, code in found if code is not None and name not in SECRECIES}
    assert len(codes) > 60
    assert sorted(f"{name}={code}" for name, code in codes if code not in VALUES.get(name, {})) == []
    assert set(wording.RELATIONS) == set(RELATIONS)
    assert set(wording.SECRECIES) == set(SECRECIES)


def test_no_word_is_there_for_what_is_no_field():
    known = {name for one in Rulebook.model_fields.values() for name, _ in fields(one.annotation, set())}
    assert sorted(set(FIELDS) - known - set(RELATIONS) - set(SECRECIES)) == []


def test_values_read_as_sentences():
    assert value("working_days", "unit") == "工作日"
    assert value(True, "roll") == "是"
    assert value({"n": 5, "unit": "natural_days", "note": ""}) == "数：5，单位：日"
    assert value(["city", "district"], "levels") == "市；区"
    assert value(None, "until") == value([], "tags") == "空"
    assert value("water-bureau", "holder") == "water-bureau"
    assert field("working_up_to") == "几日以内按工作日"
    assert field("2026-01-01") == "2026-01-01"
