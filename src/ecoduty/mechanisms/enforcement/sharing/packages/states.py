"""Stations of partners, of packages that were sent, and of files that came by one."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

TRUSTED, WITHDRAWN = "trusted", "withdrawn"
PARTNER = (State(TRUSTED, "信任", open=False), State(WITHDRAWN, "已取消", open=False, main=False))

SENT, RECEIPTED, REPLIED = "sent", "receipted", "replied"
PACKAGE = (
    State(SENT, "已导出", waits_for="对方机关"),
    State(RECEIPTED, "对方已收"),
    State(REPLIED, "对方已答复", open=False),
)

RECEIVED = State("received", "已收到", waits_for="本机关两法衔接联络员")
ANSWERED = State("answered", "已答复")
SETTLED = State("settled", "办结", open=False)
FILE = (RECEIVED, ANSWERED, SETTLED)


class Course(models.TextChoices):
    """Which way a package went."""

    OUT = "out", "导出"
    IN = "in", "导入"
