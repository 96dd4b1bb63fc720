"""The numbers about encouragement."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from ecoduty.casework.figures import registry, tallies
from ecoduty.casework.figures.registry import Figure
from ecoduty.casework.figures.standard import INSIDE, standard
from ecoduty.casework.figures.tallies import Member, Tally
from ecoduty.mechanisms.encouragement.capacity import queries as capacity
from ecoduty.mechanisms.encouragement.capacity.flow import CAPACITY
from ecoduty.mechanisms.encouragement.commendation import states
from ecoduty.mechanisms.encouragement.commendation.flow import COMMENDATIONS
from ecoduty.mechanisms.encouragement.commendation.queries import COMMENDATION
from ecoduty.mechanisms.encouragement.protection import queries as protection
from ecoduty.mechanisms.encouragement.protection.flow import PROTECTIONS
from ecoduty.mechanisms.encouragement.tolerance.flow import EXEMPTIONS_TABLE
from ecoduty.mechanisms.encouragement.training import coverage
from ecoduty.mechanisms.encouragement.training.flow import TRAINING
from ecoduty.mechanisms.encouragement.training.queries import TRAINING_PLAN


def _without_plan(on: date) -> list[Member]:
    return [Member(body.key, body.key, body.short_name) for body in coverage.without_plan(on.year, on)]


def _not_teaching(on: date) -> list[Member]:
    return [Member(body.key, body.key, body.short_name) for body in coverage.not_teaching(on.year, on)]


def _without_return(on: date) -> list[Member]:
    return [Member(body.key, body.key, body.short_name) for body in capacity.without_return(on.year, on)]


def _below_target(on: date) -> list[Member]:
    return [
        Member(body.key, f"{body.key}:{one.measure.code}", f"{body.short_name}：{one.measure.label}")
        for body, one in capacity.below_target(on.year, on)
    ]


def _unprotected(on: date) -> list[Member]:
    return [Member(body.key, body.key, body.short_name) for body in protection.without(on)]


def install() -> None:
    """Make the figures known."""
    in_notice = Q(kind=COMMENDATION, state=states.IN_NOTICE.code)
    published = Q(kind=COMMENDATION, state=states.PUBLISHED.code)
    registry.register(
        *standard(TRAINING_PLAN, TRAINING.label, "16.1"),
        *standard(COMMENDATION, COMMENDATIONS.label, "16.3"),
        Figure(f"{COMMENDATION}.in_notice", f"{COMMENDATIONS.label}：公示中", INSIDE, lambda _: in_notice, "16.3"),
        Figure(f"{COMMENDATION}.published", f"{COMMENDATIONS.label}：已公布", INSIDE, lambda _: published, "16.3"),
        *standard(CAPACITY.kind, CAPACITY.label, "17.1"),
        *standard(EXEMPTIONS_TABLE.kind, EXEMPTIONS_TABLE.label, "17.2"),
        *standard(PROTECTIONS.kind, PROTECTIONS.label, "17.3"),
    )
    tallies.register(
        Tally(f"{TRAINING_PLAN}.bodies_without_plan", "年度培训计划：尚未编制的单位", _without_plan, "16.1", "个"),
        Tally(
            f"{TRAINING_PLAN}.schools_not_teaching", "党校教学内容尚未登记含生态环境课程", _not_teaching, "16.1", "个"
        ),
        Tally(f"{CAPACITY.kind}.bodies_without", "基层能力：尚未报送的单位", _without_return, "17.1", "个"),
        Tally(f"{CAPACITY.kind}.below_target", "基层能力：低于对标值的指标", _below_target, "17.1"),
        Tally(f"{PROTECTIONS.kind}.bodies_without", "职业保障：没有登记措施的单位", _unprotected, "17.3", "个"),
    )
