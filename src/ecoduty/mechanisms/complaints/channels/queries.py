"""Who has which channels on a day, and who has none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.complaints.channels.models import ComplaintChannel
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level


@dataclass(frozen=True, slots=True)
class Standing:
    """One body's channels of that day, those that begin later, and the ways that it ought to have and lacks."""

    body: Body
    channels: Sequence[ComplaintChannel]
    coming: Sequence[ComplaintChannel]
    missing: Sequence[str]


def ways(on: date) -> list[tuple[str, str]]:
    """Code and name of the ways of complaining."""
    return list(rulebooks.current().pairs("complaint-channel.ways", on=on))


def required(on: date) -> list[str]:
    """Codes of the ways that every body that handles complaints ought to have."""
    return list(rulebooks.current().words("complaint-channel.required-ways", on=on))


def standings(on: date) -> list[Standing]:
    """Every body that handles complaints, in official order, with its channels: two statements."""
    kinds = rulebooks.current().words("complaint.handler-kinds", on=on)
    bodies = list(
        directory.bodies(on=on)
        .filter(kind__in=kinds, level__in=(Level.CITY, Level.DISTRICT))
        .select_related("region")
        .order_by("order", "key")
    )
    found: dict[int, list[ComplaintChannel]] = defaultdict(list)
    for one in ComplaintChannel.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), body__in=bodies):
        found[one.body_id].append(one)
    wanted = required(on)
    return [_standing(body, found[body.pk], wanted, on) for body in bodies]


def _standing(body: Body, rows: Sequence[ComplaintChannel], wanted: Sequence[str], on: date) -> Standing:
    channels = [one for one in rows if one.valid_from <= on]
    held = {one.way for one in channels}
    coming = [one for one in rows if one.valid_from > on]
    return Standing(body, channels, coming, [way for way in wanted if way not in held])
