"""The numbers about encouragement."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.figures import registry, tallies
from ecoduty.casework.figures.standard import standard
from ecoduty.casework.figures.tallies import Member, Tally
from ecoduty.mechanisms.encouragement.training import coverage
from ecoduty.mechanisms.encouragement.training.flow import TRAINING
from ecoduty.mechanisms.encouragement.training.queries import TRAINING_PLAN


def _without_plan(on: date) -> list[Member]:
    return [Member(body.key, body.key, body.short_name) for body in coverage.without_plan(on.year, on)]


def _not_teaching(on: date) -> list[Member]:
    return [Member(body.key, body.key, body.short_name) for body in coverage.not_teaching(on.year, on)]


def install() -> None:
    """Make the figures known."""
    registry.register(*standard(TRAINING_PLAN, TRAINING.label, "16.1"))
    tallies.register(
        Tally(f"{TRAINING_PLAN}.bodies_without_plan", "年度培训计划：尚未编制的单位", _without_plan, "16.1", "个"),
        Tally(
            f"{TRAINING_PLAN}.schools_not_teaching", "党校教学内容尚未登记含生态环境课程", _not_teaching, "16.1", "个"
        ),
    )
