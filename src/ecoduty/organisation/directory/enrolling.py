"""批量登记任职: many appointments, ends and contacts of one body as one act, one entry. For lists brought as a file.

Every line is held to the same guards and done by the same effect as the act of its own would be; the first that does
not hold undoes everything, and is named by its row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field, StringConstraints

from ecoduty.kernel.flow import ActData, Attempt, Refused
from ecoduty.kernel.flow.table import Guard
from ecoduty.organisation.directory import acts, contact, guards
from ecoduty.organisation.directory.contact import Mail, Mobile
from ecoduty.organisation.directory.data import Key
from ecoduty.organisation.directory.models import Appointment
from ecoduty.organisation.directory.rows import rows_of

MOST = 200  # lines in one entry: what a person still reads


class Taking(ActData):
    """A person takes a post: known by number, or new by name and reached there."""

    row: int = 0
    post: Key
    person: int | None = None
    name: Annotated[str, StringConstraints(max_length=60)] = ""
    since: date
    until: date | None = None
    replaces: bool = False
    mobile: Mobile = ""
    mail: Mail = ""


class Leaving(ActData):
    """A person leaves a post."""

    row: int = 0
    post: Key
    person: int
    until: date


class Reaching(ActData):
    """Where a person is reached from now on; empty leaves what is known."""

    row: int = 0
    person: int
    mobile: Mobile = ""
    mail: Mail = ""
    remove: bool = False


class Enrol(ActData):
    """批量登记任职。Ends come before beginnings, so that who moves inside the body leaves room."""

    secrets: ClassVar[frozenset[str]] = frozenset({"leaving", "taking", "reaching"})  # told line by line instead

    leaving: tuple[Leaving, ...] = Field(default=(), title="免职")
    taking: tuple[Taking, ...] = Field(default=(), title="任职")
    reaching: tuple[Reaching, ...] = Field(default=(), title="联系方式")


_LEAVING = (guards.one_to_end,)
_TAKING = (
    guards.someone_named, guards.span_forward, guards.post_to_fill, guards.person_known, guards.not_yet_in_it,
    guards.post_vacant,
)  # fmt: skip
_REACHING = (guards.person_of_the_body, guards.contact_given)


def enrol(attempt: Attempt) -> None:
    """Do every line; the entry names each. Raises Refused for the first line whose guards do not hold."""
    data: Enrol = attempt.data
    left = [_line(attempt, one, _LEAVING, acts.end_appointment) for one in data.leaving]
    took = [_line(attempt, one, _TAKING, acts.appoint) for one in data.taking]
    for one in data.reaching:
        _held(replace(attempt, data=one, facts={}, messages=[]), one.row, _REACHING)
    reached = _contacts(attempt, data)
    attempt.record(
        left=[[facts["name"], facts["title"], str(one.until)] for one, facts in zip(data.leaving, left, strict=True)],
        took=[[facts["name"], facts["title"], str(one.since)] for one, facts in zip(data.taking, took, strict=True)],
        reached=reached,
    )


def _line(
    attempt: Attempt, one: Leaving | Taking, wanted: Sequence[Guard], effect: Callable[[Attempt], None]
) -> dict[str, Any]:
    line = replace(attempt, data=one, facts={}, messages=[])
    _held(line, one.row, wanted)
    effect(line)
    return line.facts


def _held(line: Attempt, row: int, wanted: Sequence[Guard]) -> None:
    for guard in wanted:
        if not guard.holds(line):
            place = f"第{row}行：" if row else ""
            raise Refused(guard.code, f"{place}{guard.sentence}", clause=guard.clause)


def _contacts(attempt: Attempt, data: Enrol) -> list[dict[str, Any]]:
    """Write where people are reached, all at once; what the entry may say of it."""
    rows = rows_of(attempt.subject)
    fresh = [row for row in rows.new if isinstance(row, Appointment)]
    wanted = [
        contact.Contact(row.person, one.mobile or None, one.mail or None)
        for one, row in zip(data.taking, fresh[-len(data.taking) :] if data.taking else [], strict=True)
        if one.mobile or one.mail
    ]
    for one in data.reaching:
        person = rows.lookup.person(one.person)
        assert person is not None
        kept = "" if one.remove else None
        wanted.append(contact.Contact(person, one.mobile or kept, one.mail or kept))
    facts = contact.write(wanted)
    return [{"name": one.person.name, **said} for one, said in zip(wanted, facts, strict=True) if said]
