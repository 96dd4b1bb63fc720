"""What is in a package, as it is written and as it is read: strict at both ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Refused, tables
from ecoduty.kernel.ledger import proofs
from ecoduty.kernel.ledger.chain import canonical
from ecoduty.mechanisms.enforcement.concerned import queries as concerned
from ecoduty.mechanisms.enforcement.pieces import queries as pieces

CONTENT, ENTRIES = "content.json", "entries.jsonl"
_DOCUMENT = "official-document"
M = TypeVar("M", bound=BaseModel)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileIn(_Strict):
    """A file of the package: its member, its own name."""

    member: str = Field(pattern=r"^files/\d{4}$")
    name: str = Field(min_length=1, max_length=160)


class PieceIn(_Strict):
    """A material of the case."""

    code: str = Field(max_length=60)
    title: str = Field(max_length=200)
    number: str = Field(default="", max_length=80)
    pages: int | None = Field(default=None, ge=1)
    original: bool = True
    none_because: str = Field(default="", max_length=200)
    file: FileIn | None = None


class ConcernedIn(_Strict):
    """Whom it is about. The package is sealed; at the other end names are sealed again."""

    sort: str = Field(max_length=12)
    part: str = Field(max_length=12)
    name: str = Field(max_length=200)
    number: str = Field(default="", max_length=18)


class Step(_Strict):
    """An act that the receiver may answer by: its code and its word."""

    act: str = Field(pattern=r"^[a-z0-9_]{1,60}$")
    label: str = Field(min_length=1, max_length=100)


class CaseContent(_Strict):
    """A case as it stands: what it is, whom it is about, its materials, how it may be answered."""

    kind: str = Field(pattern=r"^[a-z0-9_]{1,60}$")
    kind_label: str = Field(min_length=1, max_length=100)
    title: str = Field(min_length=1, max_length=300)
    state: str = Field(max_length=100)
    opened_at: str = Field(max_length=40)
    stream: str = Field(max_length=120)
    concerned: tuple[ConcernedIn, ...] = Field(default=(), max_length=1000)
    pieces: tuple[PieceIn, ...] = Field(default=(), max_length=2000)
    answers: tuple[Step, ...] = Field(default=(), max_length=100)


class ReceiptContent(_Strict):
    """That a package came, when, and under which number the receiver keeps it."""

    received_at: str = Field(max_length=40)
    by: str = Field(min_length=1, max_length=200)
    number: str = Field(min_length=1, max_length=40)


class AnswerContent(_Strict):
    """What the receiver did: the act, when, what was entered, and the files that go with it by field."""

    act: str = Field(pattern=r"^[a-z0-9_]{1,60}$")
    label: str = Field(min_length=1, max_length=100)
    occurred_at: str = Field(max_length=40)
    values: dict[str, JsonValue] = Field(default_factory=dict, max_length=200)
    files: dict[str, FileIn] = Field(default_factory=dict, max_length=50)


def of_case(matter: Matter, answers: tuple[Step, ...]) -> Iterator[tuple[str, bytes]]:
    """The members of a package with this case: what is said of it, its ledger, its files. Raises what `storage.open_file` does."""
    files: list[StoredFile] = []

    def placed(file: StoredFile | None) -> FileIn | None:
        if file is None:
            return None
        files.append(file)
        return FileIn(member=_member(len(files)), name=file.name)

    listed = [
        PieceIn(
            code=one.code, title=one.title, number=one.number, pages=one.pages, original=one.original,
            none_because=one.none_because, file=placed(one.file),
        )
        for one in pieces.standing(matter)
    ]  # fmt: skip
    for document in matter.documents.select_related("sealed", "rendered").order_by("pk"):
        drawn = document.sealed or document.rendered
        if drawn is not None:
            listed.append(PieceIn(code=_DOCUMENT, title=document.title, number=document.number, file=placed(drawn)))
    table = tables()[matter.kind]
    said = CaseContent(
        kind=matter.kind, kind_label=table.label, title=matter.title, state=table.state(matter.state).label,
        opened_at=matter.opened_at.isoformat(), stream=matter.stream,
        concerned=tuple(
            ConcernedIn(sort=one.row.sort, part=one.row.part, name=one.name, number=one.number)
            for one in concerned.open_names(matter)
        ),
        pieces=tuple(listed), answers=answers,
    )  # fmt: skip
    yield CONTENT, canonical(said.model_dump(mode="json"))
    yield ENTRIES, b"".join(canonical(entry) + b"\n" for entry in proofs.entries_of(matter.stream))
    for order, file in enumerate(files, 1):
        with storage.open_file(file) as opened:
            yield _member(order), opened.read()


def of_answer(answer: AnswerContent, files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The members of an answer; `files` by member."""
    yield CONTENT, canonical(answer.model_dump(mode="json"))
    yield from files.items()


def parsed(model: type[M], raw: bytes) -> M:
    """What stands in a member. Raises Refused `package_release`."""
    try:
        return model.model_validate(json.loads(raw))
    except (ValidationError, ValueError) as error:
        raise Refused(
            "package_release", "包里的内容读不懂：可能是另一版平台导出的，没有导入。请先把两边升级到同一版。",
            status=422, clause="18.5",
        ) from error  # fmt: skip


def checked_entries(raw: bytes, stream: str) -> int:
    """How many entries came along; their chain has to hold from the first on. Raises Refused `package_ledger`."""
    try:
        entries: list[dict[str, Any]] = [json.loads(line) for line in raw.splitlines() if line]
        length, _ = proofs.head_after(stream, entries)
    except (proofs.ProofBrokenError, ValueError, KeyError, TypeError) as error:
        raise Refused(
            "package_ledger",
            "包里的办理留痕前后接不上，没有导入。请对方核验自己的留痕后重新导出。",
            status=422,
            clause="18.5",
        ) from error
    return length


def _member(order: int) -> str:
    return f"files/{order:04d}"
