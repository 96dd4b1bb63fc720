"""What the acts of an audit project do beyond their table (clause 14.3). Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date
from functools import partial

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import PartyRole
from ecoduty.casework.matters.opening import add_party, hand_off, open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.inspections.auditing import data, queries
from ecoduty.mechanisms.inspections.auditing.models import AuditProject
from ecoduty.mechanisms.inspections.auditing.states import SET_UP
from ecoduty.mechanisms.inspections.inspecting import queries as inspecting
from ecoduty.mechanisms.inspections.planning import queries as planning
from ecoduty.organisation.directory.models import Body

CLAUSES = ("14.3",)
_FIELDS = ("post_title", "term_from", "term_to", "period_from", "period_to", "basis", "scope", "team")

_wrong = partial(wrong, clause="14.3")


def set_up(attempt: Attempt) -> None:
    """Open the project. Raises Refused `not_auditing` and what `_checked` raises."""
    given: data.AuditContent = attempt.data
    body = Body.objects.select_related("region").filter(key=attempt.actor.body).first()
    if body is None or not queries.audits(body, local_date(attempt.recorded_at)):
        raise Refused("not_auditing", "领导干部审计由规则书所列的审计机关立项。", status=403)
    audited = _checked(given, body, local_date(attempt.recorded_at))
    matter = open_matter(
        attempt,
        title=_title(audited, given),
        holder=body,
        state=SET_UP.code,
        period=str(given.period_to.year),
    )
    matter.audit_project = AuditProject.objects.create(
        matter=matter, by=body, audited=audited, **{name: getattr(given, name) for name in _FIELDS}
    )


def change(attempt: Attempt) -> None:
    """The project anew, before anybody was told. Raises what `_checked` raises."""
    given: data.AuditContent = attempt.data
    own = of(attempt)
    own.audited = _checked(given, own.by, local_date(attempt.recorded_at))
    for name in _FIELDS:
        setattr(own, name, getattr(given, name))
    own.save()
    attempt.subject.title = _title(own.audited, given)


def send_notice(attempt: Attempt) -> None:
    """The audited body knows of it from now on. Raises Refused `day_in_future`."""
    given: data.SendNotice = attempt.data
    own = of(attempt)
    _past("notified_on", given.notified_on, attempt)
    own.notice_number, own.notified_on = given.number, given.notified_on
    own.save(update_fields=["notice_number", "notified_on"])
    add_party(attempt.subject, own.audited, PartyRole.COPY, attempt.occurred_at)
    telling.tell_body(
        attempt, own.audited_id, f"审计通知：{attempt.subject.title}", f"{own.by.short_name}{given.number}。"
    )


def register_finding(attempt: Attempt) -> None:
    """What was found goes into the register of problems. Raises what the register raises."""
    given: data.Finding = attempt.data
    own, on = of(attempt), local_date(attempt.recorded_at)
    content = {
        "title": given.title, "text": given.text, "found_on": local_date(attempt.occurred_at), "source": queries.problem_source(on),
        "source_note": f"领导干部审计{attempt.subject.number}", "district": given.district, "place": given.place or own.audited.name,
        "origin_note": f"审计{attempt.subject.number}",
    }  # fmt: skip
    hand_off(inspecting.PROBLEM, attempt, {name: value for name, value in content.items() if value})


def ask_opinion(attempt: Attempt) -> None:
    """The audited body reads what the audit came to, and has its days to answer."""
    given: data.AskOpinion = attempt.data
    own = of(attempt)
    own.draft = given.draft
    if given.file:
        own.file = claim_file(attempt, attempt.subject, given.file)
    own.save(update_fields=["draft", "file"])
    add_party(attempt.subject, own.audited, PartyRole.SUPPORTER, attempt.occurred_at)
    telling.tell_body(
        attempt,
        own.audited_id,
        f"审计报告征求意见：{attempt.subject.title}",
        f"{attempt.actor.title}送来，请按期提出书面意见。",
    )


def answer(attempt: Attempt) -> None:
    """The audited answers; its words stay."""
    own = of(attempt)
    own.opinion, own.opinion_on = attempt.data.opinion, local_date(attempt.occurred_at)
    own.save(update_fields=["opinion", "opinion_on"])
    telling.tell_holder(attempt, f"审计意见已回：{attempt.subject.title}", f"{attempt.actor.title}提出了书面意见。")


def note_silence(attempt: Attempt) -> None:
    """No opinion came in time."""
    own = of(attempt)
    own.silent = True
    own.save(update_fields=["silent"])


def issue_report(attempt: Attempt) -> None:
    """The report; the committee office knows that there is one. Raises Refused `day_in_future`."""
    given: data.IssueReport = attempt.data
    own = of(attempt)
    _past("reported_on", given.reported_on, attempt)
    own.report_number, own.report, own.reported_on = given.number, given.report, given.reported_on
    own.save(update_fields=["report_number", "report", "reported_on"])
    telling.tell_body(
        attempt, own.audited_id, f"审计报告：{attempt.subject.title}", f"{own.by.short_name}{given.number}。"
    )
    office = planning.office_of(own.by, local_date(attempt.recorded_at))
    if office is not None and office.pk != own.audited_id:
        add_party(attempt.subject, office, PartyRole.COPY, attempt.occurred_at)


def close(attempt: Attempt) -> None:
    """What became of it."""
    own = of(attempt)
    own.used = attempt.data.used
    own.save(update_fields=["used"])


def of(attempt: Attempt) -> AuditProject:
    """The project acted on."""
    own: AuditProject = attempt.subject.audit_project
    return own


def _title(audited: Body, given: data.AuditContent) -> str:
    return f"{audited.short_name}{given.post_title}自然资源资产和生态环境责任审计"


def _checked(given: data.AuditContent, by: Body, on: date) -> Body:
    """The audited body. Raises Refused `audited_unknown`, `own_audit`, `term_unfit` or `period_unfit`."""
    audited = next((body for body in queries.auditable(by, on) if body.key == given.audited), None)
    if audited is None:
        raise _wrong("audited", "audited_unknown", "所选单位不在审计范围内，请从所列的单位中选。")
    if audited.pk == by.pk:
        raise _wrong("audited", "own_audit", "审计机关不审计本单位的领导干部，请由上级审计机关审计。")
    if given.term_to is not None and given.term_to < given.term_from:
        raise _wrong("term_to", "term_unfit", "任职结束的日期早于开始的日期，请核对。")
    if given.period_to < given.period_from:
        raise _wrong("period_to", "period_unfit", "审计期间结束的日期早于开始的日期，请核对。")
    ends = given.term_to or on
    if given.period_from < given.term_from or given.period_from > ends:
        raise _wrong(
            "period_from",
            "period_unfit",
            f"审计期间应在任职期间之内（{spoken_date(given.term_from)}至{spoken_date(ends)}）。",
        )
    return audited


def _past(field: str, day: date, attempt: Attempt) -> None:
    if day > local_date(attempt.recorded_at):
        raise _wrong(field, "day_in_future", f"{spoken_date(day)}还没有到，请核对日期。")
