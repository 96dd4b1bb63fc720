"""What bulletins and analyses add to the generic pages: text, numbers, excerpts, suggestions, receipts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from ecoduty.casework.documents import texts
from ecoduty.casework.documents.models import Document
from ecoduty.casework.figures import lookback as figures
from ecoduty.casework.figures.registry import Scope
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import lookback, words
from ecoduty.interfaces.desk.forms import Choices, Prefill, Section
from ecoduty.interfaces.desk.pages.papers import PAPER
from ecoduty.interfaces.desk.pages.reports import recipients
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, Writing, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.situation import numbers
from ecoduty.mechanisms.situation.analyses import acts as analyses
from ecoduty.mechanisms.situation.analyses.flow import ANALYSIS
from ecoduty.mechanisms.situation.analyses.models import Analysis
from ecoduty.mechanisms.situation.bulletins import acts as bulletins
from ecoduty.mechanisms.situation.bulletins.flow import BULLETIN
from ecoduty.mechanisms.situation.bulletins.models import Bulletin
from ecoduty.organisation.access import OVERSIGHT, oversight_of
from ecoduty.organisation.directory import queries as directory

_SECTIONS = {bulletins.KIND: bulletins.SECTIONS, analyses.KIND: analyses.SECTIONS}


def document_of(matter: Matter) -> Document:
    """The paper of a matter; it is begun with the matter."""
    found = texts.main_document(matter)
    assert found is not None  # begun with the matter
    return found


def titles(matter: Matter) -> Sequence[str]:
    """The sections of its kind."""
    return rulebooks.current().words(_SECTIONS[matter.kind], on=today())


def _text(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it
    document = document_of(matter)
    written = texts.text_of(texts.current(document))
    return {"document": document, "sections": [(title, written.get(title, "")) for title in titles(matter)]}


def _numbers(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """Each number with the list behind it, for whoever may see it: of the night it was read from, else as it stands today."""
    own: Bulletin | Analysis = (
        Bulletin.objects.get(pk=matter.pk) if matter.kind == bulletins.KIND else Analysis.objects.get(pk=matter.pk)
    )
    taken, whole = numbers.kept(own.numbers), OVERSIGHT in oversight_of(actor)
    moments = {datetime.fromisoformat(one.source_time) for one in taken}
    nights = figures.nights_read(moments, own.as_of) if own.as_of and whole else {}
    rows = [
        {
            "taken": one,
            "url": _behind(one.key, nights.get(datetime.fromisoformat(one.source_time))) if whole else "",
            "moment": one.source_time[:16].replace("T", " "),
        }
        for one in taken
    ]
    then = bool(nights) and len(nights) == len(moments)
    return {"rows": rows, "as_of": words.day(own.as_of, today()) if own.as_of else "", "own": own, "then": then}


def _behind(key: str, night: date | None) -> str:
    """The list behind a figure of all bodies, as of a night or of now."""
    asked = {"figure": key, "scope": Scope.OVERSIGHT.value}
    return lookback.address(asked, night) if night else f"{reverse('desk:matters')}?{urlencode(asked)}"


def _excerpts(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """All of them for the issuer, its own for a recipient."""
    own = Bulletin.objects.get(pk=matter.pk)
    found = own.excerpts.select_related("body")
    if matter.holder_id not in actor.bodies:
        found = found.filter(body__in=actor.bodies)
    chosen = [UUID(one["id"]) for one in own.chosen]
    seen = set(Matter.objects.filter(visible_to(actor), public_id__in=chosen).values_list("public_id", flat=True))
    return {
        "excerpts": list(found),
        "chosen": own.chosen,
        "seen": {str(one) for one in seen},
        "sent": matter.state in ("sent", "closed"),
    }


def _suggestions(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    own = Analysis.objects.get(pk=matter.pk)
    rows = list(own.suggestions.filter(taken_out_at=None).select_related("body"))
    tasks = {one.number: one for one in Matter.objects.filter(number__in=[row.led_to for row in rows if row.led_to])}
    return {
        "rows": [{"row": row, "task": tasks.get(row.led_to)} for row in rows], "matter": matter,
        "may": matter.state in ("signed", "sent", "closed"),
    }  # fmt: skip


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- the shape of every prefill
    on = today()
    if subject is None:
        return Prefill()
    listed: dict[str, Callable[[], dict[str, Choices]]] = {
        "suggest": lambda: {
            "body": [(one.key, one.short_name) for one in directory.bodies(on=on).filter(kind="department")]
        },
        "take_out_suggestion": lambda: _open_suggestions(subject),
        "make_task": lambda: _open_suggestions(subject),
        "record_paper_receipts": lambda: {
            "recipient": [(str(row.pk), row.label) for row in document_of(subject).recipients.filter(receipted_at=None)]
        },
    }
    values: dict[str, Any] = {}
    if act.code in {"take_bulletin_numbers", "take_analysis_numbers"}:
        values = {"as_of": on.isoformat()}
    if act.code == "choose_matters":
        values = {"numbers": [one["number"] for one in Bulletin.objects.get(pk=subject.pk).chosen]}
    sections = {}
    if act.code == "write_paper":
        document = document_of(subject)
        written = texts.text_of(texts.current(document))
        sections = {"sections": [Section(title, title, "", written.get(title, "")) for title in titles(subject)]}
        values = {"base": document.version}
    return Prefill(choices=listed[act.code]() if act.code in listed else {}, values=values, sections=sections)


def _open_suggestions(matter: Matter) -> dict[str, Choices]:
    rows = Analysis.objects.get(pk=matter.pk).suggestions.filter(taken_out_at=None, led_to="")
    return {"suggestion": [(str(row.pk), row.text) for row in rows]}


def _facts(matter: Matter) -> list[Fact]:
    document = texts.main_document(matter)
    return [Fact("字号", document.number)] if document and document.number else []


_SHARED = (
    Tab("text", "正文", "desk/situation/text.html", _text),
    Tab("numbers", "数字", "desk/situation/numbers.html", _numbers),
)
_AFTER = (Tab("recipients", "收文", "desk/reports/recipients.html", recipients), PAPER)

register(
    bulletins.KIND,
    Parts(
        tabs=(*_SHARED, Tab("excerpts", "摘录", "desk/situation/excerpts.html", _excerpts), *_AFTER),
        facts=_facts,
        prefill=_prefill,
        writing=Writing("write_paper", document_of, titles),
        pages=(PageLink("起草通报", "desk:new-bulletin", lambda actor: may_create(BULLETIN.by_code["begin_bulletin"], actor), begins=True),),
    ),
)  # fmt: skip
register(
    analyses.KIND,
    Parts(
        tabs=(
            *_SHARED,
            Tab("suggestions", "建议", "desk/situation/suggestions.html", _suggestions,
                lambda matter: matter.situation_analysis.suggestions.filter(taken_out_at=None).count()),
            *_AFTER,
        ),
        facts=_facts,
        prefill=_prefill,
        writing=Writing("write_paper", document_of, titles),
        inline=frozenset({"take_out_suggestion", "make_task"}),
        pages=(PageLink("起草研究分析", "desk:new-analysis", lambda actor: may_create(ANALYSIS.by_code["begin_analysis"], actor), begins=True),),
    ),
)  # fmt: skip
