"""What the acts of a decision of a joint meeting do: the responsible body sees to it, the convener confirms (clause 20.3)."""

from __future__ import annotations

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, open_matter
from ecoduty.kernel.clock import spoken_date
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.enforcement.entered_for import entered_for
from ecoduty.mechanisms.enforcement.meetings import data, queries
from ecoduty.mechanisms.enforcement.meetings.models import JointDecision, JointMeeting
from ecoduty.mechanisms.enforcement.meetings.states import IN_HAND

_TITLE = 120


def open_decision(attempt: Attempt) -> None:
    """By the platform, inside the meeting's own act: a matter of the responsible body, watched by the convener."""
    given: data.OpenJointDecision = attempt.data
    own = JointMeeting.objects.select_related("matter__holder__region").get(pk=given.meeting)
    known = {body.key: body for body in queries.circle(own)}
    body, convener = known[given.responsible], own.matter.holder
    matter = open_matter(
        attempt,
        title=f"议定事项：{_short(given.text)}",
        holder=body,
        state=IN_HAND.code,
    )
    if convener.pk != body.pk:
        add_party(matter, convener, PartyRole.SUPERVISOR, attempt.occurred_at)
    if own.recorded_by_id not in (convener.pk, body.pk):
        add_party(matter, own.recorded_by, PartyRole.COPY, attempt.occurred_at)
    for key in given.supporters:
        add_party(matter, known[key], PartyRole.SUPPORTER, attempt.occurred_at)
    matter.joint_decision = JointDecision.objects.create(
        matter=matter, meeting=own, order=own.decisions.count() + 1, text=given.text, due_on=given.due_on
    )
    telling.tell_bodies(
        attempt, [body.pk, *(known[key].pk for key in given.supporters)], f"联席会议{matter.title}",
        f"{own.matter.title}议定，{body.short_name}负责，{spoken_date(given.due_on)}前完成。", queries.TOLD,
    )  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= _TITLE else f"{text[: _TITLE - 1]}…"


def report(attempt: Attempt) -> None:
    """What was done; the convener is told. Raises what `entered_for` raises."""
    given: data.ReportJointDecision = attempt.data
    matter: Matter = attempt.subject
    own = own_of(attempt)
    file = entered_for(attempt, matter, matter.holder, given.scan)
    own.result = given.result
    own.evidence = file or own.evidence
    own.save(update_fields=["result", "evidence"])
    convener = own.meeting.matter.holder_id
    if convener not in attempt.actor.bodies:
        telling.tell_body(
            attempt, convener, f"待确认：{matter.title}", f"{matter.holder.short_name}报来落实情况。", queries.TOLD
        )


def confirm(attempt: Attempt) -> None:
    """The convener finds that it was done. Raises what `entered_for` raises."""
    own = _judged(attempt)
    own.opinion = attempt.data.opinion
    own.save(update_fields=["opinion"])


def send_back(attempt: Attempt) -> None:
    """What was reported does not do; the day is the one that the meeting named. Raises what `entered_for` raises."""
    own = _judged(attempt)
    own.returned += 1
    own.save(update_fields=["returned"])
    telling.tell_holder(
        attempt, f"退回继续落实：{attempt.subject.title}", f"{attempt.actor.title}：{attempt.data.note}", queries.TOLD
    )


def release(attempt: Attempt) -> None:
    """It is not asked for any more; whoever works on it hears it. Raises what `entered_for` raises."""
    _judged(attempt)
    telling.tell_holder(
        attempt, f"不再落实：{attempt.subject.title}", f"{attempt.actor.title}：{attempt.data.note}", queries.TOLD
    )


def _judged(attempt: Attempt) -> JointDecision:
    """By the convener, or in its name by the body that enters its meetings, with the scan."""
    own = own_of(attempt)
    entered_for(attempt, attempt.subject, own.meeting.matter.holder, attempt.data.scan)
    return own


def own_of(attempt: Attempt) -> JointDecision:
    """The decision acted on."""
    own: JointDecision = attempt.subject.joint_decision
    return own
