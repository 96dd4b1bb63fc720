"""The whole road of a case between the offices, as a picture and as a list: legs gone, the present one, what is ahead."""

from ecoduty.interfaces.desk.case_road.road import CaseRoad, case_road

__all__ = ["CaseRoad", "case_road"]
