"""Documents, files, publications through the API."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.publications.models import PublishedItem
from tests.interfaces.api.calling import program
from tests.kernel.files import makers


def upload(known, content: bytes = makers.PDF, name: str = "附表.pdf"):
    return known.client.post("/api/v1/files", {"file": SimpleUploadedFile(name, content)}, headers=known.headers)


def test_a_file_goes_up_is_attached_and_comes_down_for_its_readers(report):
    known = program()
    made = upload(known)
    assert made.status_code == 201, made.content
    file = made.json()
    assert (file["name"], file["media_type"], file["size"]) == ("附表.pdf", "application/pdf", len(makers.PDF))
    assert known.act(report.number, "attach", {"file": file["id"], "title": "附表"}).status_code == 200
    answer = known.get(f"/files/{file['id']}")
    assert b"".join(answer.streaming_content) == makers.PDF
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert program("ocean-bureau").get(f"/files/{file['id']}").json()["code"] == "file_missing"
    found = known.get(f"/matters/{report.number}/documents").json()
    assert [one["file"]["id"] for one in found[0]["attachments"]] == [file["id"]]


def test_an_upload_is_its_tokens_own_until_an_act_claims_it(report):
    one, other = program(), program()
    file = upload(one).json()["id"]
    assert other.get(f"/files/{file}").status_code == 404
    assert other.act(report.number, "attach", {"file": file, "title": "附表"}).json()["code"] == "file_missing"
    assert one.act(report.number, "attach", {"file": "no such thing", "title": "附表"}).json()["code"] == "file_missing"


def test_a_file_that_lies_is_refused_in_words(city):
    known = program()
    answer = upload(known, b"MZ\x90\x00 program", "报告.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["code"].startswith("file_")
    empty = known.client.post("/api/v1/files", {}, headers=known.headers)
    assert (empty.status_code, empty.json()["code"]) == (422, "query_not_understood")
    assert upload(known, makers.PDF, "../../etc/passwd.pdf").json()["name"] == "passwd.pdf"


def test_a_sent_report_shows_its_paper_and_recipients(scene):
    (found, *_) = program().get(f"/matters/{scene.report.number}/documents").json()
    assert (found["number"], found["version"], bool(found["sent_at"])) == ("厦水〔2027〕3号", 1, True)
    assert found["sections"][0]["text"]
    assert {one["role"] for one in found["recipients"]} == {"copy", "main"} or found["recipients"]
    answer = program("ecology-bureau").get(f"/files/{found['rendered']['id']}")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_documents_cost_the_same_however_many_recipients(scene):
    known = program()
    address = f"/matters/{scene.report.number}/documents"
    known.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert known.get(address).status_code == 200
    assert len(captured) <= 8


def test_publications_page_by_page(scene):
    scene.writer.clear_public_version()
    scene.writer.do(
        "liaison",
        "register_publication",
        {"own_url": "https://water.example.gov.cn/1.html", "published_on": "2027-01-20"},
    )
    known = program("ocean-bureau")
    (item,) = known.get("/publications", body="water-bureau", year=2026).json()["items"]
    assert item["own_url"] == "https://water.example.gov.cn/1.html"
    detail = known.get(f"/publications/{item['id']}").json()
    assert detail["content"][0]["text"]
    row = PublishedItem.objects.get()
    for number in range(3):
        row.pk = f"00000000-0000-4000-8000-00000000000{number}"
        row._state.adding = True
        row.save(force_insert=True)
    seen, cursor = [], ""
    while cursor is not None:
        page = known.get("/publications", limit=1, **({"cursor": cursor} if cursor else {})).json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 4
    assert known.get("/publications", year=2025).json()["items"] == []
