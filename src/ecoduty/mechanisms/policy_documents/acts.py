"""What the acts of a policy document do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, end_party, open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.policy_documents import data, queries, settling
from ecoduty.mechanisms.policy_documents.models import Edition, PolicyDocument
from ecoduty.mechanisms.policy_documents.states import DRAFTING, IN_FORCE
from ecoduty.organisation.directory.models import Body


def draft(attempt: Attempt) -> None:
    """Enter a document that is being made. Raises Refused `unknown_sort`."""
    _open(attempt, attempt.data, DRAFTING.code)


def register(attempt: Attempt) -> None:
    """Enter a document that is in force already. Raises what `draft` and `issue` raise."""
    _open(attempt, attempt.data, IN_FORCE.code)
    issue(attempt)


def edit(attempt: Attempt) -> None:
    """Write what is being made anew. Raises Refused `unknown_sort`."""
    given: data.DraftDocument = attempt.data
    own = _own(attempt)
    own.sort, own.grounds = _sort(given.sort, _day(attempt)), given.grounds
    attempt.subject.title = given.name
    own.save(update_fields=["sort", "grounds"])


def issue(attempt: Attempt) -> None:
    """It comes out: number, days, and who leads (clause 5.8).

    Raises Refused `issued_in_future`, `valid_backward`, `ended_already`, `number_registered`, and as `settling.settle`.
    """
    given: data.IssueDocument = attempt.data
    own, on = _own(attempt), _day(attempt)
    _days_hold(given, on)
    taken = PolicyDocument.objects.filter(matter__holder=attempt.subject.holder_id, number=given.number)
    if taken.exclude(pk=own.pk).exists():
        raise wrong("number", "number_registered", f"本单位台账里已有文号“{given.number}”，请核对是不是登记过了。")
    own.number, own.issued_on = given.number, given.issued_on
    own.valid_from, own.valid_until = given.valid_from, given.valid_until
    _settle(attempt, own, given)
    if given.file:
        own.file = claim_file(attempt, attempt.subject, given.file)
    own.save()
    attempt.record(document_number=own.number, lead=own.lead.short_name if own.lead else "")


def issue_revision(attempt: Attempt) -> None:
    """The revised text comes out; what it was before stays. Raises as `issue`."""
    _keep(attempt, "修订")
    issue(attempt)


def name_lead(attempt: Attempt) -> None:
    """What it says about the lead is entered anew. Raises as `settling.settle`."""
    own = _own(attempt)
    _keep(attempt, "牵头部门重新登记")
    _settle(attempt, own, attempt.data)
    own.save()
    attempt.record(lead=own.lead.short_name if own.lead else "")


def extend(attempt: Attempt) -> None:
    """It holds longer. Raises Refused `not_longer` or `ended_already`."""
    _extend(attempt, attempt.data.valid_until)


def keep(attempt: Attempt) -> None:
    """It stays as it is. Raises Refused `ended_already` where its last day is over and no later one is given."""
    given: data.KeepDocument = attempt.data
    own, on = _own(attempt), _day(attempt)
    if given.valid_until is not None:
        _extend(attempt, given.valid_until)
    elif own.valid_until is not None and own.valid_until < on:
        raise wrong(
            "valid_until",
            "ended_already",
            f"有效期已在{spoken_date(own.valid_until)}届满，继续有效的须写明延至哪一天。",
        )


def repeal(attempt: Attempt) -> None:
    """It holds no more. Raises Refused `repealed_in_future`, `repealed_before_issue` or `successor_unknown`."""
    given: data.RepealDocument = attempt.data
    own = _own(attempt)
    if given.repealed_on > _day(attempt):
        raise wrong("repealed_on", "repealed_in_future", "废止日期还没有到：现在先列入废止，到那一天再登记废止。")
    if own.issued_on and given.repealed_on < own.issued_on:
        raise wrong(
            "repealed_on", "repealed_before_issue", f"废止日期早于印发日期{spoken_date(own.issued_on)}，次序不对。"
        )
    own.repealed_on = given.repealed_on
    if given.replaced_by:
        own.replaced_by = next(
            (one for one in queries.successors(attempt.subject) if one.matter.number == given.replaced_by), None
        )
        if own.replaced_by is None:
            raise wrong("replaced_by", "successor_unknown", "本单位台账里没有所选的文件，请从所列的文件中选。")
        attempt.record(replaced_by=own.replaced_by.matter.title)
    own.save(update_fields=["repealed_on", "replaced_by"])
    if own.lead_id and own.lead_id != attempt.subject.holder_id:
        text = f"{attempt.actor.title}登记废止，从{spoken_date(given.repealed_on)}起不再执行。"
        telling.tell_body(attempt, own.lead_id, f"牵头执行的文件已废止：{attempt.subject.title}", text)


def _open(attempt: Attempt, given: data.DraftDocument | data.RegisterDocument, state: str) -> None:
    body = Body.objects.select_related("region").get(key=attempt.actor.body)
    sort = _sort(given.sort, _day(attempt))
    matter = open_matter(attempt, title=given.name, holder=body, state=state)
    matter.policy_document = PolicyDocument.objects.create(matter=matter, sort=sort, grounds=given.grounds)


def _settle(attempt: Attempt, own: PolicyDocument, given: data.SettleLead) -> None:
    """Who leads knows of it from then on, and is told."""
    matter: Matter = attempt.subject
    before = own.lead
    settling.settle(own, matter.title, given, matter.holder, _day(attempt))
    if before is not None and before != own.lead:
        end_party(matter, before, PartyRole.SUPPORTER, attempt.occurred_at)
    if own.lead is not None and own.lead != before and own.lead.pk != matter.holder_id:
        add_party(matter, own.lead, PartyRole.SUPPORTER, attempt.occurred_at)
        text = f"{matter.holder.name}的文件明确由贵单位牵头：{own.duties[:200]}"
        telling.tell_body(attempt, own.lead.pk, f"文件明确由本单位牵头：{matter.title}", text)


def _days_hold(given: data.IssueDocument, on: date) -> None:
    if given.issued_on > on:
        raise wrong("issued_on", "issued_in_future", f"印发日期{spoken_date(given.issued_on)}还没有到，请核对。")
    if given.valid_until is None:
        return
    if given.valid_until < given.valid_from:
        raise wrong("valid_until", "valid_backward", "有效期的最后一天早于施行日期，请核对。")
    if given.valid_until < on:
        said = f"有效期已在{spoken_date(given.valid_until)}届满，不能登记为现行。已经延长的，填延长后的日期。"
        raise wrong("valid_until", "ended_already", said)


def _extend(attempt: Attempt, until: date) -> None:
    own = _own(attempt)
    if own.valid_until is not None and until <= own.valid_until:
        raise wrong("valid_until", "not_longer", f"原来的有效期到{spoken_date(own.valid_until)}，延长须在这一天之后。")
    if until < _day(attempt):
        raise wrong("valid_until", "ended_already", f"{spoken_date(until)}已经过去，请填以后的日期。")
    _keep(attempt, attempt.data.note)
    attempt.record(before=own.valid_until.isoformat() if own.valid_until else "", until=until.isoformat())
    own.valid_until = until
    own.save(update_fields=["valid_until"])


def _keep(attempt: Attempt, why: str) -> None:
    own = _own(attempt)
    Edition.objects.create(
        document=own, number=own.number, issued_on=own.issued_on, valid_from=own.valid_from, valid_until=own.valid_until,
        lead=own.lead, file=own.file, until=attempt.occurred_at, by=attempt.actor.title, why=why,
    )  # fmt: skip


def _sort(code: str, on: date) -> str:
    if code not in dict(queries.sorts(on)):
        raise wrong("sort", "unknown_sort", "没有这个种类，请从所列的种类中选。")
    return code


def _own(attempt: Attempt) -> PolicyDocument:
    matter: Matter = attempt.subject
    own: PolicyDocument = matter.policy_document
    return own


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
