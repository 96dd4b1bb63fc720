"""The numbers about meetings and topics, and about who has still to report or to study."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from ecoduty.casework.figures import registry, tallies
from ecoduty.casework.figures.registry import Figure
from ecoduty.casework.figures.standard import INSIDE, standard
from ecoduty.casework.figures.tallies import Member, Tally
from ecoduty.mechanisms.leadership import coverage, states
from ecoduty.mechanisms.leadership.coverage import Scope, Standing
from ecoduty.mechanisms.leadership.flow import MEETINGS, TOPICS
from ecoduty.mechanisms.leadership.queries import MEETING, TOPIC
from ecoduty.mechanisms.leadership.visit_flow import VISITS
from ecoduty.mechanisms.leadership.visit_queries import VISIT
from ecoduty.organisation.directory.states import Level

_OPEN = (Standing.DUE, Standing.MISSED)


def _city(on: date) -> Scope:
    return Scope(Level.CITY, None, on.year)


def _not_reported(on: date) -> list[Member]:
    """Portfolios of the city that no meeting of the year has heard about."""
    rows = [row for row in coverage.portfolios(_city(on), on) if row.standing in _OPEN]
    return [Member(row.body.key, f"{row.leader}:{row.body.pk}", f"{row.title}：{row.body.short_name}") for row in rows]


def _not_studied(on: date) -> list[Member]:
    """Departments of the city and the spans of the year that ended without a study."""
    rows = coverage.studies(_city(on), on)
    return [
        Member(row.body.key, f"{row.body.key}:{span.first}", f"{row.body.short_name}{span.label}")
        for row in rows
        for span in row.spans
        if span.standing == Standing.MISSED
    ]


def install() -> None:
    """Make the figures known."""
    waiting = Q(kind=TOPIC, state__in=(states.PROPOSED.code, states.RETURNED.code))
    held = Q(kind=MEETING, state=states.HELD.code)
    following = Q(kind=VISIT, state=states.FOLLOWING.code)
    registry.register(
        *standard(MEETING, MEETINGS.label, "13.1"),
        *standard(TOPIC, TOPICS.label, "10.4"),
        *standard(VISIT, VISITS.label, "13.2"),
        Figure(f"{MEETING}.held", f"{MEETINGS.label}：已召开未办结", INSIDE, lambda _: held, "13.1"),
        Figure(f"{TOPIC}.waiting", f"{TOPICS.label}：待列会", INSIDE, lambda _: waiting, "10.4"),
        Figure(f"{VISIT}.following", f"{VISITS.label}：落实中", INSIDE, lambda _: following, "13.2"),
    )
    tallies.register(
        Tally(f"{MEETING}.not_reported", "分管领域本年还没有上会汇报", _not_reported, "13.1"),
        Tally(f"{MEETING}.not_studied", "主要负责人按期没有研究", _not_studied, "10.1"),
    )
