"""Escalation: reminders and rungs of ladders, each a row that happens once; the inbox; the sweep."""
