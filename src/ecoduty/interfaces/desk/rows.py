"""A matter as lists show it: light, words, the one next act. Made for many at once with a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString

from ecoduty.casework.matters import rules
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.store import attach_parties
from ecoduty.casework.matters.thresholds import Thresholds, thresholds_in_force
from ecoduty.casework.matters.turns import next_act
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.lights import Light, due_day, in_hours, light
from ecoduty.kernel.clock import as_local, local_date, now
from ecoduty.kernel.flow import Act, Actor, ActTable, tables
from ecoduty.kernel.flow.data import NoData

NO_DUE = {False: "没有期限", True: "计时已中止"}


@dataclass(frozen=True, slots=True)
class Step:
    """A button: an act with its address. `direct` acts ask for nothing and are done from where they stand."""

    code: str
    label: str
    url: str
    direct: bool
    main: bool
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    matter: Matter
    url: str
    light: Light
    kind: str
    state: str
    holder: str
    own: bool
    clause: str
    due: str
    due_label: str
    no_due: str = ""
    step: Step | None = None
    waits: str = ""

    @property
    def opened(self) -> str:
        """The day it was opened."""
        return words.short_day(self.matter.opened_at, local_date(now()))

    @property
    def said(self) -> SafeString:
        """Below its title on 工作台: state, what it waits for, holder where it is another's, limit, kind, clause."""
        limit = self.due_label if self.due_label != self.kind else ""
        parts = (self.waits, "" if self.own else self.holder, limit, self.kind, self.clause)
        spans = "".join(f"<span>{escape(part)}</span>" for part in parts if part)
        return SafeString(f"<b>{escape(self.state)}</b>{spans}")

    @property
    def version(self) -> int:
        """The version the reader sees, for the gate."""
        return self.matter.version


_NOBODY = UUID(int=0)


@cache
def _pattern(route: str, *more: str) -> str:
    return reverse(route, args=[_NOBODY, *more])


def address_of(matter: Matter) -> str:
    """The page of a matter; a list of a hundred asks Django once how such an address is written."""
    return _pattern("desk:matter").replace(str(_NOBODY), str(matter.public_id))


def light_of(matter: Matter, at: datetime, limits: Thresholds) -> Light:
    """The light of a matter."""
    return light(
        now=at,
        thresholds=limits,
        open_=matter.open,
        due_at=matter.next_due_at,
        suspended=matter.suspended,
        missed=matter.first_missed_at is not None,
    )


def step_of(act: Act, matter: Matter) -> Step:
    """The button of an act on a matter."""
    url = _pattern("desk:act", act.code).replace(str(_NOBODY), str(matter.public_id))
    return Step(act.code, act.label, url, act.data is NoData, act.main, act.hint)


def _entered(act: Act, matter: Matter) -> Step:
    """To the page, where whatever another office may have done can be entered from its paper: never the first thing to do."""
    return Step(act.code, "代登记", address_of(matter), direct=False, main=False, hint="收到对方的文书以后，打开登记")


def rows(matters: Sequence[Matter], actor: Actor, at: datetime, *, with_steps: bool = False) -> list[Row]:
    """Lines for matters whose holder was selected with them; one or two more queries when the next acts are wanted."""
    limits = thresholds_in_force()
    known = tables()
    if with_steps:
        attach_parties(matters)
        rules.attach_named(matters, actor, at.date())
    return [_row(matter, known.get(matter.kind), actor, at, limits, with_steps=with_steps) for matter in matters]


def _row(
    matter: Matter, table: ActTable | None, actor: Actor, at: datetime, limits: Thresholds, *, with_steps: bool
) -> Row:
    state = table.by_state.get(matter.state) if table else None
    step, waits = None, ""
    if with_steps and table is not None and matter.open:
        relations = rules.relations(matter, actor, at.date())
        act = next_act(table, matter.state, actor, relations, matter.next_due_label)
        step = step_of(act, matter) if act else None
        theirs = None if act else next_act(table, matter.state, actor, relations, on_behalf=True)
        if theirs is not None:
            step = _entered(theirs, matter)
            waits = f"等{table.state(matter.state).waits_for}"
    return Row(
        matter=matter,
        url=address_of(matter),
        light=light_of(matter, at, limits),
        kind=table.label if table else matter.kind,
        state=state.label if state else matter.state,
        holder=matter.holder.short_name,
        own=matter.holder_id == actor.body_id,
        clause=clause_words(matter.clauses),
        due=due_words(matter.next_due_at, at) if matter.next_due_at and matter.open else "",
        no_due=NO_DUE[matter.suspended],
        due_label=matter.next_due_label,
        step=step,
        waits=waits,
    )


def due_words(due_at: datetime, at: datetime) -> str:
    """1月31日（周六）, with the time of day for limits in hours."""
    day = words.day(due_day(due_at), at.date())
    return f"{day}{as_local(due_at):%H:%M}" if in_hours(due_at) else day


def clause_words(clauses: Sequence[str]) -> str:
    """第11条, or 第3、9、14条: the articles of a matter's clauses, as the plan counts them."""
    articles = sorted({clause.partition(".")[0] for clause in clauses}, key=lambda number: (len(number), number))
    return f"第{'、'.join(articles)}条" if articles else ""
