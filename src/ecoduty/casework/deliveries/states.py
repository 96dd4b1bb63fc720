"""When a notice goes out over a channel, and where a delivery stands."""

from __future__ import annotations

from django.db import models


class Mode(models.TextChoices):
    """What a person wants of a kind of notice on a channel."""

    AT_ONCE = "at_once", "即时"
    DIGEST = "digest", "每日汇总"
    OFF = "off", "不发"


class Standing(models.TextChoices):
    """Whether a kind of notice may be switched off; `by_deadline` follows the basis of the deadline it is about."""

    STATUTORY = "statutory", "法定，不能关闭"
    BY_DEADLINE = "by_deadline", "法定时限的照发，其余可关闭"
    FREE = "free", "可以关闭"


class DeliveryState(models.TextChoices):
    """Where a delivery stands; computed from its own times and its message, never stored."""

    QUEUED = "queued", "待发"
    SENT = "sent", "已发出"
    DELIVERED = "delivered", "已送达"
    FAILED = "failed", "发送失败"
    CANCELLED = "cancelled", "已撤销"
