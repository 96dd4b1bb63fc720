"""Keeping content: written beside, checked, then moved to its place in one step. Nothing half written is ever seen."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet

from ecoduty.kernel.clock import now, wall_now
from ecoduty.kernel.files import kinds, names, stripping
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.files.refusals import refuse, size_in_words

BLOCK = 1024 * 1024
UPLOAD_PREFIX = "upload"
ABANDONED_AFTER = timedelta(days=7)
_LISTED = (
    "SELECT name, size, stored_at, public_id FROM files_stored_file "
    "WHERE owner = %s AND removed_at IS NULL ORDER BY id DESC"
)
_FULL = {errno.ENOSPC, errno.EDQUOT}
_UNWRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR, errno.EIO}


class Upload(Protocol):
    """What an upload looks like to the store: Django's UploadedFile, or anything that comes in chunks."""

    @property
    def name(self) -> str | None:
        """What the sender calls it."""
        ...

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The content, block by block."""
        ...


@dataclass(frozen=True, slots=True)
class Content:
    """Content made by the platform itself, such as a rendered paper."""

    name: str
    data: bytes

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:  # noqa: ARG002 -- the protocol of uploads
        """The content as one block."""
        yield self.data


def upload_owner(uploader: int | str | None) -> str:
    """Owner of a file between its upload and the act that claims it: an account's, or `Actor.uploader`."""
    return f"{UPLOAD_PREFIX}:{uploader or 0}"


@dataclass(frozen=True, slots=True)
class Pictures:
    """What strangers may hand in: pictures up to a size in bytes, freed of what they say about who took them and where."""

    limit: int


def store(
    upload: Upload, *, owner: str, account: int | None = None, only: Pictures | None = None, using: str | None = None
) -> StoredFile:
    """Check and keep a file, never holding more than a block of it in memory (a picture of a stranger's excepted).

    Raises Refused: `file_too_large` (at the first byte beyond FILE_SIZE_LIMIT, or beyond `only`'s), what
    `kinds.recognise` and `stripping.strip` find, `disk_full`, `store_unwritable`. After a refusal nothing is left behind.
    """
    name = names.sanitised(upload.name or "")
    with _incoming() as part:
        written = _write(part, upload.chunks(BLOCK), name, only.limit if only else int(settings.FILE_SIZE_LIMIT))
        kind = kinds.recognise(part, name)
        if only is not None:
            stripping.strip(part, kind, name)
            written = _read(part)
        _keep(part, written.sm3)
    return StoredFile.objects.using(using).create(
        owner=owner,
        name=names.with_ending(name, kind.endings[0]),
        kind=kind.code,
        size=written.size,
        sm3=written.sm3,
        sha256=written.sha256,
        stored_at=now(),
        stored_by=account,
    )


def listed(owner: str) -> list[tuple[str, int, datetime, uuid.UUID]]:
    """Name, size in bytes, moment of storing and public id of what belongs to one thing, the newest first. Asked by hand: every
    page of a matter asks.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LISTED, [owner])
        return list(cursor.fetchall())


def measure(chunks: Iterable[bytes]) -> tuple[str, int]:
    """SM3 (hexadecimal) and size in bytes of content that is kept nowhere."""
    digests = _Digests()
    for chunk in chunks:
        digests.update(chunk)
    return digests.sm3, digests.size


def claim(public_id: str, *, owner: str, account: int | str | None) -> StoredFile:
    """Give a file that this account (or `Actor.uploader`) uploaded to the thing it was uploaded for; inside an act's effect.

    Claiming it again for the same owner changes nothing. Raises Refused `file_missing` for another's upload.
    """
    try:
        file = StoredFile.objects.filter(public_id=public_id).first()
    except (ValueError, TypeError, ValidationError) as error:
        raise refuse("file_missing") from error
    if file is not None and file.owner == owner:
        return file
    mine = StoredFile.objects.filter(public_id=public_id, owner=upload_owner(account))
    if file is None or not account or not mine.update(owner=owner):
        raise refuse("file_missing")
    file.owner = owner
    return file


def pass_on(public_ids: Iterable[str], *, of: str, to: str) -> int:
    """Give files that belong to one thing to another, both named as owners are; what is a third one's stays. How many."""
    return StoredFile.objects.filter(public_id__in=list(public_ids), owner=of).update(owner=to)


def copied(file: StoredFile, *, owner: str) -> StoredFile:
    """The same content as a file of another thing, too: its readers may read it, and neither's removal takes the other's."""
    return StoredFile.objects.create(
        owner=owner, name=file.name, kind=file.kind, size=file.size, sm3=file.sm3, sha256=file.sha256,
        stored_at=file.stored_at, stored_by=file.stored_by,
    )  # fmt: skip


def open_file(file: StoredFile) -> BinaryIO:
    """The content, for reading. Raises Refused `file_removed`, or `file_altered` when it is gone or of another size."""
    if file.removed_at is not None:
        raise refuse("file_removed", name=file.name)
    try:
        opened = path_of(file.sm3).open("rb")
    except OSError as error:
        raise refuse("file_altered", name=file.name) from error
    if os.fstat(opened.fileno()).st_size != file.size:
        opened.close()
        raise refuse("file_altered", name=file.name)
    return opened


def is_intact(file: StoredFile) -> bool:
    """Whether the content still has the digests it was stored with; reads it whole."""
    try:
        digests = _read(path_of(file.sm3))
    except OSError:
        return False
    return (digests.sm3, digests.sha256, digests.size) == (file.sm3, file.sha256, file.size)


def path_of(sm3: str) -> Path:
    """Where content of that digest lies."""
    return Path(settings.FILES_ROOT) / sm3[:2] / sm3[2:4] / sm3


def put_back(content: bytes, sm3: str) -> None:
    """Lay content that was stored elsewhere under its digest, for a row that comes with it.

    Raises Refused: `file_altered` where it has another digest, `disk_full`, `store_unwritable`.
    """
    with _incoming() as part:
        if _write(part, [content], sm3, len(content)).sm3 != sm3:
            raise refuse("file_altered", name=sm3[:12])
        _keep(part, sm3)


def remove(public_ids: Sequence[str]) -> int:
    """Remove the content of files that are kept elsewhere from now on; the rows stay and say when. How many."""
    return _removed(StoredFile.objects.filter(public_id__in=public_ids, removed_at=None))


def remove_abandoned() -> int:
    """Remove the content of uploads that no act claimed within a week, and part files older than a day; the number.

    The rows stay and say when. Safe to run at any time and twice.
    """
    moment = now()
    rows = StoredFile.objects.filter(
        owner__startswith=f"{UPLOAD_PREFIX}:", removed_at=None, stored_at__lt=moment - ABANDONED_AFTER
    )
    removed = _removed(rows)
    yesterday = (wall_now() - timedelta(days=1)).timestamp()
    for part in _incoming_folder().glob("*.part"):
        if part.stat().st_mtime < yesterday:
            part.unlink(missing_ok=True)
    return removed


def _removed(rows: QuerySet[StoredFile]) -> int:
    removed, moment = 0, now()
    for file in rows.iterator():
        StoredFile.objects.filter(pk=file.pk).update(removed_at=moment)
        if not StoredFile.objects.filter(sm3=file.sm3, removed_at=None).exists():
            path_of(file.sm3).unlink(missing_ok=True)
        removed += 1
    return removed


class _Digests:
    """SM3 and SHA-256 of what passes by."""

    def __init__(self) -> None:
        self._sm3 = hashes.Hash(hashes.SM3())
        self._sha256 = hashlib.sha256()
        self.size = 0

    def update(self, block: bytes) -> None:
        self._sm3.update(block)
        self._sha256.update(block)
        self.size += len(block)

    @property
    def sm3(self) -> str:
        return self._sm3.copy().finalize().hex()

    @property
    def sha256(self) -> str:
        return self._sha256.hexdigest()


def _read(path: Path) -> _Digests:
    digests = _Digests()
    with path.open("rb") as opened:
        while block := opened.read(BLOCK):
            digests.update(block)
    return digests


def _incoming_folder() -> Path:
    return Path(settings.FILES_ROOT) / "incoming"


@contextmanager
def _incoming() -> Iterator[Path]:
    """A place for a file that is not accepted yet; empty again afterwards. Turns errors of the disk into sentences."""
    part = _incoming_folder() / f"{secrets.token_hex(16)}.part"
    try:
        part.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        yield part
    except OSError as error:
        if error.errno in _FULL:
            raise refuse("disk_full") from error
        if error.errno in _UNWRITABLE:
            raise refuse("store_unwritable", detail=os.strerror(error.errno or 0)) from error
        raise
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _write(part: Path, chunks: Iterable[bytes], name: str, limit: int) -> _Digests:
    digests = _Digests()
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            if digests.size + len(chunk) > limit:
                raise refuse("file_too_large", name=name, limit=size_in_words(limit))
            digests.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digests


def _keep(part: Path, sm3: str) -> None:
    """Move accepted content to its place; content that is already there stays."""
    target = path_of(sm3)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if target.exists() and target.stat().st_size == part.stat().st_size:
        os.utime(target)
        return
    part.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
