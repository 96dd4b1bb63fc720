"""What could not be taken in is tried again, and waits for a person in the end; what waits keeps its photos."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ecoduty.casework.intakes.models import Intake
from ecoduty.casework.intakes.states import IntakeState
from ecoduty.casework.intakes.taking import take_in
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import perform
from ecoduty.mechanisms.complaints.intake import arriving
from ecoduty.mechanisms.complaints.intake.flow import INTAKE
from ecoduty.mechanisms.complaints.models import Complaint
from ecoduty.mechanisms.complaints.tasks import keep_photos
from tests.city import City
from tests.interfaces.portal.complaints.citizen import Citizen, value_of
from tests.kernel.files.pictures import JPEG_WITH_PLACE

CLERK = "committee-office.clerk"


@pytest.fixture
def city(fresh_city: City) -> City:
    return fresh_city


@pytest.fixture
def broken(monkeypatch):
    """Something of ours fails until it is told to work again."""

    def fail(*given, **facts):
        raise RuntimeError("a defect")

    monkeypatch.setattr(arriving, "perform", fail)
    return monkeypatch


def test_failed_one_is_tried_again_after_minutes_and_others_do_not_wait(city, broken):
    first = Citizen()
    first.send()
    assert take_in() == 1
    row = Intake.objects.get()
    assert (row.state, row.problem) == (IntakeState.WAITING, "登记时出错，平台稍后自动再试")
    broken.undo()
    second = Citizen(text="另一件：路口扬尘。")
    second.send()
    assert take_in() == 1
    assert second.complaint.text.startswith("另一件")
    city.clock.advance(timedelta(minutes=6))
    assert take_in() == 1
    assert first.complaint.received_at == row.received_at
    assert Complaint.objects.count() == 2
    row.refresh_from_db()
    assert (row.state, row.problem) == (IntakeState.TAKEN, "")


def test_what_fails_for_a_day_waits_for_a_person_and_is_released_by_one(city, broken):
    citizen = Citizen()
    citizen.send()
    take_in()
    city.clock.advance(timedelta(days=1, minutes=1))
    take_in()
    row = Intake.objects.get()
    assert row.state == IntakeState.STUCK
    assert "多次出错" in city.client(CLERK).get("/complaints/intakes/").content.decode()
    broken.undo()
    perform(INTAKE, "release", row.pk, actor=city.actor(CLERK))
    assert take_in() == 1
    assert citizen.complaint.received_at == row.received_at


def test_missing_key_waits_for_the_key_and_not_for_a_person(city, settings, tmp_path):
    citizen = Citizen(named="yes", name="李四", phone="13800000001")
    citizen.send()
    kept = settings.KEY_FILE
    settings.KEY_FILE = tmp_path / "none.json"
    for _ in range(3):
        take_in()
        city.clock.advance(timedelta(days=1))
    assert Intake.objects.get().state == IntakeState.WAITING
    settings.KEY_FILE = kept
    assert take_in() == 1
    assert citizen.complaint.reference == citizen.number


@pytest.fixture
def with_photo(city):
    """A report with a photo, held because it fills what only a program sees."""
    citizen = Citizen()
    page = citizen.look_over(files=[SimpleUploadedFile("x.jpg", JPEG_WITH_PLACE)]).content.decode()
    citizen.send(kept=value_of("kept", page), homepage="x")
    assert Intake.objects.get().state == IntakeState.HELD
    return citizen


def test_what_waits_for_weeks_keeps_its_photos(city, with_photo):
    row = Intake.objects.get()
    assert row.content["files"]
    assert keep_photos() == 1
    assert keep_photos() == 0
    city.clock.advance(timedelta(days=20))
    assert storage.remove_abandoned() == 0
    perform(INTAKE, "release", row.pk, actor=city.actor(CLERK))
    assert take_in() == 1
    matter = with_photo.complaint.matter
    file = StoredFile.objects.get(owner=matter.stream)
    page = city.client(CLERK).get(f"/matters/{matter.public_id}/", {"tab": "reported"}).content.decode()
    assert f'<img src="/files/{file.public_id}/"' in page
    shown = city.client(CLERK).get(f"/files/{file.public_id}/")
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    assert city.client("finance-bureau.liaison").get(f"/files/{file.public_id}/").status_code == 404


def test_photos_of_what_is_dropped_go_with_it(city, with_photo):
    keep_photos()
    perform(INTAKE, "drop", Intake.objects.get().pk, actor=city.actor(CLERK), data={"reason": "广告，与环境无关"})
    city.clock.advance(timedelta(days=8))
    assert storage.remove_abandoned() == 1
    assert StoredFile.objects.get().removed_at is not None
