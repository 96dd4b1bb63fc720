"""How a recommendation comes here: the procuratorate issues it, or the body it is addressed to enters what came on paper."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import refuse, wrong
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.procuratorial import bodies
from ecoduty.mechanisms.enforcement.procuratorial.paper import acted_by
from ecoduty.mechanisms.enforcement.procuratorial.recommendations import data
from ecoduty.mechanisms.enforcement.procuratorial.recommendations.models import (
    ProcuratorialRecommendation,
    RecommendedDemand,
)
from ecoduty.mechanisms.enforcement.procuratorial.recommendations.states import ISSUED, RECEIVED
from ecoduty.mechanisms.enforcement.relations import PROCURATORATE
from ecoduty.organisation.directory.models import Body

CASE = "public_interest_case"


def issue(attempt: Attempt) -> None:
    """By the procuratorate. Raises Refused `not_a_procuratorate`, `unknown_body`, `day_in_future`, `recommendation_twice`, `not_found`."""
    given: data.IssueRecommendation = attempt.data
    on = local_date(attempt.recorded_at)
    mine = bodies.own(attempt)
    case = _case(attempt, given.case) if given.case is not None else None
    issuer = case.holder if case else mine
    if issuer.kind != bodies.PROCURATORATE_KIND:
        raise Refused(
            "not_a_procuratorate",
            "检察建议由人民检察院发出；收到纸质检察建议的，请用“登记收到的检察建议”。",
            status=403,
            clause="21.1",
        )
    addressee = next((body for body in bodies.addressees(on) if body.key == given.addressee), None)
    if addressee is None:
        raise wrong("addressee", "unknown_body", "没有所选的被建议单位，请从所列单位中选。")
    _open(attempt, addressee, issuer, ISSUED.code)
    own: ProcuratorialRecommendation = attempt.subject.procuratorial_recommendation
    own.case = case
    own.letter = claim_file(attempt, attempt.subject, given.letter) if given.letter else None
    own.save(update_fields=["case", "letter"])


def _case(attempt: Attempt, number: int) -> Matter:
    """The public interest case it is made in. Raises Refused `not_found` for who is not named there."""
    case = Matter.objects.select_related("holder__region").filter(pk=number, kind=CASE).first()
    if case is None or not case.relations_of(attempt.actor, local_date(attempt.recorded_at)):
        raise refuse("not_found")
    return case


def register(attempt: Attempt) -> None:
    """By the body it is addressed to, on behalf of the procuratorate, with the scan. The day of receipt counts (clause 21.1).

    Raises Refused `not_an_addressee`, `unknown_body`, `day_in_future`, `received_before_issued`, `recommendation_twice`,
    `entered_without_scan`.
    """
    given: data.RegisterRecommendation = attempt.data
    on = local_date(attempt.recorded_at)
    mine = bodies.own(attempt)
    addressee = next((body for body in bodies.addressees(on) if body.pk == mine.pk), None)
    if addressee is None:
        raise Refused("not_an_addressee", "只有收到检察建议的部门、区可以登记。", status=403, clause="21.1")
    issuer = next((body for body in bodies.procuratorates(on) if body.key == given.procuratorate), None)
    if issuer is None:
        raise wrong("procuratorate", "unknown_body", "没有所选的检察院，请从所列的检察院中选。")
    check_received(attempt, given.received_on, given.issued_on)
    _open(attempt, addressee, issuer, RECEIVED.code)
    own: ProcuratorialRecommendation = attempt.subject.procuratorial_recommendation
    own.received_on, own.on_paper = given.received_on, True
    own.save(update_fields=["received_on", "on_paper"])
    acted_by(attempt, issuer)


def check_received(attempt: Attempt, received: date, issued: date) -> None:
    """Raises Refused `day_in_future`, `received_before_issued`."""
    if received > local_date(attempt.recorded_at):
        raise wrong("received_on", "day_in_future", f"{spoken_date(received)}还没有到，请核对收到日期。")
    if received < issued:
        raise wrong(
            "received_on",
            "received_before_issued",
            f"收到日期早于制发日期{spoken_date(issued)}，次序不对，请核对。",
            clause="21.1",
        )


def _open(attempt: Attempt, addressee: Body, issuer: Body, state: str) -> None:
    given: data.IssueRecommendation | data.RegisterRecommendation = attempt.data
    if given.issued_on > local_date(attempt.recorded_at):
        raise wrong("issued_on", "day_in_future", f"{spoken_date(given.issued_on)}还没有到，请核对制发日期。")
    same = ProcuratorialRecommendation.objects.filter(
        procuratorate=issuer, number=given.number, matter__holder=addressee
    )
    if same.exclude(matter__state="withdrawn").exists():
        raise wrong(
            "number", "recommendation_twice", f"文书号“{given.number}”的检察建议已经登记过，请在清单里找到那一件。"
        )
    matter = circle.open_restricted(
        attempt, title=f"检察建议：{given.subject}", holder=addressee, state=state, officers=(), fewest=0
    )
    bodies.complete(attempt, matter)
    own = matter.procuratorial_recommendation = ProcuratorialRecommendation.objects.create(
        matter=matter, procuratorate=issuer, number=given.number, issued_on=given.issued_on, urgent=given.urgent,
        findings=given.findings,
    )  # fmt: skip
    RecommendedDemand.objects.bulk_create(
        RecommendedDemand(recommendation=own, order=order, text=text) for order, text in enumerate(given.demands, 1)
    )
    circle.name_side(attempt, issuer, PROCURATORATE)
    if attempt.actor.body_id == issuer.pk:
        bodies.name_me(attempt, matter, PROCURATORATE)
