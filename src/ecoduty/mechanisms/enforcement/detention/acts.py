"""What the acts of a transfer for detention do beside changing its state."""

from __future__ import annotations

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.opening import relate
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.counterparts import case_of, chosen, title_from
from ecoduty.mechanisms.enforcement.detention import data, queries, states
from ecoduty.mechanisms.enforcement.detention.models import Detention, DetentionSupplement
from ecoduty.mechanisms.enforcement.pieces.guards import require_papers
from ecoduty.mechanisms.enforcement.relations import POLICE
from ecoduty.organisation.directory.models import Body


def propose(attempt: Attempt) -> None:
    """Open the transfer, known to the body's own side only; the police learn of it when the file goes.

    Raises Refused `unknown_choice`, `unknown_case`, `needed_without_case`, or what `circle.open_restricted` raises.
    """
    given: data.ProposeDetention = attempt.data
    on = local_date(attempt.recorded_at)
    circle.acting(attempt)
    holder = Body.objects.select_related("region").get(key=attempt.actor.body)
    if given.ground not in dict(queries.grounds(on)):
        raise wrong("ground", "unknown_choice", "没有所选的情形，请从所列的情形中选。")
    police = chosen("police", given.police, queries.polices(holder.level, on))
    case = case_of(attempt.actor, given.case, queries.CASES)
    matter = circle.open_restricted(
        attempt, title=title_from(given.title, case), holder=holder, state=states.PROPOSED.code, officers=given.officers
    )
    matter.detention = Detention.objects.create(matter=matter, case=case, ground=given.ground, police=police)
    if case is not None:
        relate(attempt, case)


def decline(attempt: Attempt) -> None:
    """The head decides that it does not go, or takes the decision back before the file went."""
    own = own_of(attempt)
    own.reason = attempt.data.reason
    own.save(update_fields=["reason"])


def send(attempt: Attempt) -> None:
    """The file goes, and the police are let in. Raises Refused `papers_missing`, `copies_missing` or `nobody_there`."""
    given: data.SendDetentionFile = attempt.data
    own = own_of(attempt)
    require_papers(attempt, queries.LEG, clause="18.3")
    if not given.copied:
        raise wrong("copied", "copies_missing", "案卷移送原件，请先复印留存，再勾选。")
    own.letter_number, own.sent_at = given.letter_number, attempt.occurred_at
    own.save(update_fields=["letter_number", "sent_at"])
    circle.name_side(attempt, own.police, POLICE)


def take_in(attempt: Attempt) -> None:
    """The police have it; what they owe counts from the moment at which that happened."""
    given: data.TakeInDetention = attempt.data
    own = own_of(attempt)
    own.receipt_number, own.taken_in_at = given.receipt_number, attempt.occurred_at
    own.save(update_fields=["receipt_number", "taken_in_at"])
    tell(attempt)


def ask_supplement(attempt: Attempt) -> None:
    """One more round. Asking after the last day is noted and not refused: the file would not get better by it."""
    given: data.AskDetentionSupplement = attempt.data
    own = own_of(attempt)
    late = queries.asked_late(own, local_date(attempt.occurred_at))
    DetentionSupplement.objects.create(
        detention=own, wanted=list(given.wanted), asked_at=attempt.occurred_at, late=late
    )
    attempt.record(round=own.supplements.count(), asked_late=late)
    tell(attempt)


def supplement(attempt: Attempt) -> None:
    """The answer to the last round."""
    row = own_of(attempt).supplements.filter(answered_at=None).latest("pk")
    row.answer, row.answered_at = attempt.data.note, attempt.occurred_at
    row.save(update_fields=["answer", "answered_at"])
    tell(attempt)


def decide(attempt: Attempt) -> None:
    """The police decide on detention."""
    given: data.DecideDetention = attempt.data
    own = own_of(attempt)
    own.decision_number, own.decided_at = given.decision_number, attempt.occurred_at
    own.persons, own.days = given.persons, given.days
    own.save(update_fields=["decision_number", "decided_at", "persons", "days"])


def copy_decision(attempt: Attempt) -> None:
    """Whoever transferred it has the decision."""
    own = own_of(attempt)
    own.copy_number = attempt.data.copy_number
    own.save(update_fields=["copy_number"])
    tell(attempt)


def return_file(attempt: Attempt) -> None:
    """It does not meet the conditions: the reason in writing, the file back."""
    own = own_of(attempt)
    own.reason = attempt.data.reason
    own.save(update_fields=["reason"])
    tell(attempt)


def take_back(attempt: Attempt) -> None:
    """The file is back, and it is said what becomes of the case."""
    own = own_of(attempt)
    own.afterwards, own.note = attempt.data.afterwards, attempt.data.note
    own.save(update_fields=["afterwards", "note"])


def tell(attempt: Attempt) -> None:
    """Everybody named but who acts hears that something moved."""
    on = local_date(attempt.recorded_at)
    persons = [row.person_id for row in circle.named(attempt.subject, on)]
    telling.tell_persons(attempt, [person for person in persons if person != attempt.actor.person])


def own_of(attempt: Attempt) -> Detention:
    """The row of the transfer acted on."""
    own: Detention = attempt.subject.detention
    return own
