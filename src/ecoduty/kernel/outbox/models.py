"""Delivery rows. Their state says how sending goes; it never says how the business stands."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class SendState(models.TextChoices):
    """Where a message is on its way."""

    WAITING = "waiting", "待发"
    SENT = "sent", "已发"
    DEAD = "dead", "发送失败，待人处理"
    CANCELLED = "cancelled", "已撤销"


class Message(models.Model):
    """One thing to deliver over one channel. Messages of one (channel, key) leave in the order they were written.

    `due_at` is when it should first have left: what waits long after that is an alarm.
    """

    channel = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=SendState.choices, default=SendState.WAITING)
    attempts = models.IntegerField(default=0)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        db_table = "outbox_message"
        indexes: ClassVar = [
            # read by drainer.drain(): what is due, oldest first
            models.Index(fields=["next_try_at", "id"], name="outbox_due", condition=models.Q(state="waiting")),
            # read by drainer.drain() for a channel that leads outside
            models.Index(
                fields=["channel", "next_try_at", "id"], name="outbox_channel_due", condition=models.Q(state="waiting")
            ),
            # read by drainer.drain(): is an older message of the same key still waiting?
            models.Index(fields=["channel", "key", "id"], name="outbox_order", condition=models.Q(state="waiting")),
            # read by health.backlog(): since when has something been waiting?
            models.Index(fields=["channel", "due_at"], name="outbox_backlog", condition=models.Q(state="waiting")),
            # read by the page of what could not be delivered
            models.Index(fields=["channel", "id"], name="outbox_dead", condition=models.Q(state="dead")),
        ]


class Channel(models.Model):
    """How a channel that leads outside the platform goes: working or stopped by hand, and since when it fails.

    While the other side is not there (`failures` > 0) nothing is sent before `try_again_at`, and no message loses an
    attempt over it.
    """

    WORKING, STOPPED = "working", "stopped"

    name = models.CharField(max_length=60, primary_key=True)
    state = models.CharField(max_length=12, default=WORKING)
    failures = models.IntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    try_again_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    last_sent_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "outbox_channel"
