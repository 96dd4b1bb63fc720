"""Sample responsibilities of a city, read strictly from a folder beside its rulebook and put in force marked as samples."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from ecoduty.kernel import flow
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.rulebook.errors import Problem, RulebookError
from ecoduty.kernel.rulebook.messages import code_and_sentence
from ecoduty.kernel.rulebook.source import Reader, Source, compose, read_text
from ecoduty.mechanisms.responsibilities.data import Entry
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
    source = Source()
    files: list[SampleFile] = []
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        name = f"{FOLDER}/{path.name}"
        node = compose(read_text(path, name, source), name, source)
        if node is None:
            continue
        raw = Reader(name, source).value(node, (name,))
        try:
            files.append(SampleFile.model_validate_json(json.dumps(raw)))
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                code, sentence = code_and_sentence(detail)
                source.report(source.place((name, *detail["loc"])), code, sentence)
    if source.problems:
        raise RulebookError(source.problems)
    return files


def load(folder: Path, actor: Actor) -> Loaded:
    """Put the samples in force, one act for each body; a body that has any list is left alone.

    Raises RulebookError for a row that names a body, field, way or basis nobody knows; then nothing was loaded of that
    body or of those after it.
    """
    known = set(ResponsibilityList.objects.values_list("body__key", flat=True))
    loaded: list[str] = []
    left: list[str] = []
    rows = 0
    for one in read(folder):
        if one.body in known:
            left.append(one.body)
            continue
        _load(one, actor)
        loaded.append(one.body)
        rows += len(one.rows)
    return Loaded(tuple(loaded), rows, tuple(left))


def missing() -> bool:
    """Whether no list is there at all, real or sample: one statement."""
    return not ResponsibilityList.objects.exists()


def _load(one: SampleFile, actor: Actor) -> None:
    try:
        flow.perform(SPECIFIC_TABLE, "load_sample", actor=actor, data={"body": one.body, "rows": one.entries()})
    except Refused as refused:
        raise RulebookError([Problem(f"{FOLDER}/{one.body}.yaml", 0, refused.code, sentence_of(refused))]) from refused


def sentence_of(refused: Refused) -> str:
    """Its sentence, with the first problems of single rows."""
    told: Sequence[Any] = refused.problems[:5]
    return "；".join((refused.sentence, *(f"{problem.field}：{problem.sentence}" for problem in told)))


__all__ = ["FOLDER", "Loaded", "SampleFile", "load", "missing", "read", "sentence_of"]
