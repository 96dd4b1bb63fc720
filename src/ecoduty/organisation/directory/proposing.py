"""Proposing a rulebook: it is laid beside the one in force, to be looked at before anybody adopts it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field, PrivateAttr

from ecoduty.kernel.flow import Act, ActData, Attempt, Guard, Who
from ecoduty.kernel.rulebook import Rulebook, RulebookError
from ecoduty.kernel.rulebook.models import Proposal
from ecoduty.organisation.directory.states import OFFICE_KINDS


class RulebookText(ActData):
    """The canonical text of a loaded rulebook (`Rulebook.to_json`)."""

    content: str = Field(title="规则书", json_schema_extra={"widget": "hidden"})
    _book: Rulebook = PrivateAttr()

    def model_post_init(self, context: object, /) -> None:  # noqa: ARG002 -- pydantic calls it so
        """Read the text. A text that is no rulebook is a ValueError, which the gate reports as bad data."""
        try:
            self._book = Rulebook.from_json(self.content)
        except RulebookError as error:
            raise ValueError(str(error)) from error

    @property
    def book(self) -> Rulebook:
        """The rulebook itself."""
        return self._book

    def facts(self) -> dict[str, Any]:
        """The ledger names the version; its text stands beside it, never changed."""
        return {"digest": self.book.digest, "city": self.book.city.code, "edition": self.book.edition}


class ProposeRulebook(RulebookText):
    """提出规则书新版: the file it came from, and how many worked cases came out as written."""

    file: str = Field(default="", title="文件名", max_length=200)
    cases: int = Field(default=0, ge=0, title="算例")

    def facts(self) -> dict[str, Any]:
        """What was proposed, from which file."""
        return {**super().facts(), "file": self.file}


def _propose(attempt: Attempt) -> None:
    data: ProposeRulebook = attempt.data
    Proposal.objects.get_or_create(
        digest=data.book.digest,
        defaults={
            "edition": data.book.edition,
            "content": data.book.to_json(),
            "file": data.file,
            "cases": data.cases,
            "proposed_at": attempt.occurred_at,
            "proposed_by": f"{attempt.actor.title} {attempt.actor.name}".strip(),
        },
    )


def propose_act(adopted: str, guards: Sequence[Guard]) -> Act:
    """The row of the rulebook's act table: possible once a rulebook is in force."""
    return Act(
        "propose_rulebook", "提出规则书新版", (adopted,), None,
        (Who("committee_office", OFFICE_KINDS, "市环委办主任、经办人"),),
        data=ProposeRulebook, effect=_propose, aside=True, guards=tuple(guards),
        hint="上传后先看改了什么、会动什么，再由主任决定是否采用。",
    )  # fmt: skip


__all__ = ["ProposeRulebook", "RulebookText", "propose_act"]
