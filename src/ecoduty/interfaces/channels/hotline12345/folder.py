"""Messages as files, for networks that do not touch: a folder that somebody carries to and fro.

    in/    what comes from 12345          out/  what goes there
    done/  what was read                  bad/  what could not be read, each with a .reason.txt beside it

One message is one JSON file, written under another name and then renamed, so that nobody reads half of it. Its signature
covers the file's name in place of a path. Every message read is acknowledged by a file of the same name ending `.ack.json`.
Reading the same file again changes nothing: the message's own id tells, and the acknowledgement is written again.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from ecoduty.interfaces.channels.hotline12345 import intake, lines, mapping, messages, signing
from ecoduty.interfaces.channels.hotline12345.models import FILES, Exchange, ExchangeState, Link
from ecoduty.interfaces.channels.hotline12345.signing import Signed
from ecoduty.kernel.clock import now, today, wall_now
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.outbox.drainer import ChannelDownError
from ecoduty.kernel.outbox.models import Message, SendState

log = structlog.get_logger()

IN, OUT, DONE, BAD = "in", "out", "done", "bad"
ENDING, ACK = ".json", ".ack.json"
_MOST = 500  # files in one pass
_LATER = 500  # from this status on the file stays where it is and is read again


@dataclass(frozen=True, slots=True)
class Pass:
    """What one reading of the folder did."""

    read: int = 0
    acknowledged: int = 0
    bad: int = 0
    left: int = 0


def put(link: Link, row: Exchange, body: bytes) -> None:
    """Write a message into out/. Raises ChannelDownError where the folder cannot be written."""
    name = f"{row.order.number}-{row.sequence:06d}-{row.message_id}{ENDING}"
    try:
        write(root() / OUT / name, wrapped(link, name, body))
    except OSError as error:
        raise ChannelDownError(f"摆渡文件夹写不进去：{error.strerror}") from error


def root() -> Path:
    """The folder. Raises ChannelDownError where none is configured."""
    if not settings.HOTLINE_FOLDER:
        raise ChannelDownError("没有设置摆渡文件夹 ECODUTY_HOTLINE_FOLDER")
    return Path(settings.HOTLINE_FOLDER)


def prepare() -> None:
    """Make the four folders. Raises OSError, ChannelDownError."""
    for name in (IN, OUT, DONE, BAD):
        (root() / name).mkdir(parents=True, exist_ok=True)


def wrapped(link: Link, name: str, body: bytes) -> bytes:
    """A file: the message as text, and its signature. Raises SealingError."""
    signed = Signed(link.algorithm, "FILE", name, int(wall_now().timestamp()), secrets.token_hex(16), body)
    file = {
        "app": link.app,
        "algorithm": link.algorithm,
        "time": signed.at,
        "nonce": signed.once,
        "signature": signing.sign(signed, lines.valid(link)),
        "message": body.decode(),
    }
    return json.dumps(file, ensure_ascii=False, indent=1).encode()


def write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def sweep() -> int:
    """Called by the worker: read the folder, where the line is one of files. How many files were dealt with."""
    if not settings.HOTLINE_FOLDER:
        return 0
    link = lines.in_use()
    if link is None or link.transport != FILES:
        return 0
    found = read_all(link)
    return found.read + found.acknowledged + found.bad


def read_all(link: Link) -> Pass:
    """One reading of in/: messages taken in and acknowledged, acknowledgements noted, the rest put aside with the reason.

    Raises OSError, ChannelDownError. A file that cannot be dealt with now stays.
    """
    prepare()
    read = acknowledged = bad = left = 0
    for path in _files(root() / IN):
        try:
            if path.name.endswith(ACK):
                _acknowledged(link, path)
                acknowledged += 1
            else:
                _message(link, path)
                read += 1
        except Refused as refused:
            if refused.status >= _LATER:
                log.warning("hotline12345.file_left", file=path.name, code=refused.code)
                left += 1
                continue
            _put_aside(link, path, refused)
            bad += 1
    return Pass(read, acknowledged, bad, left)


def _files(place: Path) -> Iterator[Path]:
    """Finished files, by name, which is by order and number; nothing hidden, no folders, no links elsewhere."""
    names = sorted(entry.name for entry in os.scandir(place) if entry.is_file(follow_symlinks=False))
    for name in [name for name in names if name.endswith(ENDING) and not name.startswith(".")][:_MOST]:
        yield place / name


def _message(link: Link, path: Path) -> None:
    body = _opened(link, path)
    taken = intake.take(link, body)
    _acknowledge(link, path.name, taken.answer)
    _move(path, DONE)


def _acknowledged(link: Link, path: Path) -> None:
    """What the other side says of a message of ours: taken, or refused for good; then it waits for a person."""
    said = _acknowledgement(_opened(link, path))
    row = Exchange.objects.filter(incoming=False, message_id=str(said.get("id", ""))).first()
    if row is None:
        raise Refused("hotline_unknown_message", "回执所说的报文不是本平台发出的。", status=422)
    if said.get("accepted") is True:
        Exchange.objects.filter(pk=row.pk, state=ExchangeState.SENT).update(
            settled_at=now(), code="acknowledged", why=""
        )
    else:
        why = f"12345热线不收：{str(said.get('detail') or said.get('code') or '')[:300]}"
        Exchange.objects.filter(pk=row.pk).update(state=ExchangeState.WRITTEN, why=why)
        Message.objects.filter(pk=row.outbox_id).update(state=SendState.DEAD, last_error=why)
    _move(path, DONE)


def _acknowledgement(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused("hotline_not_json", "回执不是有效的JSON。", status=400) from error
    if not isinstance(said, dict):
        raise Refused("hotline_not_json", "回执不是JSON对象。", status=400)
    return said


def _opened(link: Link, path: Path) -> bytes:
    """The message of a file whose signature fits. Raises Refused."""
    try:
        if path.stat().st_size > 2 * messages.LARGEST:
            raise Refused("hotline_too_large", f"一条报文不能超过{messages.LARGEST // 1024}KB。", status=413)
        raw = path.read_bytes()
    except OSError as error:
        raise Refused("hotline_file_unreadable", f"文件读不出：{error.strerror}。", status=503) from error
    signed = _signed(path.name, raw)
    app = str(json.loads(raw).get("app", ""))
    if intake.authenticated(app, signed).pk != link.pk:
        raise Refused("hotline_signature", "这条报文不是走这条线路的。", status=401)
    if abs(wall_now().timestamp() - signed.at) > mapping.file_span(today()).total_seconds():
        raise Refused(
            "hotline_clock", f"文件里的报文时间超过{mapping.file_span(today()).days}天，请重新签名摆渡。", status=401
        )
    return signed.body


def _signed(name: str, raw: bytes) -> Signed:
    try:
        file: Any = json.loads(raw)
        return Signed(
            str(file["algorithm"]), "FILE", name, int(file["time"]), str(file["nonce"]), file["message"].encode(),
            signing.read(str(file["signature"])),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused(
            "hotline_not_json",
            "文件不是协议所说的样子（app、algorithm、time、nonce、signature、message）。",
            status=400,
        ) from error


def _acknowledge(link: Link, name: str, answer: dict[str, Any]) -> None:
    ack = name.removesuffix(ENDING) + ACK
    write(root() / OUT / ack, wrapped(link, ack, json.dumps(answer, ensure_ascii=False, sort_keys=True).encode()))


def _put_aside(link: Link, path: Path, refused: Refused) -> None:
    """Into bad/, with the reason in words beside it; the other side is told, where the file came from it."""
    log.warning("hotline12345.file_bad", file=path.name, code=refused.code)
    write(root() / BAD / f"{path.name}.reason.txt", f"{refused.code}：{refused.sentence}\n".encode())
    if refused.code != "hotline_signature" and not path.name.endswith(ACK):
        try:
            number = str(json.loads(json.loads(path.read_bytes())["message"])["id"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            number = ""
        _acknowledge(
            link, path.name, {"accepted": False, "id": number, "code": refused.code, "detail": refused.sentence}
        )
    _move(path, BAD)


def _move(path: Path, where: str) -> None:
    path.replace(root() / where / path.name)
