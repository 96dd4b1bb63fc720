"""Sample responsibilities of a city, read strictly from a folder beside its rulebook and put in force marked as samples."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from ecoduty.casework.legal_basis.reading import parse
from ecoduty.kernel import flow
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.rulebook.errors import Problem, RulebookError
from ecoduty.kernel.rulebook.messages import code_and_sentence
from ecoduty.kernel.rulebook.source import Reader, Source, compose, read_text
from ecoduty.mechanisms.responsibilities.data import Entry
from ecoduty.mechanisms.responsibilities.entries import Known, body_named, understand
from ecoduty.mechanisms.responsibilities.flow import SPECIFIC_TABLE
from ecoduty.mechanisms.responsibilities.models import ResponsibilityList

FOLDER = "samples"  # beside the rulebook's files, and no part of it


class SampleFile(BaseModel):
    """One body's samples; `enforcement` is that of every row that states none of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    body: str
    rows: tuple[Entry, ...]
    enforcement: str = ""

    def entries(self) -> list[dict[str, Any]]:
        """The rows as the act takes them."""
        rows = (
            row if row.enforcement else row.model_copy(update={"enforcement": self.enforcement}) for row in self.rows
        )
        return [row.model_dump(mode="json") for row in rows]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was done: bodies whose samples are in force now, and those left alone because they have a list."""

    bodies: tuple[str, ...]
    rows: int
    left: tuple[str, ...]


def read(folder: Path) -> list[SampleFile]:
    """The samples of a city's folder, empty where it has none. Raises RulebookError that names file and line."""
    return list(_placed(folder)[0].values())


def _placed(folder: Path) -> tuple[dict[str, SampleFile], Source]:
    """The samples by the names of their files, and where in them everything stands."""
    source = Source()
    files: dict[str, SampleFile] = {}
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        name = f"{FOLDER}/{path.name}"
        node = compose(read_text(path, name, source), name, source)
        if node is None:
            continue
        raw = Reader(name, source).value(node, (name,))
        try:
            files[name] = SampleFile.model_validate_json(json.dumps(raw))
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                code, sentence = code_and_sentence(detail)
                source.report(source.place((name, *detail["loc"])), code, sentence)
    if source.problems:
        raise RulebookError(source.problems)
    return files, source


def load(folder: Path, actor: Actor) -> Loaded:
    """Put the samples in force, one act for each body; a body that has any list is left alone.

    Raises RulebookError, with file and line, for every row of a file that names a body, field, way or basis nobody
    knows; then nothing was loaded of that body or of those after it.
    """
    known = set(ResponsibilityList.objects.values_list("body__key", flat=True))
    loaded: list[str] = []
    left: list[str] = []
    rows = 0
    files, source = _placed(folder)
    for name, one in files.items():
        if one.body in known:
            left.append(one.body)
            continue
        _load(name, one, source, actor)
        loaded.append(one.body)
        rows += len(one.rows)
    return Loaded(tuple(loaded), rows, tuple(left))


def missing() -> bool:
    """Whether no list is there at all, real or sample: one statement."""
    return not ResponsibilityList.objects.exists()


def _load(name: str, one: SampleFile, source: Source, actor: Actor) -> None:
    if wrong := _wrong(name, one, source):
        raise RulebookError(wrong)
    try:
        flow.perform(SPECIFIC_TABLE, "load_sample", actor=actor, data={"body": one.body, "rows": one.entries()})
    except Refused as refused:
        line = source.place((name,)).line
        raise RulebookError([Problem(name, line, refused.code, sentence_of(refused))]) from refused


def _wrong(name: str, one: SampleFile, source: Source) -> list[Problem]:
    """What the rows of a file name that nobody knows, each with its line."""

    def at(*path: str | int) -> int:
        return source.place((name, *path)).line

    on = today()
    try:
        body = body_named(one.body, on)
    except Refused as refused:
        return [Problem(name, at("body"), refused.code, refused.sentence)]
    known = Known.on_day(on)
    found: list[Problem] = []
    for number, row in enumerate(one.rows):
        try:
            understand([row], body, known)
        except Refused as refused:
            said = ((one.field, one.code, one.sentence.partition("：")[2]) for one in refused.problems)
            found += [Problem(name, at("rows", number, field), code, sentence) for field, code, sentence in said]
        faults = parse(row.bases, known.library, on=on, body=body.key).faults
        found += [Problem(name, at("rows", number, "bases"), fault.code, fault.sentence) for fault in faults]
    return found


def sentence_of(refused: Refused) -> str:
    """Its sentence, with the first problems of single rows."""
    told: Sequence[Any] = refused.problems[:5]
    return "；".join((refused.sentence, *(f"{problem.field}：{problem.sentence}" for problem in told)))


__all__ = ["FOLDER", "Loaded", "SampleFile", "load", "missing", "read", "sentence_of"]
