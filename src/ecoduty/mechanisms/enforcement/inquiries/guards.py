"""Conditions of the acts of an inquiry, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.enforcement.inquiries.queries import MOST_TURNS


def _once(attempt: Attempt) -> bool:
    return bool(attempt.subject.legal_inquiry.turns.count() < MOST_TURNS)


FOLLOWED_UP_ONCE = Guard(
    "legal_inquiry_followed_up",
    "同一件咨询只能追问一次，已经追问过了：还有疑问的，请另提一件，或提请联席会议研究。",
    _once,
)
