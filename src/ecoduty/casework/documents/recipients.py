"""Who receives a document: the rulebook's copy list, worked out with the directory as it stands on the sending day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from ecoduty.casework.documents.models import Delivery, Document, Recipient, RecipientRole
from ecoduty.casework.documents.numbers import RENDER
from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Addressees, Seat
from ecoduty.casework.escalation.states import RESTRICTED_WORDS, NoticeKind
from ecoduty.casework.matters.models import PartyRole, Secrecy
from ecoduty.casework.matters.opening import add_party
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.rulebook import Rulebook, schema
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment, Body, LeaderInCharge, Line, Post
from ecoduty.organisation.directory.states import LIAISON, LineKind


def address(document: Document, copy_list: str, on: date) -> list[Recipient]:
    """Write the recipients that the copy list gives for the issuer on that day (clause 11.3 for reports).

    The issuer never receives its own document. Raises Refused when a main recipient cannot be worked out.
    """
    found = _worked_out(document, copy_list, on)
    if not any(recipient.role == RecipientRole.MAIN for recipient in found):
        raise Refused(
            "no_main_recipient",
            f"{document.issuer.short_name}在{spoken_date(on)}没有登记分管领导或主送单位，无法报送：请先在机构目录登记。",
        )
    Recipient.objects.filter(document=document).delete()  # sent again after correction: receipts are owed anew
    return Recipient.objects.bulk_create(found)


def foreseen(document: Document, on: date) -> list[Recipient]:
    """Who would receive the document of a recurring duty on that day, for papers printed before they are sent; unsaved."""
    duty = rulebooks.current().duties.get(document.matter.duty)
    return (
        _worked_out(document, duty.copy_list, on) if duty is not None and document.kind == document.matter.kind else []
    )


def _worked_out(document: Document, copy_list: str, on: date) -> list[Recipient]:
    book = rulebooks.current()
    entry = book.copy_lists[copy_list]
    sender = queries.answering(document.issuer, on)  # signed before a reform, sent after it
    seen: set[tuple[int, int | None]] = {(document.issuer_id, None), (sender.pk, None)}
    found: list[Recipient] = []
    for role, lines in ((RecipientRole.MAIN, entry.main), (RecipientRole.COPY, entry.copies)):
        for body, post, delivery in _chosen(book, sender, lines, on):
            key = (body.pk, post.pk if post else None)
            if key in seen:
                continue
            seen.add(key)
            found.append(
                Recipient(document=document, body=body, post=post, role=role, delivery=delivery, order=len(found))
            )
    return found


def _chosen(
    book: Rulebook, issuer: Body, lines: Iterable[schema.Recipient], on: date
) -> Iterable[tuple[Body, Post | None, str]]:
    for line in lines:
        if line.role is not None:
            leading = LeaderInCharge.objects.filter(
                holding(on), holding(on, "leader__"), body=issuer, leader__kind=line.role
            )
            for row in leading.select_related("leader__body"):
                yield row.leader.body, row.leader, line.delivery or Delivery.PLATFORM
            continue
        for named in _bodies(book, issuer, line, on).select_related("heir"):
            body = queries.answering(named, on)
            if body.exists_on(on):
                yield body, None, line.delivery or book.kinds[body.kind].delivery


def _bodies(book: Rulebook, issuer: Body, line: schema.Recipient, on: date) -> QuerySet[Body]:
    if line.bodies is not None:
        return Body.objects.filter(key__in=book.select(line.bodies))
    if line.relation == "superior":
        lines = Line.objects.filter(holding(on), body=issuer, kind=LineKind.SUPERIOR)
        return Body.objects.filter(pk__in=lines.values("above"))
    return Body.objects.filter(kind=line.relation, region_code=issuer.region_code)


def send(attempt: Attempt, document: Document) -> list[Recipient]:
    """Mark the document as sent at the legal time of the act and let its recipients see the matter."""
    sent = deliver(attempt, document)
    for recipient in sent:
        if recipient.post is None:
            add_party(attempt.subject, recipient.body, PartyRole(recipient.role), attempt.occurred_at)
    attempt.record(recipients=[f"{RecipientRole(item.role).label} {item.label}" for item in sent])
    attempt.send(RENDER, f"document:{document.pk}", document=document.pk)
    return sent


def deliver(attempt: Attempt, document: Document) -> list[Recipient]:
    """Mark the document and its recipients as sent, and tell those whom the platform reaches."""
    at = attempt.occurred_at
    document.sent_at = at
    document.save(update_fields=["sent_at"])
    document.recipients.update(sent_at=at, receipted_at=None, receipted_by="", evidence="", evidence_file=None)
    sent = list(document.recipients.select_related("body", "post"))
    _tell(attempt, document, [one for one in sent if one.delivery == Delivery.PLATFORM])
    return sent


def _tell(attempt: Attempt, document: Document, reached: list[Recipient]) -> None:
    """A line in the inbox of each body's liaison, or of the post that is the recipient."""
    bodies = {one.body_id for one in reached if one.post is None}
    liaisons = Addressees({(body, LIAISON) for body in bodies}, local_date(attempt.occurred_at))
    holders = _holders([one.post_id for one in reached if one.post_id is not None], local_date(attempt.occurred_at))
    restricted = document.matter.secrecy == Secrecy.RESTRICTED
    title = f"收到公文：{RESTRICTED_WORDS if restricted else document.title}"
    text = "请打开办件阅看并签收。" if restricted else f"{document.issuer.name}送来，请打开办件阅看并签收。"
    drafts = [
        Draft(seat, NoticeKind.OTHER, title, text, document.matter_id)
        for one in reached
        for seat in (liaisons.of(one.body_id, [LIAISON]) if one.post_id is None else holders.get(one.post_id, []))
    ]
    notices.write(drafts, attempt.recorded_at)


def _holders(posts: list[int], on: date) -> dict[int, list[Seat]]:
    """Who sits in these posts; a vacant post keeps its notice for whoever comes."""
    found: dict[int, list[Seat]] = {post: [] for post in posts}
    rows = Appointment.objects.filter(holding(on), post__in=posts) if posts else Appointment.objects.none()
    for row in rows:
        found[row.post_id].append(Seat(row.post_id, row.person_id))
    return {post: seats or [Seat(post, None)] for post, seats in found.items()}


def unreceipted(document: Document, role: str = "") -> QuerySet[Recipient]:
    """Recipients whose receipt is still missing."""
    rows = document.recipients.filter(receipted_at=None, sent_at__isnull=False)
    return rows.filter(role=role) if role else rows


def overdue(before: datetime) -> QuerySet[Recipient]:
    """Recipients of documents sent before that moment who have not receipted; for reminders."""
    return Recipient.objects.filter(receipted_at=None, sent_at__lt=before).select_related(
        "document__matter", "body", "post"
    )
