"""Approval, publication on the department's own website, filing, and taking back (clauses 4.5–4.7, 6.2)."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.publications import effects as publishing
from ecoduty.casework.publications.data import Withdraw
from ecoduty.casework.publications.queries import publication_of
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.responsibilities import effect, rows
from ecoduty.mechanisms.responsibilities.data import (
    AcceptFiling,
    Approve,
    AskCorrection,
    ListRegistration,
    RecordApproval,
)
from ecoduty.mechanisms.responsibilities.models import Approval, Responsibility, ResponsibilityList
from ecoduty.mechanisms.responsibilities.opening import list_of
from ecoduty.mechanisms.responsibilities.words import Authority, FilingState, Openness, SupportRole


def approve(attempt: Attempt) -> None:
    """The department approved its list; rows get their numbers. Raises Refused `approved_in_future` or of the file."""
    data: Approve = attempt.data
    _keep(attempt, Authority.DEPARTMENT, data)


def record_approval(attempt: Attempt) -> None:
    """Party committee or government approved the list of city or district (clause 6.2)."""
    data: RecordApproval = attempt.data
    _keep(attempt, Authority(data.authority), data)


def _keep(attempt: Attempt, authority: Authority, data: Approve | RecordApproval) -> None:
    version = list_of(attempt)
    if data.approved_on > local_date(attempt.recorded_at):
        raise Refused(
            "approved_in_future", f"审定日期{spoken_date(data.approved_on)}还没有到，不能登记将来的事。", status=422
        )
    file = claim_file(attempt, attempt.subject, data.file) if data.file else None
    kept = Approval.objects.create(
        in_list=version, authority=authority, meeting=data.meeting, number=data.number, approved_on=data.approved_on,
        file=file, revision=version.revision, recorded_by=attempt.actor.title, recorded_at=attempt.recorded_at,
    )  # fmt: skip
    rows.number(version, local_date(attempt.recorded_at))
    attempt.record(approval=str(kept))


def approvals(version: ResponsibilityList) -> dict[str, Approval]:
    """The approvals of the list as it now is, by authority: what was approved before rows were changed counts no more."""
    return {one.authority: one for one in version.approvals.filter(revision=version.revision)}


def register_publication(attempt: Attempt) -> None:
    """登记公开: it takes effect on the day printed in it (clauses 4.5, 4.6, 6.2).

    Raises Refused `published_before_approval`, `in_force_before_publication` or of the publication itself.
    """
    data: ListRegistration = attempt.data
    version = list_of(attempt)
    given = approvals(version)
    approved_on = max((one.approved_on for one in given.values()), default=None)
    if approved_on is not None and data.published_on < approved_on:
        raise Refused(
            "published_before_approval",
            f"公开日期{spoken_date(data.published_on)}早于审定日期{spoken_date(approved_on)}，次序不对。",
            status=422,
            clause="4.5",
        )
    in_force: date = data.in_force or data.published_on
    if in_force < data.published_on:
        raise Refused(
            "in_force_before_publication",
            f"清单所载施行日期{spoken_date(in_force)}早于公开日期，不能溯及公开之前。",
            status=422,
        )
    publication = publishing.prepare(attempt, _public(version), year=in_force.year)
    publishing.register(attempt, publication, sent_at=None)
    approval = "；".join(str(one) for one in given.values())
    effect.take_effect(
        attempt, version, in_force, published_on=data.published_on, own_url=data.own_url, approval=approval[:300]
    )


def _public(version: ResponsibilityList) -> list[dict[str, str]]:
    """The open rows as text, for the record of what was published."""
    found = (
        version.rows.filter(openness=Openness.OPEN).select_related("body").prefetch_related("supports__body", "bases")
    )
    return [{"title": "清单", "text": "\n".join(_line(row) for row in found.order_by("order", "pk"))}]


def _line(row: Responsibility) -> str:
    supporters = "、".join(one.body.short_name for one in row.supports.all() if one.role == SupportRole.SUPPORTER)
    parts = [
        row.number, row.name, row.get_role_display(), f"配合：{supporters}" if supporters else "",
        "；".join(basis.text for basis in row.bases.all()),
    ]  # fmt: skip
    return " ｜ ".join(part for part in parts if part)


def file_with_office(attempt: Attempt) -> None:
    """Sent to the committee office for its files (clause 4.7)."""
    version = list_of(attempt)
    version.filing_state, version.filed_on = FilingState.FILED, local_date(attempt.occurred_at)
    version.save(update_fields=["filing_state", "filed_on"])


def accept_filing(attempt: Attempt) -> None:
    """Taken into the files under a number. Raises Refused `filing_number_taken`."""
    data: AcceptFiling = attempt.data
    version = list_of(attempt)
    if ResponsibilityList.objects.filter(filing_number=data.number).exists():
        raise Refused("filing_number_taken", f"备案号“{data.number}”已用于另一份清单，请核对。", status=422)
    version.filing_state, version.filing_number, version.filing_opinion = (
        FilingState.ACCEPTED, data.number, data.opinion,
    )  # fmt: skip
    version.save(update_fields=["filing_state", "filing_number", "filing_opinion"])


def ask_correction(attempt: Attempt) -> None:
    """The committee office asks for corrections; the list holds all the same (clause 4.7)."""
    data: AskCorrection = attempt.data
    version = list_of(attempt)
    version.filing_state, version.filing_opinion = FilingState.CORRECTION, data.opinion
    version.save(update_fields=["filing_state", "filing_opinion"])


def correct_filing(attempt: Attempt) -> None:
    """Corrected and sent again."""
    version = list_of(attempt)
    version.filing_state = FilingState.FILED
    version.save(update_fields=["filing_state"])


def withdraw(attempt: Attempt) -> None:
    """Taken down with the reason; it no longer holds. Raises Refused `nothing_published`."""
    data: Withdraw = attempt.data
    version = list_of(attempt)
    publication = publication_of(attempt.subject)
    if publication is None:
        raise Refused("nothing_published", "这一版清单没有登记公开，没有可以撤回的内容。")
    effect.take_down(attempt, version, local_date(attempt.occurred_at), data.reason)
    publishing.withdraw(attempt, publication)


def drop(attempt: Attempt) -> None:
    """Nothing comes of it: another may be begun."""
    version = list_of(attempt)
    version.preparing = False
    version.save(update_fields=["preparing"])


__all__ = [
    "accept_filing", "approvals", "approve", "ask_correction", "correct_filing", "drop", "file_with_office",
    "record_approval", "register_publication", "withdraw",
]  # fmt: skip
