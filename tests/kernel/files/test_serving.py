"""Files go only to readers of what they belong to, always as downloads."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from ecoduty.kernel.files import serving, storage
from ecoduty.kernel.files.middleware import RefuseOversized
from ecoduty.kernel.flow import Actor, Refused
from tests.kernel.files import makers

READER = Actor(name="联络员", title="甲局·联络员", post_kind="liaison", account=7)


@pytest.fixture
def toy_decides(monkeypatch):
    monkeypatch.setitem(serving._may_read, "toy", lambda file, reader: file.owner == f"toy:{reader.account}")


@pytest.mark.django_db
def test_reader_of_the_owner_gets_a_harmless_download(toy_decides):
    stored = storage.store(makers.upload("年度 报告.pdf", makers.PDF), owner="toy:7")
    file = serving.file_for(str(stored.public_id), READER)
    response = serving.serve(RequestFactory().get("/"), file)
    assert b"".join(response.streaming_content) == makers.PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%B9%B4")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "private" in response["Cache-Control"]
    response.close()


@pytest.mark.django_db
def test_unchanged_file_is_not_sent_again(toy_decides):
    file = storage.store(makers.upload("报告.pdf", makers.PDF), owner="toy:7")
    request = RequestFactory().get("/", headers={"If-None-Match": f'"{file.sm3}"'})
    assert serving.serve(request, file).status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize("owner", ["toy:8", "nobody:7", "upload:8", ""])
def test_everybody_else_gets_not_found(toy_decides, owner):
    file = storage.store(makers.upload("报告.pdf", makers.PDF), owner=owner)
    with pytest.raises(Refused) as caught:
        serving.file_for(str(file.public_id), READER)
    assert (caught.value.code, caught.value.status) == ("file_missing", 404)


@pytest.mark.django_db
def test_unclaimed_upload_is_seen_by_its_uploader():
    file = storage.store(makers.upload("报告.pdf", makers.PDF), owner=storage.upload_owner(7), account=7)
    assert serving.file_for(str(file.public_id), READER) == file


def test_two_hundred_megabytes_are_refused_before_a_byte_is_read():
    class Unread:
        def read(self, *args):
            raise AssertionError("the body was read")

    request = RequestFactory().post("/")
    request.META["CONTENT_LENGTH"] = str(200 * 1024 * 1024)
    request._stream = Unread()
    response = RefuseOversized(lambda request: pytest.fail("let through"))(request)
    assert response.status_code == 413
    assert "超过100 MB" in response.content.decode()


@pytest.mark.parametrize("length", ["", "0", "1000", "not a number"])
def test_ordinary_requests_pass(length):
    request = RequestFactory().get("/")
    request.META["CONTENT_LENGTH"] = length
    assert RefuseOversized(lambda request: "passed")(request) == "passed"
