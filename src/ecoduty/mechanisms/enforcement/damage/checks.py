"""What every act of such a case holds against: days that have come and follow each other, codes that the rulebook has."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement.damage import queries
from ecoduty.organisation.directory.models import Body


def come(attempt: Attempt, field: str, day: date) -> None:
    """Raises Refused `day_in_future` for a day that has not come."""
    if day > local_date(attempt.recorded_at):
        raise wrong(field, "day_in_future", f"{spoken_date(day)}还没有到，请核对日期。")


def after(attempt: Attempt, field: str, day: date, earlier: date | None, what: str) -> None:
    """Raises Refused `day_in_future`, or `dated_before` for a day before the one it follows from (`what`)."""
    come(attempt, field, day)
    if earlier is not None and day < earlier:
        raise wrong(field, "dated_before", f"{spoken_date(day)}早于{what}（{spoken_date(earlier)}），请核对日期。")


def listed(attempt: Attempt, field: str, code: str, name: str) -> str:
    """The word for a code. Raises Refused `unknown_choice`."""
    known = queries.words(name, local_date(attempt.recorded_at))
    if code not in known:
        raise wrong(field, "unknown_choice", "没有所选的一项，请从所列的各项中选。")
    return known[code]


def court(attempt: Attempt, key: str) -> Body:
    """The court of that key. Raises Refused `unknown_choice`."""
    found = next((body for body in queries.courts(local_date(attempt.recorded_at)) if body.key == key), None)
    if found is None:
        raise wrong("court", "unknown_choice", "没有所选的人民法院，请从所列的法院中选。")
    return found


def file_of(attempt: Attempt, reference: str) -> StoredFile | None:
    """The file that came with the act, claimed for its case. Raises what `claim_file` raises."""
    return claim_file(attempt, attempt.subject, reference) if reference else None


__all__ = ["after", "come", "court", "file_of", "listed"]
