"""Everything situation keeps, room by room."""

from ecoduty.mechanisms.situation.calls.models import CallAnswer, ProgressCall

__all__ = ["CallAnswer", "ProgressCall"]
