"""Questions about administrative cases, also those that other rooms ask (`for_transfer`, `transferred`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.states import OPEN, DeadlineState
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.clock import local_date, today
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.administrative.keys import DECISION, KIND
from ecoduty.mechanisms.enforcement.administrative.models import (
    AdministrativeCase,
    CoerciveMeasure,
    CorrectionOrder,
    ElementFinding,
    ExcludedPeriod,
    LegalReview,
    Payment,
    PenaltyDecision,
)
from ecoduty.mechanisms.enforcement.administrative.states import AFTER_DECISION, Annulment, Choice, Outcome
from ecoduty.mechanisms.enforcement.applying import APPLICATION, DEFERRED
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

ENFORCEABLE = "administrative-case.enforceable"
_FINE = "fine"
_UNDONE = (Annulment.REVOKED, Annulment.VOID)
_GOES_ON = ("", Outcome.FILED, Outcome.CONVICTED)


def words(key: str, on: date | None = None) -> Mapping[str, str]:
    """Code and word of a list of the rulebook, in its order."""
    return dict(rulebooks.current().pairs(key, on=on or today()))


def own_of(matter: Matter) -> AdministrativeCase:
    """The case's own row."""
    return AdministrativeCase.objects.select_related("matter", "matter__holder").get(pk=matter.pk)


def decision(own: AdministrativeCase) -> PenaltyDecision | None:
    """The decision, where there is one."""
    return PenaltyDecision.objects.filter(pk=own.pk).first()


def finding(own: AdministrativeCase) -> ElementFinding | None:
    """What was measured and decided about elements of a crime, where anything was."""
    return ElementFinding.objects.filter(pk=own.pk).first()


def reviews(own: AdministrativeCase) -> Sequence[LegalReview]:
    """Legal reviews in order."""
    return list(own.reviews.select_related("submitted_by", "reviewed_by"))


def last_review(own: AdministrativeCase) -> LegalReview | None:
    """The round of legal review that is open or was the last."""
    return own.reviews.order_by("pk").last()


def measures(own: AdministrativeCase) -> Sequence[CoerciveMeasure]:
    """Preservations and seizures in order."""
    return list(own.measures.all())


def standing_measure(own: AdministrativeCase, sort: str) -> CoerciveMeasure | None:
    """The one of that sort that stands."""
    return own.measures.filter(sort=sort, handled_at=None).first()


def excluded(own: AdministrativeCase) -> Sequence[ExcludedPeriod]:
    """Periods that do not count, in order."""
    return list(own.excluded.all())


def payments(own: AdministrativeCase) -> Sequence[Payment]:
    """What came in, by day."""
    return list(own.payments.all())


def orders(own: AdministrativeCase) -> Sequence[CorrectionOrder]:
    """Orders to correct, in order."""
    return list(own.orders.all())


def open_order(own: AdministrativeCase) -> CorrectionOrder | None:
    """The order to correct whose review is still to be done."""
    return own.orders.filter(found="").order_by("pk").first()


def paid(own: AdministrativeCase, *, extra: bool = False) -> Decimal:
    """What came in of the fine, or of the extra fine, in yuan."""
    return own.payments.filter(extra=extra).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def unperformed(own: AdministrativeCase, found: PenaltyDecision) -> tuple[str, ...]:
    """Codes of the penalties that a court could enforce and of which nothing says that they are performed; none of a decision
    that was revoked. A fine is performed when it is paid in full, whatever else is ordered when the head closes the case so.
    """
    if found.annulment in _UNDONE:
        return ()
    wanted = words(ENFORCEABLE)
    left = [kind for kind in found.kinds if kind in wanted]
    if _FINE in left and found.fine and paid(own) >= found.fine:
        left.remove(_FINE)
    return tuple(left)


def applying_deadline(own: AdministrativeCase) -> Deadline | None:
    """The time for applying to the court as it stands, while it runs or when it is over and nobody applied."""
    return Deadline.objects.filter(matter=own.matter_id, key=APPLICATION, state__in=OPEN).first()


def decision_deadline(own: AdministrativeCase) -> Deadline | None:
    """The ninety days as they stand, with what moved them."""
    return Deadline.objects.filter(matter=own.matter_id, key=DECISION).order_by("-pk").first()


def open_limits(own: AdministrativeCase) -> frozenset[str]:
    """Keys of the limits that run, are late or stand still."""
    return frozenset(Deadline.objects.filter(matter=own.matter_id, state__in=OPEN).values_list("key", flat=True))


def unanswered() -> Q:
    """On cases: an element is met, and the case has neither gone to the police nor has it a written reason.

    A transfer that was proposed and has not gone answers for nothing.
    """
    met = (~Q(finding__met=[]) | ~Q(finding__otherwise="")) & Q(finding__isnull=False)
    return met & (Q(finding__choice="") | Q(finding__choice=Choice.TRANSFER, transfer_number=""))


def owes_answer(own: AdministrativeCase, found: ElementFinding | None) -> bool:
    """The same of one case."""
    if found is None or not (found.met or found.otherwise):
        return False
    return not found.choice or (found.choice == Choice.TRANSFER and not own.transfer_number)


def proposed(own: AdministrativeCase) -> bool:
    """Whether a transfer is under way or did its work: a case does not go twice."""
    found = finding(own)
    return found is not None and found.choice == Choice.TRANSFER and own.outcome in _GOES_ON


def procuratorate_of(body: Body) -> Body | None:
    """The procuratorate of the same level: of the body's district, else the city's."""
    found = list(directory.bodies(on=today()).filter(kind="procuratorate").order_by("order"))
    own = [
        one for one in found if body.level == "district" and one.region_id == body.region_id and one.level == "district"
    ]
    return next(iter(own or [one for one in found if one.level == "city"]), None)


# What other rooms ask.


def for_transfer(matter: Matter) -> dict[str, Any]:
    """What a transfer takes over from a case: see the README for the keys."""
    own = own_of(matter)
    found = finding(own)
    return {
        "case": matter.pk,
        "case_number": matter.number,
        "title": matter.title,
        "group": own.group,
        "holder": matter.holder.key,
        "officers": [one.pk for one in circle.team_of(matter, today())],
        "elements": list(found.met) if found else [],
        "facts": own.summary,
    }


def for_enforcement(matter: Matter) -> dict[str, Any]:
    """What an application to the court takes over: empty where nothing was decided or served. Amounts are yuan unpaid."""
    own = own_of(matter)
    found = decision(own)
    if found is None or found.served_at is None:
        return {}
    owed = (found.fine or Decimal(0)) - paid(own)
    return {
        "title": matter.title,
        "case": matter.number,
        "decision_number": found.number,
        "served_on": local_date(found.served_at),
        "amount": owed if owed > 0 else None,
        "obligation": found.text,
        "deferred_until": found.pay_by if _deferred_in_time(matter) else None,
        "officers": [one.pk for one in circle.team_of(matter, today())],
    }


def _deferred_in_time(matter: Matter) -> bool:
    """Whether the time for applying counts from the end of a deferral: one that came too late moves nothing."""
    counted = Deadline.objects.filter(matter=matter, key=APPLICATION).exclude(state=DeadlineState.CANCELLED)
    return counted.filter(rule=DEFERRED).exists()


def awaits_court(matter: Matter) -> bool:
    """Whether the time for applying runs in the case, so that it is told when an application is prepared."""
    running = Deadline.objects.filter(matter=matter, key=APPLICATION, state__in=OPEN).exists()
    return running and matter.state in AFTER_DECISION


def red_for(actor: Actor) -> QuerySet[AdministrativeCase]:
    """Cases that stand red and that the actor may know to be so: his own body's at once, others' from the day they are shown."""
    mine = Q(matter__holder=actor.body_id) | Q(finding__shown_on__isnull=False)
    found = AdministrativeCase.objects.filter(unanswered(), mine).exclude(finding__red_since=None)
    return found.filter(Exists(Matter.objects.filter(visible_to(actor), pk=OuterRef("pk"))))


def transferred(matter: Matter) -> bool:
    """Whether the case went to the police, and was not sent back."""
    own = own_of(matter)
    return bool(own.transfer_number) and proposed(own)


__all__ = [
    "KIND",
    "applying_deadline",
    "awaits_court",
    "decision",
    "decision_deadline",
    "excluded",
    "finding",
    "for_enforcement",
    "for_transfer",
    "last_review",
    "measures",
    "open_limits",
    "open_order",
    "orders",
    "owes_answer",
    "own_of",
    "paid",
    "payments",
    "procuratorate_of",
    "proposed",
    "red_for",
    "reviews",
    "standing_measure",
    "transferred",
    "unanswered",
    "unperformed",
    "words",
]
