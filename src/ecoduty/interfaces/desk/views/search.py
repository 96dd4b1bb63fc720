"""搜索: one box over everything the visitor may see."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.responsible import WHO_IS_RESPONSIBLE, Responsible
from ecoduty.interfaces.desk import shell, undetermined
from ecoduty.interfaces.desk.searching import search_page
from ecoduty.interfaces.desk.visit import Visit, staff

_ANSWERS = 3


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """The box alone, or what it found; `kind` narrows, `after` is where the page before ended."""
    given = visit.request.GET
    page = search_page(visit, given.get("q", ""), given.get("kind", ""), given.get("after", ""))
    first = bool(page.asked.words) and not (page.kind or page.later)
    content = {
        "page": page,
        "responsible": _responsible(page.asked.given, visit) if first else [],
        "undetermined": undetermined.items(visit.actor, page.asked.given, None, visit.today) if first else [],
    }
    return shell.render(visit, "desk/search.html", content)


def _responsible(text: str, visit: Visit) -> list[Responsible]:
    """The likeliest to be responsible for what was asked, where some list in force says so (article 4)."""
    if not asked(WHO_IS_RESPONSIBLE):
        return []
    return list(ask(WHO_IS_RESPONSIBLE)(text, on=visit.today, most=_ANSWERS))
