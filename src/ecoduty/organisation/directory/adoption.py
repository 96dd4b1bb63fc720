"""Adopting a rulebook: an act that stores an immutable version, and fills the directory the first time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from ecoduty.kernel.flow import (
    Act,
    Actor,
    ActTable,
    Attempt,
    Done,
    Guard,
    State,
    Subject,
    Who,
    perform,
    register,
)
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook.models import RulebookVersion
from ecoduty.kernel.rulebook.store import store
from ecoduty.organisation.directory import seeding
from ecoduty.organisation.directory.models import Adoption
from ecoduty.organisation.directory.plan_import import import_act
from ecoduty.organisation.directory.proposing import RulebookText, propose_act
from ecoduty.organisation.directory.states import DIRECTOR

STREAM = "rulebook"
WAITING, ADOPTED = "waiting", "adopted"


class Adopt(RulebookText):
    """采用规则书: `seen` is the version that was in force when whoever adopts looked at the difference."""

    note: str = Field(default="", title="说明", max_length=500, json_schema_extra={"widget": "long_text"})
    seen: str = Field(default="", title="比较时在用的一版", max_length=64, json_schema_extra={"widget": "hidden"})

    def facts(self) -> dict[str, Any]:
        """The ledger names the version and why."""
        return {**super().facts(), "note": self.note}


class _Store:
    """The one row of the adoption; it is there from the beginning."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        return dict.fromkeys(refs, STREAM)

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        row = Adoption.objects.select_for_update().get()
        return dict.fromkeys(refs, row)

    def write(self, subjects: Sequence[Any]) -> None:
        for row in subjects:
            row.save(update_fields=["state", "version", "last_occurred_at", "digest"])


def _not_in_force(attempt: Attempt) -> bool:
    return bool(attempt.subject.digest != attempt.data.book.digest)


def _new_content(attempt: Attempt) -> bool:
    known = RulebookVersion.objects.filter(digest=attempt.data.book.digest).exists()
    return not known or attempt.subject.digest == attempt.data.book.digest


def _as_looked_at(attempt: Attempt) -> bool:
    """Who adopts after looking at what moves has looked at the difference to what is in force now."""
    return attempt.data.seen in {"", attempt.subject.digest}


def _same_city(attempt: Attempt) -> bool:
    """One deployment serves one city; its matters and numbers would mean nothing under another's rulebook."""
    latest = RulebookVersion.objects.order_by("-adopted_at").values_list("city", flat=True).first()
    return latest is None or bool(latest == attempt.data.book.city.code)


def _adopt(attempt: Attempt) -> None:
    book = attempt.data.book
    adopted_by = f"{attempt.actor.title} {attempt.actor.name}".strip()
    store(book, adopted_at=attempt.occurred_at, adopted_by=adopted_by, note=attempt.data.note)
    attempt.subject.digest = book.digest
    established = seeding.seed(book, attempt.actor, attempt.occurred_at, attempt.reason)
    attempt.record(bodies_established=established)


NEW_VERSION = (
    Guard("already_in_force", "这一版规则书正在使用，不必再次采用。", _not_in_force, asks_data=True),
    Guard("other_city", "这是另一个城市的规则书，不能在本平台采用。", _same_city, asks_data=True),
    Guard(
        "adopted_before", "内容完全相同的一版以前采用过，请修改版次（edition）后再采用。", _new_content,
        asks_data=True,
    ),
)  # fmt: skip
LOOKED_AT = Guard(
    "another_adopted", "您看的时候在用的一版已经换了，会动什么须重新看过再采用。请打开本页再看一遍。", _as_looked_at,
    asks_data=True,
)  # fmt: skip

RULEBOOK = register(
    ActTable(
        kind="rulebook",
        label="规则书",
        states=(State(WAITING, "尚未采用"), State(ADOPTED, "在用", open=False)),
        acts=(
            Act(
                "adopt", "采用规则书", (WAITING, ADOPTED), ADOPTED,
                (Who("system", (), "平台"), Who("committee_office", (DIRECTOR,), "市环委办主任")),
                data=Adopt, effect=_adopt, main=True,
                guards=(*NEW_VERSION, LOOKED_AT),
            ),
            propose_act(ADOPTED, NEW_VERSION),
            import_act(ADOPTED),
        ),
        store=_Store(),
    )
)  # fmt: skip


def adopt(book: Rulebook, actor: Actor, note: str = "") -> Done:
    """Adopt a rulebook. Raises Refused: `already_in_force`, `other_city`, `adopted_before`, `not_permitted`."""
    return perform(RULEBOOK, "adopt", STREAM, actor=actor, data={"content": book.to_json(), "note": note})
