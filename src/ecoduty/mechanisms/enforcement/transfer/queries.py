"""Questions about criminal transfers: who it can go to, what stands, which countings differ, whether the police are late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.reckoning import basis_data, reckon_limit
from ecoduty.casework.duties.states import OPEN
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import local_date, today
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.offences import limits_for
from ecoduty.mechanisms.enforcement.transfer import states
from ecoduty.mechanisms.enforcement.transfer.models import CriminalTransfer, TransferPaper, TransferRound
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

KIND = "criminal_transfer"
APPROVAL, SENDING = "criminal-transfer.approval", "criminal-transfer.sending"
MATERIALS_NOTICE, COMPLETION = "criminal-transfer.materials-notice", "criminal-transfer.materials-completion"
JURISDICTION, RETURN = "criminal-transfer.jurisdiction", "criminal-transfer.return"
DECISION, NOTICE = "criminal-transfer.police-decision", "criminal-transfer.decision-notice"
FOR_CLUES, FOR_WEIGHT = f"{DECISION}/clue-check", f"{DECISION}/complex"
HANDOVER = "criminal-transfer.evidence-handover"
RECONSIDERATION, RECONSIDERED = "criminal-transfer.reconsideration", "criminal-transfer.reconsideration-decision"
OPINION = "criminal-transfer.procuratorate-opinion"
SUGGESTION, EXPLANATION = "filing-supervision.suggestion", "filing-supervision.explanation"
FILING, ACCEPTED = "filing-supervision.filing", "filing-supervision.reason-accepted"
UNCONCLUDED = "filing-supervision.unconcluded"
NOT_PROSECUTING, REINVESTIGATION = (
    "criminal-transfer.non-prosecution-notice",
    "criminal-transfer.supplementary-investigation",
)

_BODY_KINDS = {"police": "police", "procuratorate": "procuratorate", "court": "court"}


@dataclass(frozen=True, slots=True)
class Counting:
    """One way of counting the days for reconsideration: the limit's words, its last day and its basis.

    `counts` for the one that binds; `warns` for the earliest, by which one is reminded.
    """

    key: str
    label: str
    unit: str
    due: date
    basis: Mapping[str, object]
    counts: bool
    warns: bool


def own_of(matter: Matter) -> CriminalTransfer:
    """The row of a matter with the bodies it went to. One query."""
    found: CriminalTransfer = CriminalTransfer.objects.select_related("police", "procuratorate", "court").get(
        pk=matter.pk
    )
    return found


def crimes(on: date) -> Mapping[str, str]:
    """Code and name of the crimes the rulebook lists."""
    return dict(rulebooks.current().pairs("criminal-transfer.crimes", on=on))


def bodies_of(sort: str, holder: Body, on: date) -> list[Body]:
    """Police, procuratorates or courts a case of this holder can go to, the one of its own level (and district) first."""
    found = list(directory.bodies(on=on).filter(kind=_BODY_KINDS[sort]).exclude(level="province"))
    near = [
        body
        for body in found
        if body.level == holder.level and (body.level != "district" or body.region_id == holder.region_id)
    ]
    return [*near, *(body for body in found if body not in near and body.level != "district")]


def papers(own: CriminalTransfer) -> Sequence[TransferPaper]:
    """The papers of all legs in their order. One query."""
    return list(own.papers.select_related("body"))


def rounds(own: CriminalTransfer) -> Sequence[TransferRound]:
    """The rounds of supplement in their order. One query."""
    return list(own.rounds.all())


def police_late(matter: Matter, at: datetime) -> bool:
    """Whether the police owe a decision, or one on reconsideration, whose time is over."""
    owed = Deadline.objects.filter(matter=matter, key__in=(DECISION, RECONSIDERED), state__in=OPEN)
    return owed.filter(due_at__lte=at).exists()


def is_over(matter: Matter, key: str, at: datetime) -> bool:
    """Whether an open limit of the matter is over at a moment; False where it does not run."""
    return Deadline.objects.filter(matter=matter, key=key, state__in=OPEN, due_at__lte=at).exists()


def undecided(own: CriminalTransfer) -> bool:
    """Whether the police have never decided since they last received it: then the procuratorate supervises their silence."""
    decided = own.papers.filter(act__in=("decide_filing", "decide_not_filing", "withdraw_case"))
    return not (decided.filter(at__gte=own.received_at) if own.received_at else decided).exists()


def countings(holder: Body, own: CriminalTransfer) -> Sequence[Counting]:
    """How long one may ask for reconsideration, by every rule that is shown for such a case, the binding one first.

    The conflict of the two rules (days, working days) is decided by the rulebook; the earliest of them warns.
    """
    if own.notified_at is None:
        return ()
    book, calendar = rulebooks.current(), current_calendar()
    found = [
        (key, reckon_limit(book, key, own.notified_at, calendar))
        for key in limits_for(holder, own.group, RECONSIDERATION)
    ]
    days = [one.due_on or local_date(one.due.moment) for _, one in found]
    return [
        Counting(key, one.label, one.unit_text, day, basis_data(one.basis), counts=place == 0, warns=day == min(days))
        for place, ((key, one), day) in enumerate(zip(found, days, strict=True))
    ]


def known(matter: Matter) -> Mapping[str, str]:
    """What the papers of a transfer say beside what every case knows: the facts, the crime, why it was refused."""
    own = own_of(matter)
    return {"facts": own.facts_found, "crime": crimes(today()).get(own.crime, ""), "refusal": own.refusal}


def outcome_of(matter: Matter, own: CriminalTransfer) -> str:
    """How the criminal side has ended, by the station it stands at; the judgment says so itself."""
    by_state = {
        states.RETURNED.code: states.CriminalOutcome.RETURNED,
        states.NOT_FILED.code: states.CriminalOutcome.NOT_FILED,
        states.UPHELD.code: states.CriminalOutcome.NOT_FILED,
        states.NOT_PURSUED.code: states.CriminalOutcome.NOT_FILED,
        states.WITHDRAWN.code: states.CriminalOutcome.WITHDRAWN,
        states.NON_PROSECUTED.code: states.CriminalOutcome.NOT_PROSECUTED,
    }
    return own.outcome or str(by_state.get(matter.state, ""))


__all__ = [
    "KIND",
    "Counting",
    "bodies_of",
    "countings",
    "crimes",
    "is_over",
    "known",
    "outcome_of",
    "own_of",
    "papers",
    "police_late",
    "rounds",
    "undecided",
]
