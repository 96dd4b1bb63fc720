"""What the acts of a ladder ask for: the sweep names rungs, people decide about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from ecoduty.kernel.flow import ActData
from ecoduty.kernel.rulebook import store
from ecoduty.kernel.rulebook.schema import Rung

Words = Annotated[str, StringConstraints(min_length=2, max_length=500)]


@dataclass(frozen=True, slots=True)
class Firing:
    """A rung of a deadline whose time has come. A `lapsed` one is only noted: a later one is due as well."""

    deadline: int
    round: int
    holder: int
    label: str
    due: str
    late: bool
    statutory: bool
    rulebook: str
    ladder: str
    rung: str
    lapsed: bool = False
    key: str = ""  # of the deadline, to tell which act meets it

    def rule(self) -> Rung:
        """The rung as the deadline's own rulebook has it."""
        rungs = store.version(self.rulebook).ladders[self.ladder].rungs
        return next(rung for rung in rungs if rung.key == self.rung)


class Rungs(ActData):
    """Rungs that the sweep names."""

    firings: tuple[Firing, ...] = Field(title="梯级")

    def facts(self) -> dict[str, Any]:
        """Which rungs of which deadlines."""
        return {
            "rungs": [
                {"deadline": item.label, "rung": item.rung, **({"lapsed": True} if item.lapsed else {})}
                for item in self.firings
            ]
        }


class Remind(Rungs):
    """Rungs inside the holder."""


class PrepareRungs(Rungs):
    """Rungs that leave the holder."""


class DecideRung(ActData):
    """One prepared rung."""

    rung: int = Field(title="升级事项", json_schema_extra={"widget": "choice", "choices_from": "undecided_rungs"})


class ReleaseRung(DecideRung):
    """Send it."""

    note: str = Field("", title="附言", max_length=500, json_schema_extra={"widget": "long_text"})


class AdvanceRung(ActData):
    """The next one, before its day."""

    reason: Words = Field(title="提前的理由", json_schema_extra={"widget": "long_text"})


class MergeRung(DecideRung):
    """Let another one stand for it."""

    into: int = Field(title="并入", json_schema_extra={"widget": "choice", "choices_from": "undecided_rungs"})
    reason: Words = Field(title="并入理由")


class HoldRung(DecideRung):
    """Not now."""

    reason: Words = Field(title="暂不发的理由")


class Urge(ActData):
    """A reminder by a person."""

    note: str = Field("", title="催办要求", max_length=500, json_schema_extra={"widget": "long_text"})
