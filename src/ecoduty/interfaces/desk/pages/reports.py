"""What reports add to the generic pages: their text, versions, recipients and public version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ecoduty.casework.documents import notes, texts
from ecoduty.casework.documents.difference import by_section
from ecoduty.casework.documents.models import Document, Draft, Numbering, Recipient
from ecoduty.casework.documents.series import series_of
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.publications.queries import is_cleared, publication_of
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Prefill, Section
from ecoduty.interfaces.desk.pages.papers import PAPER
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, Writing, register
from ecoduty.interfaces.desk.writing import figures
from ecoduty.kernel.clock import local_date, today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.mechanisms.reports import sections
from ecoduty.mechanisms.reports.flow import ANNUAL, HALF_YEAR
from ecoduty.mechanisms.reports.models import Instruction, Report
from ecoduty.organisation.directory import queries

_LAST_VERSIONS = 20


@dataclass(frozen=True, slots=True)
class Receipt:
    """One recipient as the page shows it."""

    role: str
    label: str
    delivery: str
    sent: str
    receipted: str
    by: str
    evidence: str


def document_of(matter: Matter) -> Document:
    """The report's document."""
    return Report.objects.select_related("document__issuer").get(pk=matter.pk).document


def _text(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    document = document_of(matter)
    draft = texts.current(document)
    written = texts.text_of(draft)
    required = sections.required(matter.kind, matter.rulebook)
    return {
        "document": document,
        "version": document.version,
        "saved": words.short_day(draft.saved_at, today()) if draft else "",
        "author": draft.author if draft else "",
        "sections": [(title, written.get(title, "")) for title in required],
        "missing": [title for title in required if not written.get(title, "").strip()],
        "cited": figures.cited(document, actor),
        "instructions": list(Instruction.objects.filter(matter=matter)),
    }


def _versions(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    document = document_of(matter)
    drafts = list(Draft.objects.filter(document=document).order_by("-version")[:_LAST_VERSIONS])
    pairs = list(pairwise(drafts))
    changed = texts.difference(pairs[0][1], pairs[0][0]) if pairs else []
    return {
        "drafts": [(draft.version, words.short_day(draft.saved_at, today()), draft.author) for draft in drafts],
        "changed": [(title, lines) for title, lines in changed if any(line.op != "equal" for line in lines)],
        "old": pairs[0][1].version if pairs else None,
        "new": pairs[0][0].version if pairs else None,
    }


def recipients(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    rows = Recipient.objects.filter(document__matter=matter).select_related("body", "post")
    return {"recipients": [_receipt(row) for row in rows.order_by("-role", "order")]}


def _receipt(row: Recipient) -> Receipt:
    return Receipt(
        role=row.get_role_display(),
        label=row.label,
        delivery=row.get_delivery_display(),
        sent=words.day(row.sent_at, today()) if row.sent_at else "",
        receipted=words.day(row.receipted_at, today()) if row.receipted_at else "",
        by=row.receipted_by,
        evidence=row.evidence,
    )


def _files(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    document = document_of(matter)
    return {
        "document": document,
        "attachments": list(document.attachments.select_related("file")),
        "sealed": document.sealed,
        "rendered": document.rendered,
    }


def _file_count(matter: Matter) -> int:
    return document_of(matter).attachments.count()


def _public(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    publication = publication_of(matter)
    if publication is None:
        return {"publication": None}
    sent = texts.text_of(texts.current(document_of(matter)))
    public = {part["title"]: part["text"] for part in publication.content}
    differs = [(title, lines) for title, lines in by_section(sent, public) if any(line.op != "equal" for line in lines)]
    return {
        "publication": publication,
        "state": publication.get_state_display(),
        "cut": [title for title, _ in differs],
        "differs": differs,
        "cleared": is_cleared(publication),
    }


def _recipient_count(matter: Matter) -> int:
    return Recipient.objects.filter(document__matter=matter).count()


def _facts(matter: Matter) -> list[Fact]:
    document = document_of(matter)
    later = "签发时编号" if document.numbering == Numbering.PLATFORM else "由本单位编号，报送前登记"
    note = [Fact("附注", document.note)] if document.note else []
    return [Fact("文号", document.number or later), *note]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if subject is None:
        return Prefill()
    if act.code == "note_contact":
        return _contact(subject, actor)
    maker = _PREFILLS.get(act.code)
    return maker(subject) if maker else Prefill()


def _draft_sections(matter: Matter) -> Prefill:
    draft = texts.current(document_of(matter))
    written = texts.text_of(draft)
    found = [
        Section(key=title, title=title, value=written.get(title, ""))
        for title in sections.required(matter.kind, matter.rulebook)
    ]
    return Prefill(sections={"sections": found}, sources={"sections": f"第{draft.version}稿"} if draft else {})


def _public_sections(matter: Matter) -> Prefill:
    publication = publication_of(matter)
    sent = texts.current(document_of(matter))
    marked = publication.marked if publication else {}
    found = [
        Section(key=part["title"], title=part["title"], value=marked.get(part["title"], part["text"]))
        for part in (sent.sections if sent else [])
    ]
    grounds = publication.grounds if publication else ""
    return Prefill(sections={"sections": found}, sources={"sections": "报送稿"}, values={"grounds": grounds})


def _contact(matter: Matter, actor: Actor) -> Prefill:
    """Who stands in the note, or else whoever writes it now; his telephone at the office is not known here."""
    contact, phone = notes.contact_of(document_of(matter))
    if contact:
        source = "现有附注"
        return Prefill(values={"contact": contact, "phone": phone}, sources={"contact": source, "phone": source})
    return Prefill(values={"contact": actor.name}, sources={"contact": "您本人，可改"})


def _open_receipts(matter: Matter) -> Prefill:
    rows = Recipient.objects.filter(document__matter=matter, receipted_at=None).select_related("body", "post")
    choices = [(str(row.pk), f"{row.get_role_display()} {row.label}") for row in rows.order_by("-role", "order")]
    return Prefill(choices={"recipient": choices}, values={"received_on": today().isoformat()})


def _number(matter: Matter) -> Prefill:
    document = document_of(matter)
    row = series_of(document.issuer, document.kind)
    values = {"signed_on": today().isoformat()}
    if document.numbering == Numbering.EXTERNAL and row.prefix:
        values["number"] = f"{row.prefix}〔{today().year}〕号"
    return Prefill(values=values, sources={"number": "机关代字取自规则书，序号照本单位办公系统填写"})


def _known_number(matter: Matter) -> Prefill:
    number = document_of(matter).number
    if not number:
        values = {name: value for name, value in _number(matter).values.items() if name == "number"}
        return Prefill(values=values, sources={"number": "机关代字取自规则书，序号照本单位办公系统填写"})
    return Prefill(values={"number": number}, sources={"number": "已登记的字号"})


def _leader(matter: Matter) -> Prefill:
    leaders = queries.leaders_in_charge(matter.holder, today())
    title = leaders[0].post.title if leaders else ""
    return Prefill(
        values={"leader": title, "given_on": today().isoformat()}, sources={"leader": "机构目录中今天在任的分管领导"}
    )


def _published_today(matter: Matter) -> Prefill:
    sent = Report.objects.get(pk=matter.pk).sent_at
    return Prefill(values={"published_on": max(today(), local_date(sent) if sent else today()).isoformat()})


_PREFILLS = {
    "save_draft": _draft_sections,
    "edit_public_version": _public_sections,
    "record_receipt": _open_receipts,
    "sign": _number,
    "enter_number": _known_number,
    "give_instruction": _leader,
    "register_publication": _published_today,
}

_TEXT = Tab("text", "正文", "desk/reports/text.html", _text)
_VERSIONS = Tab("versions", "稿次", "desk/reports/versions.html", _versions)
_RECIPIENTS = Tab("recipients", "收文单位", "desk/reports/recipients.html", recipients, _recipient_count)
_FILES = Tab("files", "附件与公文稿", "desk/reports/files.html", _files, _file_count)
_PUBLIC = Tab("public", "公开", "desk/reports/public.html", _public)
_WRITING = Writing(
    "save_draft",
    document_of,
    lambda matter: sections.required(matter.kind, matter.rulebook),
    lambda matter: sections.figures(matter.kind, matter.rulebook),
)
_PROGRESS = PageLink("报送进度", "desk:progress", lambda actor: "oversight" in actor.capacities)

register(
    ANNUAL,
    Parts(
        tabs=(_TEXT, PAPER, _VERSIONS, _FILES, _RECIPIENTS, _PUBLIC),
        facts=_facts,
        prefill=_prefill,
        pages=(_PROGRESS,),
        writing=_WRITING,
    ),
)
register(
    HALF_YEAR,
    Parts(
        tabs=(_TEXT, PAPER, _VERSIONS, _FILES, _RECIPIENTS),
        facts=_facts,
        prefill=_prefill,
        pages=(_PROGRESS,),
        writing=_WRITING,
    ),
)
