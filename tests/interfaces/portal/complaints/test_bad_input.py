"""What nobody sends by mistake: script in every field, bytes that cannot be kept, floods, forged places and files."""

from __future__ import annotations

import time
from urllib.parse import quote_from_bytes

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ecoduty.casework.intakes import limiting
from ecoduty.casework.intakes.models import Intake, Mark, PublicForm, PublicStanding
from ecoduty.casework.intakes.states import IntakeState
from ecoduty.casework.intakes.taking import take_in
from ecoduty.kernel.files.models import StoredFile
from tests.interfaces.portal.complaints.citizen import FOLLOW, FORM, Citizen, solve, text_of
from tests.kernel.files.pictures import JPEG_WITH_PLACE

SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
FIELDS = (
    "category", "district", "place", "text", "named", "name", "phone", "wants_sms", "longitude", "latitude", "token", "proof",
    "homepage", "kept", "go", "map.x", "map.y",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _city(planned):
    return planned


@pytest.mark.parametrize("go", ["check", "send", "", "unmark", "remove-x"])
def test_script_in_every_field_is_only_text(go):
    citizen = Citizen()
    given = dict.fromkeys(FIELDS, SCRIPT) | {"go": go or SCRIPT}
    answer = citizen.client.post(FORM, given)
    page = answer.content.decode()
    assert answer.status_code in {200, 422}
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert not Intake.objects.exists()


@pytest.mark.parametrize("field", FIELDS)
def test_script_in_one_field_of_a_good_form_runs_nowhere(field, easy):
    citizen = Citizen(named="yes", name="王", phone="13800001234")
    token = citizen.open()
    given = {**citizen.entered, "token": token, "proof": solve(token), "go": "check", field: SCRIPT}
    for go in ("check", "send"):
        answer = citizen.client.post(FORM, {**given, "go": SCRIPT if field == "go" else go})
        assert answer.status_code in {200, 409, 422, 429}
        assert b"<script>alert" not in answer.content
        assert b"<img src=x" not in answer.content
    assert Intake.objects.filter(state=IntakeState.STUCK).count() == 0


def test_script_stays_text_to_the_very_end():
    citizen = Citizen(text=f"{SCRIPT}夜里打桩", place=SCRIPT)
    citizen.send()
    take_in()
    assert citizen.complaint.text == f"{SCRIPT}夜里打桩"
    page = citizen.follow(note=SCRIPT, go="follow_up", satisfaction=SCRIPT).content
    assert b"<script>alert" not in page
    asked = citizen.client.post(FOLLOW, {"number": SCRIPT, "code": SCRIPT})
    assert asked.status_code == 404
    assert b"<script>alert" not in asked.content
    lost = citizen.client.post("/portal/complaints/code/", {"number": SCRIPT, "phone": SCRIPT})
    assert lost.status_code == 422
    assert b"<script>alert" not in lost.content


@pytest.mark.parametrize("field", ["text", "place", "name", "phone"])
@pytest.mark.parametrize("bad", ["工地\0噪声", "工地\ud800噪声"])
def test_what_cannot_be_kept_is_said_and_nothing_is_lost(field, bad):
    citizen = Citizen(**{"named": "yes", "name": "王", "phone": "13800001234"} | {field: bad})
    citizen.entered["text"] = bad if field == "text" else "夜里打桩很吵"
    answer = citizen.client.post(
        FORM, _posted({**citizen.entered, "token": citizen.open(), "go": "check"}), **_FORM_TYPE
    )
    assert answer.status_code in {200, 422}
    assert "噪声" in text_of(answer) or 'value="工地' in answer.content.decode()


def test_a_word_that_cannot_be_kept_is_said():
    citizen = Citizen()
    citizen.send()
    take_in()
    PublicStanding.objects.update(can=["reopen"])
    answer = citizen.follow(go="reopen", note="还在\0施工")
    assert answer.status_code == 200
    assert "不能保存的字符" in text_of(answer)
    assert Intake.objects.count() == 1


@pytest.mark.parametrize("content", [
    b"text=" + b"%E6%B1%A1" * 1_000_000,  # more than a form may be
    b"&".join(b"x%d=1" % n for n in range(2000)),  # more fields than a form has
])  # fmt: skip
def test_a_form_that_is_far_too_big_is_answered_in_words(content):
    answer = Citizen().client.post(FORM, content, **_FORM_TYPE)
    assert answer.status_code in {400, 413}
    assert "<h1" in answer.content.decode()
    assert not Intake.objects.exists()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"--x\r\nrubbish", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b'{"text": 1}', "application/json"),
        (b"text=a", "application/x-www-form-urlencoded; charset=nonsense"),
    ],
)
def test_a_body_that_is_no_form_is_answered(content, kind):
    answer = Citizen().client.generic("POST", FORM, content, kind)
    assert answer.status_code in {200, 400, 413, 415, 422}
    assert not Intake.objects.exists()


def test_a_hundred_megabytes_are_refused_before_they_are_kept():
    huge = SimpleUploadedFile("大图.jpg", b"\xff\xd8\xff" + bytes(100 * 1024 * 1024), "image/jpeg")
    citizen = Citizen()
    started = time.monotonic()
    answer = citizen.look_over(files=[huge])
    assert answer.status_code == 413
    assert "照片每张不超过10 MB" in text_of(answer)
    assert time.monotonic() - started < 60
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.jpg", f"{SCRIPT}.jpg", "长" * 250 + ".jpg", "a\0b.jpg", "|x|.jpg", ""]
)
def test_a_photo_may_be_called_anything(name):
    citizen = Citizen()
    photo = SimpleUploadedFile("x.jpg", JPEG_WITH_PLACE, "image/jpeg")
    photo._name = name
    answer = citizen.look_over(files=[photo])
    page = answer.content.decode()
    assert answer.status_code in {200, 422}
    assert "<script>alert" not in page
    for file in StoredFile.objects.all():
        assert "/" not in file.name
        assert len(file.name) <= 160


def test_photos_of_others_cannot_be_named():
    first = Citizen()
    page = first.look_over(files=[SimpleUploadedFile("x.jpg", JPEG_WITH_PLACE)]).content.decode()
    line = page.split('name="kept" value="')[1].split('"')[0]
    signature, _, body = line.partition("|")
    forged = f"{signature}|{StoredFile.objects.get().public_id}|1|{SCRIPT}"
    answer = Citizen().look_over(kept=[forged, f"|{body}", "x", "||||", "|".join("x" * 60)])
    assert answer.status_code == 200
    assert 'name="kept"' not in answer.content.decode()


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [
        ("116.4", "39.9"),
        ("0", "0"),
        ("nan", "nan"),
        ("inf", "24.4"),
        ("1e400", "24.4"),
        ("-118.1", "24.45"),
        ("118.1", ""),
    ],
)
def test_a_place_outside_the_city_is_no_place(longitude, latitude):
    citizen = Citizen(longitude=longitude, latitude=latitude)
    citizen.send()
    sent = Intake.objects.first()
    assert sent is None or sent.content["longitude"] is None
    assert citizen.send(longitude="", latitude="").status_code == 200


def test_a_thousand_posts_from_one_address_become_no_more_than_the_limit(easy):
    flood = Citizen("203.0.113.40")
    most = PublicForm.objects.order_by("-pk").first().content["most"]["send"]
    for n in range(most):
        assert flood.send(text=f"第{n}件，工地扬尘。").status_code == 200
    token = flood.open()
    given = {**flood.entered, "token": token, "proof": solve(token), "go": "send"}
    answers = {
        flood.client.post(FORM, {**given, "text": f"又{n}件，工地扬尘。"}).status_code for n in range(1000 - most)
    }
    assert answers == {429}
    assert Intake.objects.count() == most
    assert Mark.objects.filter(what=limiting.SEND).count() == most


def test_guesses_from_one_address_stop_and_cost_others_nothing():
    citizen = Citizen()
    citizen.send()
    most = PublicForm.objects.order_by("-pk").first().content["most"]["guess"]
    guesser = Citizen("203.0.113.41")
    answers = [guesser.follow(citizen.number, f"{n:012d}").status_code for n in range(most + 5)]
    assert answers == [404] * most + [429] * 5
    assert Mark.objects.filter(what=limiting.GUESS).count() == most
    assert citizen.follow().status_code == 200


_FORM_TYPE = {"content_type": "application/x-www-form-urlencoded"}


def _posted(given: dict[str, str]) -> bytes:
    """A form as bytes that the test client would not send: half a surrogate pair in its own encoding."""
    pairs = ((name, value.encode("utf-8", "surrogatepass")) for name, value in given.items())
    return "&".join(f"{name}={quote_from_bytes(value)}" for name, value in pairs).encode()
