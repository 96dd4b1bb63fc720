"""The papers of a case on its page: which can be drawn up, which are there, what may be done with each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from ecoduty.casework.documents import texts
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import choices, words
from ecoduty.interfaces.desk.forms import Choices
from ecoduty.interfaces.desk.parts import Tab
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Actor, options, tables
from ecoduty.mechanisms.enforcement.case_papers import composing, queries
from ecoduty.mechanisms.enforcement.case_papers.models import CasePaper


def _content(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    found = queries.seen_by(matter, actor)
    drafted = {row.paper for row in found if row.document.signed_on is None}
    may = {one.act.code for one in options(tables()[matter.kind], matter, actor, now()) if one.open}
    return {
        "matter": matter,
        "papers": [_line(row, matter) for row in found],
        "offered": [one for one in queries.offered(matter.kind) if one.key not in drafted]
        if "draw_up_paper" in may
        else [],
        "may_edit": "edit_paper" in may,
        "may_sign": "sign_paper" in may,
    }


def _line(row: CasePaper, matter: Matter) -> Mapping[str, Any]:
    document = row.document
    draft = texts.current(document) if document.signed_on is None else None
    here = reverse("desk:case-paper", args=[matter.public_id, row.pk])
    return {
        "row": row,
        "label": queries.label(row.paper),
        "number": document.number,
        "signed": words.day(document.signed_on, today()) if document.signed_on else "",
        "blanks": composing.blanks(draft.sections[0]["text"]) if draft else 0,
        "sealed": document.sealed,
        "url": here,
        "pages": reverse("desk:case-paper-pages", args=[matter.public_id, row.pk]),
    }


def _offered(matter: Matter) -> Choices:
    return [(one.key, one.label) for one in queries.offered(matter.kind)]


def _drafts(matter: Matter) -> Choices:
    return [(str(row.pk), queries.label(row.paper)) for row in queries.papers(matter) if row.document.signed_on is None]


choices.register("case_papers", _offered)
choices.register("case_paper_drafts", _drafts)
TAB = Tab("papers", "文书", "desk/enforcement/case_papers.html", _content)

__all__ = ["TAB"]
