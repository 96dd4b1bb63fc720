"""Performance, restoration, its evaluation, the close, and what the procuratorate makes of it."""

from __future__ import annotations

from ecoduty.kernel.clock import spoken_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement.damage import checks, data, states
from ecoduty.mechanisms.enforcement.damage.acts import keep, own_of
from ecoduty.mechanisms.enforcement.damage.models import DamageIntervention, DamagePerformance
from ecoduty.mechanisms.enforcement.damage.states import Reached
from ecoduty.mechanisms.enforcement.on_paper import keep_scan


def record_performance(attempt: Attempt) -> None:
    """What was paid or restored. Raises Refused `dated_before`, `day_in_future`."""
    given: data.RecordPerformance = attempt.data
    own = own_of(attempt)
    checks.after(attempt, "on", given.on, own.effective_on, "协议或者裁判生效之日")
    DamagePerformance.objects.create(
        damage=own, on=given.on, paid=given.paid, text=given.text, file=checks.file_of(attempt, given.file)
    )


def report_restored(attempt: Attempt) -> None:
    """Everything owed was done. Raises Refused `dated_before`, `day_in_future`."""
    given: data.ReportRestored = attempt.data
    own = own_of(attempt)
    checks.after(attempt, "restored_on", given.restored_on, own.effective_on, "协议或者裁判生效之日")
    DamagePerformance.objects.create(
        damage=own, on=given.restored_on, text=given.text, file=checks.file_of(attempt, given.file)
    )
    keep(own, restored_on=given.restored_on)


def record_evaluation(attempt: Attempt) -> None:
    """Reached or not: then it goes on. Raises Refused `dated_before`, `restore_by_missing`, `restore_by_unfit`."""
    given: data.RecordEvaluation = attempt.data
    own = own_of(attempt)
    checks.after(attempt, "evaluated_on", given.evaluated_on, own.restored_on, "修复完成之日")
    checks.file_of(attempt, given.file)
    keep(own, reached=given.reached, evaluated_by=given.by, evaluated_on=given.evaluated_on, evaluation_text=given.text,
         evaluation_waived_for="")  # fmt: skip
    if given.reached is Reached.NO:
        if given.restore_by is None:
            raise wrong("restore_by", "restore_by_missing", "没有达到修复目标的，请填继续修复的期限。")
        if given.restore_by <= given.evaluated_on:
            raise wrong("restore_by", "restore_by_unfit", f"继续修复的期限应晚于{spoken_date(given.evaluated_on)}。")
        keep(own, restore_by=given.restore_by, restored_on=None)
        attempt.lead_to(states.RESTORING.code)


def waive_evaluation(attempt: Attempt) -> None:
    """One of the exemptions. Raises Refused `unknown_choice`."""
    given: data.WaiveEvaluation = attempt.data
    checks.listed(attempt, "ground", given.ground, "evaluation-exemptions")
    keep(own_of(attempt), evaluation_waived_for=given.ground, evaluation_text=given.reason, reached="")


def close(attempt: Attempt) -> None:
    """The closing note."""
    keep(own_of(attempt), closed_note=attempt.data.note)


def intervene(attempt: Attempt) -> None:
    """What the procuratorate makes of it. Raises Refused `unknown_choice`, `day_in_future`."""
    given: data.Intervene = attempt.data
    checks.listed(attempt, "sort", given.sort, "interventions")
    checks.come(attempt, "on", given.on)
    keep_scan(attempt)
    DamageIntervention.objects.create(
        damage=own_of(attempt), sort=given.sort, on=given.on, number=given.number, text=given.text
    )


__all__ = [
    "close", "intervene", "record_evaluation", "record_performance", "report_restored", "waive_evaluation",
]  # fmt: skip
