"""Who answers for clauses on the page of the plan."""

from __future__ import annotations

from ecoduty.interfaces.desk.plan import standing
from ecoduty.interfaces.desk.plan.coordinators import standing_of_coordinators
from ecoduty.interfaces.desk.plan.duties import standing_of_duties

standing.register("duties", standing_of_duties)
standing.register("coordinators", standing_of_coordinators)
