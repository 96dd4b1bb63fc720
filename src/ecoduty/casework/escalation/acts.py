"""The acts that every kind of matter has for its deadlines and their ladders."""

from __future__ import annotations

from collections.abc import Sequence

from ecoduty.casework.duties.acts import OFFICE, SUPERVISOR, SYSTEM, deadline_acts
from ecoduty.casework.escalation.data import HoldRung, MergeRung, PrepareRungs, ReleaseRung, Remind, Urge
from ecoduty.casework.escalation.queries import rungs_to_decide
from ecoduty.casework.matters.passing import carrying_act, passing_act
from ecoduty.kernel.flow import Act, Attempt, Guard, State, Who
from ecoduty.organisation.access import asked_once

# Whoever may know of the matter gets as far as the guard; which post decides, the rung itself says.
_DECIDERS = (
    OFFICE,
    SUPERVISOR,
    Who("leader_in_charge", (), "分管市领导"),
    Who("district", (), "所在区"),
    Who("copy", (), "抄送单位"),
)


def standard_acts(states: Sequence[State]) -> tuple[Act, ...]:
    """Acts to append to a mechanism's table: deadlines extended, suspended, missed; reminders, rungs, urging; passing on when
    the holder is dissolved.

    All are asides: they lead nowhere and never stand in the way of a late entry. Possible in every open state.
    """
    from_ = tuple(state.code for state in states if state.open)
    return (
        *deadline_acts(states),
        Act("remind", "时限提醒", from_, None, (SYSTEM,), data=Remind, aside=True),
        Act("prepare_rung", "升级事项待签发", from_, None, (SYSTEM,), data=PrepareRungs, aside=True),
        Act("release_rung", "发出升级事项", from_, None, _DECIDERS, guards=_MINE, data=ReleaseRung, aside=True),
        Act("merge_rung", "并入另一升级事项", from_, None, _DECIDERS, guards=_MINE, data=MergeRung, aside=True),
        Act("hold_rung", "暂不发出升级事项", from_, None, _DECIDERS, guards=_MINE, data=HoldRung, aside=True),
        passing_act(states),
        carrying_act(states),
        Act("urge", "催办", from_, None, (OFFICE, SUPERVISOR), guards=(_OWES,), data=Urge, aside=True),
    )


def mine(attempt: Attempt) -> bool:
    """Whether a rung of this matter waits for a decision of the actor's post."""
    actor = attempt.actor
    waiting = rungs_to_decide(attempt.subject.pk, actor)
    # A page asks for each of the three acts.
    return asked_once(("rung_waiting", attempt.subject.pk, actor.post, actor.post_kind), waiting.exists)


_MINE = (Guard("no_rung_waiting", "这个办件没有等待您的岗位决定的升级事项。", mine),)
_OWES = Guard(
    "nothing_owed", "这个办件没有正在计时的时限，不需要催办。", lambda attempt: attempt.subject.next_due_at is not None
)
