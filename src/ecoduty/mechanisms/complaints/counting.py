"""How much was reported where and about what: the answer to the port REPORTED, numbers only."""

from __future__ import annotations

from datetime import date

from django.db.models import Count as Counted

from ecoduty.casework.matters.models import Secrecy
from ecoduty.casework.ports import answers
from ecoduty.casework.ports.reported import REPORTED, Count, Reports
from ecoduty.mechanisms.complaints import rules, states
from ecoduty.mechanisms.complaints.models import Complaint

_NOT_COUNTED = (states.REFUSED.code, states.MERGED.code, states.WITHDRAWN.code)


def reported(since: date, until: date) -> Reports:
    """What was received from the first day up to the last one, without it; restricted matters are in no count, nor what was
    refused, withdrawn by where it came from, or merged into another, which is counted already.
    """
    found = Complaint.objects.filter(received_on__gte=since, received_on__lt=until)
    found = found.exclude(matter__secrecy=Secrecy.RESTRICTED).exclude(matter__state__in=_NOT_COUNTED)
    rows = found.values_list("district__key", "category").annotate(n=Counted("pk")).order_by()
    counts = tuple(Count(district or "", category, n) for district, category, n in rows)
    return Reports(tuple(rules.categories(since)), counts)


def install() -> None:
    """Answer."""
    answers(REPORTED, reported)
