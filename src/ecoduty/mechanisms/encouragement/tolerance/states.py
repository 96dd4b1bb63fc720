"""Where an application stands, and what can be found."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

_DECIDER, _APPLICANT = "认定单位", "申请单位"
APPLIED = State("applied", "待受理", waits_for=_DECIDER)
EXAMINING = State("examining", "核查中", waits_for=_DECIDER)
DECIDED = State("decided", "已认定", open=False)
REVIEWING = State("reviewing", "复核中", waits_for=_DECIDER, main=False)
NOT_ACCEPTED = State("not_accepted", "不予受理", open=False, main=False)
WITHDRAWN = State("withdrawn", "已撤回", open=False, main=False)
STATES = (APPLIED, EXAMINING, DECIDED, REVIEWING, NOT_ACCEPTED, WITHDRAWN)


class Outcome(models.TextChoices):
    """What was found."""

    GRANTED = "granted", "予以容错免责"
    PARTLY = "partly", "从轻减轻"
    NOT_GRANTED = "not_granted", "不予容错免责"


__all__ = ["APPLIED", "DECIDED", "EXAMINING", "NOT_ACCEPTED", "REVIEWING", "STATES", "WITHDRAWN", "Outcome"]
