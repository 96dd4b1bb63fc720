"""Stations of a letter."""

from __future__ import annotations

from ecoduty.kernel.flow import State

SENT = State("sent", "待回执", waits_for="本单位两法衔接联络员")
RECEIPTED = State("receipted", "已回执", open=False)
VOIDED = State("voided", "已作废", open=False, main=False)
ALL = (SENT, RECEIPTED, VOIDED)
