"""Where claims for damage and suits begin; the five kinds of suits with their outcomes (clause 20.1)."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.interfaces.desk import shell
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.enforcement.damage.queries import KIND as DAMAGE
from ecoduty.mechanisms.enforcement.litigation import queries
from ecoduty.mechanisms.enforcement.reconsidering.queries import KIND as RECONSIDERATION


@require_http_methods(["GET", "POST"])
@staff
def new_damage(visit: Visit) -> HttpResponse:
    """A clue that the environment was damaged."""
    return acts.begin(visit, DAMAGE, "register_damage")


@require_http_methods(["GET", "POST"])
@staff
def new_suit(visit: Visit) -> HttpResponse:
    """A suit: by its court, or by who sues or is sued."""
    return acts.begin(visit, queries.KIND, "register_litigation")


@require_http_methods(["GET", "POST"])
@staff
def new_reconsideration(visit: Visit) -> HttpResponse:
    """A notice that an act of the department is looked at again."""
    return acts.begin(visit, RECONSIDERATION, "register_reconsideration")


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """The suits that the visitor is named in, by kind and outcome; every number opens its list."""
    lines = queries.standing(visit.actor, visit.today)
    shown = [
        {
            "line": line,
            "all": _list(sort=line.sort),
            "before": _list(sort=line.sort, stage="before"),
            "effective": _list(sort=line.sort, stage="effective"),
            "outcomes": [
                {"label": label, "count": line.by_outcome[code], "url": _list(sort=line.sort, outcome=code)}
                for code, label in queries.outcomes(line.sort, visit.today).items()
                if line.by_outcome.get(code)
            ],
        }
        for line in lines
    ]
    content = {"rows": shown, "total": sum(line.all for line in lines), "every": _list()}
    return shell.render(visit, "desk/enforcement/court_cases.html", content, kind=queries.KIND)


def _list(**asked: str) -> str:
    return f"{reverse('desk:matters')}?{urlencode({'kind': queries.KIND, 'state': 'all', **asked})}"
