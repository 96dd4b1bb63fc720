"""Two rows of one person are joined: what is addressed to the one reaches the other; access to restricted matters is guarded.

Access goes only where the account goes that had it: nobody can be let into a restricted matter by joining rows. What was
granted to a row without the account in use ends; those named in the matter find an entry and may name the person anew.
Whoever joins the rows learns nothing of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db import connection

from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import NamedAccess
from ecoduty.casework.matters.passing import CARRY, CarryAccess, lasting
from ecoduty.casework.search import keeping
from ecoduty.kernel import flow
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Actor, Attempt, Item, registry
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.states import OPEN
from ecoduty.organisation.directory.joining import MERGE, people_of
from ecoduty.organisation.directory.models import Person

ORDER = 30  # before the accounts move: which row is signed in with is asked here
SEARCH_ORDER = 901
ACTOR = Actor.system("人员合并")

_DELIVERIES = """
UPDATE deliveries_delivery AS d SET person_id = %(kept)s WHERE d.person_id = %(gone)s AND NOT EXISTS (
    SELECT FROM deliveries_delivery o WHERE o.notice_id = d.notice_id AND o.channel = d.channel AND o.person_id = %(kept)s
)
"""


def install() -> None:
    """Register with the gate."""
    registry.before_write("succession-people", on_joining, ORDER)
    registry.after_entry("search-people", found_no_more, SEARCH_ORDER)


def on_joining(attempts: Sequence[Attempt]) -> None:
    """Inbox, what is on its way outside, and named access."""
    for attempt in attempts:
        if attempt.table.kind == "body" and attempt.act.code == MERGE:
            gone, kept = people_of(attempt)
            Notice.objects.filter(person=gone).update(person=kept)
            with connection.cursor() as cursor:
                cursor.execute(_DELIVERIES, {"gone": gone.pk, "kept": kept.pk})
            _carry_access(gone, kept, local_date(attempt.recorded_at))


def found_no_more(attempts: Sequence[Attempt]) -> None:
    """The search finds the row that stands, and not the other."""
    for attempt in attempts:
        if attempt.table.kind == "body" and attempt.act.code == MERGE:
            keeping.refresh_people([attempt.data.person, attempt.data.into])


def _carry_access(gone: Person, kept: Person, on: date) -> None:
    signed_in = set(Account.objects.filter(person__in=[gone, kept], state=OPEN).values_list("person", flat=True))
    if gone.pk not in signed_in:
        _end(gone, kept, on, passed=False)
        return
    _end(kept, kept, on, passed=False)
    _end(gone, kept, on, passed=True)


def _end(person: Person, into: Person, on: date, *, passed: bool) -> None:
    by_kind: dict[str, list[Item]] = defaultdict(list)
    data = CarryAccess(person=person.pk, into=into.pk, passed=passed)
    rows = NamedAccess.objects.filter(lasting(on), person=person).values_list("matter", "matter__kind")
    for matter, kind in rows:
        by_kind[kind].append(Item(matter, data))
    for kind, items in sorted(by_kind.items()):
        flow.perform_many(flow.table(kind), CARRY, items, actor=ACTOR)
