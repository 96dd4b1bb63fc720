"""Time as data: instruments and their way of counting, limits, recurring duties, ladders, dated values."""

from __future__ import annotations

import re
from datetime import date
from string import Formatter
from typing import Annotated, Any, Literal, Self

from pydantic import Field, SerializerFunctionWrapHandler, StringConstraints, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from ecoduty.kernel.clock import CountingRule
from ecoduty.kernel.rulebook.schema.base import Basis, ClauseId, Dated, Entry, Key, Named, Selector, Text, Unit

Rhythm = Literal["annual", "half_year", "quarter"]
PERIOD_FORMS: dict[Rhythm, str] = {"annual": r"\d{4}", "half_year": r"\d{4}-H[12]", "quarter": r"\d{4}-Q[1-4]"}
Month = Annotated[int, Field(ge=1, le=12)]
DayOfMonth = Annotated[int, Field(ge=1, le=31)]
SUPERVISOR = "supervisor"  # as the sender of a rung: whoever supervises the matter, in place of a body's key
TITLE_FIELDS = {"body", "year", "period"}


class Counting(Entry):
    """How an instrument counts: what its days are where it does not say, and what happens at a rest day."""

    unmarked: Literal["natural_days", "working_days"] = "natural_days"
    working_numbers: tuple[int, ...] = ()
    working_up_to: int | None = None
    roll: bool | None = None
    provision: Text | None = None
    note: str = ""

    def rule(self) -> CountingRule:
        """The same for the clock, which does the counting."""
        return CountingRule(
            working_when=frozenset(self.working_numbers),
            working_up_to=self.working_up_to or 0,
            always_working=self.unmarked == "working_days",
            roll=bool(self.roll),
        )


InstrumentKind = Literal[
    "law", "regulation", "local_regulation", "rule", "interpretation", "party", "mandate", "policy", "other"
]
# Fields that older editions do not have: left out of the canonical text while empty, so that their digests stay.
_LATER = ("kind", "issuer", "aliases", "articles", "edition", "body", "pending")


class Instrument(Named):
    """A law, regulation or other text that limits rest on. `reading` says honestly how much of it was read.

    `articles` is the number of the last one, `edition` tells versions of one title apart, `body` is whose own text it
    is; `pending` marks what a person has to verify (待核).
    """

    title: Text
    number: str = ""
    issued: date | None = None
    in_force: date | None = None
    repealed: date | None = None
    replaced_by: Key | None = None
    reading: Literal["text", "part", "secondary", "title", "unread"]
    counting: Counting | None = None
    note: str = ""
    kind: InstrumentKind = "other"
    issuer: str = ""
    aliases: tuple[Text, ...] = ()
    articles: Annotated[int, Field(ge=1, le=9999)] | None = None
    edition: str = ""
    body: Key | None = None
    pending: bool = False

    @model_serializer(mode="wrap")
    def _as_before(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = write(self)
        empty = [name for name in _LATER if getattr(self, name) == type(self).model_fields[name].default]
        return {name: value for name, value in written.items() if name not in empty}


class Alternative(Entry):
    """Another length of the same limit under a condition."""

    key: Key
    condition: Text
    n: Annotated[int, Field(ge=1)]
    unit: Unit
    roll: bool = False
    basis: Basis


class Extension(Entry):
    """How far a limit may be extended, and on whose authority."""

    n: Annotated[int, Field(ge=1)]
    unit: Unit
    authority: Text
    times: Annotated[int, Field(ge=1)] = 1
    basis: Basis


class LimitValue(Dated):
    """What a limit is during a span of dates. `roll`: an end on a rest day moves to the next working day."""

    n: Annotated[int, Field(ge=1)]
    unit: Unit
    roll: bool = False
    alternatives: tuple[Alternative, ...] = ()
    extensions: tuple[Extension, ...] = ()
    basis: Basis

    @model_validator(mode="after")
    def _roll_means_something(self) -> Self:
        if self.roll and self.unit in {"working_days", "hours"}:
            raise PydanticCustomError("roll_without_meaning", "工作日和小时不存在顺延：请删去 roll")
        return self


class Limit(Named):
    """A time limit: who has it, what starts it, which instrument's counting governs it, and its values over time.

    `ladder` is what happens before and after its end; without one only lateness itself is noted.
    `backward` limits are counted back from a day: a notice so many days before a hearing.
    """

    label: Text
    holder: Text
    starts_from: Text
    branch: Key | None = None
    ladder: Key | None = None
    backward: bool = False
    dated: Annotated[tuple[LimitValue, ...], Field(min_length=1)]


class LimitInForce(Entry):
    """A limit as it stands on one day: what casework asks for."""

    key: Key
    label: Text
    holder: Text
    starts_from: Text
    branch: Key | None
    ladder: Key | None
    backward: bool
    n: int
    unit: Unit
    roll: bool
    alternatives: tuple[Alternative, ...]
    extensions: tuple[Extension, ...]
    basis: Basis
    since: date


class FixedDate(Entry):
    """A day of the year: `year` 0 is the year of the period, 1 the year after."""

    rule: Literal["fixed_date"]
    month: Month
    day: DayOfMonth
    year: Literal[0, 1] = 0
    roll: bool = False
    basis: Basis


class BeforeEnd(Entry):
    """So many natural days before the last day of the period."""

    rule: Literal["before_end"]
    n: Annotated[int, Field(ge=0)]
    basis: Basis


class AfterEnd(Entry):
    """So much time after the last day of the period, that day not counted."""

    rule: Literal["after_end"]
    n: Annotated[int, Field(ge=1)]
    unit: Literal["natural_days", "working_days", "calendar_months"]
    roll: bool = False
    basis: Basis


OpeningRule = Annotated[FixedDate | BeforeEnd | AfterEnd, Field(discriminator="rule")]
DueRule = Annotated[FixedDate | AfterEnd, Field(discriminator="rule")]


class Duty(Named):
    """A recurring duty: for each bearer and period one matter of `kind` opens by itself and has a due date."""

    label: Text
    clauses: Annotated[tuple[ClauseId, ...], Field(min_length=1)]
    kind: Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$")]
    bearers: Selector
    rhythm: Rhythm
    first_period: str
    opens: OpeningRule
    due: DueRule
    ladder: Key
    copy_list: Key
    title: Text
    basis: Basis

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if not re.fullmatch(PERIOD_FORMS[self.rhythm], self.first_period):
            raise PydanticCustomError("period_form", "首期（first_period）的写法与周期（rhythm）不符")
        if self.rhythm != "annual" and "fixed_date" in (self.opens.rule, self.due.rule):
            raise PydanticCustomError("period_form", "只有年度义务可以用固定日期（fixed_date）")
        fields = {name for _, name, _, _ in Formatter().parse(self.title) if name is not None}
        if not fields <= TITLE_FIELDS:
            raise PydanticCustomError("title_field", "标题（title）里只能用 {body}、{year}、{period}")
        return self


class OnDate(Entry):
    """A rung on a day of the year in which the deadline falls due."""

    rule: Literal["date"]
    month: Month
    day: DayOfMonth


class Offset(Entry):
    """A rung so many natural days from the due day: negative before, positive after."""

    rule: Literal["offset"]
    days: int


class WorkingDayBefore(Entry):
    """A rung on the last working day before the due day."""

    rule: Literal["previous_working_day"]


class WorkingDaysBefore(Entry):
    """A rung so many working days before the due day."""

    rule: Literal["working_days_before"]
    n: Annotated[int, Field(ge=1)]


class HoursBefore(Entry):
    """A rung so many hours before the end: of a limit in hours its last instant, of any other the 24:00 of its last day."""

    rule: Literal["hours_before"]
    hours: Annotated[int, Field(ge=1)]


RungTime = Annotated[
    OnDate | Offset | WorkingDayBefore | WorkingDaysBefore | HoursBefore,
    Field(discriminator="rule"),
]


class Rung(Entry):
    """One step of a ladder.

    `inside` rungs notify roles of the holder by themselves. `outside` rungs leave the holder: the sweep prepares a
    paper of kind `paper` in the name of `sender`, and that body's role `release` releases, merges or holds it within
    `limit`. The sender `supervisor` is no body's key but stands for whoever supervises the matter: the lead that asked.
    """

    key: Key
    label: Text
    when: RungTime
    place: Literal["inside", "outside"]
    recipients: Annotated[tuple[Key, ...], Field(min_length=1)]
    paper: Key | None = None
    sender: Key | None = None
    release: Key | None = None
    limit: Key | None = None
    basis: Basis

    @model_validator(mode="after")
    def _complete(self) -> Self:
        outside = (self.paper, self.sender, self.release, self.limit)
        if self.place == "outside" and None in outside:
            raise PydanticCustomError("incomplete_rung", "对外的梯级须写明 paper、sender、release、limit")
        if self.place == "inside" and any(outside):
            raise PydanticCustomError("incomplete_rung", "对内的梯级不写 paper、sender、release、limit")
        return self


class Ladder(Named):
    """Reminders and escalations of one kind of deadline, in order."""

    label: Text
    rungs: Annotated[tuple[Rung, ...], Field(min_length=1)]
    basis: Basis

    @model_validator(mode="after")
    def _unique(self) -> Self:
        keys = [rung.key for rung in self.rungs]
        if len(keys) != len(set(keys)):
            raise PydanticCustomError("duplicate_key", "同一梯子里有重名的梯级")
        return self


Scalar = bool | int | str


class ParameterValue(Dated):
    """A parameter's value during a span of dates."""

    value: Scalar | tuple[Scalar, ...]
    basis: Basis


class Parameter(Named):
    """A dated parameter that is no time limit, such as a share in percent or a list of names."""

    label: Text
    unit: str = ""
    dated: Annotated[tuple[ParameterValue, ...], Field(min_length=1)]


__all__ = [
    "AfterEnd",
    "Alternative",
    "BeforeEnd",
    "Counting",
    "DueRule",
    "Duty",
    "Extension",
    "FixedDate",
    "HoursBefore",
    "Instrument",
    "Ladder",
    "Limit",
    "LimitInForce",
    "LimitValue",
    "Offset",
    "OnDate",
    "OpeningRule",
    "Parameter",
    "ParameterValue",
    "Rhythm",
    "Rung",
    "RungTime",
    "Scalar",
    "WorkingDayBefore",
    "WorkingDaysBefore",
]
