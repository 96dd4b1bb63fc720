"""When a body is dissolved: what becomes of its rows, and of the bodies that were part of it, hosted by it or below it.

What is open with it is not this room's: casework listens to the same acts (casework/succession) and passes it on.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from ecoduty.kernel import flow
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Actor, Attempt, Guard, Item, Refused
from ecoduty.organisation.directory.data import FollowSuccessor
from ecoduty.organisation.directory.models import Body, Line
from ecoduty.organisation.directory.rows import lasts_beyond, rows_of
from ecoduty.organisation.directory.states import ACTIVE, COMMITTEE_OFFICE, DISTRICT, Level

ENDING_ACTS = frozenset({"dissolve", "name_successor"})
_PLACES = ("parent", "host", "enforcement_to")


def dissolve(attempt: Attempt) -> None:
    """The body ends, and with it everything in it that has not ended: units, posts, appointments and what follows."""
    data, rows = attempt.data, rows_of(attempt.subject)
    for row in [
        *rows.names, *rows.lines, *rows.units, *rows.posts, *rows.appointments, *rows.coordinators, *rows.leaders,
        *rows.delegations,
    ]:  # fmt: skip
        if lasts_beyond(row, data.until):
            rows.end(row, data.until)
    rows.touch(valid_to=data.until)
    if data.successor:
        _take_over(attempt, data.until)


def name_successor(attempt: Attempt) -> None:
    """Who took over, said afterwards."""
    _take_over(attempt, attempt.subject.valid_to or local_date(attempt.occurred_at))


def _take_over(attempt: Attempt, since: date) -> None:
    """The successor answers for the body from now on, and for whomever the body answered for."""
    body, successor = attempt.subject, named(attempt)
    assert successor is not None
    standing = Body.objects.select_for_update().filter(pk=successor.pk).values_list("state", flat=True)
    if list(standing) != [ACTIVE]:  # dissolved by somebody else a moment ago; from here on it waits for us
        raise Refused("successor_gone", "承接单位刚刚被撤销，请另选一个。")
    rows_of(body).touch(successor=successor, heir=successor)
    attempt.record(successor_name=successor.name)
    Body.objects.filter(heir=body).update(heir=successor)
    found = dependants(body)
    data = FollowSuccessor(former=body.key, successor=successor.key, since=since)
    if found:
        items = [Item(key, data) for key in sorted(one.key for one in found)]
        flow.perform_many(attempt.table, "follow_successor", items, actor=Actor.system("机构撤销"))
        attempt.record(followed=sorted(one.key for one in found))


def follow_successor(attempt: Attempt) -> None:
    """Part of, hosted by or below the successor in the place of the body that is gone."""
    data, rows = attempt.data, rows_of(attempt.subject)
    successor = rows.lookup.body(data.successor)
    assert successor is not None
    former = rows.lookup.body(data.former)
    assert former is not None
    places = [name for name in _PLACES if getattr(rows.body, f"{name}_id") == former.pk]
    own = successor.pk == rows.body.pk
    above = {row.pk: row.parent_id for row in rows.lookup.bodies()}
    for name in places:
        inside = own or (name == "parent" and _is_part_of(successor.pk, rows.body.pk, above))
        place = (
            getattr(former, name) if inside else successor
        )  # a part that takes over steps into the place of the whole
        rows.touch(**{name: None if place is not None and place.pk == rows.body.pk else place})
    for row in [row for row in rows.lines if row.above.key == data.former and lasts_beyond(row, data.since)]:
        rows.end(row, data.since)
        again = any(
            other.kind == row.kind and other.above_id == successor.pk and lasts_beyond(other, data.since)
            for other in rows.lines
        )
        if not own and not again:
            rows.add(Line(body=rows.body, above=successor, kind=row.kind, since=data.since))
        places.append(row.kind)
    attempt.record(places=places, note=f"原属或对口的机构撤销，转为{successor.short_name}")


def _is_part_of(part: int, whole: int, above: dict[int, int | None]) -> bool:
    """Whether a body is part of another, directly or through others."""
    up = above.get(part)
    while up is not None and up != whole:
        up = above.get(up)
    return up is not None


def named(attempt: Attempt) -> Body | None:
    """The successor that was entered, where there is such a body."""
    key = attempt.data.successor
    return rows_of(attempt.subject).lookup.body(key) if key else None


def dependants(body: Body) -> list[Body]:
    """Bodies in being that are part of this one, hosted by it, below it in their line of work, or whose enforcement it does."""
    above = Line.objects.filter(above=body, until=None, body__state=ACTIVE).values("body")
    places = Q(parent=body) | Q(host=body) | Q(enforcement_to=body) | Q(pk__in=above)
    return list(Body.objects.filter(places, state=ACTIVE).exclude(pk=body.pk))


def in_the_district(body: Body) -> list[Body]:
    """Bodies in being that belong to this district; none for a body that is no district."""
    return list(Body.objects.filter(region=body, state=ACTIVE)) if body.kind == DISTRICT else []


# ------------------------------------------------------------------ conditions


def _successor_in_being(attempt: Attempt) -> bool:
    found = named(attempt)
    return found is None or (found.state == ACTIVE and found.kind != DISTRICT)


def _another_body(attempt: Attempt) -> bool:
    found = named(attempt)
    return found is None or found.pk != attempt.subject.pk


def _level_fits(attempt: Attempt) -> bool:
    """On the same level and in the same district, or the city's for a district's."""
    found, body = named(attempt), attempt.subject
    if found is None:
        return True
    if found.level == body.level:
        return bool(body.level != Level.DISTRICT or found.region_id == body.region_id)
    return bool(body.level == Level.DISTRICT and found.level == Level.CITY)


def _office_goes_on(attempt: Attempt) -> bool:
    """Somebody keeps the directory and watches over the plan after the committee office is gone."""
    body = attempt.subject
    if body.kind != COMMITTEE_OFFICE:
        return True
    found = named(attempt)
    return found is not None and found.kind == COMMITTEE_OFFICE and found.level == body.level


def _began_before(attempt: Attempt) -> bool:
    began = attempt.subject.valid_from
    return began is None or bool(attempt.data.until > began)


def _district_empty(attempt: Attempt) -> bool:
    return not in_the_district(attempt.subject)


def _dependants_have_a_place(attempt: Attempt) -> bool:
    return bool(attempt.data.successor) or not dependants(attempt.subject)


def _no_successor_yet(attempt: Attempt) -> bool:
    return attempt.subject.successor_id is None


SUCCESSOR = (
    Guard("own_successor", "承接单位不能是它自己，请另选一个。", _another_body, asks_data=True),
    Guard("successor_gone", "承接单位须是在设的机构，请另选一个。", _successor_in_being, asks_data=True),
    Guard(
        "successor_level",
        "承接单位须与它同级（区级机构须同区），或者是区级机构并入的市级机构，请另选一个。",
        _level_fits,
        asks_data=True,
    ),
)
DISSOLUTION = (
    Guard("before_founding", "撤销日期须晚于设立日期，请核对。", _began_before, asks_data=True),
    *SUCCESSOR,
    Guard(
        "office_without_successor",
        "生态环境保护委员会办公室不能没有承接单位：先设立承接的办公室（机构类型相同、同级），再撤销并把它选为承接单位。",
        _office_goes_on,
        asks_data=True,
    ),
    Guard("district_in_use", "本区还有在设机构：请先逐个撤销它们，再撤销本区。", _district_empty),
    Guard(
        "dependants_left",
        "还有机构隶属于它、由它合署挂靠、归口或代为执法：请选择承接单位，它们随之转过去；或者先逐个调整归属。",
        _dependants_have_a_place,
        asks_data=True,
    ),
)
NO_SUCCESSOR_YET = Guard("successor_named", "承接单位已经登记，不再更改。", _no_successor_yet)

__all__ = [
    "DISSOLUTION", "ENDING_ACTS", "NO_SUCCESSOR_YET", "SUCCESSOR", "dependants", "dissolve", "follow_successor",
    "in_the_district", "name_successor", "named",
]  # fmt: skip
