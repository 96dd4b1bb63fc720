"""领导研究: a meeting or a topic is entered; who has reported on what, and who has studied ecology, in a year."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.interfaces.desk import shell
from ecoduty.interfaces.desk.covered import covered
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.leadership.queries import MEETING, TOPIC


@require_http_methods(["GET", "POST"])
@staff
def new_meeting(visit: Visit) -> HttpResponse:
    """Register a meeting (clauses 10.1, 13.1)."""
    return acts.begin(visit, MEETING, "convene")


@require_http_methods(["GET", "POST"])
@staff
def new_topic(visit: Visit) -> HttpResponse:
    """Put a topic before a meeting (clause 10.4)."""
    return acts.begin(visit, TOPIC, "propose")


@require_GET
@staff
def coverage_page(visit: Visit) -> HttpResponse:
    """Who reported on what and who studied, as far as the visitor's post reaches."""
    return shell.render(visit, "desk/leadership/coverage.html", {"covered": covered(visit)}, kind=MEETING)
