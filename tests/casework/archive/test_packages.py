"""Packages for the archive: complete, the same every time, and no altered byte stays unfound."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from ecoduty.casework.archive import checking, choosing, gathering, listing, packing
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger import checkpoints
from ecoduty.kernel.outbox import drainer
from tests.casework.letters import actor

BUREAU = "agriculture-water-bureau"


@pytest.fixture
def closed(office):
    """A letter with scan and attachment, sent, drawn, and closed; its ledger is committed to."""
    matter = office.open(body=BUREAU, title="关于河道/岸线的公开信")
    office.do("save", matter, sections={"履职情况": "巡查三次。"})
    who = actor(BUREAU)
    scan = storage.store(storage.Content("盖章件.txt", "盖章原件".encode()), owner=storage.upload_owner(who.account))
    office.do("sign", matter, number="云农水〔2026〕1号", scan=str(scan.public_id))
    office.do("send", matter)
    drainer.drain()
    Matter.objects.filter(pk=matter.pk).update(open=False, closed_at=now())
    checkpoints.take(now())
    return Matter.objects.select_related("holder", "region", "holder_unit").get(pk=matter.pk)


@pytest.fixture
def packed(closed, tmp_path):
    return packing.pack(gathering.gather(closed), tmp_path / "out")


def test_package_holds_papers_texts_facts_ledger_and_how_to_check_it(closed, packed):
    with zipfile.ZipFile(packed.path) as package:
        names = package.namelist()
        facts = json.loads(package.read("metadata.json"))
        entries = package.read("ledger/entries.jsonl").decode().splitlines()
    assert names == sorted(names)
    assert any(name.startswith("documents/01/盖章原件_") for name in names)
    assert any(name.startswith("documents/01/版式稿_") and name.endswith(".pdf") for name in names)
    assert {"documents/01/正文各稿.json", "ledger/proof.json", "manifest.json", "说明.txt"} <= set(names)
    assert packed.path.name == f"WS·{today().year}-D10-{closed.number}.zip"
    assert facts["retention"]["period"] == "10年"
    assert facts["documents"][0]["number"] == "云农水〔2026〕1号"
    assert [one["role"] for one in facts["documents"][0]["recipients"]].count("主送") == 2
    assert [json.loads(line)["content"]["act"] for line in entries] == ["open", "save", "sign", "send"]


def test_folder_beside_the_zip_holds_the_same(packed):
    folder = packed.path.with_suffix("")
    with zipfile.ZipFile(packed.path) as package:
        for name in package.namelist():
            assert (folder / name).read_bytes() == package.read(name)


def test_second_time_writes_nothing_and_gives_the_same_bytes(closed, packed, tmp_path):
    before = packed.path.read_bytes()
    again = packing.pack(gathering.gather(closed), tmp_path / "out")
    assert (packed.new, again.new, again.sm3) == (True, False, packed.sm3)
    elsewhere = packing.pack(gathering.gather(closed), tmp_path / "elsewhere")
    assert elsewhere.path.read_bytes() == before
    assert not list((tmp_path / "out").glob(".*"))


def test_what_is_recorded_later_makes_a_new_package_and_keeps_the_old_one(office, closed, packed, tmp_path):
    office.do("acknowledge", closed, actor("ecology-bureau"))
    with pytest.raises(Refused) as caught:
        gathering.gather(closed)
    assert caught.value.code == "not_committed"
    checkpoints.take(now())
    again = packing.pack(gathering.gather(closed), tmp_path / "out")
    assert again.new
    assert packed.path.with_suffix(".zip.old").exists()
    assert checking.check(again.path).entries == 5


def test_package_checks_itself(packed):
    verdict = checking.check(packed.path)
    assert verdict.ok, verdict.finding
    assert (verdict.entries, verdict.files) == (4, packed.files)


def test_every_altered_byte_is_found(packed, tmp_path):
    data = packed.path.read_bytes()
    altered = tmp_path / "altered.zip"
    places = [
        *range(0, 400, 7),
        *range(400, len(data) - 1200, max(1, len(data) // 60)),
        *range(len(data) - 1200, len(data), 13),
    ]
    missed = []
    for at in places:
        altered.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        if checking.check(altered).ok:
            missed.append(at)
    assert missed == []


@pytest.mark.parametrize("damage", ["cut", "longer", "empty", "text"])
def test_damaged_packages_are_told_so(packed, tmp_path, damage):
    data = packed.path.read_bytes()
    made = {"cut": data[:-9], "longer": data + b"x", "empty": b"", "text": "归档".encode()}
    path = tmp_path / "damaged.zip"
    path.write_bytes(made[damage])
    verdict = checking.check(path)
    assert not verdict.ok
    assert "归档包" in verdict.finding.sentence


def test_a_forger_who_rewrites_list_and_zip_is_found_by_the_ledger(packed, tmp_path):
    with zipfile.ZipFile(packed.path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    entries = parts["ledger/entries.jsonl"].replace("市农水局".encode(), "市海洋局".encode())
    assert entries != parts["ledger/entries.jsonl"]
    folder = tmp_path / "forged"
    for name, data in {**parts, "ledger/entries.jsonl": entries}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    manifest = json.loads(parts["manifest.json"])
    for one in manifest["files"]:
        one.update(packing.digest_of(folder / one["path"]))
    (folder / "manifest.json").write_text(json.dumps(manifest))
    forged = tmp_path / "forged.zip"
    with forged.open("wb") as file:
        packing.write_zip(packing._Counting(file, packing.Digests()), packing.contents_of(folder))
    assert checking.check(forged).finding.code == "package_ledger"


def test_checkpoints_kept_outside_are_held_against_the_package(packed, tmp_path):
    outside = tmp_path / "checkpoints.jsonl"
    checkpoints.export(outside)
    assert checking.check(packed.path, outside).ok
    line = checkpoints.Line.from_json(outside.read_text().splitlines()[0])
    other = checkpoints.Line(line.number, line.taken_at, line.previous, b"\1" * 32, line.streams)
    outside.write_text(other.to_json() + "\n")
    assert checking.check(packed.path, outside).finding.code == "package_checkpoint"


def test_a_file_altered_in_the_store_is_not_archived(closed, tmp_path):
    file = closed.documents.get().sealed
    storage.path_of(file.sm3).write_bytes(b"x" * file.size)
    with pytest.raises(Refused) as caught:
        packing.pack(gathering.gather(closed), tmp_path / "out")
    assert caught.value.code == "file_altered"
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_only_closed_matters_of_the_year_are_chosen(office, closed):
    office.open(title="还没有办完")
    assert list(choosing.closed_in(today().year)) == [closed]
    assert list(choosing.closed_in(today().year - 1)) == []
    assert list(choosing.closed_in(today().year, body="ecology-bureau")) == []
    Matter.objects.filter(pk=closed.pk).update(closed_at=now() - timedelta(days=400))
    assert list(choosing.closed_in(today().year)) == []


def test_restricted_matters_are_chosen_only_for_a_person_named_in_them(closed):
    Matter.objects.filter(pk=closed.pk).update(secrecy="restricted")
    assert list(choosing.closed_in(today().year)) == []
    assert list(choosing.closed_in(today().year, restricted_for=actor(BUREAU))) == []


def test_list_for_the_archive_office(closed, packed, tmp_path):
    facts = {**gathering.gather(closed).facts, "title": "=HYPERLINK(1)"}
    sheet, data = listing.write([listing.Item(packed, facts)], tmp_path, 2026)
    rows = list(load_workbook(sheet).active.iter_rows(values_only=True))
    assert rows[0][:4] == ("序号", "归档包", "题名", "文号")
    assert rows[1][2] == "'=HYPERLINK(1)"
    assert rows[1][3] == "云农水〔2026〕1号"
    assert rows[1][8] == "10年"
    assert json.loads(data.read_text())[0]["包的SM3"] == packed.sm3
