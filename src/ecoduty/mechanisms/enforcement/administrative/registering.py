"""From the discovery to the filing (2023 measures, art. 18–20)."""

from __future__ import annotations

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement import circle, offences
from ecoduty.mechanisms.enforcement.administrative import data, states
from ecoduty.mechanisms.enforcement.administrative.keeping import all_checked, chosen, none_standing, own_of, past
from ecoduty.mechanisms.enforcement.administrative.models import AdministrativeCase
from ecoduty.organisation.directory.models import Body


def register(attempt: Attempt) -> None:
    """Open the case at the officer's own body. Raises Refused `unknown_choice`, `day_in_future`, `not_an_officer`."""
    _open(attempt, Body.objects.select_related("region").get(key=attempt.actor.body))


def open_from_clue(attempt: Attempt) -> None:
    """Open the case at the body that took the clue in. Raises as `register`."""
    _open(attempt, Body.objects.select_related("region").get(key=attempt.data.holder))


def _open(attempt: Attempt, holder: Body) -> None:
    given: data.RegisterCase = attempt.data
    on = local_date(attempt.recorded_at)
    past(attempt, "found_on", given.found_on)
    chosen(attempt, "source", given.source, "administrative-case.sources")
    if given.group not in dict(offences.groups(on)):
        raise wrong("group", "unknown_choice", "没有所选的类别，请从所列的类别中选。")
    matter = circle.open_restricted(
        attempt, title=given.title, holder=holder, state=states.REGISTERED.code, officers=given.officers, fewest=1
    )
    matter.administrative_case = AdministrativeCase.objects.create(
        matter=matter, group=given.group, source=given.source, about=given.about, found_on=given.found_on,
        place=given.place, summary=given.summary,
    )  # fmt: skip


def file_case(attempt: Attempt) -> None:
    """The head approves, each of the four conditions looked at. Raises Refused `not_all_checked`."""
    given: data.FileCase = attempt.data
    all_checked(
        "evidence", (given.evidence, given.punishable, given.ours, given.in_time),
        "四项立案条件须逐项核对勾齐；有一项不符的，请办“不予立案”。",
    )  # fmt: skip
    own = own_of(attempt)
    own.case_number, own.cause, own.filed_at = given.case_number, given.cause, attempt.occurred_at
    own.save(update_fields=["case_number", "cause", "filed_at"])


def end_filing(attempt: Attempt) -> None:
    """It is not filed, or what was filed is revoked, with the condition that is missing.

    Raises Refused `unknown_choice`, `measure_standing`.
    """
    given: data.DeclineFiling = attempt.data
    chosen(attempt, "reason", given.reason, "administrative-case.not-filing")
    own = own_of(attempt)
    none_standing(own)
    own.ended_for, own.ended_text = given.reason, given.text
    own.save(update_fields=["ended_for", "ended_text"])


__all__ = ["end_filing", "file_case", "open_from_clue", "register"]
