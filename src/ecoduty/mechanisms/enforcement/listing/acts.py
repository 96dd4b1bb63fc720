"""What the acts of a joint listing do beside changing its state."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import relate
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.ledger import append
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.counterparts import case_of, chosen, relation_of, title_from
from ecoduty.mechanisms.enforcement.listing import data, queries, states
from ecoduty.mechanisms.enforcement.listing.models import Listing, ListingBody, ListingOpinion, ListingProgress
from ecoduty.mechanisms.enforcement.listing.months import number_on
from ecoduty.mechanisms.enforcement.listing.states import About
from ecoduty.mechanisms.enforcement.on_paper import on_behalf
from ecoduty.mechanisms.enforcement.relations import HEAD, PARTNER
from ecoduty.organisation.directory.models import Body


def propose(attempt: Attempt) -> None:
    """Open the listing at the proposing body, and let those who are to list jointly know.

    Raises Refused `unknown_choice`, `unknown_case`, `needed_without_case`, `case_closed`, `listed_already`, `until_unfit`, or what
    `circle.open_restricted` raises.
    """
    given: data.ProposeListing = attempt.data
    on = local_date(attempt.recorded_at)
    circle.acting(attempt)
    holder = Body.objects.select_related("region").get(key=attempt.actor.body)
    offered = queries.joint_bodies(holder, on)
    joint = [chosen("joint", key, offered) for key in dict.fromkeys(given.joint)]
    supervised = chosen("supervised", given.supervised, queries.supervisable(on))
    case = case_of(attempt.actor, given.case, queries.CASES)
    if case is not None:
        _can_be_listed(case)
    _fits(attempt, given.until)
    matter = circle.open_restricted(
        attempt, title=title_from(given.title, case), holder=holder, state=states.PROPOSED.code, officers=given.officers
    )
    matter.listing = Listing.objects.create(
        matter=matter, case=case, supervised=supervised, requirements=list(dict.fromkeys(given.requirements)),
        standard=given.standard, in_charge=given.in_charge, until=given.until,
    )  # fmt: skip
    ListingBody.objects.bulk_create([ListingBody(listing=matter.listing, body=body) for body in joint])
    for body in joint:
        circle.name_side(attempt, body, relation_of(body))
    if case is not None:
        relate(attempt, case)


def revise(attempt: Attempt) -> None:
    """Put better after an objection; everybody is asked anew. Raises Refused `until_unfit`."""
    given: data.ReviseListing = attempt.data
    own = own_of(attempt)
    _fits(attempt, given.until)
    own.requirements, own.standard = list(dict.fromkeys(given.requirements)), given.standard
    own.in_charge, own.until = given.in_charge, given.until
    own.round += 1
    own.save(update_fields=["requirements", "standard", "in_charge", "until", "round"])
    tell(attempt)


def withdraw(attempt: Attempt) -> None:
    """It is not listed after all."""
    own = own_of(attempt)
    own.reason = attempt.data.reason
    own.save(update_fields=["reason"])
    tell(attempt)


def agree_listing(attempt: Attempt) -> None:
    """A body agrees; with the last one it can be listed. Raises Refused as `_say`."""
    given: data.AgreeToListing = attempt.data
    _say(attempt, given.body, About.LISTING, agrees=True, text=attempt.data.note)
    if not queries.silent(own_of(attempt), About.LISTING):
        attempt.lead_to(states.AGREED.code)
    tell(attempt)


def object_to_listing(attempt: Attempt) -> None:
    """A body does not agree: the proposal is put better or withdrawn. Raises Refused as `_say`."""
    given: data.ObjectToListing = attempt.data
    _say(attempt, given.body, About.LISTING, agrees=False, text=attempt.data.reason)
    tell(attempt)


def list_case(attempt: Attempt) -> None:
    """It is listed: the supervised body is let in, the day that was named runs, the months of reporting begin.

    The stream of the listed case is locked first, so that it is either closed before, or closing it finds it listed.
    Raises Refused `case_closed`, `listed_already`, `until_unfit` or `nobody_there`.
    """
    given: data.ListCase = attempt.data
    own = own_of(attempt)
    if own.case is not None:
        append.lock([own.case.stream])
        own.case.refresh_from_db()
        _can_be_listed(own.case)
    _fits(attempt, own.until)
    own.notice_number, own.listed_on, own.reported = given.notice_number, local_date(attempt.occurred_at), 0
    own.save(update_fields=["notice_number", "listed_on", "reported"])
    if own.supervised_id != own.matter.holder_id:
        circle.name_side(attempt, own.supervised, PARTNER)
    tell(attempt)


def report_progress(attempt: Attempt) -> None:
    """What was done. It covers every month that has no report yet, up to the one that runs; another one in a month that has
    its report meets nothing.
    """
    if not _report(attempt, own_of(attempt)):
        attempt.leave_running(queries.PROGRESS)
    tell(attempt)


def report_completion(attempt: Attempt) -> None:
    """Everything asked for is done: the last report. Until it is examined no other is asked for."""
    own = own_of(attempt)
    _report(attempt, own)
    own.completed_on = local_date(attempt.occurred_at)
    own.save(update_fields=["completed_on"])
    tell(attempt)


def _report(attempt: Attempt, own: Listing) -> bool:
    """Keep a report; True where it covers months that had none."""
    number = number_on(listed_on(own), local_date(attempt.occurred_at))
    covers = number > own.reported
    ListingProgress.objects.create(
        listing=own, text=attempt.data.text, reported_at=attempt.occurred_at,
        first=own.reported + 1 if covers else None, last=number if covers else None,
    )  # fmt: skip
    if covers:
        own.reported = number
        own.save(update_fields=["reported"])
    attempt.record(month=number)
    return covers


def check_completion(attempt: Attempt) -> None:
    """Whether the standard is met. Where it is not, it stays on the list and the months of reporting go on."""
    given: data.CheckListingCompletion = attempt.data
    own = own_of(attempt)
    own.check_note, own.checked_on = attempt.data.note, local_date(attempt.occurred_at)
    if given.passed:
        own.round += 1
    else:
        _back_on_the_list(attempt, own)
        attempt.lead_to(states.LISTED.code)
    own.save(update_fields=["check_note", "checked_on", "round", "completed_on", "reported"])
    tell(attempt)


def agree_delisting(attempt: Attempt) -> None:
    """A body agrees; with the last one it is off the list. Raises Refused as `_say`."""
    given: data.AgreeToListing = attempt.data
    own = own_of(attempt)
    _say(attempt, given.body, About.DELISTING, agrees=True, text=attempt.data.note)
    if queries.silent(own, About.DELISTING):
        attempt.leave_running(queries.DURATION)
    else:
        attempt.lead_to(states.DELISTED.code)
        own.delisted_on = local_date(attempt.occurred_at)
        own.save(update_fields=["delisted_on"])
    tell(attempt)


def object_to_delisting(attempt: Attempt) -> None:
    """A body does not agree: it stays on the list. Raises Refused as `_say`."""
    given: data.ObjectToListing = attempt.data
    own = own_of(attempt)
    _say(attempt, given.body, About.DELISTING, agrees=False, text=attempt.data.reason)
    _back_on_the_list(attempt, own)
    own.save(update_fields=["completed_on", "reported"])
    tell(attempt)


def extend(attempt: Attempt) -> None:
    """A later last day of the listing. The months of reporting are not moved. Raises Refused `only_duration`."""
    given: data.ExtendListing = attempt.data
    own = own_of(attempt)
    if not Deadline.objects.filter(pk=given.deadline, matter=attempt.subject, key=queries.DURATION).exists():
        raise wrong("deadline", "only_duration", "能延长的只有挂牌督办的期限；进展按月报告，不能延期。", clause="18.4")
    own.until = given.until
    own.save(update_fields=["until"])


def listed_on(own: Listing) -> date:
    """The day on which it was listed. Raises AssertionError before, which the table does not let happen."""
    if own.listed_on is None:
        raise AssertionError("not listed yet")
    return own.listed_on


def _back_on_the_list(attempt: Attempt, own: Listing) -> None:
    """The months during which its completion was examined are not asked for afterwards; the one that runs is."""
    own.reported = max(own.reported, number_on(listed_on(own), local_date(attempt.occurred_at)) - 1)
    own.completed_on = None


def _say(attempt: Attempt, key: str, about: About, *, agrees: bool, text: str) -> None:
    """One body's word. Raises Refused `not_asked` for who is not asked or has spoken, `not_your_body` for another's word."""
    own = own_of(attempt)
    body = next((one for one in queries.silent(own, about) if one.key == key), None)
    if body is None:
        raise wrong(
            "body", "not_asked", f"这个单位这一次没有被征求{about.label}的意见，或者已经表过态，请从所列的单位中选。"
        )
    theirs = on_behalf(attempt) and body.pk != own.matter.holder_id
    if not theirs and body.pk not in attempt.actor.bodies:
        raise wrong("body", "not_your_body", f"{body.short_name}的意见由{body.short_name}自己表示，请选您自己的单位。")
    if body.pk == own.matter.holder_id and HEAD not in attempt.subject.relations_of(attempt.actor, _day(attempt)):
        raise Refused("not_a_head", f"{body.short_name}是否同意，由本单位负责人决定。", status=403, clause="18.4")
    ListingOpinion.objects.create(
        listing=own, body=body, about=about, round=own.round, agrees=agrees, text=text, said_at=attempt.occurred_at
    )


def _can_be_listed(case: Matter) -> None:
    if not case.open:
        raise Refused("case_closed", f"案件{case.number}已经办结，不能再挂牌督办。", status=422, clause="18.4")
    if queries.listed(case):
        raise Refused(
            "listed_already", f"案件{case.number}已经在联合挂牌督办，不能重复挂牌。", status=422, clause="18.4"
        )


def _fits(attempt: Attempt, until: date) -> None:
    latest = queries.latest_end(attempt.occurred_at)
    last = latest.due_on or local_date(latest.due.moment)
    if not _day(attempt) < until <= last:
        raise wrong(
            "until",
            "until_unfit",
            f"办结期限应在明天至{spoken_date(last)}之间：这是规则书定的督办最长时间，请改日期。",
            clause="18.4",
        )


def tell(attempt: Attempt) -> None:
    """Everybody named but who acts hears that something moved."""
    persons = [row.person_id for row in circle.named(attempt.subject, _day(attempt))]
    telling.tell_persons(attempt, [person for person in persons if person != attempt.actor.person])


def own_of(attempt: Attempt) -> Listing:
    """The row of the listing acted on."""
    own: Listing = attempt.subject.listing
    return own


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
