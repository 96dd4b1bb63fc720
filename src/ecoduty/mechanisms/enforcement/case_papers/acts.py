"""Drawing up a paper from the record, completing its text, signing it with its number."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from ecoduty.casework.documents import numbers, papers, texts
from ecoduty.casework.documents.models import Delivery, Document, Numbering, Recipient, RecipientRole
from ecoduty.casework.documents.numbers import SignData
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Act, ActData, Attempt, Guard, Refused, State
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.case_papers import composing, queries
from ecoduty.mechanisms.enforcement.case_papers.models import CasePaper
from ecoduty.mechanisms.enforcement.concerned.masking import masked
from ecoduty.mechanisms.enforcement.pieces.models import Piece
from ecoduty.mechanisms.enforcement.relations import HEADS, LINKAGES, OFFICERS

DOCUMENT = "case_paper"
"""Kind of all these documents; which paper one is stands in its row."""
_LONGEST = 50_000  # characters of a text


class DrawUpPaper(ActData):
    """Which paper."""

    paper: str = Field(
        title="文书", min_length=1, max_length=80, json_schema_extra={"widget": "choice", "choices_from": "case_papers"}
    )


class EditPaper(ActData):
    """Its text, completed."""

    document: int = Field(title="文书", json_schema_extra={"widget": "choice", "choices_from": "case_paper_drafts"})
    text: str = Field(
        title="正文", min_length=2, max_length=_LONGEST,
        description="〔当事人1〕等代号保留不动，打印时换成姓名；＿＿＿＿处填上内容", json_schema_extra={"widget": "long_text"},
    )  # fmt: skip


class SignPaper(SignData):
    """The paper that is signed."""

    document: int = Field(title="文书", json_schema_extra={"widget": "choice", "choices_from": "case_paper_drafts"})


def paper_acts(states: Sequence[State]) -> tuple[Act, ...]:
    """What every kind of case has for its papers; also of a case that is closed, for its record."""
    every = tuple(state.code for state in states)
    guards = (OFFERED,)
    return (
        Act("draw_up_paper", "生成文书", every, None, (OFFICERS, LINKAGES), guards=guards, data=DrawUpPaper, effect=_draw_up,
            aside=True, hint="按案件记录预填，没有的留空线，由人补全"),
        Act("edit_paper", "改文书", every, None, (OFFICERS, LINKAGES), guards=guards, data=EditPaper, effect=masked(_edit),
            aside=True),
        Act("sign_paper", "签发文书", every, None, (HEADS,), guards=guards, data=SignPaper, effect=_sign, aside=True,
            fresh_factor=True, hint="由单位自己的办公系统编号的，照录字号"),
    )  # fmt: skip


OFFERED = Guard(
    "no_case_papers",
    "规则书没有为这类案件设文书式样，不能由平台生成，请另行制作后登记材料。",
    lambda attempt: bool(queries.offered(attempt.table.kind)),
)


def install() -> None:
    """Papers of cases are laid out as letters."""
    papers.use(DOCUMENT, papers.LETTER)


def _draw_up(attempt: Attempt) -> None:
    """Raises Refused `unknown_choice` or `paper_drafted_already`."""
    given: DrawUpPaper = attempt.data
    matter: Matter = attempt.subject
    on = local_date(attempt.recorded_at)
    row = next((one for one in queries.offered(matter.kind) if one.key == given.paper), None)
    if row is None:
        raise wrong("paper", "unknown_choice", "这类案件没有这种文书，请从所列的文书中选。")
    if CasePaper.objects.filter(matter=matter, paper=row.key, document__signed_on=None).exists():
        raise wrong("paper", "paper_drafted_already", f"“{row.label}”已有一份没有签发，请接着改那一份。")
    title, text = composing.composed(row, matter, on)
    document = texts.start(matter, DOCUMENT, title[:300])
    texts.save(document, [("", text)], attempt.actor, attempt.recorded_at)
    to = composing.addressee(row, matter, on)
    if to is not None:
        Recipient.objects.create(document=document, body=to, role=RecipientRole.MAIN, delivery=_delivery(to.kind))
    CasePaper.objects.create(document=document, matter=matter, paper=row.key, drawn_at=attempt.recorded_at)
    attempt.record(document=document.pk, blanks=composing.blanks(text))


def _delivery(kind: str) -> str:
    entry = rulebooks.current().kinds.get(kind)
    return entry.delivery if entry else Delivery.PAPER


def _draft(attempt: Attempt, wanted: int) -> tuple[CasePaper, Document]:
    """Raises Refused `unknown_choice` for another case's paper or one that is signed."""
    row = CasePaper.objects.filter(matter=attempt.subject, pk=wanted).select_related("document__issuer").first()
    if row is None or row.document.signed_on is not None:
        raise wrong("document", "unknown_choice", "没有这份待改的文书，可能已经签发，请刷新后重选。")
    document = row.document
    document.matter = attempt.subject
    return row, document


def _edit(attempt: Attempt) -> None:
    given: EditPaper = attempt.data
    _, document = _draft(attempt, given.document)
    texts.save(document, [("", given.text)], attempt.actor, attempt.recorded_at)
    attempt.record(version=document.version, blanks=composing.blanks(given.text))


def _sign(attempt: Attempt) -> None:
    """Signed and numbered; where it is one of the required papers, it stands among the materials from now on.

    Raises Refused `paper_has_blanks`, `number_form`, or what `numbers.sign` raises.
    """
    given: SignPaper = attempt.data
    row, document = _draft(attempt, given.document)
    draft = texts.current(document)
    open_places = composing.blanks(draft.sections[0]["text"]) if draft else 0
    if open_places:
        raise Refused(
            "paper_has_blanks", f"“{document.title}”还有{open_places}处空线没有填，请先办“改文书”补全，确实没有的写“无”。",
            status=422,
        )  # fmt: skip
    if document.numbering == Numbering.PLATFORM:
        if given.number:
            raise wrong("number", "number_form", "这种文书由平台编号，字号请留空。")
    elif not numbers.in_form(given.number):
        raise wrong("number", "number_form", "请照录本单位办公系统的字号，形如“代字〔2026〕12号”，年份用六角括号。")
    numbers.sign(attempt, document)
    _stand(attempt, row, document)


def _stand(attempt: Attempt, row: CasePaper, document: Document) -> None:
    """Among the materials: nobody is asked for the same paper twice."""
    entry = rulebooks.current().case_papers.get(row.paper)
    if entry is None or entry.piece is None:
        return
    Piece.objects.filter(matter=attempt.subject, code=entry.piece, taken_out_at=None).exclude(none_because="").update(
        taken_out_at=attempt.recorded_at
    )
    Piece.objects.create(
        matter=attempt.subject, code=entry.piece, title=entry.label, number=document.number, file=document.sealed,
        added_at=attempt.recorded_at,
    )  # fmt: skip


__all__ = ["DOCUMENT", "install", "paper_acts"]
