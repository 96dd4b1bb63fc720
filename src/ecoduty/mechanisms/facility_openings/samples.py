"""Sample facilities of a city, read strictly from a folder beside its rulebook and opened marked as samples."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, perform
from ecoduty.kernel.rulebook.errors import RulebookError
from ecoduty.kernel.rulebook.messages import code_and_sentence
from ecoduty.kernel.rulebook.source import Reader, Source, compose, read_text
from ecoduty.mechanisms.facility_openings.data import FacilityFacts, SampleSession
from ecoduty.mechanisms.facility_openings.flow import FACILITY
from ecoduty.mechanisms.facility_openings.models import Facility

FILE = "samples/openings/facilities.yaml"  # beside the rulebook's files, and no part of it


class Sample(FacilityFacts):
    """One facility; days are counted from the day it is loaded."""

    body: str
    kind: str
    last_opened_days_ago: int
    sessions: tuple[SampleSession, ...] = ()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    facilities: tuple[Sample, ...]


def read(folder: Path) -> tuple[Sample, ...]:
    """The samples of a city's folder, empty where it has none. Raises RulebookError that names file and line."""
    path = folder / FILE
    if not path.exists():
        return ()
    source = Source()
    node = compose(read_text(path, FILE, source), FILE, source)
    if node is not None:
        raw = Reader(FILE, source).value(node, (FILE,))
        try:
            return _File.model_validate_json(json.dumps(raw)).facilities
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                code, sentence = code_and_sentence(detail)
                source.report(source.place((FILE, *detail["loc"])), code, sentence)
    if source.problems:
        raise RulebookError(source.problems)
    return ()


def load(folder: Path, actor: Actor) -> int:
    """Open the samples, one act for each; how many. Raises RulebookError, Refused."""
    samples = read(folder)
    for one in samples:
        given = one.model_dump(mode="json", exclude={"last_opened_days_ago"})
        last = today() - timedelta(days=one.last_opened_days_ago)
        perform(FACILITY, "load_sample", actor=actor, data={**given, "last_opened_on": last.isoformat()})
    return len(samples)


def missing() -> bool:
    """Whether no facility is there at all, real or sample."""
    return not Facility.objects.exists()
