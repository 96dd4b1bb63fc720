"""Questions about suits: what the rulebook says of their kinds, who takes part, how many there are with which outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from ecoduty.casework.matters.models import Link, LinkKind, Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.litigation.models import Litigation
from ecoduty.mechanisms.enforcement.litigation.states import NOT_YET, AgencyRole
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Enforcement

KIND = "litigation"
FIRST, EVIDENCE = "litigation.first-instance", "litigation.evidence"
COURT_KIND, PROCURATORATE_KIND = "court", "procuratorate"
SERVICE, ANSWER = "service", "answer"
ADMINISTRATIVE, PUBLIC_INTEREST, CRIMINAL = "administrative", "public-interest", "criminal"
MEDIATED, REMANDED, CHANGED = "mediated", "remanded", "changed"
PROVINCE = "province"


def words(name: str, on: date) -> Mapping[str, str]:
    """Code and word of one of the lists `litigation.<name>`, in the rulebook's order; empty for one it does not have."""
    book = rulebooks.current()
    key = f"litigation.{name}"
    return dict(book.pairs(key, on=on)) if key in book.values else {}


def milestones(sort: str, on: date) -> Mapping[str, str]:
    """The stations of a kind of suit, in their order."""
    return words(f"milestones.{sort}", on)


def outcomes(sort: str, on: date) -> Mapping[str, str]:
    """What a kind of suit can come to."""
    return words(f"outcomes.{sort}", on)


def every_outcome(on: date) -> Mapping[str, str]:
    """What any suit can come to, each code once."""
    found: dict[str, str] = {}
    for sort in words("sorts", on):
        for code, word in outcomes(sort, on).items():
            found.setdefault(code, word)
    return found


def courts(on: date) -> Sequence[Body]:
    """The courts of first instance of the city."""
    return [body for body in directory.bodies(on=on).filter(kind=COURT_KIND) if body.level != PROVINCE]


def agencies(on: date) -> Sequence[Body]:
    """Departments, and other bodies with officers of their own such as a bureau's office in a district, that may sue or be sued."""
    bodies = directory.bodies(on=on).filter(Q(kind="department") | Q(enforcement=Enforcement.OWN))
    return [body for body in bodies if body.level != PROVINCE]


def procuratorate(court: Body, on: date) -> Body | None:
    """The procuratorate beside a court: of its own place, else of the city."""
    found = [one for one in directory.bodies(on=on).filter(kind=PROCURATORATE_KIND) if one.level != PROVINCE]
    own = [one for one in found if (one.level, one.region_id) == (court.level, court.region_id)]
    return next(iter([*own, *found]), None)


def against_agency(own: Litigation) -> bool:
    """Whether a department stands before the court as in an administrative suit: its evidence and the limits are those."""
    return own.agency_role == AgencyRole.DEFENDANT and own.sort in (ADMINISTRATIVE, PUBLIC_INTEREST)


def first_instance_rule(own: Litigation, on: date) -> str:
    """The rule of the first instance: that of administrative suits, or the alternative the rulebook names for the kind."""
    alternative = words("first-instance-rules", on).get(own.sort, "")
    return FIRST if against_agency(own) or not alternative else f"{FIRST}/{alternative}"


def suit_of(matter: Matter, actor: Actor) -> Litigation | None:
    """The last suit that came of a matter, if the actor is named in it."""
    led = Link.objects.filter(source=matter, kind=LinkKind.ORIGIN, target__kind=KIND).values("target")
    seen = Matter.objects.filter(visible_to(actor), pk__in=led)
    return Litigation.objects.filter(matter__in=seen).order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of suit with how many there are: not yet effective, effective, and by outcome (code → number)."""

    sort: str
    label: str
    all: int
    before: int
    effective: int
    by_outcome: Mapping[str, int]


def standing(actor: Actor, on: date) -> list[Line]:
    """The suits that the actor is named in, by kind and outcome; two statements, however many suits."""
    mine = Litigation.objects.filter(matter__in=Matter.objects.filter(visible_to(actor), kind=KIND))
    counted = {
        row["sort"]: row
        for row in mine.values("sort").annotate(
            all=Count("pk"),
            before=Count("pk", filter=Q(matter__state__in=NOT_YET)),
            effective=Count("pk", filter=~Q(effective_on=None)),
        )
    }
    by_outcome: dict[str, dict[str, int]] = {}
    for sort, outcome, number in mine.exclude(outcome="").values_list("sort", "outcome").annotate(n=Count("pk")):
        by_outcome.setdefault(sort, {})[outcome] = number
    lines = []
    for sort, label in words("sorts", on).items():
        row = counted.get(sort, {"all": 0, "before": 0, "effective": 0})
        lines.append(Line(sort, label, row["all"], row["before"], row["effective"], by_outcome.get(sort, {})))
    return lines


__all__ = [
    "ADMINISTRATIVE",
    "ANSWER",
    "CHANGED",
    "COURT_KIND",
    "CRIMINAL",
    "EVIDENCE",
    "FIRST",
    "KIND",
    "MEDIATED",
    "NOT_YET",
    "PROCURATORATE_KIND",
    "PUBLIC_INTEREST",
    "REMANDED",
    "SERVICE",
    "Line",
    "against_agency",
    "agencies",
    "courts",
    "every_outcome",
    "first_instance_rule",
    "milestones",
    "outcomes",
    "procuratorate",
    "standing",
    "suit_of",
    "words",
]  # fmt: skip
