"""The line without a network: signed files carried to and fro, read once, acknowledged, put aside with the reason."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.channels.hotline12345 import folder, lines, sending
from ecoduty.interfaces.channels.hotline12345.models import Exchange, Link
from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.outbox.models import Message
from tests.city import City
from tests.interfaces.channels.hotline12345.other_side import OtherSide, connected, digest, mac, order_data
from tests.interfaces.channels.hotline12345.steps import Work

NUMBER = "XM-1"


@pytest.fixture
def link(city: City, tmp_path: Path, settings: Any) -> Link:
    settings.HOTLINE_FOLDER = str(tmp_path)
    found = connected(transport="files", url="")
    folder.prepare()
    return found


@pytest.fixture
def place(link: Link, tmp_path: Path) -> Path:
    return tmp_path


def signed(link: Link, name: str, message: dict[str, Any] | str, at: int = 0) -> bytes:
    """A file as the other side writes it."""
    text = message if isinstance(message, str) else json.dumps(message, ensure_ascii=False)
    moment, once = str(at or int(wall_now().timestamp())), "0123456789abcdef"
    secret = base64.b64decode(lines.shown(link))
    covered = "\n".join(
        ("hotline-1", link.algorithm, "FILE", name, moment, once, digest(link.algorithm, text.encode()))
    )
    file = {
        "app": link.app, "algorithm": link.algorithm, "time": int(moment), "nonce": once, "message": text,
        "signature": base64.b64encode(mac(link.algorithm, secret, covered.encode())).decode(),
    }  # fmt: skip
    return json.dumps(file, ensure_ascii=False).encode()


def dropped(place: Path, link: Link, name: str, message: dict[str, Any] | str, at: int = 0) -> None:
    (place / "in" / name).write_bytes(signed(link, name, message, at))


def names(place: Path, where: str) -> list[str]:
    return sorted(path.name for path in (place / where).iterdir())


def test_a_file_is_taken_in_acknowledged_and_put_away_and_once_more_changes_nothing(place: Path, link: Link) -> None:
    message = OtherSide(link).message(NUMBER, "order.pushed", order_data())
    (place / "in" / ".half.json.part").write_bytes(b"{")
    for _ in range(2):
        dropped(place, link, "XM-1-000001.json", message)
        assert folder.read_all(link) == folder.Pass(read=1)
        assert names(place, "done") == ["XM-1-000001.json"]
    assert Matter.objects.filter(kind="complaint").count() == 1
    ack = json.loads(json.loads((place / "out" / "XM-1-000001.ack.json").read_bytes())["message"])
    assert (ack["accepted"], ack["state"], ack["id"]) == (True, "applied", "m-XM-1-1")


def test_what_is_told_is_a_signed_file_and_the_acknowledgement_is_noted(city: City, place: Path, link: Link) -> None:
    dropped(place, link, "a.json", OtherSide(link).message(NUMBER, "order.pushed", order_data()))
    assert folder.sweep() == 1
    Work(city).dispatch()
    assert sending.drain() == 1
    (name,) = [one for one in names(place, "out") if not one.endswith(".ack.json")]
    row = Exchange.objects.get(incoming=False)
    assert name == f"XM-1-000001-{row.message_id}.json"
    assert json.loads(json.loads((place / "out" / name).read_bytes())["message"])["type"] == "order.dispatched"
    dropped(place, link, name.replace(".json", ".ack.json"), {"accepted": True, "id": row.message_id})
    assert folder.read_all(link) == folder.Pass(acknowledged=1)
    row.refresh_from_db()
    assert (row.state, row.code) == ("sent", "acknowledged")
    dropped(place, link, "no.ack.json", {"accepted": False, "id": row.message_id, "detail": "没有这张工单"})
    folder.read_all(link)
    assert Message.objects.get(pk=row.outbox_id).state == "dead"


def test_what_cannot_be_read_is_put_aside_with_the_reason(place: Path, link: Link) -> None:
    side = OtherSide(link)
    good = side.message(NUMBER, "order.pushed", order_data())
    (place / "in" / "broken.json").write_bytes(b"{")
    (place / "in" / "deep.json").write_bytes(b"[" * 100_000)
    (place / "in" / "renamed.json").write_bytes(signed(link, "other.json", good))
    dropped(place, link, "old.json", good, at=1_700_000_000)
    dropped(place, link, "unknown.json", {**good, "type": "order.eaten"})
    assert folder.read_all(link) == folder.Pass(bad=5)
    reasons = {path.name: path.read_text("utf-8").split("：")[0] for path in (place / "bad").glob("*.reason.txt")}
    assert reasons == {
        "broken.json.reason.txt": "hotline_not_json", "deep.json.reason.txt": "hotline_not_json",
        "renamed.json.reason.txt": "hotline_signature", "old.json.reason.txt": "hotline_clock",
        "unknown.json.reason.txt": "hotline_unknown_type",
    }  # fmt: skip
    ack = json.loads(json.loads((place / "out" / "unknown.ack.json").read_bytes())["message"])
    assert (ack["accepted"], ack["code"]) == (False, "hotline_unknown_type")
    assert Exchange.objects.count() == 0


def test_a_link_to_somewhere_else_in_the_folder_is_not_followed(place: Path, link: Link, tmp_path: Path) -> None:
    (place / "in" / "passwd.json").symlink_to("/etc/passwd")
    assert folder.read_all(link) == folder.Pass()
