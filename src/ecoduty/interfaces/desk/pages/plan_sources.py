"""Who answers for clauses on the page of the plan."""

from __future__ import annotations

from ecoduty.interfaces.desk.plan import serving, standing
from ecoduty.interfaces.desk.plan.coordinators import standing_of_coordinators
from ecoduty.interfaces.desk.plan.duties import standing_of_duties

standing.register("duties", standing_of_duties)
standing.register("coordinators", standing_of_coordinators)

serving.shown_at("2.2", "履职画像", "desk:portraits")
serving.shown_at("4.8", "驾驶舱", "desk:cockpit")
