"""Loads a city folder strictly: every defect is found in one pass and named with file and line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ecoduty.kernel.rulebook import citing, districts, references
from ecoduty.kernel.rulebook.book import Rulebook
from ecoduty.kernel.rulebook.errors import RulebookError
from ecoduty.kernel.rulebook.messages import code_and_sentence
from ecoduty.kernel.rulebook.schema import City
from ecoduty.kernel.rulebook.sections import CITY, SECTIONS, SOURCE_SECTIONS
from ecoduty.kernel.rulebook.source import Place, Source, Trail, read_folder

if TYPE_CHECKING:
    from pathlib import Path

    from ecoduty.kernel.rulebook.schema.base import Entry


def load_rulebook(folder: Path) -> Rulebook:
    """The rulebook of a city folder.

    Raises RulebookError with all problems found: syntax, unknown or duplicate keys, missing basis, wrong types,
    references to nothing, overlapping dates, contradictions.
    """
    source = read_folder(folder, SOURCE_SECTIONS)
    if not source.sections:
        raise RulebookError(source.problems or [])
    declared = _declared(source)
    districts.expand(source)
    city = _city(source)
    entries = {name: _entries(source, name) for name in SECTIONS}
    declared |= {"bodies": frozenset(source.sections.get("bodies", {}))}
    references.check(entries, declared, source)
    if city is not None:
        citing.check(city, entries["clauses"], source)
    if source.problems or city is None:
        raise RulebookError(source.problems)
    return Rulebook.build(city, entries)


def _declared(source: Source) -> dict[str, frozenset[str]]:
    """Keys written in each section, valid or not: one bad entry must not make every mention of it dangle."""
    for name, section in SECTIONS.items():
        if (
            section.needed
            and not source.sections.get(name)
            and (name != "bodies" or "district_template" not in source.sections)
        ):
            source.report(Place("", 0), "missing_section", f"规则书缺少“{name}”（{section.label}）")
    return {name: frozenset(source.sections.get(name, {})) for name in SECTIONS}


def _city(source: Source) -> City | None:
    if CITY not in source.sections:
        source.report(Place("", 0), "missing_section", "规则书缺少“city”（城市和版次）")
        return None
    city = _validated(source, City, (CITY,), source.sections[CITY])
    return city if isinstance(city, City) else None


def _entries(source: Source, name: str) -> dict[str, Entry]:
    section = SECTIONS[name]
    found: dict[str, Entry] = {}
    for key, raw in source.sections.get(name, {}).items():
        path: Trail = (name, key)
        data = raw
        if isinstance(raw, dict):
            if section.key_field in raw:
                place = source.place((*path, section.key_field))
                source.report(place, "unknown_key", f"不认识的键“{section.key_field}”：条目的键已写在前面")
            data = raw | {section.key_field: int(key) if section.numeric and key.isdecimal() else key}
        entry = _validated(source, section.model, path, data)
        if entry is not None:
            found[key] = entry
    return found


def _validated(source: Source, model: type[Entry], path: Trail, data: Any) -> Entry | None:
    try:
        # Through JSON: there a strict model takes "2026-01-31" for a date and a list for a tuple, and nothing looser.
        return model.model_validate_json(json.dumps(data))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            code, sentence = code_and_sentence(detail)
            source.report(source.place((*path, *detail["loc"])), code, sentence)
        return None
