"""Everything situation keeps, room by room."""

from ecoduty.mechanisms.situation.analyses.models import Analysis, Suggestion
from ecoduty.mechanisms.situation.bulletins.models import Bulletin, Excerpt
from ecoduty.mechanisms.situation.calls.models import CallAnswer, ProgressCall

__all__ = ["Analysis", "Bulletin", "CallAnswer", "Excerpt", "ProgressCall", "Suggestion"]
