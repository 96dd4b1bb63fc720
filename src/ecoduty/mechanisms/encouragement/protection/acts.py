"""What the acts of a protection measure do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.matters.opening import open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.encouragement.protection import data, queries
from ecoduty.mechanisms.encouragement.protection.models import Coverage, Protection
from ecoduty.mechanisms.encouragement.protection.states import RUNNING
from ecoduty.organisation.directory.models import Body


def register(attempt: Attempt) -> None:
    """Enter a measure of the actor's own body. Raises Refused `unknown_protection_sort`, `protection_backward`,
    `head_count_half` or `more_than_all`.
    """
    given: data.RegisterProtection = attempt.data
    _checked(attempt, given)
    if (given.covered is None) != (given.eligible is None) or (given.covered is not None and not given.source.strip()):
        raise wrong("covered", "head_count_half", "覆盖人数、应覆盖人数和来源要一起填；还没有统计的，三项都不填。")
    body = Body.objects.select_related("region").get(key=attempt.actor.body)
    open_matter(attempt, title=given.name, holder=body, state=RUNNING.code)
    own = Protection.objects.create(
        matter=attempt.subject, body=body, sort=given.sort, content=given.content, basis=given.basis,
        since=given.since, until=given.until,
    )  # fmt: skip
    if given.covered is not None and given.eligible is not None:
        _count(attempt, own, local_date(attempt.recorded_at), given.covered, given.eligible, given.source)


def edit(attempt: Attempt) -> None:
    """Write the entry anew. Raises Refused `unknown_protection_sort` or `protection_backward`."""
    given: data.ProtectionContent = attempt.data
    _checked(attempt, given)
    own: Protection = attempt.subject.protection
    attempt.subject.title = given.name
    for name in ("sort", "content", "basis", "since", "until"):
        setattr(own, name, getattr(given, name))
    own.save()


def report(attempt: Attempt) -> None:
    """Keep a head count. Raises Refused `counted_ahead`, `counted_before_start` or `more_than_all`."""
    given: data.ReportCoverage = attempt.data
    own: Protection = attempt.subject.protection
    if given.on > local_date(attempt.recorded_at):
        raise wrong("on", "counted_ahead", f"{spoken_date(given.on)}还没有到，请核对统计日期。")
    if given.on < own.since:
        raise wrong("on", "counted_before_start", f"这项措施从{spoken_date(own.since)}开始，统计日期不能更早。")
    _count(attempt, own, given.on, given.covered, given.eligible, given.source)


def end(attempt: Attempt) -> None:
    """Nobody is protected by it after that day. Raises Refused `protection_backward`."""
    own: Protection = attempt.subject.protection
    if attempt.data.until < own.since:
        raise wrong("until", "protection_backward", f"结束日期不能早于开始日期{spoken_date(own.since)}。")
    own.until = attempt.data.until
    own.save(update_fields=["until"])


def _checked(attempt: Attempt, given: data.ProtectionContent) -> None:
    if given.sort not in queries.sorts(local_date(attempt.recorded_at)):
        raise wrong("sort", "unknown_protection_sort", "没有所选的种类，请从所列的种类中选。")
    if given.until is not None and given.until < given.since:
        raise wrong("until", "protection_backward", f"结束日期不能早于开始日期{spoken_date(given.since)}。")


def _count(attempt: Attempt, own: Protection, on: date, covered: int, eligible: int, source: str) -> None:
    if covered > eligible:
        raise wrong("covered", "more_than_all", f"已覆盖{covered}人，多于应覆盖的{eligible}人，请核对。")
    Coverage.objects.create(
        protection=own, on=on, covered=covered, eligible=eligible, source=source, by=attempt.actor.title,
        at=attempt.recorded_at,
    )  # fmt: skip
    attempt.record(covered=covered, eligible=eligible, counted_on=on.isoformat())


__all__ = ["edit", "end", "register", "report"]
