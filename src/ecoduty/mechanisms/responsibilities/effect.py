"""A list takes effect, ends, is taken down: its days, the version before it, what the public sees."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Max, Q

from ecoduty.kernel.clock import spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.responsibilities import showing
from ecoduty.mechanisms.responsibilities.finding import index
from ecoduty.mechanisms.responsibilities.models import ResponsibilityList
from ecoduty.organisation.directory.models import Body


def latest(body: Body, kind: str) -> ResponsibilityList | None:
    """The last version of a body that took effect or will, samples left out."""
    found = ResponsibilityList.objects.filter(body=body, list_kind=kind, edition__gt=0, sample=False)
    return found.exclude(matter__state="withdrawn").order_by("-edition").first()


def take_effect(
    attempt: Attempt,
    version: ResponsibilityList,
    in_force: date,
    *,
    published_on: date,
    own_url: str = "",
    approval: str = "",
) -> None:
    """It holds from that day on; the version before it until then, and those of dissolved bodies that its body answers for.
    A real list ends the body's sample.

    Raises Refused `in_force_before_previous`.
    """
    every = ResponsibilityList.objects.filter(list_kind=version.list_kind, in_force__isnull=False).exclude(
        pk=version.pk
    )
    others = every.filter(body=version.body)
    real = others.filter(sample=version.sample)
    newest = real.filter(until=None).order_by("-in_force").first()
    if newest is not None and newest.in_force is not None and in_force <= newest.in_force:
        raise Refused(
            "in_force_before_previous",
            f"上一版自{spoken_date(newest.in_force)}起施行，新版的施行日期应晚于这一天。",
            status=422,
        )
    version.in_force, version.preparing = in_force, False
    version.edition = (real.aggregate(last=Max("edition"))["last"] or 0) + 1
    version.save(update_fields=["in_force", "preparing", "edition"])
    ending = others
    if not version.sample:  # what its body answered for since a reform stands in it from now on
        ending = every.filter(Q(body=version.body) | Q(body__heir=version.body, sample=False))
    for old in ending.filter(Q(until=None) | Q(until__gt=in_force)).select_related("matter"):
        old.until = max(in_force, old.in_force or in_force)
        old.save(update_fields=["until"])
        showing.end(old, attempt.occurred_at)
        index.end(old)
    index.index(version)
    showing.show(attempt, version, published_on=published_on, own_url=own_url, approval=approval)
    attempt.record(edition=version.edition, in_force=in_force.isoformat())


def take_down(attempt: Attempt, version: ResponsibilityList, on: date, reason: str) -> None:
    """It no longer holds, from the day after it was taken down or at once where it had not begun."""
    if version.in_force is not None and (version.until is None or version.until > on):
        version.until = max(on + timedelta(days=1), version.in_force)
        version.save(update_fields=["until"])
        index.end(version)
    index.hide(version)
    showing.withdraw(attempt, version, reason)


__all__ = ["latest", "take_down", "take_effect"]
