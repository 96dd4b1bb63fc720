"""There and back between two databases that never see each other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ecoduty.casework.intakes import sending
from ecoduty.casework.intakes.models import Intake, PublicStanding, Receipt
from ecoduty.casework.intakes.states import IntakeKind, IntakeState
from ecoduty.casework.intakes.taking import take_in
from ecoduty.casework.publications import lists
from ecoduty.casework.publications.models import PublishedItem, PublishedPlan, PublishedRow
from ecoduty.casework.zones import inward
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.mechanisms.complaints.intake import offering
from ecoduty.mechanisms.complaints.models import Complaint
from tests.casework.zones.conftest import PAGES, STAFF
from tests.interfaces.portal.complaints.citizen import Citizen, text_of
from tests.interfaces.portal.conftest import list_row
from tests.kernel.files.pictures import JPEG_WITH_PLACE


@pytest.fixture
def opened(desk, front, medium):
    """The front shows what the desk published; the form is sealed to the desk's own key."""
    with desk.here(STAFF):
        offering.refresh()
    front.take(desk.export(medium).path)
    return front


def published(number: int, **changes):
    given = {
        "public_id": f"40008000-0000-4000-8000-{number:012d}", "city": "xiamen", "body_key": "water-bureau", "body_name": "厦门市水利局",
        "body_short_name": "市水利局", "body_order": 18, "kind": "annual_report", "kind_label": "年度专题报告",
        "title": f"第{number}份报告", "year": 2026, "period": "2026", "content": [{"title": "督察整改", "text": "整治排口\t十二个。\n\\N"}],
        "own_url": "https://water.example.gov.cn/", "published_on": date(2027, 1, 20), "snapshot": "0" * 64,
        "registered_at": datetime(2027, 1, 20, 16, tzinfo=SHANGHAI),
    }  # fmt: skip
    return PublishedItem.objects.create(**{**given, **changes})


@pytest.mark.clause("24.1", page="/portal/")
def test_public_sends_in_front_and_is_answered_from_behind(desk, opened, medium):
    citizen = Citizen(named="yes", name="李四", phone="13800000000")
    with opened.here(PAGES):
        page = citizen.look_over(files=[SimpleUploadedFile("现场.jpg", JPEG_WITH_PLACE, "image/jpeg")]).content.decode()
        kept = [part.split('"')[0] for part in page.split('name="kept" value="')[1:]]
        citizen.send(kept=kept)
        assert "已收到，正在登记" in text_of(citizen.follow())
    made = opened.export(medium)
    assert made.count == 1
    assert (desk.take(made.path).count, desk.take(made.path).again) == (1, True)
    with desk.here(STAFF):
        assert take_in() == 1
        complaint = Complaint.objects.get(reference=citizen.number)
        assert complaint.text == citizen.entered["text"]
        assert StoredFile.objects.filter(owner=complaint.matter.stream).count() == 1
        assert storage.is_intact(StoredFile.objects.get(owner=complaint.matter.stream))
        assert (
            complaint.reporter.count() == 1 if hasattr(complaint.reporter, "count") else complaint.reporter is not None
        )
    opened.take(desk.export(medium).path)
    with opened.here(PAGES):
        assert "已收到，待受理" in text_of(citizen.follow())
    with opened.here():
        row = Intake.objects.get()
        assert (row.state, row.content, row.sealed) == (IntakeState.TAKEN, {}, "")
        file = StoredFile.objects.get()
        assert file.removed_at is not None
        assert not storage.path_of(file.sm3).exists()
        assert inward.unconfirmed() == 0
    assert opened.export(medium) is None


def test_front_shows_exactly_what_was_published_and_what_went_is_gone(desk, opened, medium):
    with desk.here(STAFF):
        kept, gone = published(1), published(2)
        lists.show(
            lists.PublishedList(
                public_id="40008000-0000-4000-8000-0000000000aa", city="xiamen", kind="specific", kind_label="具体事项清单", level="city",
                region_name="厦门市", body_key="water-bureau", body_name="厦门市水利局", body_short_name="市水利局", body_order=18, edition=1,
                in_force=date(2026, 3, 1), published_on=date(2026, 3, 1), own_url="https://x.example.gov.cn/", approval="",
                registered_at=datetime(2026, 3, 1, 9, tzinfo=SHANGHAI),
            ),
            [list_row(1, "监督河道采砂")],
        )  # fmt: skip
    assert opened.take(desk.export(medium).path).count >= 3
    with opened.here(PAGES):
        page = text_of(Citizen().client.get(f"/portal/items/{gone.public_id}/"))
        assert "整治排口 十二个" in page
        assert "监督河道采砂" in text_of(Citizen().client.get("/portal/bodies/water-bureau/responsibilities/"))
        assert "谁负责" in text_of(Citizen().client.get("/portal/responsibilities/?q=河道采砂"))
    with desk.here(STAFF):
        PublishedItem.objects.filter(pk=gone.pk).update(
            content=None, withdrawn_on=date(2027, 2, 3), withdrawn_reason="附表有误。"
        )
    assert opened.take(desk.export(medium).path).count == 1
    with opened.here():
        assert PublishedItem.objects.get(pk=gone.pk).content is None
        assert PublishedItem.objects.get(pk=kept.pk).content[0]["text"] == "整治排口\t十二个。\n\\N"
        assert PublishedRow.objects.count() == 1
        assert PublishedPlan.objects.count() > 0
    assert opened.take(desk.export(medium).path).count == 0


def test_who_adopted_the_rules_and_everything_inside_stays_behind(desk, opened):
    with desk.database.connect("ecoduty_owner") as behind, opened.database.connect("ecoduty_owner") as before:
        assert behind.execute("SELECT count(*) FROM rulebook_version WHERE adopted_by <> ''").fetchone()[0] > 0
        assert before.execute("SELECT count(*) FROM rulebook_version WHERE adopted_by <> ''").fetchone() == (0,)
        for table in ("accounts_account", "matters_matter", "ledger_entry", "directory_person", "complaints_reporter"):
            assert before.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_lost_package_is_carried_again_and_nothing_is_doubled(desk, opened, medium):
    citizens = [Citizen(text=f"第{n}件，工地扬尘。") for n in range(3)]
    with opened.here(PAGES):
        citizens[0].send()
    lost = opened.export(medium)
    assert opened.export(medium) is None
    with opened.here(PAGES):
        citizens[1].send()
    later = opened.export(medium)
    with pytest.raises(Exception, match=f"第{lost.number}号没有导入"):
        desk.take(later.path)
    with opened.here(PAGES):
        citizens[2].send()
    whole = opened.export(medium, again=True)
    assert whole.count == 3
    assert desk.take(whole.path).count == 3
    for old in (lost, later):
        with pytest.raises(Exception, match="比已经导入的"):
            desk.take(old.path)
    with desk.here(STAFF):
        assert take_in() == 3
        assert Complaint.objects.count() == Receipt.objects.count() == 3


def test_same_intakes_in_two_packages_come_in_once(desk, opened, medium):
    with opened.here(PAGES):
        Citizen().send()
    first, again = opened.export(medium), opened.export(medium, again=True)
    assert [desk.take(one.path).count for one in (first, again)] == [1, 0]


def test_many_go_in_several_packages_in_order(desk, opened, medium, monkeypatch):
    monkeypatch.setattr(inward, "MOST", 2)
    with opened.here(PAGES):
        for n in range(5):
            Citizen(f"198.51.100.{n}", text=f"第{n}件，工地扬尘。").send()
    made = [opened.export(medium) for _ in range(3)]
    assert [(one.count, one.left) for one in made] == [(2, 3), (2, 1), (1, 0)]
    assert sum(desk.take(one.path).count for one in made) == 5
    with desk.here():
        assert list(Intake.objects.order_by("pk").values_list("reference", flat=True)) == list(
            Receipt.objects.order_by("at").values_list("reference", flat=True)
        )


def test_code_replaced_behind_holds_in_front(desk, opened, medium):
    citizen = Citizen()
    with opened.here(PAGES):
        citizen.send()
    desk.take(opened.export(medium).path)
    with desk.here(STAFF):
        Receipt.objects.filter(reference=citizen.number).update(code="f" * 64)
    opened.take(desk.export(medium).path)
    with opened.here(PAGES):
        assert Receipt.objects.using("portal").get(reference=citizen.number).code == "f" * 64
        assert "已收到" not in text_of(citizen.follow())


def test_word_on_an_answer_comes_in_too(desk, opened, medium):
    citizen = Citizen()
    with opened.here(PAGES):
        citizen.send()
        sending.word(IntakeKind.WORD, citizen.number, {"act": "reopen", "note": "没有解决"}, address="", using="portal")
    assert desk.take(opened.export(medium).path).count == 2
    with desk.here():
        assert list(Intake.objects.order_by("pk").values_list("kind", flat=True)) == ["report", "word"]


def test_medium_says_nothing_to_whoever_finds_it(opened, medium):
    citizen = Citizen(text="秘密的事：某某工地半夜排污", named="yes", name="李四", phone="13800000000")
    with opened.here(PAGES):
        citizen.send()
    path = opened.export(medium).path
    with zipfile.ZipFile(path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()) + path.read_bytes()
    for secret in ("秘密的事", "李四", "13800000000", citizen.number):
        assert secret.encode() not in everything


def test_failure_leaves_no_half_package_and_no_half_import(desk, opened, medium, monkeypatch):
    with opened.here(PAGES):
        Citizen().send()
    monkeypatch.setattr(inward, "_write", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        opened.export(medium)
    monkeypatch.undo()
    assert [one.name for one in medium.iterdir() if "-in-" in one.name or one.name.startswith(".")] == []
    made = opened.export(medium)
    monkeypatch.setattr("ecoduty.casework.zones.models.CarriedPackage.objects.create", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        desk.take(made.path)
    monkeypatch.undo()
    with desk.here():
        assert not Intake.objects.exists()
    assert desk.take(made.path).count == 1


def test_commands_carry_there_and_back(desk, opened, medium):
    with opened.here(PAGES):
        Citizen().send()

    def run(zone, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ECODUTY_")}
        environment |= {
            **zone.database.environment, "ECODUTY_HOME": str(zone.home), "ECODUTY_KEY_FILE": str(zone.home / "keys.json"),
            "ECODUTY_ZONE": zone.name, "ECODUTY_ZONE_PARTNER": ",".join(zone.partners), "DJANGO_SETTINGS_MODULE": "ecoduty.config.settings",
        }  # fmt: skip
        command = [sys.executable, "-m", "ecoduty.interfaces.console.main", "portal", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, check=False, encoding="utf-8")

    assert run(desk, "key").stdout.strip() == opened.partners[0]
    sent = run(opened, "export", str(medium))
    assert (sent.returncode, "已导出1件来件" in sent.stdout) == (0, True), sent.stderr
    (path,) = medium.glob("ecoduty-in-*.zip")
    taken = run(desk, "import", str(path))
    assert (taken.returncode, "导入了1件来件" in taken.stderr) == (0, True), taken.stderr
    shutil.copy(path, copy := medium / "copy.zip")
    assert "没有重复导入" in run(desk, "import", str(copy)).stderr
    wrong = run(opened, "import", str(path))
    assert (wrong.returncode, "package_foreign" in wrong.stderr) == (1, True)
    assert "门户区" in run(opened, "status").stdout
    with desk.here(STAFF):
        assert take_in() == 1
        assert PublicStanding.objects.count() == 1
