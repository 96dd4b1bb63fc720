"""Writing: the page with the editor, what is kept meanwhile, the merge of two texts, and any two versions side by side."""

from __future__ import annotations

import uuid

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ecoduty.casework.documents import citations, presence, scratches, texts
from ecoduty.casework.documents.models import Document, Draft
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import Sight, access_matter
from ecoduty.interfaces.desk import act_page, shell, words
from ecoduty.interfaces.desk.act_page import Place
from ecoduty.interfaces.desk.acting import Attempted, attempt
from ecoduty.interfaces.desk.parts import Writing, parts_of
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.interfaces.desk.writing import figures, merge_page
from ecoduty.interfaces.desk.writing.merge_page import Merging
from ecoduty.interfaces.desk.writing.surface import base_of, opened, others, surface, written
from ecoduty.kernel.flow import Refused, options, table
from ecoduty.kernel.flow.refusal import refuse

_MOVED_ON = "text_moved_on"


def write(visit: Visit, place: Place, desk: Writing) -> HttpResponse:
    """The page of writing, and saving. Called for the act that writes, by whoever was let in to the matter."""
    matter: Matter = place.subject
    acts, row = act_page.row_of(matter.kind, desk.act)
    if visit.request.method == "GET":
        if visit.request.headers.get("HX-Request"):
            # An editor wants the whole page, not a panel in another one.
            answer = HttpResponse(status=204)
            answer["HX-Redirect"] = visit.request.get_full_path()
            return answer
        form = act_page.first(visit, acts, row, matter)
        return _page(visit, place, desk, form, opened_at_first=True)
    document = desk.document(matter)
    posted = visit.request.POST
    if merge_page.FLAG in posted:
        found = merge_page.decided(document, desk.titles(matter), posted, "")
        if found is None:
            raise Refused("merge_unknown", "合并所依据的稿次对不上，请从办件页重新打开“拟稿”。", status=422)
        merged = found.result()
        if merged is None:
            return _merge(visit, place, document, found)
        posted = posted.copy()
        for title, text in merged.items():
            posted[f"sections.{title}"] = text
    outcome = attempt(visit, acts, row, matter, place.ref, posted)
    if not isinstance(outcome, Attempted):
        presence.gone(document, visit.account.pk)
        return act_page.done(visit, acts, row, outcome.subject, place)
    if outcome.refused is not None and outcome.refused.code == _MOVED_ON:
        document.refresh_from_db()
        moved = merge_page.merging_of(
            document, desk.titles(matter), base_of(posted) or 0, written(posted), _saved(visit, document)
        )
        return _merge(visit, place, document, moved)
    return _page(visit, place, desk, outcome, base=base_of(posted))


def _page(
    visit: Visit,
    place: Place,
    desk: Writing,
    form: Attempted,
    *,
    opened_at_first: bool = False,
    base: int | None = None,
) -> HttpResponse:
    matter: Matter = place.subject
    beside = opened(visit, matter, desk, form) if opened_at_first else surface(visit, matter, desk, base)
    acts, _ = act_page.row_of(matter.kind, desk.act)
    return act_page.page(visit, acts, place, form, "desk/write.html", {"beside": beside})


def _merge(visit: Visit, place: Place, document: Document, found: Merging) -> HttpResponse:
    """Nothing was saved: both texts side by side. 409, for the text in force is another one."""
    found.saved = found.saved or _saved(visit, document)
    content = {"place": place, "merging": found, "key": uuid.uuid4().hex, "action": visit.request.path}
    return shell.render(visit, "desk/merge.html", content, status=409, kind=place.subject.kind)


def _saved(visit: Visit, document: Document) -> str:
    draft = texts.current(document)
    return words.moment(draft.saved_at, visit.today) if draft else ""


@require_POST
@staff
def keep(visit: Visit, public_id: uuid.UUID) -> JsonResponse:
    """Keep what is being written, and say who else writes. Without sections it is only a sign of life.

    It changes nothing of the matter and enters no ledger: nothing has happened yet.
    """
    matter, desk, why_not = _desk(visit, public_id)
    document = desk.document(matter)
    posted = visit.request.POST
    sections = written(posted)
    kept = ""
    if sections:
        known = [(title, sections[title]) for title in desk.titles(matter) if title in sections]
        page = posted.get("_key", "")[:64]
        scratches.keep(document, visit.account.pk, base_of(posted) or 0, page, known, visit.now)
        kept = f"{visit.now:%H:%M}已暂存，还没有保存成稿"
    if why_not:
        raise Refused("not_now", f"{why_not}您写的已暂存，没有丢。", status=409)
    presence.here(document, visit.account.pk, visit.actor.title, visit.now)
    return JsonResponse({"kept": kept, "others": others(visit, document), "version": document.version})


@require_POST
@staff
def figure(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """Take a figure into a section: the words for the script, or the whole form kept and shown again with them in it."""
    matter, desk, _ = _desk(visit, public_id)
    posted = visit.request.POST
    section, _, key = posted.get("figure", "").partition("=")
    read = citations.readings([key], visit.actor).get(key) if (section, key) in desk.figures(matter) else None
    if read is None:
        raise Refused("figure_unknown", "没有这一项可引用的数据，正文未动。请刷新页面。", status=404)
    document = desk.document(matter)
    citations.offer(document, visit.account.pk, section, read)
    phrase = figures.phrase(read)
    if visit.request.headers.get("Accept") == "application/json":
        return JsonResponse({"words": phrase})
    text = written(posted)
    text[section] = f"{text.get(section, '').rstrip()}\n{phrase}。".lstrip()
    known = [(title, text.get(title, "")) for title in desk.titles(matter)]
    kept = scratches.keep(
        document, visit.account.pk, base_of(posted) or 0, posted.get("_key", "")[:64], known, visit.now
    )
    return HttpResponseRedirect(f"{reverse('desk:act', args=[matter.public_id, desk.act])}?scratch={kept.pk}")


@require_POST
@staff
def drop(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """Do without what was left unsaved."""
    matter, desk, _ = _desk(visit, public_id)
    scratches.drop(desk.document(matter), visit.account.pk)
    return HttpResponseRedirect(reverse("desk:act", args=[matter.public_id, desk.act]))


def _desk(visit: Visit, public_id: uuid.UUID) -> tuple[Matter, Writing, str]:
    """The matter, for a post that writes its text, and why not just now. Raises Refused 404 or 403."""
    matter = access_matter(visit.actor, public_id, Sight.FULL)
    desk = parts_of(matter.kind).writing
    if desk is None:
        raise refuse("not_found")
    acts, row = act_page.row_of(matter.kind, desk.act)
    option = act_page.option_of(visit, acts, row, matter)
    return matter, desk, "" if option.open else option.why_not


@require_GET
@staff
def versions(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """Any two versions of the text, and what lies between them."""
    matter = access_matter(visit.actor, public_id, Sight.FULL)
    desk = parts_of(matter.kind).writing
    drafts = list(Draft.objects.filter(document=desk.document(matter)).order_by("-version")) if desk else []
    if desk is None or not drafts:
        raise refuse("not_found")
    numbers = {str(draft.version): draft for draft in drafts}
    new = numbers.get(visit.request.GET.get("new", ""), drafts[0])
    before = next((draft for draft in drafts if draft.version < new.version), new)
    old = numbers.get(visit.request.GET.get("old", ""), before)
    may = [
        item.open for item in options(table(matter.kind), matter, visit.actor, visit.now) if item.act.code == desk.act
    ]
    content = {
        "matter": matter,
        "drafts": [(draft.version, words.moment(draft.saved_at, visit.today), draft.author) for draft in drafts],
        "old": old,
        "new": new,
        "changed": texts.difference(old, new),
        "write_url": reverse("desk:act", args=[matter.public_id, desk.act]) if any(may) else "",
        "latest": drafts[0].version,
    }
    return shell.render(visit, "desk/versions.html", content, kind=matter.kind)
