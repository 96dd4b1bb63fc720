"""Importing the yearly holiday notice: an act on the calendar, in the stream `calendar`; deadlines are counted again after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import Field, PrivateAttr

from ecoduty.casework.duties.recomputation import Report, recompute
from ecoduty.kernel.clock import ClockError
from ecoduty.kernel.clock.current import current_calendar, foreseen, invalidate_calendar, store_notice
from ecoduty.kernel.clock.models import CalendarYear
from ecoduty.kernel.clock.notice import Notice, read_notice
from ecoduty.kernel.flow import Act, ActData, Actor, ActTable, Attempt, Guard, State, Subject, Who, perform, register
from ecoduty.kernel.ledger.chain import sm3
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.directory.relations import IN_OFFICE
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, OFFICE_KINDS, Level

STREAM = "calendar"
IN_USE = "in_use"


class ImportNotice(ActData):
    """导入放假通知: the text of the file, and its name, by whose ending it is read."""

    content: str = Field(title="放假通知", min_length=1, json_schema_extra={"widget": "long_text"})
    file: str = Field(title="文件名", min_length=1, max_length=200)
    _notice: Notice = PrivateAttr()

    def model_post_init(self, context: object, /) -> None:  # noqa: ARG002 -- pydantic calls it so
        """Read the notice. One that cannot be read is a ValueError, which the gate reports as bad data."""
        try:
            self._notice = read_notice(self.content.encode(), self.file)
        except ClockError as error:
            raise ValueError(str(error)) from error

    @property
    def notice(self) -> Notice:
        """The notice, read and checked."""
        return self._notice

    def facts(self) -> dict[str, Any]:
        """The entry names the notice and its digest; its days stand in the tables of the clock."""
        return {
            "file": self.file,
            "sm3": sm3(self.content.encode()).hex(),
            "year": self.notice.year,
            "notice": self.notice.name,
            "days": len(self.notice.days),
        }


@dataclass(slots=True)
class Calendar:
    """The calendar of this installation as the gate's subject. It has no row of its own: its stream says how it stands."""

    version: int = 0
    last_occurred_at: datetime | None = None
    state: str = IN_USE
    stream: str = STREAM
    level: str = "city"

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:  # noqa: ARG002 -- the protocol of subjects
        """Everybody in office may know the calendar; the city's committee office keeps it, as it keeps the rulebook."""
        if actor.is_system:
            return frozenset({"system"})
        keeps = COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY
        return frozenset({IN_OFFICE, COMMITTEE_OFFICE} if keeps else {IN_OFFICE})


class _Store:
    """The one calendar; it is there from the beginning, and its stream is locked while it is read and changed."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        return dict.fromkeys(refs, STREAM)

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        last = Entry.objects.filter(stream=STREAM).order_by("-seq").first()
        found = Calendar(last.seq, last.occurred_at) if last else Calendar()
        return dict.fromkeys(refs, found)

    def write(self, subjects: Sequence[Any]) -> None:
        """Nothing: the entry is all that is kept."""


def _says_something_new(attempt: Attempt) -> bool:
    notice: Notice = attempt.data.notice
    known = CalendarYear.objects.filter(year=notice.year, notice=notice.name, complete=notice.complete).exists()
    after, _ = foreseen(notice)
    return not known or after.edition != current_calendar().edition


def _import(attempt: Attempt) -> None:
    changed = store_notice(attempt.data.notice, attempt.recorded_at)
    attempt.record(
        changed=[{"date": day.date.isoformat(), "works": day.after.is_working} for day in changed.days],
        settled_years=list(changed.settled_years),
    )


CALENDAR = register(
    ActTable(
        kind="calendar",
        label="工作日历",
        states=(State(IN_USE, "在用", open=False),),
        acts=(
            Act(
                "import_notice", "导入放假通知", (IN_USE,), None, (Who("system", (), "平台"), Who(COMMITTEE_OFFICE, OFFICE_KINDS, "市环委办主任、经办人")),
                data=ImportNotice, effect=_import, aside=True,
                guards=(
                    Guard(
                        "notice_changes_nothing", "这份放假通知已经导入，内容没有变化。", _says_something_new,
                        asks_data=True,
                    ),
                ),
            ),
        ),
        store=_Store(),
    )
)  # fmt: skip


def import_notice(content: str, file: str, actor: Actor) -> Report:
    """Import a notice by an act and count again what rested on the calendar before; the second part may be repeated
    and is, by the next sweep, when this process ends in between.

    Raises Refused: `notice_changes_nothing`, or for data that is no notice.
    """
    invalidate_calendar()
    perform(CALENDAR, "import_notice", STREAM, actor=actor, data={"content": content, "file": file})
    invalidate_calendar()
    return recompute(read_notice(content.encode(), file).name, actor=actor)


__all__ = ["CALENDAR", "STREAM", "Calendar", "ImportNotice", "import_notice"]
