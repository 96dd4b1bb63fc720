"""Where an inspection stands, and what a review came to."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

_BY, _OBJECT = "检查单位", "被检查单位"
PREPARED = State("prepared", "待实施", waits_for=_BY)
CARRIED_OUT = State("carried_out", "待下结论", waits_for=_BY)
SENT = State("sent", "待签收", waits_for=_OBJECT)
RECEIVED = State("received", "已送达", waits_for=_BY)
REVIEW = State("review", "复核中", waits_for=_BY, main=False)
CLOSED = State("closed", "已办结", open=False)
CALLED_OFF = State("called_off", "已取消", open=False, main=False)
STATES = (PREPARED, CARRIED_OUT, SENT, RECEIVED, REVIEW, CLOSED, CALLED_OFF)


class Outcome(models.TextChoices):
    """What a review came to."""

    UPHELD = "upheld", "维持结论"
    CHANGED = "changed", "变更结论"
    REVOKED = "revoked", "撤销结论"


__all__ = ["CALLED_OFF", "CARRIED_OUT", "CLOSED", "PREPARED", "RECEIVED", "REVIEW", "SENT", "STATES", "Outcome"]
