"""Who sends too much, guesses codes, or sends what he should not: told in words, and nothing of his is lost."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.intakes import limiting, numbers
from ecoduty.casework.intakes.models import Intake, Mark, PublicForm
from ecoduty.casework.intakes.taking import take_in
from ecoduty.kernel.clock import now
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.rulebook import store
from ecoduty.mechanisms.complaints.intake.offering import publish
from tests.interfaces.portal.complaints.citizen import FORM, Citizen, text_of
from tests.kernel.files.pictures import JPEG_WITH_PLACE, png_with_note

NASTY = "😀𠮷🏭<script>alert('x')</script>{{ 7*7 }}'; DROP TABLE--"


@pytest.fixture(autouse=True)
def _city(planned):
    return planned


def test_thousand_reports_from_one_address_are_limited_and_others_are_not(easy):
    flood = Citizen("203.0.113.9")
    answers = [flood.send(text=f"第{n}件，工地扬尘。").status_code for n in range(70)]
    assert answers.count(200) == 60
    assert set(answers[60:]) == {429}
    assert Mark.objects.filter(what=limiting.SEND).count() == 60
    assert Citizen("203.0.113.10").send().status_code == 200
    assert Intake.objects.count() == 61


def test_limit_holds_for_a_thousand_tries_and_rows_stay_few(planned):
    address = limiting.digest_of("2001:db8::1")
    assert address == limiting.digest_of("2001:db8::ffff:1")
    passed = sum(limiting.allow("send", address, 60, using="portal") for _ in range(1000))
    assert passed == Mark.objects.count() == 60


def test_guessing_is_told_nothing_and_stopped():
    citizen = Citizen()
    citizen.send()
    guesser = Citizen("203.0.113.20")
    queries = []
    pages = []
    for number, code in (
        (citizen.number, "0000-0000-0000"),
        (numbers.reference("other", now().date()), citizen.code),
        ("1", ""),
    ):
        with CaptureQueriesContext(connections["portal"]) as captured:
            pages.append(guesser.follow(number, code or "x"))
        queries.append(len(captured))
    assert {page.status_code for page in pages} == {404}
    assert len({text_of(page) for page in pages}) == 1
    assert len(set(queries)) == 1
    tried = [guesser.follow(citizen.number, f"{n:012d}").status_code for n in range(30)]
    assert tried[-1] == 429
    assert guesser.follow(citizen.number, citizen.code).status_code == 429
    assert citizen.follow().status_code == 200


def test_code_is_read_as_people_write_it():
    citizen = Citizen()
    citizen.send()
    loose = citizen.code.replace("-", " ").lower().replace("0", "o").replace("1", "l")
    assert citizen.follow(citizen.number.replace("-", ""), loose).status_code == 200


def test_lost_code_answers_the_same_whether_or_not_anything_belongs_to_the_telephone():
    citizen = Citizen(named="yes", name="李四", phone="13800000001")
    citizen.send()
    take_in()
    pages = [
        text_of(citizen.client.post("/portal/complaints/code/", {"phone": phone, "number": citizen.number}))
        for phone in ("13800000001", "13900000000")
    ]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("field", ["text", "place", "name"])
def test_script_emoji_and_rare_characters_come_through_as_they_are(field):
    citizen = Citizen(**{"named": "yes", "name": "王", field: NASTY})
    looked = citizen.look_over().content.decode()
    assert "<script>alert" not in looked
    assert citizen.send().status_code == 200
    take_in()
    if field != "name":
        assert getattr(citizen.complaint, field) == NASTY


def test_ten_thousand_characters_are_taken_and_one_more_is_not():
    citizen = Citizen(text="污" * 10_000)
    assert citizen.send().status_code == 200
    assert take_in() == 1
    assert len(citizen.complaint.text) == 10_000
    over = Citizen(text="污" * 10_001).look_over()
    assert over.status_code == 422
    assert "10001个字" in text_of(over)


def test_place_is_picked_on_the_map_without_script_and_outside_is_refused():
    citizen = Citizen()
    token = citizen.open()
    picked = citizen.client.post(
        FORM, {**citizen.entered, "district": "", "token": token, "map.x": "120", "map.y": "310"}
    )
    page = picked.content.decode()
    assert 'name="longitude"' in page
    outside = citizen.client.post(FORM, {**citizen.entered, "token": token, "map.x": "2", "map.y": "2"})
    assert "不在厦门市各区之内" in text_of(outside)
    assert citizen.entered["text"] in text_of(outside)
    forged = citizen.look_over(longitude="116.4", latitude="39.9")
    assert forged.status_code == 422
    assert "不在厦门市各区之内" in text_of(forged)


def test_photos_are_freed_of_notes_and_follow_the_complaint():
    citizen = Citizen()
    photo = SimpleUploadedFile("现场.jpg", JPEG_WITH_PLACE, "image/jpeg")
    answer = citizen.look_over(files=[photo, SimpleUploadedFile("图.png", png_with_note("拍摄者李四"), "image/png")])
    assert answer.status_code == 200
    kept = [line.split('"')[0] for line in answer.content.decode().split('name="kept" value="')[1:]]
    assert len(kept) == 2
    citizen.send(kept=kept)
    take_in()
    files = StoredFile.objects.filter(owner=citizen.complaint.matter.stream)
    assert files.count() == 2
    for file in files:
        content = storage.path_of(file.sm3).read_bytes()
        assert b"Exif" not in content
        assert "李四".encode() not in content


@pytest.mark.parametrize(("name", "content", "words"), [
    ("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "程序或脚本"),
    ("x.png", b"\x89PNG\r\n\x1a\nrubbish", "不完整或已损坏"),
    ("x.pdf", b"%PDF-1.7 nothing", "这里只收照片"),
    ("x.jpg", b"\xff\xd8\xff" + b"0" * (11 * 1024 * 1024), "超过10 MB"),
])  # fmt: skip
def test_what_is_no_photo_is_refused_in_words_and_the_form_comes_back(name, content, words):
    citizen = Citizen()
    answer = citizen.look_over(files=[SimpleUploadedFile(name, content)])
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert citizen.entered["text"] in text_of(answer)
    assert not StoredFile.objects.exists()


def test_zip_bomb_and_a_hundred_megabytes_are_refused():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (60 * 1024 * 1024))
    citizen = Citizen()
    assert "体积异常" in text_of(citizen.look_over(files=[SimpleUploadedFile("x.docx", bomb.getvalue())]))
    huge = citizen.client.post(
        FORM, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(100 * 1024 * 1024)
    )
    assert huge.status_code == 413
    assert "照片每张不超过10 MB" in text_of(huge)


def test_other_sites_cannot_post_here():
    citizen = Citizen()
    answer = citizen.client.post(FORM, {**citizen.entered, "go": "send"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert not Intake.objects.exists()


def test_form_is_published_once_and_says_nothing_internal(planned):
    before = PublicForm.objects.count()
    publish(store.current(), now())
    publish(store.current(), now())
    assert PublicForm.objects.count() <= before + 1
