"""Elements of a crime, the transfer to the police, and what comes back (2017 measures art. 16; State Council rules art. 11)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.opening import hand_off, receiver_kinds
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.kernel.rulebook.measuring import Value, elements_met
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.administrative import after_data, keys, periods_data, queries, states
from ecoduty.mechanisms.enforcement.administrative.investigating import close_period, open_period
from ecoduty.mechanisms.enforcement.administrative.keeping import CLAUSE, own_of
from ecoduty.mechanisms.enforcement.administrative.models import ElementFinding
from ecoduty.mechanisms.enforcement.relations import HEAD, LEGAL, READER

_NO_FACTS = frozenset({"otherwise", "evidence"})
_POLLUTANTS = "crime-elements.pollutants"


def measure(attempt: Attempt) -> None:
    """Hold what was measured against the elements. What was once met stays until a person has answered for it.

    Raises Refused `unknown_choice`, `nothing_measured`, `evidence_missing`.
    """
    given: after_data.MeasureFacts = attempt.data
    own = own_of(attempt)
    measured = facts_of(given)
    if given.pollutant and given.pollutant not in queries.words(_POLLUTANTS, local_date(attempt.recorded_at)):
        raise wrong("pollutant", "unknown_choice", "没有所选的污染物，请从所列的各项中选。")
    if not measured and not given.otherwise:
        raise wrong("hazardous_waste_tons", "nothing_measured", "一项事实也没有填，请填已经测得的。", clause=CLAUSE)
    if not given.evidence:
        raise wrong("evidence", "evidence_missing", "请写明证据：监测报告、称重单或者评估报告的编号。", clause=CLAUSE)
    found = queries.finding(own) or ElementFinding(case=own)
    met = [one.element.key for one in elements_met(rulebooks.current(), own.group, measured)]
    grown = set(met) - set(found.met) or (given.otherwise and given.otherwise != found.otherwise)
    if not found.choice:
        met = list(dict.fromkeys([*found.met, *met]))
        found.otherwise = given.otherwise or found.otherwise
    elif grown and found.choice == states.Choice.KEPT:
        found.choice = found.reason = found.chosen_by = ""
        found.chosen_at = found.red_since = None
        found.otherwise = given.otherwise
    found.measured = {fact: str(value) for fact, value in measured.items()}
    found.met = met
    if (met or found.otherwise) and found.met_at is None:
        found.met_at = attempt.occurred_at
    found.save()
    own.finding = found
    attempt.record(elements=met)


def facts_of(given: after_data.MeasureFacts) -> dict[str, Value]:
    """What was entered, by fact: numbers, codes, and what is so. What stayed empty is left out."""
    found: dict[str, Any] = given.model_dump(exclude=set(_NO_FACTS))
    return {
        fact: Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for fact, value in found.items()
        if value is not None and value != "" and value is not False
    }


def keep_here(attempt: Attempt) -> None:
    """The head's written reason. Raises Refused `nothing_met`, `transferred_already`."""
    found = queries.finding(own_of(attempt))
    if found is None or not (found.met or found.otherwise):
        raise Refused("nothing_met", "录入的事实没有对应到入罪情形，不用说明不移送的理由。", status=422, clause=CLAUSE)
    if found.choice == states.Choice.TRANSFER:
        raise Refused("transferred_already", "此案已经移送，不用再说明不移送的理由。", status=422, clause=CLAUSE)
    _choose(attempt, found, states.Choice.KEPT, attempt.data.reason)


def propose_transfer(attempt: Attempt) -> None:
    """Hand it to the transfer. Raises Refused `transferred_already`, `no_transfers`, and what opening a transfer raises."""
    given: after_data.ProposeTransfer = attempt.data
    own = own_of(attempt)
    if queries.proposed(own):
        raise Refused("transferred_already", "此案已经移送或者正在移送，不能重复移送。", status=422, clause=CLAUSE)
    if keys.TRANSFER not in receiver_kinds():
        raise Refused("no_transfers", "本系统没有启用涉嫌犯罪案件移送。", status=422, clause=CLAUSE)
    content = {**queries.for_transfer(attempt.subject), "reason": given.reason}
    hand_off(keys.TRANSFER, attempt, content)
    own.outcome = own.outcome_number = own.transfer_number = ""
    own.save(update_fields=["outcome", "outcome_number", "transfer_number"])
    found = queries.finding(own) or ElementFinding(case=own)
    _choose(attempt, found, states.Choice.TRANSFER, given.reason)


def not_transferred(attempt: Attempt) -> None:
    """The head refused the transfer with a recorded reason: that answers for the elements."""
    found = queries.finding(own_of(attempt)) or ElementFinding(case=own_of(attempt))
    _choose(attempt, found, states.Choice.KEPT, attempt.data.reason)


def _choose(attempt: Attempt, found: ElementFinding, choice: str, reason: str) -> None:
    found.choice, found.reason = choice, reason
    found.chosen_by, found.chosen_at = attempt.actor.title, attempt.occurred_at
    if not queries.owes_answer(own_of(attempt), found):
        found.red_since = None  # a transfer that is only proposed leaves it red
    found.save()
    own_of(attempt).finding = found


def sent_to_police(attempt: Attempt) -> None:
    """It has gone: not decided yet, it waits and the time does not count; decided, what was ordered runs on.

    Raises Refused `with_police_already`.
    """
    given: periods_data.SentToPolice = attempt.data
    own = own_of(attempt)
    if own.transfer_number and own.excluded.filter(reason=states.Excluded.POLICE, ended_at=None).exists():
        raise Refused("with_police_already", f"此案已随{own.transfer_number}移送。", status=422, clause=CLAUSE)
    own.transfer_number, own.outcome = given.transfer, ""
    if attempt.before in states.UNDECIDED:
        own.state_before = attempt.before
        attempt.lead_to(states.WITH_POLICE.code)
        open_period(attempt, states.Excluded.POLICE, f"随{given.transfer}移送", attempt.occurred_at)
    elif attempt.before == states.UNTRANSFERRED.code:
        attempt.lead_to(states.CLOSED.code)
    own.save(update_fields=["transfer_number", "outcome", "state_before"])
    found = queries.finding(own) or ElementFinding(case=own)
    reason = found.reason if found.choice == states.Choice.TRANSFER else f"随{given.transfer}移送"
    _choose(attempt, found, states.Choice.TRANSFER, reason)


def effect_of_transfer(attempt: Attempt) -> None:
    """What became of it. Anything but a filing lets the case go on where it stood.

    Raises Refused `not_transferred`, `fine_without_conviction`.
    """
    given: periods_data.EffectOfTransfer = attempt.data
    own = own_of(attempt)
    if not own.transfer_number:
        raise Refused("not_transferred", "此案没有登记移送公安机关，不能登记移送的结果。", status=422, clause=CLAUSE)
    if given.fine and given.outcome is not states.Outcome.CONVICTED:
        raise wrong("fine", "fine_without_conviction", "只有判决有罪的才填刑事罚金。", clause=CLAUSE)
    own.outcome, own.outcome_number, own.criminal_fine = given.outcome, given.number, given.fine
    if given.outcome is not states.Outcome.FILED and attempt.before == states.WITH_POLICE.code:
        close_period(attempt, states.Excluded.POLICE)
        attempt.lead_to(own.state_before or states.INVESTIGATING.code)
        own.state_before = ""
    own.save(update_fields=["outcome", "outcome_number", "criminal_fine", "state_before"])
    if given.outcome is states.Outcome.RETURNED and (found := queries.finding(own)) is not None:
        found.choice = ""  # sent back unread: whether it goes elsewhere has to be decided anew
        found.save(update_fields=["choice"])
    telling.tell_persons(attempt, [one.pk for one in circle.team_of(attempt.subject, local_date(attempt.recorded_at))])


def turn_red(attempt: Attempt) -> None:
    """Decided or closed, an element met, not transferred, no reason: heads and legal reviewers hear of it the same night."""
    found = queries.finding(own_of(attempt))
    if found is not None:
        found.red_since = local_date(attempt.recorded_at)
        found.save(update_fields=["red_since"])
    rows = circle.named(attempt.subject, local_date(attempt.recorded_at))
    telling.tell_persons(attempt, [row.person_id for row in rows if row.relation in (HEAD, LEGAL)])


def show_to_procuratorate(attempt: Attempt) -> None:
    """Silence past the limit: the procuratorate's linkage officers see from now on that it is red, and may read the case."""
    body = queries.procuratorate_of(attempt.subject.holder)
    if body is not None:
        new = circle.name_side(attempt, body, READER)
        known = circle.named(attempt.subject, local_date(attempt.recorded_at))
        theirs = [row.person_id for row in known if row.person.body_id == body.pk and row.person_id not in new]
        telling.tell_persons(attempt, theirs)  # who reads shared decisions already learns that this one is red
    found = queries.finding(own_of(attempt))
    if found is not None:
        found.shown_on = local_date(attempt.recorded_at)
        found.save(update_fields=["shown_on"])


__all__ = [
    "effect_of_transfer", "facts_of", "keep_here", "measure", "not_transferred", "propose_transfer", "sent_to_police",
    "show_to_procuratorate", "turn_red",
]  # fmt: skip
