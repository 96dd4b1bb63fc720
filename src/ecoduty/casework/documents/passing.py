"""Papers of a matter in other hands: what is not signed yet is issued by the successor; what was signed stays as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ecoduty.casework.documents.models import Document
from ecoduty.casework.documents.series import series_of
from ecoduty.casework.matters import passing
from ecoduty.kernel.flow import Attempt, registry
from ecoduty.organisation.directory.models import Body

ORDER = 150


def install() -> None:
    """Register with the gate."""
    registry.before_write("papers-passing", pass_on, ORDER)


def pass_on(attempts: Sequence[Attempt]) -> None:
    """A body that is no more signs nothing. Titles stay as they were written; who drafts may change them.

    One query and one statement for each way of numbering, however many papers.
    """
    data = passing.passing(attempts)
    if data is None:
        return
    matters = [attempt.subject.pk for attempt in attempts]
    unsigned = Document.objects.filter(matter__in=matters, issuer=data.former, signed_on=None, number="")
    kinds = list(unsigned.values_list("kind", flat=True).distinct())
    if not kinds:
        return
    heir = Body.objects.get(pk=data.heir)
    by_mode: dict[str, list[str]] = defaultdict(list)
    for kind in kinds:
        by_mode[series_of(heir, kind).mode].append(kind)
    for mode, some in by_mode.items():
        unsigned.filter(kind__in=some).update(issuer=heir, numbering=mode)
