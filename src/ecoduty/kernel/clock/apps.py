"""The clock as a Django app: only its imported calendars need a database."""

from __future__ import annotations

from django.apps import AppConfig


class ClockConfig(AppConfig):
    """Tables of imported holiday notices."""

    name = "ecoduty.kernel.clock"
    label = "clock"
    verbose_name = "时钟与工作日历"
