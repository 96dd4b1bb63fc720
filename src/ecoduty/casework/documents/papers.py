"""Kinds of official papers (文种) and their rules: what a request must ask, what a report must not, who may be a recipient.

A mechanism says of each of its documents which kind of paper it is (`use`) and puts `PAPER_RULES` before its signature;
`check_recipients` is asked when recipients are known. Which rules hold, and the words they look for, stand in the
rulebook (`papers`); a city without them has plain papers without rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ecoduty.casework.documents import texts
from ecoduty.casework.documents.blocks import Heading, Items, Paragraph, Table, parse
from ecoduty.casework.documents.models import Document, Recipient, RecipientRole
from ecoduty.kernel.flow import Attempt, Guard, Refused
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.kernel.rulebook.schema import PaperKind
from ecoduty.organisation.directory.models import Body

REQUEST, REPORT, LETTER, NOTICE, CIRCULAR, MINUTES = "request", "report", "letter", "notice", "circular", "minutes"
KINDS = (REQUEST, REPORT, LETTER, NOTICE, CIRCULAR, MINUTES)
_NAMES = ("请示", "报告", "函", "通知", "通报", "纪要")
_RANK = {"district": 1, "city": 2, "province": 3}
_LEADING = {"party_committee", "government"}
_used: dict[str, str] = {}

SENTENCES = {
    "title_without_kind": "标题要写明文种：以“{kind}”结尾，现在是“{title}”。",
    "title_mixes_kinds": "标题“{title}”混用了“{other}”和“{kind}”两个文种：请示和报告不能合写，请改为“{kind}”。",
    "not_one_main_recipient": "{kind}只主送一个机关，现在主送{count}个：{names}。其余的改为抄送，或另行行文。",
    "main_recipient_of_minutes": "纪要没有主送机关：请把{names}改为分送或抄送。",
    "copied_downward": "{kind}是上行文，不抄送下级机关，请去掉：{names}。",
    "sent_to_superior": "{kind}不用于向上级行文，主送{names}的请改用请示或报告。",
    "request_without_closing": "请示要以请示语结尾，如“{closing}”。现在最后一句是“{last}”。",
    "request_asks_twice": "请示一文一事、只请示一次，正文里请示语出现了{count}次：{places}。请分开行文，或只在结尾保留一处。",
    "report_asks": "报告里不能夹带请示事项：{places}。需要上级批示的，请另写请示。",
    "request_without_contact": "请示须在附注写明联系人和电话，请办“写附注”填上。",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that a paper does not keep: its stable code and a sentence that says where and what to do."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of text and where it stands, in words."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the rules look at."""

    row: PaperKind
    document: Document
    pieces: Sequence[_Piece]
    main: Sequence[Body]
    copies: Sequence[Body]


def use(document_kind: str, paper_kind: str) -> None:
    """Say that documents of a kind are papers of that kind. Raises ValueError for an unknown kind of paper."""
    if paper_kind not in KINDS:
        raise ValueError(f"{paper_kind} is no kind of paper")
    _used[document_kind] = paper_kind


def row_of(document: Document, book: Rulebook | None = None) -> PaperKind | None:
    """The rulebook's row for the document's kind of paper, None where nobody said which it is or the city has no rows."""
    return (book or rulebooks.current()).papers.get(_used.get(document.kind, ""))


def wording(document: Document) -> list[Finding]:
    """What title, text and note do not keep of the rules, in the order of reading."""
    row = row_of(document)
    if row is None:
        return []
    draft = texts.current(document)
    looked = _Looked(row, document, list(_pieces(draft.sections if draft else [])), (), ())
    return [found for rule in row.rules if rule in _ON_TEXT for found in _ON_TEXT[rule](looked)]


def duty_titles(book: Rulebook) -> dict[str, Finding]:
    """Duties whose title breaks the rule of titles of the paper that they are fulfilled by, by key: each such paper would
    be sent back. Only mechanisms that are installed know which kind of paper theirs is.
    """
    found: dict[str, Finding] = {}
    for key, duty in book.duties.items():
        row = book.papers.get(_used.get(duty.kind, ""))
        if row is not None and "title_form" in row.rules:
            found.update((key, finding) for finding in _form_of(row.label, duty.title))
    return found


def addressing(document: Document, recipients: Sequence[Recipient]) -> list[Finding]:
    """What the recipients do not keep of the rules."""
    row = row_of(document)
    if row is None:
        return []
    main = [one.body for one in recipients if one.role == RecipientRole.MAIN]
    copies = [one.body for one in recipients if one.role == RecipientRole.COPY]
    looked = _Looked(row, document, (), main, copies)
    return [found for rule in row.rules if rule in _ON_RECIPIENTS for found in _ON_RECIPIENTS[rule](looked)]


def check_recipients(document: Document) -> None:
    """Raises Refused with the first rule that the document's recipients break; asked by the act that addresses it."""
    _refuse(addressing(document, list(document.recipients.select_related("body", "post"))))


def _wording_holds(attempt: Attempt) -> bool:
    document = texts.main_document(attempt.subject)
    if document is not None:
        _refuse(wording(document))
    return True


# For the acts by which a paper goes up and is signed. The refusal names the rule that is broken, and where.
PAPER_RULES = Guard(
    "paper_rules", "公文不符合所用文种的规定，请看“公文版面”里指出的地方。", _wording_holds, asks_data=True
)


def _refuse(found: list[Finding]) -> None:
    if found:
        problems = tuple(Problem("", one.code, one.sentence) for one in found)
        raise Refused(found[0].code, "".join(one.sentence for one in found), status=422, problems=problems)


def _finding(code: str, **words: object) -> Finding:
    return Finding(code, SENTENCES[code].format(**words))


def _pieces(sections: Sequence[dict[str, str]]) -> Iterator[_Piece]:
    """The sentences' carriers of all sections, with where they stand."""
    for number, section in enumerate(sections, 1):
        place = f"“{section['title']}”一节" if section["title"] else "正文" if len(sections) == 1 else f"第{number}节"
        paragraph = 0
        for block in parse(section["text"]):
            match block:
                case Table(rows, _):
                    yield from (_Piece(f"{place}的表格", cell) for row in rows for cell in row if cell)
                case Items(items, _):
                    paragraph += 1
                    yield from (_Piece(f"{place}第{paragraph}段", item) for item in items)
                case Heading(_, text) | Paragraph(text):
                    paragraph += 1
                    yield _Piece(f"{place}第{paragraph}段", text)


# ---------------------------------------------------------------------------------------------------- rules on the text


def _title_form(looked: _Looked) -> Iterator[Finding]:
    yield from _form_of(looked.row.label, looked.document.title)


def _form_of(kind: str, title: str) -> Iterator[Finding]:
    bare = "".join(title.split()).removesuffix("（试行）").removesuffix("（草案）")
    if not bare.endswith(kind):
        yield _finding("title_without_kind", kind=kind, title=title)
        return
    before = bare.removesuffix(kind)
    other = next((name for name in _NAMES if name != kind and len(name) > 1 and before.endswith(name)), None)
    if other:
        yield _finding("title_mixes_kinds", kind=kind, title=title, other=other)


def _asks_once(looked: _Looked) -> Iterator[Finding]:
    closings, pieces = looked.row.closings, looked.pieces
    last = pieces[-1].text if pieces else ""
    if not last.endswith(closings):
        shown = last if len(last) <= 30 else f"…{last[-30:]}"
        yield _finding("request_without_closing", closing=closings[0], last=shown)
        return
    asked = [piece.where for piece in pieces for _ in range(_times(piece.text, closings))]
    if len(asked) > 1:
        yield _finding("request_asks_twice", count=len(asked), places="、".join(dict.fromkeys(asked)))


def _times(text: str, phrases: Sequence[str]) -> int:
    """How many places of the text one of the phrases ends at; a phrase within a longer one counts once."""
    ends = set()
    for phrase in phrases:
        at = text.find(phrase)
        while at >= 0:
            ends.add(at + len(phrase))
            at = text.find(phrase, at + 1)
    return len(ends)


def _asks_nothing(looked: _Looked) -> Iterator[Finding]:
    found = [f"{piece.where}“{phrase}”" for piece in looked.pieces for phrase in _longest(piece.text, looked.row.asks)]
    if found:
        yield _finding("report_asks", places="、".join(dict.fromkeys(found)))


def _longest(text: str, phrases: Sequence[str]) -> list[str]:
    """The phrases that stand in the text, without those that are part of another one there."""
    there = [phrase for phrase in phrases if phrase in text]
    return [one for one in there if not any(one in other and one != other for other in there)]


def _contact_named(looked: _Looked) -> Iterator[Finding]:
    note = looked.document.note
    if "联系人" not in note or not any(letter.isdigit() for letter in note):
        yield _finding("request_without_contact")


# ---------------------------------------------------------------------------------------------------- rules on recipients


def _one_main(looked: _Looked) -> Iterator[Finding]:
    if len(looked.main) != 1:
        yield _finding(
            "not_one_main_recipient", kind=looked.row.label, count=len(looked.main), names=_names(looked.main) or "没有"
        )


def _no_main(looked: _Looked) -> Iterator[Finding]:
    if looked.main:
        yield _finding("main_recipient_of_minutes", names=_names(looked.main))


def _no_downward(looked: _Looked) -> Iterator[Finding]:
    lower = [body for body in looked.copies if _below(body, looked.document.issuer)]
    if lower:
        yield _finding("copied_downward", kind=looked.row.label, names=_names(lower))


def _below(body: Body, issuer: Body) -> bool:
    """Whether a body stands below the issuer: on a lower level, or led by the issuer on the same."""
    own, other = _RANK.get(issuer.level), _RANK.get(body.level)
    if own is None or other is None:
        return False
    leads = issuer.kind in _LEADING and body.kind not in _LEADING and body.region_code == issuer.region_code
    return other < own or (other == own and leads) or body.parent_id == issuer.pk


def _not_to_superiors(looked: _Looked) -> Iterator[Finding]:
    issuer = looked.document.issuer
    higher = [body for body in looked.main if body.kind in _LEADING and _below(issuer, body)]
    if higher:
        yield _finding("sent_to_superior", kind=looked.row.label, names=_names(higher))


def _names(bodies: Sequence[Body]) -> str:
    return "、".join(body.short_name for body in bodies)


_Rule = Callable[[_Looked], Iterator[Finding]]
_ON_TEXT: dict[str, _Rule] = {
    "title_form": _title_form,
    "asks_once": _asks_once,
    "asks_nothing": _asks_nothing,
    "contact_named": _contact_named,
}
_ON_RECIPIENTS: dict[str, _Rule] = {
    "one_main_recipient": _one_main,
    "no_main_recipients": _no_main,
    "no_downward_copies": _no_downward,
    "not_to_superiors": _not_to_superiors,
}
