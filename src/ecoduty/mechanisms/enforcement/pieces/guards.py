"""A missing paper keeps a case from going; which one is said."""

from __future__ import annotations

from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.enforcement.pieces import queries


def require_papers(attempt: Attempt, leg: str, clause: str = "") -> None:
    """For effects: raises Refused `papers_missing` that names every missing paper of the leg."""
    found = queries.missing(attempt.subject, leg)
    if found:
        raise Refused(
            "papers_missing",
            f"还缺{len(found)}种材料：{'、'.join(found)}。请先用“登记材料”补齐；确实没有的，用“说明没有此项”写明原因。",
            status=422,
            clause=clause,
        )


__all__ = ["require_papers"]
