"""Putting down materials, taking one out, and saying of one that there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Act, ActData, Attempt, State, Who
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement.case_papers.acts import paper_acts
from ecoduty.mechanisms.enforcement.pieces import queries
from ecoduty.mechanisms.enforcement.pieces.models import Piece
from ecoduty.mechanisms.enforcement.relations import LINKAGES, OFFICERS

_CHOICE: dict[str, Any] = {"widget": "choice"}
_legs: dict[str, tuple[str, ...]] = {}


def legs_of(kind: str) -> tuple[str, ...]:
    """The legs whose papers a kind of case puts down."""
    return _legs.get(kind, ())


class AddPiece(ActData):
    """A material: a file, or so many pages on paper."""

    paper: str = Field(title="材料种类", min_length=1, max_length=60, json_schema_extra=_CHOICE)
    title: str = Field(default="", title="材料名称", max_length=200, description="不填用种类的名称")
    number: str = Field(default="", title="文号", max_length=80)
    file: str = Field(default="", title="文件", json_schema_extra={"widget": "file"})
    pages: int | None = Field(default=None, title="页数", ge=1, le=100000, description="只有纸质的必须填")
    original: bool = Field(default=True, title="原件")


class TakeOutPiece(ActData):
    """A material that does not belong here."""

    piece: int = Field(title="材料", json_schema_extra=_CHOICE)
    reason: str = Field(title="理由", min_length=2, max_length=200)


class NoSuchPaper(ActData):
    """A paper that this case has none of, and why."""

    paper: str = Field(title="材料种类", min_length=1, max_length=60, json_schema_extra=_CHOICE)
    reason: str = Field(title="为什么没有", min_length=4, max_length=200)


def piece_acts(
    kind: str, states: Sequence[State], legs: Sequence[str], who: tuple[Who, ...] = (OFFICERS, LINKAGES)
) -> tuple[Act, ...]:
    """What a kind of case has for its materials in its open states, and for the papers drawn up from its record in all.

    `legs` are the entries of `required_papers` that it goes by.
    """
    _legs[kind] = tuple(legs)
    open_ = tuple(state.code for state in states if state.open)
    return (
        Act("add_piece", "登记材料", open_, None, who, data=AddPiece, effect=_add, aside=True),
        Act("take_out_piece", "取出材料", open_, None, who, data=TakeOutPiece, effect=_take_out, aside=True),
        Act("no_such_paper", "说明没有此项", open_, None, who, data=NoSuchPaper, effect=_none, aside=True),
        *paper_acts(states),
    )  # fmt: skip


def carry(source: Matter, attempt: Attempt) -> None:
    """The same materials in the matter of the attempt: the content is kept once, each matter's readers read their own."""
    for piece in queries.standing(source):
        file = piece.file
        if file is not None:
            file = StoredFile.objects.create(
                owner=attempt.subject.stream, name=file.name, kind=file.kind, size=file.size, sm3=file.sm3, sha256=file.sha256,
                stored_at=attempt.recorded_at, stored_by=file.stored_by,
            )  # fmt: skip
        Piece.objects.create(
            matter=attempt.subject, code=piece.code, title=piece.title, number=piece.number, pages=piece.pages,
            original=piece.original, file=file, none_because=piece.none_because, added_at=attempt.recorded_at,
        )  # fmt: skip


def _known(attempt: Attempt, code: str) -> str:
    """The name of a kind of paper. Raises Refused `unknown_choice`."""
    words = dict(queries.choices(legs_of(attempt.table.kind)))
    if code not in words:
        raise wrong("paper", "unknown_choice", "没有这种材料，请从所列的种类中选。")
    return words[code]


def _add(attempt: Attempt) -> None:
    given: AddPiece = attempt.data
    label = _known(attempt, given.paper)
    if not given.file and given.pages is None:
        raise wrong("file", "file_or_pages", "请附上文件；只有纸质材料的，请填页数。")
    file = claim_file(attempt, attempt.subject, given.file) if given.file else None
    stands = Piece.objects.filter(matter=attempt.subject, taken_out_at=None)
    if file is not None and stands.filter(file__sm3=file.sm3, code=given.paper).exists():
        raise wrong("file", "item_twice", "这份文件已经登记过，不必重复登记。")
    stands.filter(code=given.paper).exclude(none_because="").update(taken_out_at=attempt.recorded_at)
    Piece.objects.create(
        matter=attempt.subject, code=given.paper, title=given.title or label, number=given.number, pages=given.pages,
        original=given.original, file=file, added_at=attempt.recorded_at,
    )  # fmt: skip


def _take_out(attempt: Attempt) -> None:
    found = Piece.objects.filter(matter=attempt.subject, pk=attempt.data.piece, taken_out_at=None)
    if not found.update(taken_out_at=attempt.recorded_at):
        raise wrong("piece", "unknown_choice", "没有这一件材料，可能已经被取出，请刷新后重选。")


def _none(attempt: Attempt) -> None:
    """Only of papers that the rulebook asks for where there are such. Raises Refused `always_needed`, `unknown_choice`."""
    given: NoSuchPaper = attempt.data
    label = _known(attempt, given.paper)
    asked = [
        paper
        for leg in legs_of(attempt.table.kind)
        if (entry := queries.required(leg)) is not None
        for paper in entry.papers
        if paper.code == given.paper
    ]
    if any(paper.needed == "always" for paper in asked):
        raise wrong("paper", "always_needed", f"“{label}”是必备材料，不能以说明代替，请登记材料。")
    Piece.objects.create(
        matter=attempt.subject, code=given.paper, title=label, none_because=given.reason, added_at=attempt.recorded_at
    )


__all__ = ["AddPiece", "NoSuchPaper", "TakeOutPiece", "carry", "legs_of", "piece_acts"]
