"""Where a suit stands, and how a department takes part in it."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

_COURT = "人民法院"
SUBMITTED = State("submitted", "待立案", waits_for=_COURT)
TRIAL = State("trial", "一审审理中", waits_for=_COURT)
JUDGED = State("judged", "一审已裁判", waits_for=_COURT)
APPEAL = State("appeal", "二审审理中", waits_for=_COURT, main=False)
EFFECTIVE = State("effective", "裁判已生效", waits_for=_COURT)
ENFORCING = State("enforcing", "执行中", waits_for=_COURT, main=False)
CONCLUDED = State("concluded", "已办结", open=False)
WITHDRAWN = State("withdrawn", "已撤回", open=False, main=False)
NOT_ACCEPTED = State("not_accepted", "不予立案", open=False, main=False)

STATES = (SUBMITTED, TRIAL, JUDGED, APPEAL, EFFECTIVE, ENFORCING, CONCLUDED, WITHDRAWN, NOT_ACCEPTED)
OPEN = tuple(state.code for state in STATES if state.open)
BEFORE_COURT = (TRIAL.code, JUDGED.code, APPEAL.code)
NOT_YET = (SUBMITTED.code, *BEFORE_COURT)
"""Brought, and no judgment holds yet."""


class AgencyRole(models.TextChoices):
    """How a department takes part."""

    DEFENDANT = "defendant", "被告"
    PLAINTIFF = "plaintiff", "原告"
    THIRD = "third", "第三人"


__all__ = [
    "APPEAL", "BEFORE_COURT", "CONCLUDED", "EFFECTIVE", "ENFORCING", "JUDGED", "NOT_ACCEPTED", "NOT_YET", "OPEN", "STATES", "SUBMITTED", "TRIAL",
    "WITHDRAWN", "AgencyRole",
]  # fmt: skip
