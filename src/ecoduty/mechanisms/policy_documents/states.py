"""Where a policy document stands, and what is said about its lead."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

_OWN = "制定单位"
DRAFTING = State("drafting", "起草", waits_for=_OWN)
IN_FORCE = State("in_force", "现行", waits_for=_OWN)
REVISING = State("revising", "修订中", waits_for=_OWN)
REPEALING = State("repealing", "拟废止", waits_for=_OWN)
REPEALED = State("repealed", "已废止", open=False)
DROPPED = State("dropped", "不再制定", open=False, main=False)

STATES = (DRAFTING, IN_FORCE, REVISING, REPEALING, REPEALED, DROPPED)
VALID = (IN_FORCE.code, REVISING.code, REPEALING.code)


class Lead(models.TextChoices):
    """What the document says about who is responsible (clause 5.8)."""

    NAMED = "named", "已明确责任与牵头部门"
    NOT_NEEDED = "not_needed", "无需明确（写理由）"


__all__ = ["DRAFTING", "DROPPED", "IN_FORCE", "REPEALED", "REPEALING", "REVISING", "STATES", "VALID", "Lead"]
