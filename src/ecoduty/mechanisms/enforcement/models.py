"""Everything enforcement keeps, room by room."""

from ecoduty.mechanisms.enforcement.concerned.models import Concerned
from ecoduty.mechanisms.enforcement.pieces.models import Piece

__all__ = ["Concerned", "Piece"]
