"""What the public may know of a determination under way: that the item has no lead yet, and nothing that is said inside."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.publications import undetermined
from ecoduty.casework.publications.undetermined import PublishedUndetermined
from ecoduty.kernel.clock import local_date, today
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.rulebook import store as rulebooks

_PUBLIC = "lead-department.undetermined-is-public"
_FIELDS = "responsibility.fields"


def show(attempt: Attempt, since: date | None = None) -> None:
    """Accepted means: it was checked that nobody leads it. From then on everybody may know, where the rulebook says so.

    `since` where that is not the day on which the question was raised.
    """
    matter: Matter = attempt.subject
    on = local_date(attempt.recorded_at)
    book = rulebooks.current()
    if matter.secrecy == Secrecy.RESTRICTED or _PUBLIC not in book.values or not book.value(_PUBLIC, on=on):
        return
    own = matter.lead_determination
    undetermined.show(
        PublishedUndetermined(
            matter_id=matter.pk,
            item=own.item,
            field=own.field,
            field_label=field_label(own.field),
            region=matter.region.region_code if matter.region else "",
            region_name=area(matter),
            words=own.words,
            since=since or local_date(matter.opened_at),
            changed_at=attempt.recorded_at,
        )
    )
    attempt.record(shown_as_undetermined=own.item)


def end(attempt: Attempt) -> None:
    """It has a lead, or nobody asks any more."""
    undetermined.end(attempt.subject.pk, local_date(attempt.recorded_at), attempt.recorded_at)


def field_label(code: str) -> str:
    """The rulebook's word for a field of protection."""
    return dict(rulebooks.current().pairs(_FIELDS, on=today())).get(code, "")


def area(matter: Matter) -> str:
    """Whose item it is: the district's or the city's name."""
    return matter.region.short_name if matter.region else rulebooks.current().city.name


__all__ = ["area", "end", "field_label", "show"]
