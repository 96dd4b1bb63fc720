"""搜索: one box over everything the visitor may see."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from ecoduty.interfaces.desk import shell
from ecoduty.interfaces.desk.searching import search_page
from ecoduty.interfaces.desk.visit import Visit, staff


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """The box alone, or what it found; `kind` narrows, `after` is where the page before ended."""
    given = visit.request.GET
    page = search_page(visit, given.get("q", ""), given.get("kind", ""), given.get("after", ""))
    return shell.render(visit, "desk/search.html", {"page": page})
