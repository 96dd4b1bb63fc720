"""The page of legs stands beside the transfers, for whoever handles cases."""

from __future__ import annotations

from ecoduty.interfaces.desk.leg_statistics import may_see
from ecoduty.interfaces.desk.parts import PageLink, add_page

add_page("criminal_transfer", PageLink("分段统计", "desk:leg-statistics", may_see))
