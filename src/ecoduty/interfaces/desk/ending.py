"""What stands before the form by which a body is dissolved: what is open with it, who is in office, who hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.succession.holdings import holdings
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment, Body
from ecoduty.organisation.directory.succession import dependants
from ecoduty.organisation.tokens.models import Token
from ecoduty.organisation.tokens.states import ACTIVE


def before_dissolving(visit: Visit, body: Body) -> Mapping[str, Any]:
    """Counted by what this visitor may see: six queries, however much there is."""
    in_office = Appointment.objects.filter(holding(visit.today), post__body=body).values("person").distinct()
    return {
        "before": "desk/parts/dissolving.html",
        "body": body,
        "holdings": holdings(body, visit.actor),
        "in_office": list(in_office),
        "dependants": dependants(body),
        "tokens": Token.objects.filter(post__body=body, state=ACTIVE).count(),
    }
