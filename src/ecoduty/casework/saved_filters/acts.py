"""The acts of a person on his own filters: keep, rename, move, be told, remove."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from ecoduty.casework.saved_filters.models import Entered, SavedFilter, Shelf
from ecoduty.kernel.flow import Act, ActData, ActTable, Attempt, Guard, State, Who, register
from ecoduty.organisation.accounts.own import IN_USE, OwnStore

MOST = 12  # filters of one person: what one looks at every day, no archive
_KEY_BYTES = 4

Name = Annotated[str, StringConstraints(min_length=1, max_length=30)]
Word = Annotated[str, StringConstraints(max_length=120)]


class KeepFilter(ActData):
    """存为常用筛选. What was asked for is the person's own and stays out of the ledger."""

    name: Name = Field(title="名称")
    query: dict[Word, Word] = Field(title="筛选条件", min_length=1, max_length=20)

    def facts(self) -> dict[str, Any]:
        """Nothing of it: words one searches by may name what others must not know of."""
        return {}


class NamedFilter(ActData):
    """One of the filters."""

    filter: str = Field(title="筛选")


class RenameFilter(NamedFilter):
    """改名."""

    name: Name = Field(title="名称")

    def facts(self) -> dict[str, Any]:
        """Which one; its name is the person's own."""
        return {"filter": self.filter}


class MoveFilter(NamedFilter):
    """上移、下移."""

    up: bool = Field(default=True, title="上移")


class WatchFilter(NamedFilter):
    """有新办件时通知，或不再通知."""

    notify: bool = Field(default=True, title="有新办件时通知我")


def _keep(attempt: Attempt) -> None:
    given: KeepFilter = attempt.data
    made = SavedFilter(secrets.token_hex(_KEY_BYTES), given.name, dict(given.query))
    attempt.subject.keep([*attempt.subject.every, made])
    attempt.record(filter=made.key)


def _rename(attempt: Attempt) -> None:
    _change(attempt, name=attempt.data.name)


def _watch(attempt: Attempt) -> None:
    _change(attempt, notify=attempt.data.notify)
    _forget(attempt)


def _move(attempt: Attempt) -> None:
    filters = attempt.subject.every
    here = _place(attempt)
    there = here - 1 if attempt.data.up else here + 1
    if 0 <= there < len(filters):
        filters[here], filters[there] = filters[there], filters[here]
    attempt.subject.keep(filters)


def _remove(attempt: Attempt) -> None:
    attempt.subject.keep([one for one in attempt.subject.every if one.key != attempt.data.filter])
    _forget(attempt)


def _change(attempt: Attempt, **changed: Any) -> None:
    attempt.subject.keep(
        [replace(one, **changed) if one.key == attempt.data.filter else one for one in attempt.subject.every]
    )


def _forget(attempt: Attempt) -> None:
    """Whoever is told from now on is told of what comes in from now on; whoever is not needs no record at all."""
    Entered.objects.filter(shelf=attempt.subject.pk, filter=attempt.data.filter).delete()


def _place(attempt: Attempt) -> int:
    return [one.key for one in attempt.subject.every].index(attempt.data.filter)


def _known(attempt: Attempt) -> bool:
    return any(one.key == attempt.data.filter for one in attempt.subject.every)


def _name_free(attempt: Attempt) -> bool:
    own = getattr(attempt.data, "filter", "")
    return all(one.name != attempt.data.name or one.key == own for one in attempt.subject.every)


_OWN = (Who("own", (), "本人"),)
known = Guard("no_such_filter", "没有这个常用筛选，可能已经删除。请刷新页面。", _known, asks_data=True)
name_free = Guard("filter_name_taken", "您已有同名的常用筛选，请换一个名称。", _name_free, asks_data=True)
room_left = Guard(
    "filters_full",
    f"常用筛选最多{MOST}个，请先删去不用的。",
    lambda attempt: len(attempt.subject.filters) < MOST,
)

SHELF = register(
    ActTable(
        kind="saved_filters",
        label="常用筛选",
        states=(State(IN_USE, "在用", open=False),),
        acts=(
            Act(
                "keep", "存为常用筛选", (IN_USE,), None, _OWN, data=KeepFilter, effect=_keep, main=True,
                guards=(room_left, name_free),
            ),
            Act("rename", "改名", (IN_USE,), None, _OWN, data=RenameFilter, effect=_rename, guards=(known, name_free)),
            Act("move", "调整次序", (IN_USE,), None, _OWN, data=MoveFilter, effect=_move, guards=(known,)),
            Act("watch", "设置新办件通知", (IN_USE,), None, _OWN, data=WatchFilter, effect=_watch, guards=(known,)),
            Act("remove", "删除", (IN_USE,), None, _OWN, data=NamedFilter, effect=_remove, guards=(known,)),
        ),
        store=OwnStore(Shelf, "filters", "watched"),
    )
)  # fmt: skip

__all__ = ["MOST", "SHELF"]
