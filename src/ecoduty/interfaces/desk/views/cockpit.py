"""驾驶舱: where the plan stands, now or at the close of a past day; on a desk, a phone, a wall, on paper (clause 4.8)."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from ecoduty.casework.figures.reading import NoSnapshotError
from ecoduty.casework.figures.trends import last_night
from ecoduty.interfaces.desk import shell, words
from ecoduty.interfaces.desk.cockpit import matrix, page
from ecoduty.interfaces.desk.cockpit.asking import WALL, Asked, read
from ecoduty.interfaces.desk.pages.progress_calls import may_call
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.rulebook import store


@require_GET
@staff
def cockpit(visit: Visit) -> HttpResponse:
    """`?on=2026-11-30` looks back, `?view=wall` is for the large screen. Raises Refused for a day that cannot be looked at."""
    if store.current_or_none() is None:
        raise Refused(
            "no_rulebook", "还没有采用规则书，驾驶舱无从显示。请系统管理员运行 ecoduty rulebook adopt。", status=409
        )
    asked = read(visit, visit.request.GET.dict())
    try:
        return _page(asked)
    except NoSnapshotError as error:
        raise Refused("no_snapshot", str(error), status=404) from error


def _page(asked: Asked) -> HttpResponse:
    visit, here = asked.visit, reverse("desk:cockpit")
    last = last_night(visit.today)
    content = {
        "asked": asked, "sections": page.sections(asked), "headline": matrix.headline(asked), "whose": asked.whose,
        "moment": _moment(asked), "past": words.day(asked.day, visit.today) if asked.on else "",
        "missed": words.day(asked.on, visit.today) if asked.on and asked.on != asked.day else "",
        "here": here, "wall": f"{here}?view={WALL}", "last_night": last.isoformat() if last else "",
        "columns": (("districts", "load"), ("trends", "complaints", "cases")),
        "may_call": may_call(visit.actor) and not asked.on,
    }  # fmt: skip
    return shell.render(visit, "desk/cockpit/wall.html" if asked.wall else "desk/cockpit/cockpit.html", content)


def _moment(asked: Asked) -> str:
    """The moment of the numbers; of a past day the day whose close was recorded."""
    at = asked.board.source_time
    if asked.on is None:
        return words.moment(at, asked.visit.today)
    return f"{words.day(asked.day, asked.visit.today)}24时"
