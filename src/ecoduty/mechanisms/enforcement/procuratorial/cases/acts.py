"""What the acts of a public interest case do. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date, datetime, time

from ecoduty.casework.duties.reckoning import reckon_limit
from ecoduty.casework.matters.opening import hand_off, hand_to, receiver_kinds
from ecoduty.kernel.clock import SHANGHAI, local_date, spoken_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Actor, Attempt, Refused, perform, table
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.procuratorial import bodies
from ecoduty.mechanisms.enforcement.procuratorial.cases import data, queries
from ecoduty.mechanisms.enforcement.procuratorial.cases.models import PublicInterestCase
from ecoduty.mechanisms.enforcement.procuratorial.cases.states import ENDED, INVESTIGATING, Sort
from ecoduty.mechanisms.enforcement.procuratorial.paper import acted_by
from ecoduty.mechanisms.enforcement.procuratorial.recommendations import queries as recommendations
from ecoduty.mechanisms.enforcement.procuratorial.recommendations import states as answered
from ecoduty.mechanisms.enforcement.procuratorial.recommendations.acts import LITIGATION, suit
from ecoduty.mechanisms.enforcement.relations import COURT, PARTNER

_PLATFORM = Actor.system("公益诉讼案件")


def file(attempt: Attempt) -> None:
    """Open the case at the procuratorate, known to its own people, and to whoever enters it for them.

    Raises Refused `unknown_body`, `day_in_future`, `not_the_procuratorate`, `entered_without_scan`.
    """
    given: data.FilePublicInterestCase = attempt.data
    on = local_date(attempt.recorded_at)
    mine = bodies.own(attempt)
    holder = next((body for body in bodies.procuratorates(on) if body.key == given.procuratorate), None)
    if holder is None:
        raise wrong("procuratorate", "unknown_body", "没有所选的检察院，请从所列的检察院中选。")
    _past(attempt, "filed_on", given.filed_on)
    matter = bodies.open_at(attempt, f"{Sort(given.sort).label}：{given.subject}", holder, INVESTIGATING.code)
    matter.public_interest_case = PublicInterestCase.objects.create(
        matter=matter, recorded_by=mine, sort=given.sort, filed_on=given.filed_on, number=given.number, harm=given.harm,
        about=given.about,
    )  # fmt: skip
    if acted_by(attempt, holder):
        circle.name_side(attempt, mine, PARTNER)
        bodies.name_me(attempt, matter, PARTNER)


def publish_notice(attempt: Attempt) -> None:
    """The notice of thirty days begins. Raises Refused `day_in_future`, `before_filing`."""
    given: data.PublishNotice = attempt.data
    own = _own(attempt)
    _acted(attempt, own)
    _past(attempt, "published_on", given.published_on)
    if given.published_on < own.filed_on:
        raise wrong("published_on", "before_filing", f"公告日期早于立案的{spoken_date(own.filed_on)}，次序不对。")
    start = datetime.combine(given.published_on, time(), SHANGHAI)
    last = reckon_limit(rulebooks.current(), queries.NOTICE, start, current_calendar())
    own.notice_on, own.notice_place = given.published_on, given.place
    own.notice_ends_on = last.due_on or local_date(last.due.moment)
    own.save(update_fields=["notice_on", "notice_place", "notice_ends_on"])
    attempt.record(notice_ends_on=own.notice_ends_on.isoformat())


def end_notice(attempt: Attempt) -> None:
    """The notice has run out. Raises Refused `notice_running`, `plaintiff_missing`."""
    given: data.EndNotice = attempt.data
    own = _own(attempt)
    _acted(attempt, own)
    day = local_date(attempt.occurred_at)
    if own.notice_ends_on is not None and day <= own.notice_ends_on:
        raise Refused(
            "notice_running",
            f"公告到{spoken_date(own.notice_ends_on)}才满三十日，次日起才能登记公告结果、起诉。",
            status=422,
            clause="21.1",
        )
    if given.sued_by == "others":
        if not given.note:
            raise wrong("note", "plaintiff_missing", "有机关、组织起诉的，请写明是谁、哪个法院。")
        attempt.lead_to(ENDED.code)
    own.notice_outcome = given.note or "期满没有机关、组织起诉"
    own.save(update_fields=["notice_outcome"])


def recommend(attempt: Attempt) -> None:
    """A recommendation to the body that should have acted: a matter of its own, which does not lead back here.

    Raises what opening a recommendation raises.
    """
    given: data.RecommendFirst = attempt.data
    own = _own(attempt)
    _acted(attempt, own)
    content = {
        "addressee": given.addressee, "number": given.number, "issued_on": given.issued_on.isoformat(),
        "subject": attempt.subject.title.partition("：")[2], "findings": own.harm, "demands": list(given.demands),
        "urgent": given.urgent, "case": attempt.subject.pk,
    }  # fmt: skip
    hand_to(recommendations.KIND, attempt, content)


def conclude_recommendation(attempt: Attempt) -> None:
    """Read from the recommendation: a suit follows, or the case ends. Raises Refused `recommendation_open`."""
    own = _own(attempt)
    _acted(attempt, own)
    found = recommendations.of_case(attempt.subject)
    if found is not None and found.state == answered.TO_SUE.code:
        return
    if found is None or found.state not in (answered.CLOSED.code, answered.LOOKING_BACK.code):
        raise Refused(
            "recommendation_open",
            "检察建议还没有审查结论：请先在检察建议里审查回复，或登记逾期未回复。",
            status=422,
            clause="21.1",
        )
    own.ended_for = "performed"
    own.save(update_fields=["ended_for"])
    attempt.lead_to(ENDED.code)


def sue(attempt: Attempt) -> None:
    """The suit: the court comes to know, and where suits are kept here a matter of the court's begins.

    Raises Refused `unknown_body`, `day_in_future`, and as the suit does.
    """
    given: data.BringPublicInterestSuit = attempt.data
    own = _own(attempt)
    _acted(attempt, own)
    on = local_date(attempt.recorded_at)
    court = next((body for body in bodies.courts(on) if body.key == given.court), None)
    if court is None:
        raise wrong("court", "unknown_body", "没有所选的法院，请从所列的法院中选。")
    _past(attempt, "sued_on", given.sued_on)
    own.court, own.sued_on, own.claims = court, given.sued_on, given.claims
    circle.name_side(attempt, court, COURT)
    found = recommendations.of_case(attempt.subject) if own.sort == Sort.ADMINISTRATIVE else None
    agency = found.holder.key if found else ""
    if LITIGATION in receiver_kinds():
        own.suit = hand_off(
            LITIGATION, attempt, suit(attempt.subject.title, court.key, given.claims, given.sued_on, agency)
        )
    own.save(update_fields=["court", "sued_on", "claims", "suit"])
    if found is not None and found.state == answered.TO_SUE.code:
        marked = {"court": court.key, "sued_on": given.sued_on.isoformat()}
        perform(table(recommendations.KIND), "mark_sued", found.pk, actor=_PLATFORM, data=marked)


def judge(attempt: Attempt) -> None:
    """What the court decided. Raises Refused `unknown_choice`, `day_in_future`, `before_suit`."""
    given: data.RegisterPublicInterestJudgment = attempt.data
    own = _own(attempt)
    if own.court is not None:
        acted_by(attempt, own.court)
    _chosen(attempt, "outcome", given.outcome, "outcomes")
    _past(attempt, "judged_on", given.judged_on)
    if own.sued_on and given.judged_on < own.sued_on:
        raise wrong("judged_on", "before_suit", f"裁判日期早于起诉的{spoken_date(own.sued_on)}，次序不对，请核对。")
    own.outcome, own.judgment_number = given.outcome, given.number
    own.judged_on, own.judgment_note = given.judged_on, given.note
    own.save(update_fields=["outcome", "judgment_number", "judged_on", "judgment_note"])


def execute(attempt: Attempt) -> None:
    """The judgment was carried out. Raises Refused `day_in_future`, `before_judgment`."""
    given: data.RegisterPublicInterestExecution = attempt.data
    own = _own(attempt)
    if own.court is not None and own.matter.holder_id not in attempt.actor.bodies:
        acted_by(attempt, own.court)
    _past(attempt, "executed_on", given.executed_on)
    if own.judged_on and given.executed_on < own.judged_on:
        raise wrong(
            "executed_on", "before_judgment", f"执行完毕日期早于裁判的{spoken_date(own.judged_on)}，次序不对，请核对。"
        )
    own.execution, own.executed_on = given.execution, given.executed_on
    own.save(update_fields=["execution", "executed_on"])


def end(attempt: Attempt) -> None:
    """It ends without a suit. Raises Refused `unknown_choice`."""
    given: data.EndPublicInterestCase = attempt.data
    own = _own(attempt)
    _acted(attempt, own)
    _chosen(attempt, "reason", given.reason, "ending-reasons")
    own.ended_for, own.ended_note = given.reason, given.note
    own.save(update_fields=["ended_for", "ended_note"])


def _own(attempt: Attempt) -> PublicInterestCase:
    own: PublicInterestCase = attempt.subject.public_interest_case
    return own


def _acted(attempt: Attempt, own: PublicInterestCase) -> bool:
    """By the procuratorate itself, or entered for it."""
    return acted_by(attempt, own.matter.holder)


def _chosen(attempt: Attempt, field: str, code: str, key: str) -> None:
    if code not in queries.words(key, local_date(attempt.recorded_at)):
        raise wrong(field, "unknown_choice", "没有所选的一项，请从所列的各项中选。")


def _past(attempt: Attempt, field: str, day: date) -> None:
    if day > local_date(attempt.recorded_at):
        raise wrong(field, "day_in_future", f"{spoken_date(day)}还没有到，请核对日期。")
