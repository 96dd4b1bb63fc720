"""Everything enforcement keeps, room by room."""

from ecoduty.mechanisms.enforcement.concerned.models import Concerned
from ecoduty.mechanisms.enforcement.pieces.models import Piece
from ecoduty.mechanisms.enforcement.sharing.entries.models import SharedDecision

__all__ = ["Concerned", "Piece", "SharedDecision"]
