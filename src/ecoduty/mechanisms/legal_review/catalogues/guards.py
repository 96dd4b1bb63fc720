"""What must hold before a catalogue goes."""

from __future__ import annotations

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.legal_review.catalogues import listing


def own_rows(attempt: Attempt) -> list[listing.Row]:
    """The rows of the attempt's catalogue as the filings stand now."""
    matter = attempt.subject
    return listing.came_out(matter.holder, matter.filing_catalogue.year, local_date(attempt.recorded_at))


def _some(attempt: Attempt) -> bool:
    return bool(own_rows(attempt))


def _none(attempt: Attempt) -> bool:
    return not own_rows(attempt)


SOME_CAME_OUT = Guard(
    "catalogue_empty",
    "这一年没有应列入目录的文件：按“零报送”即可；有遗漏的，先登记应报备文件。",
    _some,
    clause="22.2",
)
NONE_CAME_OUT = Guard(
    "catalogue_not_empty", "这一年有应列入目录的文件，不能零报送：请按“报送目录”。", _none, clause="22.2"
)

__all__ = ["NONE_CAME_OUT", "SOME_CAME_OUT", "own_rows"]
