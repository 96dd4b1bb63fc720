"""What the acts of a hint do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import hand_off, name_person, open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.accountability import interception, queries
from ecoduty.mechanisms.accountability.models import Omission
from ecoduty.mechanisms.accountability.omissions import data
from ecoduty.mechanisms.accountability.omissions.states import DECIDER, TO_DECIDE
from ecoduty.organisation.directory.models import Body


def open_omission(attempt: Attempt) -> None:
    """Put a case before the heads of the body that supervises it; nobody else learns of it."""
    given: data.OpenOmission = attempt.data
    body = Body.objects.select_related("region").get(pk=given.body)
    matter = open_matter(
        attempt,
        title=f"应移交未移交提示（{spoken_date(local_date(attempt.recorded_at))}）",
        holder=body,
        state=TO_DECIDE.code,
    )
    matter.omission = Omission.objects.create(
        matter=matter, about_id=given.about, rule=given.rule, facts=given.held, met_on=given.met_on
    )
    for person in given.persons:
        name_person(matter, person, DECIDER, attempt.occurred_at)
    telling.tell_persons(attempt, given.persons)


def refer(attempt: Attempt) -> None:
    """Register a referral in the name of whoever decides. Raises Refused as registering does."""
    given: data.ReferOmission = attempt.data
    own = own_of(attempt)
    about = Matter.objects.get(pk=own.about_id)
    hand_off(queries.KIND, attempt, {**given.model_dump(), "about": about.number})
    own.decided_on = local_date(attempt.occurred_at)
    own.save(update_fields=["decided_on"])


def decide_not(attempt: Attempt) -> None:
    """Not to refer is a decision of its own. Raises Refused `unknown_choice` or `intercepted`."""
    given: data.DecideOmission = attempt.data
    on = local_date(attempt.recorded_at)
    if given.reason not in queries.words("not-referring-reasons", on):
        raise wrong("reason", "unknown_choice", "没有所选的一项，请从所列的各项中选。")
    interception.refuse_text("basis", given.basis, rulebooks.current())
    own = own_of(attempt)
    own.reason, own.basis, own.decided_on = given.reason, given.basis, local_date(attempt.occurred_at)
    own.save(update_fields=["reason", "basis", "decided_on"])


def let_decide(attempt: Attempt) -> None:
    """One more head of the body may know and decide. Raises Refused `not_a_head` or `named_already`."""
    given: data.LetDecide = attempt.data
    matter: Matter = attempt.subject
    on = local_date(attempt.recorded_at)
    if given.person not in {row.person_id for row in queries.heads(matter.holder_id, on)}:
        raise wrong("person", "not_a_head", "只能让本单位现任负责人判断，请从所列的人中选。")
    if any(row.person_id == given.person for row in queries.named(matter, on)):
        raise wrong("person", "named_already", "此人已经看得到此件。")
    interception.refuse_text("reason", given.reason, rulebooks.current())
    name_person(matter, given.person, DECIDER, attempt.recorded_at)
    telling.tell_persons(attempt, [given.person])


def own_of(attempt: Attempt) -> Omission:
    """The row of the hint acted on."""
    own: Omission = attempt.subject.omission
    return own
