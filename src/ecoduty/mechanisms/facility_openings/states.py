"""Where a facility stands, one of its sessions, and one booking."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

OPEN = State("open", "开放中", waits_for="设施主管单位联络员")
SUSPENDED = State("suspended", "暂停开放", waits_for="设施主管单位联络员", main=False)
WITHDRAWN = State("withdrawn", "已撤销", open=False)

ALL = (OPEN, SUSPENDED, WITHDRAWN)
BY_CODE = {state.code: state for state in ALL}


class SessionState(models.TextChoices):
    """What becomes of one session."""

    SCHEDULED = "scheduled", "已安排"
    HELD = "held", "已开放"
    CANCELLED = "cancelled", "已取消"


class BookingState(models.TextChoices):
    """What becomes of one booking."""

    CONFIRMED = "confirmed", "预约成功"
    WAITING = "waiting", "候补中"
    CANCELLED = "cancelled", "已取消"
