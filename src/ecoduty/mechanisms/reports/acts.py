"""What the acts of a report do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from ecoduty.casework.documents import attachments, notes, numbers, papers, receipts, recipients, texts
from ecoduty.casework.documents.models import Document
from ecoduty.casework.duties.instances import open_for_duty
from ecoduty.casework.publications import effects as publishing
from ecoduty.casework.publications.models import Publication
from ecoduty.casework.publications.queries import publication_of
from ecoduty.kernel.clock import spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.reports import sections, states
from ecoduty.mechanisms.reports.models import Instruction, Report


def document_of(attempt: Attempt) -> Document:
    """The report's document."""
    document: Document = attempt.subject.report.document
    return document


def open_report(attempt: Attempt) -> None:
    """Open the report of one body for one period: matter, document, the report's own row (clauses 10.3, 11.1)."""
    matter = open_for_duty(attempt, states.DRAFTING.code)
    document = texts.start(matter, attempt.table.kind, attempt.data.title)
    matter.report = Report.objects.create(matter=matter, document=document)


def save_draft(attempt: Attempt) -> None:
    """Keep what was written as a new version.

    Raises Refused for a section the report does not have, `text_moved_on` where it was written on an older version than
    the one in force.
    """
    matter = attempt.subject
    titles = sections.required(matter.kind, matter.rulebook)
    unknown = set(attempt.data.sections) - set(titles)
    if unknown:
        raise Refused("unknown_section", f"没有“{'、'.join(sorted(unknown))}”这一节。", status=422)
    document = document_of(attempt)
    base = attempt.data.base
    if base is not None and base != document.version:
        raise Refused(
            "text_moved_on",
            f"您是在第{base}稿上写的，现在已有第{document.version}稿：请先合并，再保存。您填的内容没有丢。",
        )
    kept = texts.text_of(texts.current(document))
    merged = [(title, attempt.data.sections.get(title, kept.get(title, ""))) for title in titles]
    draft = texts.save(document, merged, attempt.actor, attempt.recorded_at)
    attempt.record(version=document.version, changed=draft is not None)


def attach_file(attempt: Attempt) -> None:
    """Add an attachment to the document."""
    attachments.attach(attempt, document_of(attempt))


def note_contact(attempt: Attempt) -> None:
    """Say in brackets below the date whom to ask about the report."""
    notes.set_contact(attempt, document_of(attempt))


def hand_in(attempt: Attempt) -> None:
    """Note which version goes to review, so that what was approved can be told from what came later."""
    draft = texts.current(document_of(attempt))
    if draft is not None:
        attempt.record(version=draft.version, text=bytes(draft.digest).hex())


def sign(attempt: Attempt) -> None:
    """Sign the version in force and number the document."""
    numbers.sign(attempt, document_of(attempt))
    hand_in(attempt)


def enter_number(attempt: Attempt) -> None:
    """Enter the number that the issuer's own office system gave, or correct it, while nothing has gone out."""
    numbers.enter(attempt, document_of(attempt))


def send(attempt: Attempt) -> None:
    """Send to main and copy recipients of the rulebook's list, as the directory stands on the sending day (clause 11.3)."""
    matter = attempt.subject
    on = attempt.occurred_at.astimezone(attempt.recorded_at.tzinfo).date()
    document = document_of(attempt)
    if document.signed_on is not None and on < document.signed_on:
        raise Refused(
            "sent_before_signing", f"报送日期早于签发日期（{spoken_date(document.signed_on)}），次序不对。", status=422
        )
    recipients.address(document, rulebooks.current().duties[matter.duty].copy_list, on)
    papers.check_recipients(document)
    recipients.send(attempt, document)
    matter.report.sent_at = attempt.occurred_at
    matter.report.save(update_fields=["sent_at"])


def send_annual(attempt: Attempt) -> None:
    """Send, and put the text aside as the public version to be looked through (clause 11.4)."""
    send(attempt)
    _prepare_public_version(attempt)


def return_for_correction(attempt: Attempt) -> None:
    """Sent back by the committee office: the number stays, a new version is written."""
    report = attempt.subject.report
    report.returned += 1
    report.save(update_fields=["returned"])


def record_receipt(attempt: Attempt) -> None:
    """Record a receipt for a recipient who does not work here."""
    receipts.record(attempt, document_of(attempt))


def acknowledge(attempt: Attempt) -> None:
    """A recipient on the platform signs for the report."""
    receipts.acknowledge(attempt, document_of(attempt))


def give_instruction(attempt: Attempt) -> None:
    """Record what the leader wrote on the half-year report (clause 10.3)."""
    data = attempt.data
    today = attempt.recorded_at.date()
    if data.given_on > today:
        raise Refused("instruction_in_future", "批示日期还没有到，请核对。", status=422)
    sent = attempt.subject.report.sent_at
    if sent is not None and data.given_on < sent.astimezone(attempt.recorded_at.tzinfo).date():
        raise Refused("instruction_before_sending", "批示日期早于报送日期，次序不对。", status=422)
    Instruction.objects.create(
        matter=attempt.subject,
        leader=data.leader,
        given_on=data.given_on,
        text=data.text,
        recorded_by=attempt.actor.title,
        recorded_at=attempt.recorded_at,
    )


def edit_public_version(attempt: Attempt) -> None:
    """Take out what the public should not read (clause 11.4)."""
    _prepare_public_version(attempt)


def register_publication(attempt: Attempt) -> None:
    """Register where and when the department published it on its own website: this meets the clock (clause 11.4)."""
    publishing.register(attempt, _publication(attempt), sent_at=attempt.subject.report.sent_at)


def ask_not_to_publish(attempt: Attempt) -> None:
    """Propose not to publish, with a reason for the file and a sentence for the public."""
    publishing.ask_to_decline(attempt, _publication(attempt))


def approve_non_publication(attempt: Attempt) -> None:
    """Approve that it is not published."""
    publishing.approve_decline(attempt, _publication(attempt))


def refuse_non_publication(attempt: Attempt) -> None:
    """Do not approve: it is to be published."""
    publishing.refuse_decline(attempt, _publication(attempt))


def withdraw_publication(attempt: Attempt) -> None:
    """Take the publication down; the portal shows why."""
    publishing.withdraw(attempt, _publication(attempt))


def clear_public_version(attempt: Attempt) -> None:
    """Clear the public version for the public (clause 11.4)."""
    publishing.clear(attempt, _publication(attempt))


def _publication(attempt: Attempt) -> Publication:
    found = publication_of(attempt.subject)
    if found is None:
        raise Refused("public_version_missing", "还没有公开版：请先编公开版。")
    return found


def _prepare_public_version(attempt: Attempt) -> None:
    matter = attempt.subject
    draft = texts.current(document_of(attempt))
    publishing.prepare(attempt, draft.sections if draft else [], year=int(matter.period[:4]), period=matter.period)
