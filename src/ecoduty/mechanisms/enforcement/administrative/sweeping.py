"""What happens to cases by itself at night: red lights, what the procuratorate sees, what lapses, what was not counted yet. Twice gives nothing new."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.states import OPEN
from ecoduty.casework.matters.models import Link
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Actor, Item, perform_many
from ecoduty.mechanisms.enforcement.administrative import keys, queries, states
from ecoduty.mechanisms.enforcement.administrative.flow import CASES
from ecoduty.mechanisms.enforcement.administrative.models import AdministrativeCase, CoerciveMeasure
from ecoduty.mechanisms.enforcement.applying import APPLICATION

_SERVED = (states.SERVED.code, states.TO_CLOSE.code)
_COURT = "court_enforcement"
_BATCH = 200  # matters locked at a time


def sweep() -> int:
    """All of it; how many acts were done."""
    return turn_red() + show() + lapse() + count()


def turn_red() -> int:
    """Decided or closed cases that meet an element, were not transferred and have no written reason (不得以罚代移)."""
    found = AdministrativeCase.objects.filter(queries.unanswered(), finding__red_since=None)
    decided = found.filter(matter__state__in=states.AFTER_DECISION).values_list("pk", flat=True)
    closed = found.filter(matter__state=states.CLOSED.code).values_list("pk", flat=True)
    return _all("note_untransferred", decided) + _all("reopen_untransferred", closed)


def show() -> int:
    """Red ones whose limit is over go before the procuratorate."""
    late = Deadline.objects.filter(matter=OuterRef("pk"), key=keys.ANSWER, state__in=OPEN, due_at__lte=now())
    red = AdministrativeCase.objects.filter(queries.unanswered(), Exists(late), finding__shown_on=None)
    return _all("show_untransferred", red.exclude(finding__red_since=None).values_list("pk", flat=True))


def lapse() -> int:
    """What was preserved and not handled in time is free."""
    over = CoerciveMeasure.objects.filter(sort=states.Sort.PRESERVATION, handled_at=None, until__lt=today())
    return _all("lapse_preservation", over.values_list("case", flat=True))


def count() -> int:
    """Decisions that were served before the time for applying was counted here, and that nobody took to the court."""
    counted = Deadline.objects.filter(matter=OuterRef("pk"), key=APPLICATION)
    prepared = Link.objects.filter(target=OuterRef("pk"), source__kind=_COURT)
    found = AdministrativeCase.objects.filter(~Exists(counted), ~Exists(prepared), matter__state__in=_SERVED)
    served = found.exclude(decision__served_at=None).select_related("decision")
    return _all("count_applying", [own.pk for own in served if queries.unperformed(own, own.decision)])


def _all(act: str, cases: Iterable[int]) -> int:
    numbers, actor, done = sorted(set(cases)), Actor.system("两法衔接巡查"), 0
    for first in range(0, len(numbers), _BATCH):
        batch = [Item(pk) for pk in numbers[first : first + _BATCH]]
        done += len(perform_many(CASES, act, batch, actor=actor, on_refusal="skip").done)
    return done


__all__ = ["count", "lapse", "show", "sweep", "turn_red"]
