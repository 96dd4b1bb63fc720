"""What is refused, in words: changed, cut off, signed by others, older, of another city, release or direction."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from ecoduty.casework.intakes.models import Intake
from ecoduty.casework.publications.models import PublishedPlan
from ecoduty.casework.zones.models import CarriedPackage
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.chain import canonical
from ecoduty.kernel.sealing import signing
from tests.casework.zones.conftest import Zone


@pytest.fixture
def package(desk, front, medium) -> Path:
    """Everything published, as it leaves the desk's zone."""
    return desk.export(medium).path


def refused(zone: Zone, path: Path) -> str:
    """The code of the refusal; nothing was taken."""
    with pytest.raises(Refused) as caught:
        zone.take(path)
    assert caught.value.sentence.endswith("。")
    with zone.here():
        assert not CarriedPackage.objects.filter(side="taken").exists()
        assert not PublishedPlan.objects.exists()
    return caught.value.code


def rewritten(
    path: Path, change: dict[str, bytes | None], to: str = "changed.zip", *, sign: Zone | None = None
) -> Path:
    """A copy with members replaced, added or left out; signed anew where somebody does."""
    target = path.with_name(to)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        content = {name: old.read(name) for name in old.namelist()} | change
        if sign is not None:
            with sign.here():
                content["manifest.sig"] = signing.sign(content["manifest.json"]).encode()
        for name, data in content.items():
            if data is not None:
                new.writestr(name, data)
    return target


def manifest_of(path: Path, **changes: object) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return canonical({**json.loads(archive.read("manifest.json")), **changes})


@pytest.mark.parametrize(
    "change",
    [
        {"publications_published_plan": b"1\tx\t{}\t2027-01-01\n"},
        {"extra": b"x"},
        {"rulebook_version": None},
        {"publications_published_plan": b""},
    ],
)
def test_changed_members_are_refused(front, package, change):
    assert refused(front, rewritten(package, change)) == "package_tampered"


def test_changed_manifest_is_refused(front, package):
    assert refused(front, rewritten(package, {"manifest.json": manifest_of(package, number=1)})) == "package_tampered"


@pytest.mark.parametrize("cut", [0, 10, 1000, -30])
def test_cut_off_copies_and_other_files_are_refused(front, package, cut):
    content = package.read_bytes()
    package.write_bytes(content[:cut] if cut else b"")
    assert refused(front, package) == "package_broken"


def test_flipped_bit_is_refused(front, package):
    content = bytearray(package.read_bytes())
    content[len(content) // 2] ^= 1
    package.write_bytes(bytes(content))
    assert refused(front, package) in {"package_broken", "package_tampered"}


def test_unsigned_and_strangers_packages_are_refused(front, package, tmp_path, settings):
    assert refused(front, rewritten(package, {"manifest.sig": b""})) == "package_foreign"
    stranger = Zone("desk", front.database, tmp_path / "stranger", settings, [])
    stranger.home.mkdir()
    stranger.public_key()
    assert refused(front, rewritten(package, {}, sign=stranger)) == "package_foreign"


def test_without_a_known_partner_nothing_is_taken(front, package):
    front.partners = []
    assert refused(front, package) == "zone_partner_unset"


def test_own_package_brought_back_is_refused(desk, front, package):
    desk.partners.append(desk.public_key())
    with pytest.raises(Refused) as caught:
        desk.take(package)
    assert caught.value.code == "package_course"


def test_another_release_is_refused(desk, front, package):
    columns = json.loads(manifest_of(package))["columns"]
    columns["publications_published_item"].append("new_column")
    other = rewritten(package, {"manifest.json": manifest_of(package, columns=columns)}, sign=desk)
    assert refused(front, other) == "package_release"
    other = rewritten(package, {"manifest.json": manifest_of(package, format=2)}, sign=desk)
    assert refused(front, other) == "package_release"


def test_older_package_is_refused_and_the_same_one_is_passed_over(desk, front, package, medium):
    newer = desk.export(medium)
    front.take(newer.path)
    assert front.take(newer.path).again
    with pytest.raises(Refused) as caught:
        front.take(package)
    assert caught.value.code == "package_old"


def test_another_citys_package_is_refused(desk, front, package):
    front.take(package)
    other = rewritten(
        package, {"manifest.json": manifest_of(package, city="elsewhere", number=999999999999)}, sign=desk
    )
    with pytest.raises(Refused) as caught:
        front.take(other)
    assert caught.value.code == "package_city"


def test_member_that_swells_is_read_no_further_than_was_signed(front, package):
    bomb = b"0" * 50_000_000
    assert refused(front, rewritten(package, {"publications_published_plan": bomb})) == "package_tampered"


def test_rehearsal_exchanges_nothing(desk, front, medium, monkeypatch):
    monkeypatch.setattr("ecoduty.casework.zones.carrying.is_rehearsal", lambda: True)
    with pytest.raises(Refused) as caught:
        desk.export(medium)
    assert caught.value.code == "package_rehearsal"
    assert list(medium.iterdir()) == []


def test_front_that_knows_no_key_yet_says_what_to_do_first(front, medium):
    with front.here():
        Intake.objects.create(kind="report", reference="1", state="waiting", received_at="2027-02-10T12:00:00+08:00")
    with pytest.raises(Refused) as caught:
        front.export(medium)
    assert caught.value.code == "zone_no_key"
