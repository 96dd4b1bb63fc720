"""A file on its way into the directory: checked, confirmed, done. What it did stands in the ledger of each body."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from ecoduty.kernel.sealing.fields import SealedText


class State(models.TextChoices):
    """How far an import is."""

    CHECKED = "checked", "待确认"
    WAITING = "waiting", "排队"
    RUNNING = "running", "导入中"
    DONE = "done", "已导入"
    REFUSED = "refused", "没有导入"


class Import(models.Model):
    """One import, seen by the account that brought it. It is no subject of acts: a note of how far the work is, whose
    every effect is an act on a body. `told` are the changes in words, `done` of `total` the lines worked through.

    `links` are the invitations it made, sealed until whoever confirmed it fetches them, once; many, so never read along.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    post = models.BigIntegerField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    on = models.DateField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.CHECKED)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    summary = models.CharField(max_length=400)
    told = models.JSONField(default=list)
    sentence = models.CharField(max_length=600, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    without_account = models.IntegerField(default=0)
    invite = models.BooleanField(default=False)
    invited = models.IntegerField(default=0)
    uninvited = models.CharField(max_length=600, blank=True)
    links = SealedText(bound_to="id", default="")
    links_ready = models.BooleanField(default=False)
    links_taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "enrolment_import"
        indexes: ClassVar = [
            models.Index(fields=["account", "-created_at"], name="enrolment_import_mine"),  # read by the import page
        ]

    @property
    def under_way(self) -> bool:
        """Whether somebody waits for it."""
        return self.state in {State.WAITING, State.RUNNING}

    @property
    def percent(self) -> int:
        """How much is done."""
        return self.done * 100 // self.total if self.total else 0
