"""What is stored is whole, known by digest and cannot be taken by another; what is refused leaves nothing."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from datetime import timedelta

import psycopg
import pytest
from django.db import ProgrammingError, transaction

from ecoduty.kernel.clock import frozen, now
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Refused
from tests.kernel.files import makers

pytestmark = pytest.mark.django_db


def leftovers(root):
    return [path for path in root.rglob("*") if path.is_file()]


def test_stored_file_has_its_digests_and_cannot_be_executed(files_root):
    file = storage.store(makers.upload("../报告.pdf", makers.PDF), owner="toy:1", account=7)
    assert (file.name, file.kind, file.size) == ("报告.pdf", "pdf", len(makers.PDF))
    assert file.sha256 == hashlib.sha256(makers.PDF).hexdigest()
    path = storage.path_of(file.sm3)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert leftovers(files_root) == [path]
    with storage.open_file(file) as opened:
        assert opened.read() == makers.PDF
    assert storage.is_intact(file)


def test_name_without_ending_gets_that_of_its_content():
    assert storage.store(makers.upload("扫描件", makers.png()), owner="toy:1").name == "扫描件.png"


def test_same_content_is_kept_once_and_belongs_to_both(files_root):
    first = storage.store(makers.upload("甲.pdf", makers.PDF), owner="toy:1")
    second = storage.store(makers.upload("乙.pdf", makers.PDF), owner="toy:2")
    assert (first.sm3, first.pk != second.pk) == (second.sm3, True)
    assert len(leftovers(files_root)) == 1


class Endless:
    """An upload that would fill any disk; counts what was asked of it."""

    name = "大.pdf"
    given = 0

    def chunks(self, chunk_size=None):
        yield makers.PDF
        while True:
            self.given += 1
            yield b"\x00" * chunk_size


def test_oversized_upload_stops_at_the_limit_and_leaves_nothing(settings, files_root):
    settings.FILE_SIZE_LIMIT = 5 * 1024 * 1024
    upload = Endless()
    with pytest.raises(Refused, match="超过5 MB") as caught:
        storage.store(upload, owner="toy:1")
    assert (caught.value.code, caught.value.status) == ("file_too_large", 413)
    assert upload.given <= 6
    assert leftovers(files_root) == []
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk_full"), (errno.EDQUOT, "disk_full"), (errno.EROFS, "store_unwritable")],
)
def test_disk_that_takes_no_more_is_said_plainly(monkeypatch, files_root, number, code):
    def refuse(fd):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(storage.os, "fsync", refuse)
    with pytest.raises(Refused) as caught:
        storage.store(makers.upload("报告.pdf", makers.PDF), owner="toy:1")
    assert caught.value.code == code
    assert leftovers(files_root) == []
    assert StoredFile.objects.count() == 0


def test_store_below_a_file_is_said_plainly(settings, tmp_path):
    (tmp_path / "blocked").write_text("")
    settings.FILES_ROOT = tmp_path / "blocked"
    with pytest.raises(Refused) as caught:
        storage.store(makers.upload("报告.pdf", makers.PDF), owner="toy:1")
    assert caught.value.code == "store_unwritable"


def test_changed_content_is_never_handed_out():
    file = storage.store(makers.upload("报告.pdf", makers.PDF), owner="toy:1")
    storage.path_of(file.sm3).write_bytes(makers.PDF + b"x")
    assert not storage.is_intact(file)
    with pytest.raises(Refused) as caught:
        storage.open_file(file)
    assert caught.value.code == "file_altered"


def test_upload_is_claimed_by_who_uploaded_it_and_only_once():
    file = storage.store(makers.upload("报告.pdf", makers.PDF), owner=storage.upload_owner(7), account=7)
    with pytest.raises(Refused):
        storage.claim(str(file.public_id), owner="toy:2", account=8)
    assert storage.claim(str(file.public_id), owner="toy:1", account=7).owner == "toy:1"
    assert storage.claim(str(file.public_id), owner="toy:1", account=7).pk == file.pk
    with pytest.raises(Refused) as caught:
        storage.claim(str(file.public_id), owner="toy:2", account=7)
    assert caught.value.code == "file_missing"


@pytest.mark.parametrize("public_id", ["", "x", "00000000-0000-0000-0000-000000000000", "1;drop"])
def test_claim_of_nonsense_is_refused(public_id):
    with pytest.raises(Refused) as caught:
        storage.claim(public_id, owner="toy:1", account=7)
    assert caught.value.code == "file_missing"


def test_abandoned_uploads_lose_their_content_but_not_their_row(files_root):
    kept = storage.store(makers.upload("有用.txt", "有用".encode()), owner="toy:1")
    shared = storage.store(makers.upload("同.txt", "有用".encode()), owner=storage.upload_owner(7), account=7)
    gone = storage.store(makers.upload("无主.pdf", makers.PDF), owner=storage.upload_owner(7), account=7)
    with frozen(now() + timedelta(days=8)):
        assert storage.remove_abandoned() == 2
        assert storage.remove_abandoned() == 0
    assert [path.name for path in leftovers(files_root)] == [kept.sm3]
    gone.refresh_from_db()
    shared.refresh_from_db()
    assert gone.removed_at is not None
    with pytest.raises(Refused) as caught:
        storage.open_file(gone)
    assert (caught.value.code, caught.value.status) == ("file_removed", 410)


@pytest.mark.parametrize("change", [{"sm3": "0" * 64}, {"name": "别的.pdf"}, {"size": 1}])
def test_application_role_cannot_rewrite_what_was_stored(change):
    file = storage.store(makers.upload("报告.pdf", makers.PDF), owner="toy:1")
    with pytest.raises(ProgrammingError) as caught, transaction.atomic():
        StoredFile.objects.filter(pk=file.pk).update(**change)
    assert isinstance(caught.value.__cause__, psycopg.errors.InsufficientPrivilege)
