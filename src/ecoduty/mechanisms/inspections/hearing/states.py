"""What may have been said to a finding, and how sure the departments were."""

from __future__ import annotations

from django.db import models


class Said(models.TextChoices):
    """What the inspected body said. `SILENT` is written by the platform when the limit passed without a word."""

    AGREES = "agrees", "无异议"
    OBJECTS = "objects", "有异议"
    SILENT = "silent", "逾期未陈述"


__all__ = ["Said"]
