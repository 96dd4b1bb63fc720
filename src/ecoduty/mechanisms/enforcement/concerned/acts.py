"""Putting down whom a case is about, taking somebody out, and opening what is sealed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any, ClassVar

from pydantic import Field

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Act, ActData, Attempt, State, Who
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.ledger.chain import sm3
from ecoduty.kernel.sealing.fields import column
from ecoduty.mechanisms.enforcement.concerned import queries
from ecoduty.mechanisms.enforcement.concerned.models import Concerned
from ecoduty.mechanisms.enforcement.concerned.numbers import is_identity_number
from ecoduty.mechanisms.enforcement.concerned.states import Part, Sort
from ecoduty.mechanisms.enforcement.relations import ALL_NAMED, OFFICERS

_SORTS: dict[str, Any] = {"widget": "radio", "labels": dict(Sort.choices)}
_PARTS: dict[str, Any] = {"widget": "choice", "labels": dict(Part.choices)}


class AddConcernedParty(ActData):
    """A person or an enterprise that the case is about."""

    secrets: ClassVar[frozenset[str]] = frozenset({"name", "identity_number"})

    sort: Sort = Field(title="类别", json_schema_extra=_SORTS)
    part: Part = Field(default=Part.RESPONDENT, title="身份", json_schema_extra=_PARTS)
    name: str = Field(title="姓名或者单位名称", min_length=1, max_length=200, description="个人的姓名加密保存")
    identity_number: str = Field(
        default="", title="身份证号码或者统一社会信用代码", max_length=18, description="个人的号码加密保存"
    )


class TakeOutConcernedParty(ActData):
    """One that was put down by mistake."""

    concerned: int = Field(title="当事人", json_schema_extra={"widget": "choice"})
    reason: str = Field(title="理由", min_length=2, max_length=200)


class OpenPersons(ActData):
    """Why names and numbers are to be seen."""

    reason: str = Field(title="查看理由", min_length=4, max_length=200)


def concerned_acts(states: Sequence[State], who: tuple[Who, ...] = (OFFICERS,)) -> tuple[Act, ...]:
    """What every kind of case has for it, in its open states; opening also afterwards."""
    open_ = tuple(state.code for state in states if state.open)
    every = tuple(state.code for state in states)
    return (
        Act("add_concerned", "登记当事人", open_, None, who, data=AddConcernedParty, effect=_add, aside=True),
        Act("take_out_concerned", "取出当事人", open_, None, who, data=TakeOutConcernedParty, effect=_take_out, aside=True),
        Act(queries.OPEN_ACT, "查看姓名号码", every, None, (ALL_NAMED,), data=OpenPersons, aside=True,
            hint="打开十分钟，谁看过、为什么看都留痕"),
    )  # fmt: skip


def add(attempt: Attempt, given: AddConcernedParty) -> Concerned:
    """Put one down in the matter of the attempt. Raises Refused `bad_identity_number`, `bad_credit_code`, SealingError."""
    number = given.identity_number.upper()
    row = Concerned(matter=attempt.subject, sort=given.sort, part=given.part, added_at=attempt.recorded_at)
    if given.sort is Sort.ENTERPRISE:
        if number and (len(number) != 18 or not number.isalnum()):
            raise wrong("identity_number", "bad_credit_code", "统一社会信用代码是十八位字母和数字，请核对。")
        row.enterprise, row.credit_code = given.name, number
    else:
        if number and not is_identity_number(number):
            raise wrong("identity_number", "bad_identity_number", "身份证号码不对（十八位，末位是校验码），请核对。")
        _seal(row, given.name, number)
        attempt.record(person=_digest(row, given.name))
    row.save()
    return row


def carry(source: Matter, attempt: Attempt) -> None:
    """The same persons and enterprises in the matter of the attempt, sealed anew for their new place. Raises SealingError."""
    for row in queries.standing(source):
        fresh = Concerned(
            matter=attempt.subject, sort=row.sort, part=row.part, enterprise=row.enterprise, credit_code=row.credit_code,
            added_at=attempt.recorded_at,
        )  # fmt: skip
        if row.sort == Sort.PERSON:
            number = (
                column(Concerned, "identity_number").open(row.identity_number, row.place) if row.identity_number else ""
            )
            _seal(fresh, column(Concerned, "name").open(row.name, row.place), number)
        fresh.save()


def _seal(row: Concerned, name: str, number: str) -> None:
    row.name = column(Concerned, "name").seal(name, row.place)
    row.salt = column(Concerned, "salt").seal(secrets.token_hex(16), row.place)
    if number:
        row.identity_number = column(Concerned, "identity_number").seal(number, row.place)


def _digest(row: Concerned, name: str) -> str:
    """What the ledger holds of a person: a digest that tells nothing once the salt is gone."""
    salt = column(Concerned, "salt").open(row.salt, row.place)
    return sm3(f"{salt}\0{name}".encode()).hex()


def _add(attempt: Attempt) -> None:
    add(attempt, attempt.data)


def _take_out(attempt: Attempt) -> None:
    found = Concerned.objects.filter(matter=attempt.subject, pk=attempt.data.concerned, taken_out_at=None)
    if not found.update(taken_out_at=attempt.recorded_at, name="", identity_number="", salt=""):
        raise wrong("concerned", "unknown_choice", "没有这一当事人，可能已经被取出，请刷新后重选。")


__all__ = ["AddConcernedParty", "OpenPersons", "TakeOutConcernedParty", "add", "carry", "concerned_acts"]
