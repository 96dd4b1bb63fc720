"""Stations of a deadline, and what can change its due day."""

from __future__ import annotations

from django.db import models


class DeadlineState(models.TextChoices):
    """Where a deadline stands. `missed` still runs: what is owed stays owed."""

    RUNNING = "running", "计时中"
    MISSED = "missed", "已逾期"
    SUSPENDED = "suspended", "已中止"
    MET = "met", "已办结"
    CANCELLED = "cancelled", "已取消"


TICKING = (DeadlineState.RUNNING, DeadlineState.MISSED)  # the ladder goes on
OPEN = (*TICKING, DeadlineState.SUSPENDED)  # something is owed


class ChangeKind(models.TextChoices):
    """Why a due day is not the one first computed, or stayed although the calendar moved."""

    EXTENDED = "extended", "延期"
    SUSPENDED = "suspended", "中止"
    RESUMED = "resumed", "恢复"
    RECOMPUTED = "recomputed", "按新放假安排重算"
    KEPT = "kept", "放假安排有变，原定日期不动，待人核对"
    REVIEWED = "reviewed", "已核对"


DUTY = "duty"  # the key by which act tables speak of the due day of the recurring duty that a matter carries
