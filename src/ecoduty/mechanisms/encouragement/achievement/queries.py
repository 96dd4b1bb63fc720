"""Whose record somebody means, and who may read it now."""

from __future__ import annotations

from datetime import date
from functools import partial

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.encouragement.achievement.models import AchievementReading
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment
from ecoduty.organisation.directory.states import Level

READING = "achievement_reading"

_wrong = partial(wrong, clause="16.2")


def meant(name: str, body: str, actor: Actor, on: date) -> Appointment:
    """An appointment of the one person of that name, in that body where one is said; in a district its own people.

    Raises Refused `person_unknown` or `person_ambiguous`.
    """
    rows = Appointment.objects.filter(holding(on), person__name=name, person__merged_into=None)
    if body:
        rows = rows.filter(post__body__key=body)
    if actor.level == Level.DISTRICT:
        rows = rows.filter(post__body__region=actor.region_id)
    found = list(rows.select_related("person", "post__body").order_by("post__body__order", "post__order", "pk"))
    if not found:
        raise _wrong("person", "person_unknown", f"名录里没有在任的“{name}”。请核对姓名，或去掉所选单位。")
    if len({one.person_id for one in found}) > 1:
        where = "、".join(dict.fromkeys(one.post.body.short_name for one in found[:6]))
        raise _wrong("body", "person_ambiguous", f"有几位“{name}”（{where}），请选所在单位。")
    return found[0]


def open_to(reading: AchievementReading, actor: Actor, on: date) -> bool:
    """Whether the record is still before this reader: the one who read it, on that day. Afterwards he reads it anew."""
    return reading.read_on == on and reading.read_account is not None and reading.read_account == actor.account


def reading_of(matter: Matter) -> AchievementReading:
    """The reading of a matter."""
    return AchievementReading.objects.select_related("person").get(pk=matter.pk)


__all__ = ["READING", "meant", "open_to", "reading_of"]
