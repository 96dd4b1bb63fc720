"""The papers of the ladder 沟通 → 协调会 → 提醒函 → 报告 (clauses 7.3, 7.4): drawn up when the lead releases a rung.

Each names an answer limit. The next rung is released only when that is over, or with a reason; the report upward is put
together from the whole record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ecoduty.casework.documents import letters, papers
from ecoduty.casework.documents.models import Delivery, Recipient, RecipientRole
from ecoduty.casework.documents.rendering.paper import chinese_date
from ecoduty.casework.duties.reckoning import reckon_limit
from ecoduty.casework.escalation import deciding
from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.escalation.states import RungState
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.kernel.clock import local_date, spoken_date, start_of_day
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.coordination import bodies, queries
from ecoduty.mechanisms.coordination.models import Answer, Cooperation, Exchange, Step
from ecoduty.mechanisms.coordination.states import Form, Outcome
from ecoduty.organisation.directory.models import Body

TALK, MEETING, REMINDER, REPORT = (
    "coordination_talk", "coordination_meeting", "coordination_reminder", "coordination_report",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """How a paper to the supporter is titled and what it asks for."""

    paper: str
    title: str
    asks: str


_WORDINGS = {
    TALK: Wording(papers.LETTER, "关于商请配合“{item}”的函", "请于{by}前说明推进情况和困难，由贵单位联络员与我单位联络员沟通。"),
    MEETING: Wording(papers.NOTICE, "关于召开“{item}”协调会的通知", "经沟通仍未推进，拟召开协调会，请派负责同志参加，并于{by}前书面答复。"),
    REMINDER: Wording(papers.LETTER, "关于“{item}”的提醒函", "经沟通、协调仍未落实，特此提醒，请于{by}前书面答复；逾期仍未落实的，将报告同级党委、政府。"),
}  # fmt: skip


def install() -> None:
    """Say which papers these are and draw them up when their rungs are released."""
    for kind, wording in _WORDINGS.items():
        papers.use(kind, wording.paper)
        deciding.on_release(kind, _to_the_supporter)
    papers.use(REPORT, papers.REPORT)
    deciding.on_release(REPORT, _report)


def _to_the_supporter(attempt: Attempt, rung: Rung) -> None:
    """Write, number and send a paper to the supporter (clause 7.3). Raises Refused `answer_limit_running`."""
    own = _own(attempt)
    if own is None:
        return
    _in_time(attempt, rung)
    wording = _WORDINGS[rung.paper]
    found = reckon_limit(rulebooks.current(), queries.STEP_ANSWER, attempt.occurred_at, current_calendar())
    by = found.due_on or local_date(found.due.moment)
    text = f"{_asked(attempt.subject, own, rung)}{wording.asks.format(by=chinese_date(by))}"
    to = [Recipient(body=attempt.subject.holder, role=RecipientRole.MAIN, delivery=_delivery(attempt.subject.holder))]
    _send(attempt, rung, wording.title.format(item=own.item), [("", text)], to, by)


def _report(attempt: Attempt, rung: Rung) -> None:
    """Write, number and send the report to party committee and government of the level (clause 7.4).

    Raises Refused `answer_limit_running` or `nobody_above`.
    """
    own = _own(attempt)
    if own is None:
        return
    _in_time(attempt, rung)
    on = local_date(attempt.occurred_at)
    above = bodies.above(own.lead, on)
    if not above:
        raise Refused("nobody_above", "机构目录里没有本级党委、政府，无法上报：请先在机构目录登记。", clause="7.4")
    to = [Recipient(body=body, role=RecipientRole.MAIN, delivery=_delivery(body)) for body in above]
    _send(
        attempt,
        rung,
        f"关于“{own.item}”推进情况的报告",
        whole_record(attempt.subject, own, rung, on),
        to,
        None,
        "特此报告。",
    )


def whole_record(matter: Matter, own: Cooperation, rung: Rung, on: date) -> list[tuple[str, str]]:
    """The report's sections: what was asked, everything that was done about it in its order, what was answered, how it stands."""
    said = [
        f"{spoken_date(local_date(row.given_at))}，{row.given_by}{_answered(row)}：{row.text}"
        for row in queries.answers(matter)
    ]
    points = [f"要求{number}：{point}" for number, point in enumerate(own.points, 1)]
    late = (on - _due(rung)).days
    since = (
        f"至{chinese_date(on)}已逾期{late}天，仍未落实"
        if late > 0
        else f"至{chinese_date(on)}尚未落实，情况紧急，提前报告"
    )
    return [
        ("配合事项", "\n".join([f"事项：{own.item}。", f"缘由：{own.reason}", *points])),
        ("推进经过", "\n".join(_course(matter, own, rung))),
        ("对方答复", "\n".join(said) or f"{matter.holder.name}没有答复。"),
        ("目前情况", f"“{rung.deadline.label}”应于{chinese_date(_due(rung))}前办到，{since}。"),
    ]


def _course(matter: Matter, own: Cooperation, rung: Rung) -> list[str]:
    """What happened, in its order. What is known by its day only comes before what has an hour."""
    told = [(matter.opened_at, f"{own.lead.name}向{matter.holder.name}提出配合要求。")]
    told += [(own.received_at, f"{own.received_by}签收配合要求。")] if own.received_at else []
    told += [(row.rung.decided_at, _step_line(row)) for row in queries.steps(matter) if row.rung.decided_at]
    told += [
        (row.decided_at, f"“{row.label}”{RungState(row.state).label}：{row.reason}")
        for row in queries.rungs(matter)
        if row.pk != rung.pk and row.decided_at and row.state in (RungState.HELD, RungState.MERGED)
    ]
    told += [(_held_at(matter, row.held_on), _exchange_line(row)) for row in queries.exchanges(matter)]
    told += [(row.given_at, f"{row.given_by}{_answered(row)}。") for row in queries.answers(matter)]
    told += [(at, f"{who}{did}：{why}") for at, who, did, why in queries.sent_back(matter)]
    told.sort(key=lambda item: item[0])
    return [f"{spoken_date(local_date(at))}，{line}" for at, line in told]


def _held_at(matter: Matter, day: date) -> datetime:
    """A moment of that day to be put in order by: not before the request."""
    return max(start_of_day(day), matter.opened_at)


def _answered(row: Answer) -> str:
    return "提出异议" if row.objects_to else "答复"


def _exchange_line(row: Exchange) -> str:
    held = "；".join(f"{one.body.short_name}：{one.text.rstrip('。；')}" for one in row.positions.all())
    came = f"{Outcome(row.outcome).label}。" if row.outcome else ""
    return f"{Form(row.form).label}（{row.attendees}）：{f'{held}。' if held else ''}{came}{row.result}"


def _step_line(row: Step) -> str:
    number = f"（{row.document.number or '字号未登记'}）"
    receipts = [recipient.receipted_at for recipient in row.document.recipients.all() if recipient.receipted_at]
    receipted = f"{spoken_date(local_date(min(receipts)))}签收" if receipts else "至今未签收"
    receipted += f"；附言：{row.rung.reason.rstrip('。')}" if row.rung.reason else ""
    by = f"，答复期限到{spoken_date(row.answer_by)}" if row.answer_by else ""
    return f"发出“{row.document.title}”{number}{by}，{receipted}。"


def _in_time(attempt: Attempt, rung: Rung) -> None:
    """The last paper's answer limit is over, or a reason says why it cannot be waited for (clause 7.3)."""
    last = Step.objects.filter(cooperation=attempt.subject.pk).select_related("rung").order_by("-pk").first()
    if last and last.answer_by and local_date(attempt.occurred_at) <= last.answer_by and not rung.reason.strip():
        raise Refused(
            "answer_limit_running",
            f"“{last.rung.label}”的答复期限到{spoken_date(last.answer_by)}，还没有过。等不到的，请在附言写明理由。",
            status=422,
            clause="7.3",
        )


def _send(
    attempt: Attempt,
    rung: Rung,
    title: str,
    sections: list[tuple[str, str]],
    to: list[Recipient],
    by: date | None,
    closing: str = "",
) -> None:
    document = letters.issue(attempt, rung, title, sections, to, closing)
    Step.objects.create(cooperation=attempt.subject.cooperation, rung=rung, document=document, answer_by=by)


def _own(attempt: Attempt) -> Cooperation | None:
    """The request; a restricted one gets no papers, as everywhere."""
    matter: Matter = attempt.subject
    if matter.secrecy == Secrecy.RESTRICTED:
        return None
    return Cooperation.objects.select_related("lead").get(pk=matter.pk)


def _asked(matter: Matter, own: Cooperation, rung: Rung) -> str:
    points = "".join(f"{number}．{point}\n" for number, point in enumerate(own.points, 1))
    asked = f"{own.lead.name}牵头办理“{own.item}”（办件编号{matter.number}），请{matter.holder.name}配合：\n{points}"
    return f"{asked}应于{chinese_date(_due(rung))}前办到，至今尚未落实。\n"


def _delivery(body: Body) -> Delivery:
    return Delivery(rulebooks.current().kinds[body.kind].delivery)


def _due(rung: Rung) -> date:
    return rung.deadline.due_on or local_date(rung.deadline.due_at)
