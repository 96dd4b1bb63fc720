"""Stations of an entry on the sharing platform."""

from __future__ import annotations

from ecoduty.kernel.flow import State

TO_ENTER = State("to_enter", "待录入", waits_for="本单位两法衔接联络员")
ENTERED = State("entered", "已录入", open=False)
INFORMED = State("informed", "已函告", open=False, main=False)
NOT_DUE = State("not_due", "不须录入", open=False, main=False)
ENTRY = (TO_ENTER, ENTERED, INFORMED, NOT_DUE)
