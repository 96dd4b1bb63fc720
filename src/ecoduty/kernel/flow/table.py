"""The act table: what may happen to a kind of subject, by whom, from where to where, on which clause. Data only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ecoduty.kernel.flow.actor import Actor
from ecoduty.kernel.flow.data import ActData, NoData
from ecoduty.kernel.flow.subject import Store, Subject
from ecoduty.kernel.outbox.queue import Outgoing

START = ""  # the state of what does not exist yet


@dataclass(frozen=True, slots=True)
class State:
    """A station on the way. `open` states still owe something; `waits_for` names whose turn it is."""

    code: str
    label: str
    open: bool = True
    waits_for: str = ""
    main: bool = True  # on the main road of the diagram


@dataclass(frozen=True, slots=True)
class Who:
    """One way of being allowed: this relation to the subject, in one of these posts. An empty `posts` means any.

    `on_behalf`: he enters what somebody else did, from that one's paper. He may, but the step is not his to take.
    """

    relation: str
    posts: tuple[str, ...]
    label: str
    on_behalf: bool = False

    def allows(self, actor: Actor, relations: frozenset[str]) -> bool:
        """True when the actor stands in this relation and holds such a post."""
        return self.relation in relations and (not self.posts or actor.post_kind in self.posts)


@dataclass(frozen=True, slots=True)
class Guard:
    """A named condition. `sentence` tells a person what is missing and what to do.

    `asks_data` guards look at what was entered and are checked only when the act is done; the others are also
    checked when a page is drawn, to say why a button is not there.
    """

    code: str
    sentence: str
    holds: Callable[[Attempt], bool]
    clause: str = ""
    asks_data: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One row of a table. `to` is None when the state stays. `starts` and `meets` are keys of deadlines.

    An `aside` act is no step of the subject's own: a reminder, an extension. It leaves the subject's own time alone,
    so that it never stands in the way of entering late what happened before it.

    `or_to` are the states to which the act leads instead where its effect says so (`attempt.lead_to`): a second return,
    an answer that is not accepted. `or_from` are the states from which it may; none named means from all.

    A `fresh_factor` act is one that a person puts his name to: whoever has a second factor must have proved it to the
    door a short while before.
    """

    code: str
    label: str
    from_: tuple[str, ...]
    to: str | None
    who: tuple[Who, ...]
    clauses: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    data: type[ActData] = NoData
    effect: Callable[[Attempt], None] | None = None
    starts: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    main: bool = False  # the step forward: drawn on the main road, first button
    aside: bool = False
    fresh_factor: bool = False
    hint: str = ""
    or_to: tuple[str, ...] = ()
    or_from: tuple[str, ...] = ()

    def targets_from(self, state: str) -> tuple[str, ...]:
        """Every state it may lead to from one of its own."""
        may = not self.or_from or state in self.or_from
        return ((self.to,) if self.to is not None else ()) + (self.or_to if may else ())

    @property
    def targets(self) -> tuple[str, ...]:
        """Every state it may lead to; none when the state stays."""
        return ((self.to,) if self.to is not None else ()) + self.or_to

    @property
    def creates(self) -> bool:
        """True when the act brings its subject into being."""
        return self.from_ == (START,)


@dataclass(frozen=True, slots=True)
class ActTable:
    """Everything that may happen to one kind of subject."""

    kind: str
    label: str
    states: tuple[State, ...]
    acts: tuple[Act, ...]
    store: Store
    clauses: tuple[str, ...] = ()
    by_code: Mapping[str, Act] = field(init=False, repr=False, compare=False)
    by_state: Mapping[str, State] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        acts = {act.code: act for act in self.acts}
        states = {state.code: state for state in self.states}
        if len(acts) != len(self.acts) or len(states) != len(self.states):
            raise ValueError(f"{self.kind}: a code stands twice in the act table")
        for act in self.acts:
            if act.aside and act.targets:
                raise ValueError(f"{self.kind}.{act.code}: an aside act leads nowhere")
            unknown = {code for code in (*act.from_, *act.targets) if code} - set(states)
            unknown |= set(act.or_from) - set(act.from_)
            if unknown:
                raise ValueError(f"{self.kind}.{act.code}: unknown state {', '.join(sorted(unknown))}")
            if not act.who:
                raise ValueError(f"{self.kind}.{act.code}: nobody may do this")
        object.__setattr__(self, "by_code", acts)
        object.__setattr__(self, "by_state", states)

    def state(self, code: str) -> State:
        """The state of that code. Raises KeyError."""
        return self.by_state[code]


@dataclass(slots=True)
class Attempt:
    """One act being done: what guards look at and effects work with."""

    table: ActTable
    act: Act
    actor: Actor
    subject: Any  # the table's own subject; Any because effects know its class, the gate does not
    data: Any
    occurred_at: datetime
    recorded_at: datetime
    late: bool = False
    reason: str = ""
    on_behalf_of: str = ""
    before: str = START
    facts: dict[str, Any] = field(default_factory=dict)
    messages: list[Outgoing] = field(default_factory=list)
    leads_to: str | None = None
    not_met: set[str] = field(default_factory=set)

    def record(self, **facts: Any) -> None:
        """Add facts to the entry of this act (JSON without floats)."""
        self.facts.update(facts)

    def lead_to(self, state: str) -> None:
        """For an effect: one of the act's `or_to` in place of its `to`. Raises ValueError for any other state."""
        if state not in self.act.or_to or state not in self.act.targets_from(self.before):
            raise ValueError(f"{self.table.kind}.{self.act.code} does not lead to {state}")
        self.leads_to = state

    def leave_running(self, limit: str) -> None:
        """For an effect: this one of the act's `meets` is not met yet, such as while a second receipt is still missing.

        Raises ValueError for a limit that the act does not meet.
        """
        if limit not in self.act.meets:
            raise ValueError(f"{self.table.kind}.{self.act.code} does not meet {limit}")
        self.not_met.add(limit)

    def send(self, channel: str, key: str, **payload: Any) -> None:
        """Have a message delivered after this act is committed."""
        self.messages.append(Outgoing(channel, key, payload))


def permits(act: Act, actor: Actor, relations: frozenset[str]) -> bool:
    """True when the table lets this actor do the act."""
    return any(who.allows(actor, relations) for who in act.who)


def is_turn_of(actor: Actor, act: Act, relations: frozenset[str], *, on_behalf: bool = False) -> bool:
    """True when the act is this actor's own to do; `on_behalf`: when he may enter it for whose it is, and it is not his own."""
    own = any(who.allows(actor, relations) for who in act.who if not who.on_behalf)
    return permits(act, actor, relations) and not own if on_behalf else own


__all__ = ["START", "Act", "ActTable", "Attempt", "Guard", "State", "Subject", "Who", "is_turn_of", "permits"]
