"""Papers that a ladder sends when a rung is released: the reminder letter and the report to the leader in charge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ecoduty.casework.documents import numbers, papers, recipients, texts
from ecoduty.casework.documents.models import Delivery, Document, Numbering, Recipient, RecipientRole
from ecoduty.casework.documents.rendering.paper import chinese_date
from ecoduty.casework.documents.series import series_of
from ecoduty.casework.escalation import deciding
from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt
from ecoduty.organisation.directory import queries

REMINDER, REPORT = "reminder_letter", "report_to_leader"


def install() -> None:
    """Draw these papers up when their rungs are released."""
    papers.use(REMINDER, papers.LETTER)
    papers.use(REPORT, papers.REPORT)
    deciding.on_release(REMINDER, reminder_letter)
    deciding.on_release(REPORT, report_to_leader)


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper as it will go out when its rung is released: title, text, and to whom."""

    title: str
    text: str
    to: Sequence[Recipient]


def drafted(rung: Rung, on: date) -> Draft | None:
    """What whoever releases the rung reads first. None for papers that are drawn up elsewhere, and of restricted matters."""
    draw = {REMINDER: _reminder, REPORT: _report}.get(rung.paper)
    matter = rung.deadline.matter
    return draw(rung, matter, on) if draw and matter.secrecy != Secrecy.RESTRICTED else None


def reminder_letter(attempt: Attempt, rung: Rung) -> None:
    """Write, number and send the letter to the holder, in the transaction of the release.

    A restricted matter gets none: whoever is named in it has the notice, and nothing of it goes into a paper.
    """
    matter: Matter = attempt.subject
    if matter.secrecy == Secrecy.RESTRICTED:
        return
    _issue(attempt, rung, _reminder(rung, matter, local_date(attempt.occurred_at)))


def report_to_leader(attempt: Attempt, rung: Rung) -> None:
    """Write, number and send the report to whoever is in charge of the holder that day."""
    matter: Matter = attempt.subject
    if matter.secrecy == Secrecy.RESTRICTED:
        return
    _issue(attempt, rung, _report(rung, matter, local_date(attempt.occurred_at)))


def _reminder(rung: Rung, matter: Matter, on: date) -> Draft:  # noqa: ARG001 -- as `_report` is called
    text = (
        f"{matter.holder.name}承办的“{matter.title}”（办件编号{matter.number}），“{rung.deadline.label}”应于"
        f"{_due(rung)}前办结，至今尚未办结。\n请抓紧办理，并将办理结果在平台登记；确有困难的，请说明原因和办结时间。"
    )
    to = [Recipient(body=matter.holder, role=RecipientRole.MAIN, delivery=Delivery.PLATFORM)]
    return Draft(f"关于催办“{matter.title}”的函", text, to)


def _report(rung: Rung, matter: Matter, on: date) -> Draft:
    last_day = rung.deadline.due_on or local_date(rung.deadline.due_at)
    text = (
        f"{matter.holder.name}承办的“{matter.title}”（办件编号{matter.number}），“{rung.deadline.label}”应于"
        f"{_due(rung)}前办结，现已逾期{(on - last_day).days}天，经提醒、催办仍未办结。\n特此报告。"
    )
    to = [
        Recipient(body=leader.post.body, post=leader.post, role=RecipientRole.MAIN, delivery=Delivery.PLATFORM)
        for leader in queries.leaders_in_charge(matter.holder, on)
    ]
    return Draft(f"关于“{matter.title}”逾期情况的报告", text, to)


def _issue(attempt: Attempt, rung: Rung, draft: Draft) -> None:
    issue(attempt, rung, draft.title, [("", draft.text)], draft.to)


def issue(
    attempt: Attempt,
    rung: Rung,
    title: str,
    sections: Sequence[tuple[str, str]],
    to: Sequence[Recipient],
    closing: str = "",
) -> Document:
    """Write, number and send the paper of a released rung in the name of the body that releases it.

    `to` are unsaved recipients. What the releasing post added stands at the end of the last section, before the closing
    words.
    """
    assert rung.release_body is not None  # only rungs that a body releases have papers
    issuer, on, kind = rung.release_body, local_date(attempt.occurred_at), rung.paper
    *before, (last, text) = sections
    words = [*before, (last, "\n".join(part for part in (text, rung.reason, closing) if part))]
    row = series_of(issuer, kind)
    document = Document.objects.create(
        matter=attempt.subject, kind=kind, title=title, issuer=issuer, numbering=Numbering(row.mode),
        signer=attempt.actor.title, signer_name=attempt.actor.name, signed_on=on,
    )  # fmt: skip
    texts.save(document, words, attempt.actor, attempt.recorded_at)
    for order, recipient in enumerate(to):
        recipient.document, recipient.order = document, order
    Recipient.objects.bulk_create(to)
    if document.numbering == Numbering.PLATFORM:
        document.number = numbers.take(document, on.year, attempt.recorded_at)
        document.save(update_fields=["number"])
    recipients.deliver(attempt, document)
    attempt.record(letter=title, letter_number=document.number)
    attempt.send(numbers.RENDER, f"document:{document.pk}", document=document.pk)
    return document


def _due(rung: Rung) -> str:
    return chinese_date(rung.deadline.due_on or local_date(rung.deadline.due_at))
