"""Where bodies are kept, as the gate wants it: by key, each method a fixed number of statements however many bodies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, connection, models

from ecoduty.kernel.flow import Refused, Subject
from ecoduty.organisation.directory import rows
from ecoduty.organisation.directory.dated import Dated
from ecoduty.organisation.directory.models import (
    Appointment,
    Body,
    BodyName,
    Coordinator,
    Delegation,
    LeaderInCharge,
    Line,
    Person,
    Post,
    Unit,
)
from ecoduty.organisation.directory.states import DISTRICT, Level

# What points at another comes after it.
_ORDER: tuple[type[models.Model], ...] = (
    Person, Unit, Post, BodyName, Line, Appointment, Coordinator, LeaderInCharge, Delegation,
)  # fmt: skip
_UPDATE = (
    "UPDATE directory_body SET state = rows.state, version = rows.version, last_occurred_at = rows.last_occurred_at "
    "FROM unnest(%s::bigint[], %s::text[], %s::integer[], %s::timestamptz[]) AS rows(id, state, version, last_occurred_at) "
    "WHERE directory_body.id = rows.id"
)
# Guards say the same before; these answer when two acts of one batch contradict each other.
_CLASHES = {
    "directory_body_key_key": ("body_key_taken", "这个机构代码已经有了，请换一个。"),
    "directory_post_key": ("post_key_taken", "本单位已有同一代码的岗位，请换一个。"),
    "directory_appointment_single": ("post_taken", "这个岗位在这段时间已有人任职，一岗只能一人。"),
    "directory_appointment_once": ("already_appointed", "这个人在这段时间已经任这个岗位。"),
    "directory_coordinator_one": ("coordinator_taken", "本单位在这段时间已有统筹负责同志，只能有一名。"),
    "directory_leader_once": ("leader_twice", "这位领导在这段时间已经分管本单位。"),
    "directory_delegation_one": ("already_delegated", "这个岗位在这段时间已经委托他人代行。"),
    "directory_name_once": ("name_overlap", "这段时间本单位已有另一个名称。"),
    "directory_unit_once": ("unit_twice", "本单位已有同名内设机构。"),
    "directory_line_once": ("line_twice", "同一上级单位写了两次。"),
}


class BodyStore:
    """Bodies with everything dated that hangs on them. References are keys."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        """Names of the streams, by key."""
        return {key: f"body:{key}" for key in Body.objects.filter(key__in=refs).values_list("key", flat=True)}

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        """Bodies with their rows: nine queries."""
        bodies = {body.key: body for body in Body.objects.filter(key__in=refs)}
        if bodies:
            rows.load(list(bodies.values()))
        return dict(bodies)

    def write(self, subjects: Sequence[Any]) -> None:
        """Write bodies and the rows that acts added or ended. Raises Refused where rows clash."""
        bodies: list[Body] = list({id(body): body for body in subjects}.values())
        try:
            self._write(bodies)
        except IntegrityError as error:
            diagnosis = getattr(error.__cause__, "diag", None)
            clash = _CLASHES.get(getattr(diagnosis, "constraint_name", None) or "")
            if clash is None:
                raise
            raise Refused(*clash) from error

    def _write(self, bodies: list[Body]) -> None:
        fresh = [body for body in bodies if body.pk is None]
        known = [body for body in bodies if body.pk is not None]
        _place(fresh)
        Body.objects.bulk_create(fresh)
        if known:
            _update(known)
        gathered = [rows.rows_of(body) for body in bodies]
        _write_ends([row for one in gathered for row in one.changed])
        waiting = [row for one in gathered for row in one.new]
        for kind in _ORDER:
            some = [row for row in waiting if isinstance(row, kind)]
            if some:
                kind._default_manager.bulk_create(some)  # noqa: SLF001 -- Django's documented name of the manager
        for one in gathered:
            one.new, one.changed, one.touched = [], [], set()


def _place(fresh: list[Body]) -> None:
    """Let new bodies of a district point at it."""
    wanted = {body.region_code for body in fresh if body.level == Level.DISTRICT and body.kind != DISTRICT}
    if wanted:
        districts = {body.region_code: body for body in Body.objects.filter(kind=DISTRICT, region_code__in=wanted)}
        for body in fresh:
            if body.level == Level.DISTRICT and body.kind != DISTRICT:
                body.region = districts.get(body.region_code)


def _update(known: list[Body]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _UPDATE,
            [
                [body.pk for body in known],
                [body.state for body in known],
                [body.version for body in known],
                [body.last_occurred_at for body in known],
            ],
        )
    touched = {body.pk: rows.rows_of(body).touched for body in known}
    columns = sorted(set().union(*touched.values()))
    if columns:
        Body.objects.bulk_update([body for body in known if touched[body.pk]], columns)


def _write_ends(changed: list[Dated]) -> None:
    for kind in reversed(_ORDER):
        some = [row for row in changed if isinstance(row, kind)]
        if some:
            kind._default_manager.bulk_update(some, ["until"])  # noqa: SLF001 -- as above
