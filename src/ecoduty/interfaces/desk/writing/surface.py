"""What the page of writing shows beside the form: what was kept unsaved, who else writes, on which version one writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.urls import reverse

from ecoduty.casework.documents import citations, presence, scratches, texts
from ecoduty.casework.documents.blocks import normal
from ecoduty.casework.documents.difference import Line, by_section
from ecoduty.casework.documents.models import Document, Draft, Scratch
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.acting import Attempted
from ecoduty.interfaces.desk.parts import Writing
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.interfaces.desk.writing import figures

FIELD = "sections"
BASE = "base"


@dataclass(frozen=True, slots=True)
class Offer:
    """Unsaved text of an earlier page, and how it differs from the version in force."""

    number: int
    kept: str
    base: int
    url: str
    changed: Sequence[tuple[str, list[Line]]]


@dataclass(frozen=True, slots=True)
class Surface:
    """Everything the template desk/write.html needs besides the form."""

    base: int
    version: int
    keep_url: str
    drop_url: str
    figure_url: str
    versions_url: str
    others: str
    offer: Offer | None = None
    note: str = ""
    figures: Sequence[figures.Offered] = ()
    cited: Sequence[figures.Cited] = ()


def surface(visit: Visit, matter: Matter, desk: Writing, base: int | None = None) -> Surface:
    """What stands beside the form of somebody who writes on version `base` (the one in force when left out)."""
    document = desk.document(matter)
    here = [matter.public_id]
    return Surface(
        base=document.version if base is None else base,
        version=document.version,
        keep_url=reverse("desk:writing-keep", args=here),
        drop_url=reverse("desk:writing-drop", args=here),
        figure_url=reverse("desk:writing-figure", args=here),
        versions_url=reverse("desk:versions", args=here),
        others=others(visit, document),
        figures=figures.offered(visit, matter, desk),
        cited=figures.cited(document, visit.actor),
    )


def opened(visit: Visit, matter: Matter, desk: Writing, form: Attempted) -> Surface:
    """The page as it is opened: with the text in force, an older version (`?from=2`) or what was left (`?scratch=7`)."""
    document = desk.document(matter)
    presence.here(document, visit.account.pk, visit.actor.title, visit.now)
    found = surface(visit, matter, desk)
    asked = visit.request.GET
    if (
        "take" not in asked
        and (left := scratches.of(document, visit.account.pk, _number(asked, "scratch"))) is not None
    ):
        if "scratch" in asked:
            _fill(form, scratches.text_of(left))
            kept = words.moment(left.kept_at, visit.today)
            return replace(found, base=left.base, note=f"这是您{kept}写到一半、还没有保存的内容。")
        return replace(found, offer=_offer(visit, matter, document, desk, left))
    if (taken := _taken_over(visit, document, form)) is not None:
        return replace(found, note=taken)
    if (older := _older(document, asked)) is not None:
        _fill(form, texts.text_of(older))
        return replace(found, note=f"这是第{older.version}稿的内容；保存后成为第{found.version + 1}稿，各稿都留着。")
    return found


def others(visit: Visit, document: Document) -> str:
    """Who else is writing, in a sentence; empty when nobody is."""
    rows = presence.others(document, visit.account.pk, visit.now)
    if not rows:
        return ""
    who = "；".join(f"{row.who}从{words.ago(row.since, visit.today)}起" for row in rows)
    return f"{who}也在编辑这份稿子。各写各的不要紧：后保存的人会看到对方的改动，逐段合并，谁的文字都不会丢。"


def written(posted: QueryDict) -> dict[str, str]:
    """The sections as they were posted: title → text."""
    prefix = f"{FIELD}."
    return {name[len(prefix) :]: posted[name] for name in posted if name.startswith(prefix)}


def base_of(posted: QueryDict) -> int | None:
    """The version that was written on, None when it was not said."""
    return _number(posted, BASE)


def _number(given: QueryDict, name: str) -> int | None:
    said = given.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 10 else None


def _older(document: Document, asked: QueryDict) -> Draft | None:
    number = _number(asked, "from")
    return None if number is None or number == document.version else texts.version(document, number)


def _taken_over(visit: Visit, document: Document, form: Attempted) -> str | None:
    """The number of the source put in place of the one in the text (`?take=5`), and what is to be said of it."""
    row = citations.cited(document, _number(visit.request.GET, "take") or 0)
    now = citations.readings([row.key], visit.actor).get(row.key) if row is not None else None
    if row is None or now is None:
        return None
    text = dict(texts.text_of(texts.current(document)))
    new = citations.taken_over(row, now.value, text.get(row.section, ""))
    then, there = citations.words_of(row.value, row.unit), citations.words_of(now.value, row.unit)
    citations.offer(document, visit.account.pk, row.section, now)
    if new is None:
        return f"“{row.section}”一节里“{then}”不止一处，没有自动替换：请把属于“{row.label}”的那处改成{there}，再保存。"
    _fill(form, {**text, row.section: new})
    return f"“{row.section}”一节里“{row.label}”已由{then}换成{there}。看过前后文再保存；不保存就不换。"


def _fill(form: Attempted, text: Mapping[str, str]) -> None:
    for field in form.fields:
        if field.name == FIELD:
            field.source = ""
            field.sections = tuple(replace(part, value=text.get(part.key, "")) for part in field.sections)


def _offer(visit: Visit, matter: Matter, document: Document, desk: Writing, left: Scratch) -> Offer | None:
    """None when what was left is what was saved."""
    titles = desk.titles(matter)
    now, then = texts.text_of(texts.current(document)), scratches.text_of(left)
    if all(normal(now.get(title, "")) == normal(then.get(title, "")) for title in titles):
        return None
    changed = by_section({title: now.get(title, "") for title in titles}, then)
    return Offer(
        number=left.pk,
        kept=words.moment(left.kept_at, visit.today),
        base=left.base,
        url=f"?scratch={left.pk}",
        changed=[(title, lines) for title, lines in changed if any(line.op != "equal" for line in lines)],
    )
