"""What the acts of a catalogue do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.duties.instances import open_for_duty
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.legal_review.catalogues import data, listing, states
from ecoduty.mechanisms.legal_review.catalogues.guards import own_rows
from ecoduty.mechanisms.legal_review.catalogues.models import FilingCatalogue
from ecoduty.organisation.directory import queries as directory

MAKERS = ("supervision_clerk", "liaison", "deputy", "principal")
RECEIVERS = ("liaison", "deputy", "principal")
_NAMED = 5  # documents named in a refusal; the page lists them all


def open_duty(attempt: Attempt) -> None:
    """The year is over: its catalogue is due (clause 22.2)."""
    matter = open_for_duty(attempt, states.TO_REPORT.code)
    matter.filing_catalogue = FilingCatalogue.objects.create(matter=matter, year=int(attempt.data.period))


def report(attempt: Attempt) -> None:
    """It goes out; the rows stay as they are now.

    Raises Refused `unfiled_unexplained`, `no_reviewer`, or what `claim_file` raises.
    """
    given: data.ReportCatalogue = attempt.data
    found = own_rows(attempt)
    unfiled = [row for row in found if row.filed_on is None]
    if unfiled and not given.unfiled_reason.strip():
        names = "、".join(f"“{row.name}”" for row in unfiled[:_NAMED])
        more = f"等{len(unfiled)}件" if len(unfiled) > _NAMED else ""
        raise wrong(
            "unfiled_reason", "unfiled_unexplained",
            f"{names}{more}公布了没有报备：请先报备，或者写明原因和什么时候补报。", clause="22.2",
        )  # fmt: skip
    own = own_of(attempt)
    own.number, own.nil = given.number, False
    own.unfiled_reason = given.unfiled_reason if unfiled else ""
    own.file = claim_file(attempt, attempt.subject, given.file)
    _go(attempt, own, found)


def report_nil(attempt: Attempt) -> None:
    """Nothing came out that year. Raises Refused `no_reviewer`."""
    own = own_of(attempt)
    own.number, own.nil, own.unfiled_reason, own.file = "", True, "", None
    _go(attempt, own, [])


def send_back(attempt: Attempt) -> None:
    """Something is missing."""
    telling.tell_holder(attempt, f"目录请补正：{attempt.subject.title}", attempt.data.text, MAKERS)


def register_receipt(attempt: Attempt) -> None:
    """It was received. Raises Refused `day_in_future`, `receipt_before_report`, or what `claim_file` raises."""
    given: data.CatalogueReceipt = attempt.data
    own = own_of(attempt)
    if given.receipt_on > _day(attempt):
        raise wrong("receipt_on", "day_in_future", "回执日期还没有到，请核对。")
    if own.reported_on is not None and given.receipt_on < own.reported_on:
        raise wrong("receipt_on", "receipt_before_report", "回执日期早于报送日期，请核对。")
    own.receipt_number, own.receipt_on = given.number, given.receipt_on
    own.receipt_file = claim_file(attempt, attempt.subject, given.file) if given.file else None
    own.save(update_fields=["receipt_number", "receipt_on", "receipt_file"])


def own_of(attempt: Attempt) -> FilingCatalogue:
    """The catalogue of the attempt's matter."""
    own: FilingCatalogue = attempt.subject.filing_catalogue
    return own


def _go(attempt: Attempt, own: FilingCatalogue, found: list[listing.Row]) -> None:
    """Set the rows down and let those see them to whom the copy list of the duty sends them. Raises Refused `no_reviewer`."""
    own.rows, own.digest = [row.as_data() for row in found], listing.digest(found)
    own.reported_on = local_date(attempt.occurred_at)
    own.save(update_fields=["number", "file", "nil", "unfiled_reason", "rows", "digest", "reported_on"])
    attempt.record(documents=len(found), unfiled=sum(row.filed_on is None for row in found), rows=own.digest)
    _address(attempt)


def _address(attempt: Attempt) -> None:
    matter: Matter = attempt.subject
    book, on = rulebooks.current(), _day(attempt)
    duty = book.duties.get(matter.duty)
    to = book.recipients(duty.copy_list, matter.holder.key) if duty is not None else None
    if to is None or not to.main:
        raise Refused("no_reviewer", "规则书没有写明目录报给谁，请联系管理员核对主送名单。", status=422, clause="22.2")
    for role, named in ((PartyRole.SUPERVISOR, to.main), (PartyRole.COPY, to.copies)):
        for one in named:
            body = directory.answering(directory.body(one.body), on)
            add_party(matter, body, role, attempt.occurred_at)
            telling.tell_body(attempt, body.pk, f"年度备案目录：{matter.title}", "已报送，请查收。", RECEIVERS)


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
