"""What the acts on an entry do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Link, LinkKind, Matter
from ecoduty.casework.matters.opening import name_person, open_matter
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.relations import HEAD, LINKAGE
from ecoduty.mechanisms.enforcement.sharing.entries import data
from ecoduty.mechanisms.enforcement.sharing.entries.models import SharedDecision
from ecoduty.mechanisms.enforcement.sharing.entries.states import TO_ENTER
from ecoduty.organisation.directory.models import Body


def open_entry(attempt: Attempt) -> None:
    """A matter of its own for the office that enters: known to its linkage officers and heads, and to who took the decision."""
    given: data.OpenEntry = attempt.data
    office = Body.objects.select_related("region").get(pk=given.office)
    case = Matter.objects.get(pk=given.case)
    matter = open_matter(
        attempt,
        title=f"录入信息共享平台：{given.label}（{case.number}）",
        holder=office,
        state=TO_ENTER.code,
    )
    matter.shared_decision = SharedDecision.objects.create(
        matter=matter, case=case, act=given.act, label=given.label, group=given.group, decided_at=attempt.occurred_at
    )
    on = local_date(attempt.recorded_at)
    named = {row.person_id: relation for relation in (HEAD, LINKAGE) for row in circle.in_posts(office, relation, on)}
    if given.person is not None:
        named.setdefault(given.person, LINKAGE)
    for person, relation in named.items():
        name_person(matter, person, relation, attempt.recorded_at)
    telling.tell_persons(attempt, [person for person, relation in named.items() if relation == LINKAGE])
    Link.objects.create(source=case, target=matter, kind=LinkKind.RELATED, made_at=attempt.recorded_at)


def enter(attempt: Attempt) -> None:
    """Keep the platform's number. Raises Refused `entered_twice` where another decision has the same."""
    given: data.EnterPlatform = attempt.data
    own = own_of(attempt)
    taken = SharedDecision.objects.filter(platform_number=given.platform_number, matter__holder=attempt.subject.holder)
    if taken.exclude(pk=own.pk).exists():
        raise wrong(
            "platform_number", "entered_twice",
            "本单位另一项决定已经用了这个录入编号，请核对：每项决定在共享平台上有自己的编号。",
        )  # fmt: skip
    own.platform_number, own.entered_at = given.platform_number, attempt.occurred_at
    own.save(update_fields=["platform_number", "entered_at"])


def inform(attempt: Attempt) -> None:
    """Keep the number of the letter. Raises Refused `letter_before_decision`, `letter_in_future`."""
    given: data.InformByLetter = attempt.data
    own = own_of(attempt)
    if given.sent_on < local_date(own.decided_at):
        raise wrong("sent_on", "letter_before_decision", "函告日期早于作出决定的日期，请核对。", clause="18.5")
    if given.sent_on > local_date(attempt.recorded_at):
        raise wrong("sent_on", "letter_in_future", "函告日期还没有到，不能登记将来的事。")
    own.letter_number, own.entered_at = given.letter_number, attempt.occurred_at
    own.save(update_fields=["letter_number", "entered_at"])


def not_to_enter(attempt: Attempt) -> None:
    """Keep the reason."""
    own = own_of(attempt)
    own.why_not = attempt.data.reason
    own.save(update_fields=["why_not"])


def own_of(attempt: Attempt) -> SharedDecision:
    """The row of the entry acted on."""
    own: SharedDecision = attempt.subject.shared_decision
    return own
