"""One row for each file somebody stored. The content lies under its digest and may belong to several rows."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class StoredFile(models.Model):
    """A file as it was handed in: what it is, how big, its digests, and the thing whose readers may read it.

    `owner` is a reference such as `matter:…` or, until an act claims it, `upload:ACCOUNT`. Of a row only the owner and
    the moment its content was removed ever change.
    """

    append_only = True
    app_updates = ("owner", "removed_at")
    portal_may = "insert"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.CharField(max_length=120)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12)
    size = models.BigIntegerField()
    sm3 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField()
    stored_by = models.BigIntegerField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "files_stored_file"
        indexes: ClassVar = [
            models.Index(fields=["owner", "id"], name="files_of_owner"),  # read by pages that list attachments
            models.Index(fields=["sm3"], name="files_by_content"),  # read before content is removed
        ]

    def __str__(self) -> str:
        return self.name
