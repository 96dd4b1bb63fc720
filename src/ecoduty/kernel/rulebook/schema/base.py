"""Building blocks of every rulebook entry: strict frozen models, keys, the legal basis, selectors of bodies."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=False)]
# Keys are English and eternal: lower case, joined by - _ or a dot for the group: `criminal-transfer.approval`.
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_.][a-z0-9]+)*$")]
ClauseId = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]*\.[1-9][0-9]*$")]
Unit = Literal["natural_days", "working_days", "calendar_months", "hours"]
Level = Literal["city", "district", "province", "outside"]
Delivery = Literal["platform", "exchange", "paper"]


class Entry(BaseModel):
    """Base of all rulebook models: immutable, no unknown keys, no silent conversion of types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Basis(Entry):
    """Why a value is what it is: the plan itself, a statute, or a default of this platform.

    `local` needs a note that says where the default comes from; it may name an instrument it leans on without claiming
    its authority. `pending` marks what a person has to verify before relying on it (待核).
    """

    kind: Literal["plan", "statute", "local"]
    clause: ClauseId | None = None
    article: int | None = None
    instrument: Key | None = None
    provision: Text | None = None
    note: str = ""
    pending: bool = False

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == "plan" and self.clause is None and self.article is None:
            raise PydanticCustomError("incomplete_basis", "依据为方案（plan）的，须写明条（article）或款（clause）")
        if self.kind == "statute" and (self.instrument is None or self.provision is None):
            raise PydanticCustomError(
                "incomplete_basis", "依据为法规（statute）的，须写明文件（instrument）和条款（provision）"
            )
        if self.kind == "local" and not self.note:
            raise PydanticCustomError("incomplete_basis", "依据为本地默认（local）的，须写明理由（note）")
        if self.kind != "plan" and (self.clause is not None or self.article is not None):
            raise PydanticCustomError("incomplete_basis", "只有依据为方案（plan）的才写条（article）或款（clause）")
        return self


class Dated(Entry):
    """A value in force from `since` to `until`, both days included; without `until` it stays in force."""

    since: date
    until: date | None = None

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.until is not None and self.until < self.since:
            raise PydanticCustomError("dates_reversed", "截止日期早于起始日期")
        return self

    def in_force(self, on: date) -> bool:
        """Whether the value holds on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


class Selector(Entry):
    """A set of bodies as data: within a field any may match, across fields all must; `without` takes bodies out."""

    keys: tuple[Key, ...] = ()
    kinds: tuple[Key, ...] = ()
    tags: tuple[Key, ...] = ()
    levels: tuple[Level, ...] = ()
    regions: tuple[str, ...] = ()
    without: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.keys or self.kinds or self.tags or self.levels or self.regions):
            raise PydanticCustomError("empty_selector", "选择条件为空：至少写 keys、kinds、tags、levels、regions 之一")
        return self


class Named(Entry):
    """An entry of a section: its key in the file becomes `key`."""

    key: Key


__all__ = ["Basis", "ClauseId", "Dated", "Delivery", "Entry", "Key", "Level", "Named", "Selector", "Text", "Unit"]
