"""Streams, entries, checkpoints. The database itself refuses to change or remove what is written here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Stream(models.Model):
    """The head of one chain. Only the triggers on entries and commitments move it (migration 0002).

    The application's right to update one column is there because locking a row asks for it; the trigger on this
    table refuses what does not come from those two.
    """

    append_only = True
    app_updates = ("committed_length",)

    name = models.CharField(max_length=120, primary_key=True)
    length = models.BigIntegerField()
    head = models.BinaryField(max_length=32)
    committed_length = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ledger_stream"
        indexes: ClassVar = [
            # read by checkpoints.take()
            models.Index(
                fields=["name"],
                name="ledger_stream_uncommitted",
                condition=models.Q(length__gt=models.F("committed_length")),
            ),
        ]


class Entry(models.Model):
    """One act, as it was done: who, what, when it happened, when it was recorded. Never changed."""

    append_only = True

    stream = models.CharField(max_length=120)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    act = models.CharField(max_length=60)
    from_state = models.CharField(max_length=60, blank=True)
    to_state = models.CharField(max_length=60, blank=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    actor_account = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    actor_title = models.CharField(max_length=200)
    actor_body = models.CharField(max_length=80, blank=True)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    key = models.CharField(max_length=80, null=True)  # noqa: DJ001 -- absent is not the same as empty under a unique index
    request = models.BinaryField(max_length=32, null=True)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        db_table = "ledger_entry"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stream", "seq"], name="ledger_entry_position"),
            models.UniqueConstraint(fields=["key"], name="ledger_entry_key"),
        ]


class Checkpoint(models.Model):
    """A commitment to the heads of all streams that moved since the checkpoint before, and to that checkpoint."""

    append_only = True

    number = models.BigIntegerField(primary_key=True)
    taken_at = models.DateTimeField()
    streams = models.BigIntegerField()
    previous = models.BinaryField(max_length=32)
    root = models.BinaryField(max_length=32)

    class Meta:
        db_table = "ledger_checkpoint"


class Commitment(models.Model):
    """The length and head of one stream as a checkpoint saw it."""

    append_only = True

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT)
    stream = models.CharField(max_length=120)
    length = models.BigIntegerField()
    head = models.BinaryField(max_length=32)

    class Meta:
        db_table = "ledger_commitment"
        constraints: ClassVar = [
            # also read by verification.verify_stream(): the last commitment to a stream
            models.UniqueConstraint(fields=["stream", "length"], name="ledger_commitment_once"),
        ]


class SealedValue(models.Model):
    """Personal data behind an entry: the entry holds SM3(salt and value), this row both, until they are erased."""

    digest = models.BinaryField(max_length=32, primary_key=True)
    salt = models.BinaryField(max_length=16, null=True)
    value = models.TextField(null=True)  # noqa: DJ001 -- null says erased, empty says empty
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_sealed_value"
