"""检察监督: recommendations, public interest cases and supervised suits are brought in (clause 21.1)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.enforcement.procuratorial.cases import queries as cases
from ecoduty.mechanisms.enforcement.procuratorial.recommendations import queries as recommendations
from ecoduty.mechanisms.enforcement.procuratorial.supervision import queries as supervision


@require_http_methods(["GET", "POST"])
@staff
def issue(visit: Visit) -> HttpResponse:
    """A recommendation of the procuratorate. Raises Refused for who is in none."""
    if not recommendations.may_issue(visit.actor):
        raise refuse("not_permitted", act="发出检察建议", who="人民检察院的联络员、负责人本人", title=visit.actor.title)
    return acts.begin(visit, recommendations.KIND, "issue_recommendation")


@require_http_methods(["GET", "POST"])
@staff
def register(visit: Visit) -> HttpResponse:
    """One that came on paper. Raises Refused for who cannot be addressed."""
    if not recommendations.may_register(visit.actor):
        raise refuse(
            "not_permitted", act="登记收到的检察建议", who="被建议单位的联络员、负责人本人", title=visit.actor.title
        )
    return acts.begin(visit, recommendations.KIND, "register_recommendation")


@require_http_methods(["GET", "POST"])
@staff
def new_case(visit: Visit) -> HttpResponse:
    """A public interest case."""
    return acts.begin(visit, cases.KIND, "file_public_interest_case")


@require_http_methods(["GET", "POST"])
@staff
def new_supervision(visit: Visit) -> HttpResponse:
    """The supervision of a suit."""
    return acts.begin(visit, supervision.KIND, "register_supervision")
