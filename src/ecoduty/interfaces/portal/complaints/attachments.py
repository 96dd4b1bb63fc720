"""Photos on their way: kept when they are first sent, and named in the form by a signed line, so that nobody sends them twice."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ecoduty.interfaces.portal.reading import ALIAS
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.refusals import size_in_words
from ecoduty.kernel.files.storage import Pictures

UPLOADER = "portal"


@dataclass(frozen=True, slots=True)
class Kept:
    """A photo that lies here already."""

    public_id: str
    size: int
    name: str

    @property
    def line(self) -> str:
        """What the form carries."""
        body = f"{self.public_id}|{self.size}|{self.name}"
        return f"{_signature(body)}|{body}"

    @property
    def words(self) -> str:
        """Its size for people."""
        return size_in_words(self.size)


def keep(upload: UploadedFile, megabytes: int) -> Kept:
    """Check, strip and store it. Raises Refused with a sentence."""
    only = Pictures(megabytes * 1024 * 1024)
    file = storage.store(upload, owner=storage.upload_owner(UPLOADER), only=only, using=ALIAS)
    return Kept(str(file.public_id), file.size, file.name)


def read(line: str) -> Kept | None:
    """A photo by its line in the form, None for a line that was not written here."""
    signature, _, body = line.partition("|")
    if not hmac.compare_digest(signature.encode(errors="replace"), _signature(body).encode()):
        return None
    public_id, size, name = body.split("|", 2)
    return Kept(public_id, int(size), name)


def _signature(body: str) -> str:
    return hmac.digest(settings.INTAKE_KEY.encode(), f"file\0{body}".encode(errors="replace"), hashlib.sha256).hex()[
        :40
    ]
