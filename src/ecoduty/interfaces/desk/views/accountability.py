"""Registering a referral."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.accountability import queries


@require_http_methods(["GET", "POST"])
@staff
def new(visit: Visit) -> HttpResponse:
    """A failure of duty that was established (clause 15.1). Raises Refused for whoever does not register."""
    if not queries.may_register(visit.actor):
        raise refuse("not_permitted", act="登记移交件", who="督查检查单位的负责人本人", title=visit.actor.title)
    return acts.begin(visit, queries.KIND, "register_referral")
