"""What the acts of a topic do, and what passes between it and the meeting on whose agenda it stands (clause 10.4).

A person acts on one of the two; the platform then acts on the other, so that each keeps its own record.
"""

from __future__ import annotations

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Link, LinkKind, Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, open_matter
from ecoduty.kernel import flow
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Actor, Attempt, perform
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.leadership import bodies, data, queries
from ecoduty.mechanisms.leadership.acts import own_of
from ecoduty.mechanisms.leadership.models import AgendaItem, Decision, Topic
from ecoduty.mechanisms.leadership.states import PROPOSED

_PLATFORM = Actor.system("会议与议题")


def propose(attempt: Attempt) -> None:
    """A department puts a topic before a kind of meeting; the committee office of its level brings it there.

    Raises Refused `unknown_forum` or `no_committee_office`.
    """
    given: data.ProposeTopic = attempt.data
    on = local_date(attempt.recorded_at)
    if given.forum not in bodies.forums(on):
        raise wrong("forum", "unknown_forum", "议题不能提请这类会议，请从所列的会议类型中选。")
    proposer = bodies.own(attempt.actor)
    matter = open_matter(
        attempt,
        title=given.title,
        holder=bodies.committee_office(proposer, on),
        state=PROPOSED.code,
    )
    add_party(matter, proposer, PartyRole.SUPERVISOR, attempt.occurred_at)
    matter.topic = Topic.objects.create(
        matter=matter, proposer=proposer, forum=given.forum, reason=given.reason, question=given.question,
        urgent=given.urgent, file=claim_file(attempt, matter, given.file) if given.file else None,
    )  # fmt: skip
    attempt.record(proposer=proposer.short_name, urgent=given.urgent)
    telling.tell_holder(
        attempt, f"议题待列会：{matter.title}", f"{attempt.actor.title}提请{'，紧急' if given.urgent else ''}。"
    )


def amend(attempt: Attempt) -> None:
    """The topic as it is now."""
    given: data.AmendTopic = attempt.data
    own = _topic(attempt)
    own.reason, own.question = given.reason, given.question
    if given.file:
        own.file = claim_file(attempt, attempt.subject, given.file)
    own.save(update_fields=["reason", "question", "file"])


def listing(attempt: Attempt) -> Ruled:
    """An urgent topic has a shorter limit."""
    return Ruled(queries.URGENT_LISTING if _topic(attempt).urgent else queries.LISTING)


def place(attempt: Attempt) -> None:
    """Onto an agenda. Raises Refused `agenda_closed`."""
    chosen = dict(queries.open_agendas(attempt.subject))
    if attempt.data.meeting not in chosen:
        raise wrong("meeting", "agenda_closed", "所选的会议已经召开或不是同类会议，请从所列的会议中选。")
    own = _topic(attempt)
    own.meeting_id = attempt.data.meeting
    own.save(update_fields=["meeting"])
    attempt.record(meeting=chosen[attempt.data.meeting])
    _tell_proposer(attempt, "议题已列会", f"列入{chosen[attempt.data.meeting]}。")
    _perform(queries.MEETING, "list_topic", attempt.data.meeting, {"topic": own.pk})


def onto_the_agenda(attempt: Attempt) -> None:
    """By the platform: a line of the agenda for a topic."""
    topic = Topic.objects.select_related("matter", "proposer").get(pk=attempt.data.topic)
    own = own_of(attempt)
    last = own.agenda.order_by("-order").values_list("order", flat=True).first() or 0
    AgendaItem.objects.create(
        meeting=own, order=last + 1, title=topic.matter.title, presenter=topic.proposer.short_name, topic=topic
    )
    Link.objects.get_or_create(
        source=topic.matter, target=attempt.subject, kind=LinkKind.RELATED, defaults={"made_at": attempt.recorded_at}
    )
    attempt.record(topic=topic.matter.number)


def decide(attempt: Attempt) -> None:
    """Keep a decision; where it answers a topic, it returns to that. Raises Refused `topic_unknown`."""
    given: data.RecordDecision = attempt.data
    own = own_of(attempt)
    if given.topic is not None:
        _waiting(attempt.subject, given.topic)
    order = own.decisions.count() + 1
    Decision.objects.create(meeting=own, order=order, text=given.text, topic_id=given.topic)
    attempt.record(decision=order)
    if given.topic is not None:
        _perform(queries.TOPIC, "decide", given.topic, {"outcome": given.text})


def keep_outcome(attempt: Attempt) -> None:
    """By the platform: what the meeting decided."""
    own = _topic(attempt)
    own.outcome = attempt.data.outcome
    own.save(update_fields=["outcome"])
    _tell_proposer(attempt, "议题已有决定", own.outcome)


def defer(attempt: Attempt) -> None:
    """Not decided here: it waits for another agenda. Raises Refused `topic_unknown`."""
    _waiting(attempt.subject, attempt.data.topic)
    _off(attempt.data.topic, attempt.data.note)


def cancel(attempt: Attempt) -> None:
    """The meeting does not take place; its topics wait for another agenda."""
    for number, _ in queries.undecided_topics(attempt.subject):
        _off(number, f"{attempt.subject.title}取消：{attempt.data.note}")


def take_off(attempt: Attempt) -> None:
    """By the platform: it is on no agenda any more."""
    own = _topic(attempt)
    own.meeting = None
    own.save(update_fields=["meeting"])
    _tell_proposer(attempt, "议题退出议程", attempt.data.note)


def answer(attempt: Attempt) -> None:
    """Not put on an agenda, or sent back: whoever proposed it reads why."""
    _tell_proposer(attempt, f"议题{attempt.act.label}", attempt.data.note)


def _tell_proposer(attempt: Attempt, what: str, text: str) -> None:
    telling.tell_body(attempt, _topic(attempt).proposer_id, f"{what}：{attempt.subject.title}", text[:500])


def _off(topic: int, note: str) -> None:
    _perform(queries.TOPIC, "unlist", topic, {"note": note[:500]})


def _waiting(meeting: Matter, topic: int) -> None:
    if topic not in dict(queries.undecided_topics(meeting)):
        raise wrong("topic", "topic_unknown", "所选的议题不在这次会议的议程上，或已有决定。请刷新页面后重选。")


def _perform(kind: str, act: str, ref: int, given: dict[str, object]) -> None:
    perform(flow.tables()[kind], act, ref, actor=_PLATFORM, data=given)


def _topic(attempt: Attempt) -> Topic:
    own: Topic = attempt.subject.topic
    return own
