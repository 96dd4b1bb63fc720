"""Above the form that releases an escalation: the letters as they will go out. Nobody signs what was not read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.documents import letters
from ecoduty.casework.escalation.queries import rungs_to_decide
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk.visit import Visit

RELEASE = "release_rung"


def before_release(visit: Visit, matter: Matter) -> Mapping[str, Any]:
    """The papers that wait for this post, as they stand today."""
    waiting = rungs_to_decide(matter.pk, visit.actor).select_related("deadline__matter__holder")
    drafts = [letters.drafted(rung, visit.today) for rung in waiting]
    return {"before": "desk/release_before.html", "drafts": [one for one in drafts if one is not None]}
