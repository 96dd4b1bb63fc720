"""What the acts of supervising a suit do. Each runs inside the gate's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.procuratorial import bodies
from ecoduty.mechanisms.enforcement.procuratorial.paper import acted_by
from ecoduty.mechanisms.enforcement.procuratorial.supervision import data, queries
from ecoduty.mechanisms.enforcement.procuratorial.supervision.models import LitigationSupervision
from ecoduty.mechanisms.enforcement.procuratorial.supervision.states import REVIEWING, Sort
from ecoduty.mechanisms.enforcement.relations import COURT, PARTNER


def register(attempt: Attempt) -> None:
    """Open it at the procuratorate. Raises Refused `unknown_body`, `unknown_choice`, `day_in_future`, `entered_without_scan`."""
    given: data.RegisterSupervision = attempt.data
    on = local_date(attempt.recorded_at)
    mine = bodies.own(attempt)
    holder = next((body for body in bodies.procuratorates(on) if body.key == given.procuratorate), None)
    court = next((body for body in bodies.courts(on) if body.key == given.court), None)
    if holder is None:
        raise wrong("procuratorate", "unknown_body", "没有所选的检察院，请从所列的检察院中选。")
    if court is None:
        raise wrong("court", "unknown_body", "没有所选的法院，请从所列的法院中选。")
    _chosen("source", given.source, queries.words("sources", on))
    _day(attempt, "registered_on", given.registered_on)
    matter = bodies.open_at(attempt, f"{Sort(given.sort).label}：{given.subject}", holder, REVIEWING.code)
    matter.litigation_supervision = LitigationSupervision.objects.create(
        matter=matter, recorded_by=mine, sort=given.sort, branch=given.branch, court=court, docket_number=given.docket_number,
        source=given.source, grounds=given.grounds, registered_on=given.registered_on,
    )  # fmt: skip
    if acted_by(attempt, holder):
        circle.name_side(attempt, mine, PARTNER)
        bodies.name_me(attempt, matter, PARTNER)


def submit(attempt: Attempt) -> None:
    """It goes to the court, which comes to know of it. Raises Refused `day_in_future`, `out_of_order`."""
    given: data.SubmitSupervision = attempt.data
    own = _own(attempt)
    acted_by(attempt, attempt.subject.holder)
    _day(attempt, "submitted_on", given.submitted_on, own.registered_on, "受理")
    own.document_number, own.submitted_on = given.document_number, given.submitted_on
    own.save(update_fields=["document_number", "submitted_on"])
    circle.name_side(attempt, own.court, COURT)


def answer(attempt: Attempt) -> None:
    """What the court did. Raises Refused `unknown_choice`, `day_in_future`, `out_of_order`."""
    given: data.AnswerSupervision = attempt.data
    own = _own(attempt)
    acted_by(attempt, own.court)
    _chosen("answer", given.answer, queries.answers(own.sort, local_date(attempt.recorded_at)))
    _day(attempt, "answered_on", given.answered_on, own.submitted_on, "提出")
    own.answer, own.answer_number = given.answer, given.number
    own.answered_on, own.note = given.answered_on, given.note
    own.save(update_fields=["answer", "answer_number", "answered_on", "note"])


def close(attempt: Attempt) -> None:
    """What came of it. Raises Refused `unknown_choice`, `day_in_future`, `out_of_order`."""
    given: data.CloseSupervision = attempt.data
    own = _own(attempt)
    acted_by(attempt, attempt.subject.holder)
    _chosen("result", given.result, queries.words("results", local_date(attempt.recorded_at)))
    _day(attempt, "result_on", given.result_on, own.answered_on, "法院处理")
    own.result, own.result_number, own.result_on = given.result, given.number, given.result_on
    own.save(update_fields=["result", "result_number", "result_on"])


def give_up(attempt: Attempt) -> None:
    """Nothing is submitted, or it is withdrawn."""
    own = _own(attempt)
    acted_by(attempt, attempt.subject.holder)
    own.note = attempt.data.note
    own.save(update_fields=["note"])


def _own(attempt: Attempt) -> LitigationSupervision:
    own: LitigationSupervision = attempt.subject.litigation_supervision
    return own


def _chosen(field: str, code: str, known: Mapping[str, str]) -> None:
    if code not in known:
        raise wrong(field, "unknown_choice", "没有所选的一项，请从所列的各项中选。")


def _day(attempt: Attempt, field: str, day: date, after: date | None = None, what: str = "") -> None:
    if day > local_date(attempt.recorded_at):
        raise wrong(field, "day_in_future", f"{spoken_date(day)}还没有到，请核对日期。")
    if after is not None and day < after:
        raise wrong(field, "out_of_order", f"{spoken_date(day)}早于{what}的{spoken_date(after)}，次序不对，请核对。")
