"""What the acts of an application for enforcement do beside changing its state."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.opening import hand_to, relate
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.administrative import queries as administrative
from ecoduty.mechanisms.enforcement.counterparts import case_of, chosen, needed, title_from
from ecoduty.mechanisms.enforcement.court_enforcement import data, queries, states
from ecoduty.mechanisms.enforcement.court_enforcement.models import CourtEnforcement, ExecutionStep
from ecoduty.mechanisms.enforcement.court_enforcement.states import Execution, Refusal, Remedy
from ecoduty.mechanisms.enforcement.on_paper import keep_scan
from ecoduty.mechanisms.enforcement.pieces.guards import require_papers
from ecoduty.mechanisms.enforcement.relations import COURT
from ecoduty.organisation.directory.models import Body

_CLAUSE = "20.2"


def register(attempt: Attempt) -> None:
    """Open it, known to the body's own side only; the court learns of it with the application. What was not entered is taken
    over from the administrative case, where there is one.

    Raises Refused `unknown_choice`, `unknown_case`, `needed_without_case`, `day_missing`, `day_in_future`, what `_remedies`
    raises, or what `circle.open_restricted` raises.
    """
    given: data.RegisterEnforcement = attempt.data
    circle.acting(attempt)
    holder = Body.objects.select_related("region").get(key=attempt.actor.body)
    court = chosen("court", given.court, queries.courts(holder.level, _day(attempt)))
    case = case_of(attempt.actor, given.case, queries.CASES)
    known = administrative.for_enforcement(case) if case is not None else {}
    served = given.served_on or known.get("served_on")
    if served is None:
        raise wrong("served_on", "day_missing", "请填决定送达之日，申请期限由它推算。", clause=_CLAUSE)
    _past(attempt, "served_on", served)
    _remedies(attempt, served)
    matter = circle.open_restricted(
        attempt,
        title=title_from(given.title, case),
        holder=holder,
        state=states.REGISTERED.code,
        officers=given.officers,
    )
    matter.court_enforcement = CourtEnforcement.objects.create(
        matter=matter, case=case, court=court, served_on=served,
        decision_number=needed("decision_number", "行政决定文号", given.decision_number, known.get("decision_number", "")),
        obligation=needed("obligation", "应履行而没有履行的内容", given.obligation, known.get("obligation", ""))[:500],
        amount=known.get("amount") if given.amount is None else given.amount, remedy=given.remedy,
        reconsidered_on=given.reconsidered_on, named_end=given.named_end, named_basis=given.named_basis,
        deferred_until=given.deferred_until or known.get("deferred_until"),
    )  # fmt: skip
    if case is not None:
        relate(attempt, case)
        if administrative.awaits_court(case):
            told = {"case": case.pk, "step": "to_court", "application": matter.number, "why": "登记了待申请执行"}
            hand_to(case.kind, attempt, told)


def record_remedy(attempt: Attempt) -> None:
    """What came of the party's remedy, and until when performing was deferred: the time for applying is counted anew.

    Raises Refused `deferral_too_late`, or as `_remedies`.
    """
    given: data.RecordEnforcementRemedy = attempt.data
    own = own_of(attempt)
    _remedies(attempt, own.served_on)
    longer = given.deferred_until is not None and given.deferred_until != own.deferred_until
    if longer and queries.is_over(own, local_date(attempt.occurred_at)):
        raise wrong(
            "deferred_until", "deferral_too_late",
            "申请期限已经届满，之后准予的延期、分期不能使它重新起算；期满之前准予的，请按准予的那天补录。", clause=_CLAUSE,
        )  # fmt: skip
    own.remedy, own.reconsidered_on = given.remedy, given.reconsidered_on
    own.named_end, own.named_basis, own.deferred_until = given.named_end, given.named_basis, given.deferred_until
    own.save(update_fields=["remedy", "reconsidered_on", "named_end", "named_basis", "deferred_until"])


def take_over_deferral(attempt: Attempt) -> None:
    """Paying was deferred in the case: the time counts from there, where that is later."""
    given: data.TakeOverDeferral = attempt.data
    own = own_of(attempt)
    own.deferred_until = given.until
    own.save(update_fields=["deferred_until"])
    tell(attempt)


def serve_demand(attempt: Attempt) -> None:
    """The demand notice was served. Serving another one counts anew. Raises Refused `day_in_future`, `demand_before_decision`."""
    given: data.ServeDemand = attempt.data
    own = own_of(attempt)
    _past(attempt, "served_on", given.served_on)
    if given.served_on < own.served_on:
        raise wrong(
            "served_on", "demand_before_decision",
            f"催告书的送达早于行政决定的送达（{spoken_date(own.served_on)}），请核对。", clause=_CLAUSE,
        )  # fmt: skip
    own.demand_number, own.demanded_on = given.demand_number, given.served_on
    own.save(update_fields=["demand_number", "demanded_on"])


def apply(attempt: Attempt) -> None:
    """The application goes, and the court is let in. Raises Refused `papers_missing`, `application_too_late` or `nobody_there`."""
    given: data.ApplyForEnforcement = attempt.data
    own = own_of(attempt)
    on = local_date(attempt.occurred_at)
    last = queries.window(own).last
    if last is not None and on > last and len(given.late_because) < 4:
        raise wrong(
            "late_because", "application_too_late",
            f"申请期限已于{spoken_date(last)}届满：有正当理由的请写明，没有的法院不予受理，请由单位负责人决定不再申请。", clause=_CLAUSE,
        )  # fmt: skip
    require_papers(attempt, queries.LEG, clause=_CLAUSE)
    own.application_number, own.applied_on, own.late_because = given.application_number, on, given.late_because
    own.save(update_fields=["application_number", "applied_on", "late_because"])
    circle.name_side(attempt, own.court, COURT)


def accept(attempt: Attempt) -> None:
    """The court takes it; its ruling is due from this moment."""
    given: data.AcceptEnforcement = attempt.data
    own = own_of(attempt)
    own.court_number, own.hearing, own.accepted_at = given.court_number, given.hearing, attempt.occurred_at
    own.save(update_fields=["court_number", "hearing", "accepted_at"])
    tell(attempt)


def hear_opinions(attempt: Attempt) -> None:
    """Opinions are heard: thirty days from the acceptance. Raises Refused `hearing_already`."""
    own = own_of(attempt)
    if own.hearing:
        raise wrong("scan", "hearing_already", "已经决定听取意见，期限是受理之日起三十日。", clause=_CLAUSE)
    own.hearing = True
    own.save(update_fields=["hearing"])
    tell(attempt)


def refuse_acceptance(attempt: Attempt) -> None:
    """The court does not take it; the court above can be asked from the day of service. Raises Refused as `_refuse`."""
    given: data.RefuseEnforcement = attempt.data
    _refuse(attempt, Refusal.ACCEPTANCE, given.ruling_number, given.served_on, given.reason)


def rule(attempt: Attempt) -> None:
    """Granted, or not and then with the reason. Raises Refused `reason_missing`, or as `_refuse`."""
    given: data.RuleOnEnforcement = attempt.data
    own = own_of(attempt)
    if given.grant:
        own.ruling_number, own.ruled_on = given.ruling_number, local_date(attempt.occurred_at)
        own.save(update_fields=["ruling_number", "ruled_on"])
        tell(attempt)
        return
    if len(given.reason) < 4:
        raise wrong(
            "reason", "reason_missing", "不予执行的，请写明理由；准予执行的，请勾选“准予强制执行”。", clause=_CLAUSE
        )
    attempt.lead_to(states.REFUSED.code)
    _refuse(attempt, Refusal.EXECUTION, given.ruling_number, given.served_on, given.reason)


def ask_court_above(attempt: Attempt) -> None:
    """The court above is asked."""
    own = own_of(attempt)
    own.request_number = attempt.data.request_number
    own.save(update_fields=["request_number"])
    tell(attempt)


def record_court_above(attempt: Attempt) -> None:
    """Its word is final: the application is taken, enforcement granted, or neither."""
    given: data.RecordCourtAbove = attempt.data
    own = own_of(attempt)
    keep_scan(attempt)
    own.ruling_number = given.ruling_number
    if not given.granted:
        attempt.lead_to(states.FINALLY_REFUSED.code)
    elif own.refusal == Refusal.EXECUTION:
        attempt.lead_to(states.RULED.code)
        own.ruled_on = local_date(attempt.occurred_at)
    else:
        own.accepted_at, own.hearing = attempt.occurred_at, False
    own.save(update_fields=["ruling_number", "ruled_on", "accepted_at", "hearing"])
    tell(attempt)


def record_execution(attempt: Attempt) -> None:
    """How far it was executed; in part, it goes on."""
    given: data.RecordCourtExecution = attempt.data
    own = own_of(attempt)
    ExecutionStep.objects.create(
        enforcement=own, outcome=given.outcome, amount=given.amount, note=given.note, at=attempt.occurred_at
    )
    _recover(own, given.amount)
    if given.outcome is Execution.WHOLE:
        attempt.lead_to(states.EXECUTED.code)
    elif given.outcome is Execution.STOPPED:
        attempt.lead_to(states.STOPPED.code)
    tell(attempt)


def record_performance(attempt: Attempt) -> None:
    """The party performed after all."""
    given: data.RecordEnforcementPerformance = attempt.data
    own = own_of(attempt)
    _recover(own, given.amount)
    own.reason = given.note
    own.save(update_fields=["reason"])
    tell(attempt)


def give_up(attempt: Attempt) -> None:
    """No application, or no more."""
    own = own_of(attempt)
    own.reason = attempt.data.reason
    own.save(update_fields=["reason"])
    tell(attempt)


def _refuse(attempt: Attempt, refusal: Refusal, number: str, served: date | None, reason: str) -> None:
    """Raises Refused `day_in_future` or `served_before_ruling` for an impossible day of service."""
    own = own_of(attempt)
    on = local_date(attempt.occurred_at)
    day = served or on
    _past(attempt, "served_on", day)
    if day < on:
        raise wrong(
            "served_on",
            "served_before_ruling",
            f"送达之日早于作出裁定之日（{spoken_date(on)}），请核对。",
            clause=_CLAUSE,
        )
    own.refusal, own.refused_on, own.ruling_number, own.reason = refusal, day, number, reason
    own.save(update_fields=["refusal", "refused_on", "ruling_number", "reason"])
    tell(attempt)


def _remedies(attempt: Attempt, served: date) -> None:
    """Raises Refused `day_missing` where the day that matters is not there, `day_in_future`, `before_service`, `basis_missing`."""
    given: data.RegisterEnforcement | data.RecordEnforcementRemedy = attempt.data
    if given.remedy is Remedy.RECONSIDERED:
        if given.reconsidered_on is None:
            raise wrong("reconsidered_on", "day_missing", "请填复议决定送达之日，申请期限由它推算。", clause=_CLAUSE)
        _past(attempt, "reconsidered_on", given.reconsidered_on)
        _after_service("reconsidered_on", given.reconsidered_on, served)
    if given.deferred_until is not None:
        _after_service("deferred_until", given.deferred_until, served)
    if given.remedy is Remedy.NAMED:
        if given.named_end is None:
            raise wrong("named_end", "day_missing", "请填期限届满之日，申请期限由它推算。", clause=_CLAUSE)
        if not given.named_basis:
            raise wrong("named_basis", "basis_missing", "请写明届满之日的依据：条款或者判决文号。", clause=_CLAUSE)
        _after_service("named_end", given.named_end, served)


def _after_service(field: str, day: date, served: date) -> None:
    if day < served:
        raise wrong(
            field, "before_service", f"这一天早于决定送达之日（{spoken_date(served)}），请核对。", clause=_CLAUSE
        )


def _past(attempt: Attempt, field: str, day: date) -> None:
    if day > _day(attempt):
        raise wrong(field, "day_in_future", f"{spoken_date(day)}还没有到，请核对日期。")


def _recover(own: CourtEnforcement, amount: Decimal | None) -> None:
    """Add what came in, in yuan."""
    if amount is not None:
        own.recovered = (own.recovered or Decimal(0)) + amount
        own.save(update_fields=["recovered"])


def tell(attempt: Attempt) -> None:
    """Everybody named but who acts hears that something moved."""
    persons = [row.person_id for row in circle.named(attempt.subject, _day(attempt))]
    telling.tell_persons(attempt, [person for person in persons if person != attempt.actor.person])


def own_of(attempt: Attempt) -> CourtEnforcement:
    """The row of the application acted on."""
    own: CourtEnforcement = attempt.subject.court_enforcement
    return own


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
