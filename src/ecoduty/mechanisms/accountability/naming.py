"""Who is let in: by name, one by one, never by post. Whoever stands in or comes after is not, until somebody lets him in."""

from __future__ import annotations

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter, NamedAccess
from ecoduty.casework.matters.opening import name_person
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.accountability import data, queries, states
from ecoduty.mechanisms.accountability.models import Referral
from ecoduty.organisation.directory.models import Body


def acting(attempt: Attempt) -> int:
    """The person who acts. Raises Refused `no_person` where another system does."""
    if attempt.actor.person is None:
        raise Refused("no_person", "受限办件只能由本人办理。", status=403)
    return attempt.actor.person


def reviewer(attempt: Attempt, body: Body, person: int, other_than: int) -> int:
    """The second person: a head of the body, another than who registers. Raises Refused `same_person` or `not_a_head`."""
    if person == other_than:
        raise wrong("reviewer", "same_person", "复核人不能是登记人自己，请另选一位负责人。")
    if person not in {row.person_id for row in queries.heads(body.pk, local_date(attempt.recorded_at))}:
        raise wrong("reviewer", "not_a_head", "复核人应是本单位现任负责人，请从所列的人中选。")
    return person


def not_who_registered(attempt: Attempt, own: Referral) -> None:
    """Raises Refused `same_person` where the second person is the first."""
    if attempt.actor.person == own.registered_by_id:
        raise Refused("same_person", "登记人不能复核自己登记的件，须由另一位负责人办。", status=403, clause="15.5")


def let_in(attempt: Attempt) -> None:
    """One more person may know, from today on. Raises Refused `same_person`, `not_a_head`, `unknown_person`, `named_already`."""
    given: data.LetIn = attempt.data
    matter: Matter = attempt.subject
    own: Referral = matter.referral
    on = local_date(attempt.recorded_at)
    if given.person not in {row.person_id for row in queries.in_office(own.made_by_id, on)}:
        raise wrong("person", "unknown_person", "只能让本单位在任的人知悉，请从所列的人中选。")
    if any(row.person_id == given.person for row in queries.named(matter, on)):
        raise wrong("person", "named_already", "此人已经是知情人；要改身份的，先取消知悉，再重新列入。")
    if given.part == states.REVIEWER:
        reviewer(attempt, own.made_by, given.person, own.registered_by_id)
    name_person(matter, given.person, given.part, attempt.recorded_at)
    telling.tell_persons(attempt, [given.person])


def let_out(attempt: Attempt) -> None:
    """A person may know no more. Raises Refused `unknown_person`, or `nobody_left` for the last handler or second person."""
    given: data.LetOut = attempt.data
    on = local_date(attempt.recorded_at)
    rows = queries.named(attempt.subject, on)
    gone = next((row for row in rows if row.person_id == given.person), None)
    if gone is None:
        raise wrong("person", "unknown_person", "此人现在不是知情人，请刷新后重选。")
    if gone.relation != states.READER and not any(row.relation == gone.relation and row.pk != gone.pk for row in rows):
        raise wrong("person", "nobody_left", f"这是唯一的{states.PARTS[gone.relation]}，请先让接办的人知悉，再取消。")
    NamedAccess.objects.filter(pk=gone.pk).update(until=max(on, gone.since))
