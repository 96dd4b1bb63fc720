"""The departments whose lists overlap are asked, each answers for itself; silence is no answer (clause 4.4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from ecoduty.casework.duties.reckoning import reckon_limit
from ecoduty.casework.matters.models import PartyRole
from ecoduty.casework.matters.opening import add_party
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.responsibilities import rows
from ecoduty.mechanisms.responsibilities.data import CONSULTATION, AnswerConsultation
from ecoduty.mechanisms.responsibilities.models import Opinion, ResponsibilityList
from ecoduty.mechanisms.responsibilities.opening import list_of
from ecoduty.mechanisms.responsibilities.overlap import Touch, digest, touches
from ecoduty.mechanisms.responsibilities.words import Answer
from ecoduty.organisation.directory.models import Body

SILENCE = "responsibility-list.silence-is-consent"


def standing(version: ResponsibilityList) -> dict[int, Opinion]:
    """The opinion that counts of each department asked, by its id, in official order. One statement."""
    found: dict[int, Opinion] = {}
    for opinion in version.opinions.select_related("body").order_by("body__order", "body__key", "round"):
        found[opinion.body_id] = opinion
    return found


def start(attempt: Attempt) -> None:
    """Ask exactly the departments whose lists overlap; in a further round only those who objected, did not answer, or whose
    rows changed.
    """
    version = list_of(attempt)
    on = local_date(attempt.recorded_at)
    written = rows.read(version)
    ask(attempt, version, touches(version, written, on), written)


def ask(attempt: Attempt, version: ResponsibilityList, found: Mapping[int, Touch], written: list[rows.Written]) -> None:
    """Write the opinions to be given. Whoever objected before is asked again, whatever the rows now say."""
    before = standing(version)
    asked = {body: touch for body, touch in found.items() if _to_be_asked(before.get(body), digest(touch, written))}
    for body, opinion in before.items():
        if opinion.answer == Answer.OBJECTION and body not in asked:
            asked[body] = Touch(["贵单位上一轮有异议，请看修改后的清单"])
        elif opinion.answer == Answer.ASKED and body not in found:
            opinion.answer = Answer.LAPSED
            opinion.save(update_fields=["answer"])
    due = due_on(attempt)
    Opinion.objects.bulk_create(
        Opinion(
            in_list=version, body_id=body, round=before[body].round + 1 if body in before else 1, why=touch.why[:50],
            rows=digest(touch, written), asked_at=attempt.occurred_at, due_on=due,
        )
        for body, touch in asked.items()
    )  # fmt: skip
    bodies = list(Body.objects.filter(pk__in=asked))
    for one in bodies:
        add_party(attempt.subject, one, PartyRole.SUPPORTER, attempt.occurred_at)
    attempt.record(asked=[one.short_name for one in bodies], agreed_before=len(found) - len(set(found) & set(asked)))


def _to_be_asked(before: Opinion | None, rows_digest: str) -> bool:
    if before is None:
        return True
    return before.answer not in {Answer.AGREE, Answer.WITHDRAWN} or before.rows != rows_digest


def due_on(attempt: Attempt) -> date | None:
    """The last day to answer, by the rulebook."""
    found = reckon_limit(rulebooks.current(), CONSULTATION, attempt.occurred_at, current_calendar())
    return found.due_on


def answer(attempt: Attempt) -> None:
    """One department answers for itself. Raises Refused `objection_says_what`, `not_asked_here`."""
    data: AnswerConsultation = attempt.data
    if data.answer == "objection" and not data.text:
        raise Refused("objection_says_what", "有异议的，请写明是哪一项、应怎样改。", status=422, clause="4.4")
    opinion = _own(attempt, {Answer.ASKED, Answer.AGREE, Answer.OBJECTION})
    opinion.answer, opinion.text = data.answer, data.text
    opinion.answered_at, opinion.answered_by = attempt.occurred_at, attempt.actor.title
    opinion.save(update_fields=["answer", "text", "answered_at", "answered_by"])
    attempt.record(body=opinion.body.short_name, round=opinion.round, unanswered=len(unanswered(list_of(attempt))))


def withdraw_objection(attempt: Attempt) -> None:
    """The department's own objection no longer stands."""
    opinion = _own(attempt, {Answer.OBJECTION})
    opinion.answer = Answer.WITHDRAWN
    opinion.answered_at, opinion.answered_by = attempt.occurred_at, attempt.actor.title
    opinion.save(update_fields=["answer", "answered_at", "answered_by"])
    attempt.record(body=opinion.body.short_name, round=opinion.round)


def owed_by(attempt: Attempt, answers: Collection[str]) -> Opinion | None:
    """The standing opinion of the actor's own body, if it is one of these; of several, its own and those of bodies that it
    answers for, one that is still to be given.
    """
    every = standing(list_of(attempt)).values()
    mine = [one for one in every if one.body_id in attempt.actor.bodies and one.answer in answers]
    return min(mine, key=lambda one: one.answer != Answer.ASKED, default=None)


def _own(attempt: Attempt, answers: Collection[str]) -> Opinion:
    found = owed_by(attempt, answers)
    if found is None:
        raise Refused("not_asked_here", "这份清单没有向贵单位征求意见，或意见已经有了结果。")
    return found


def unanswered(version: ResponsibilityList) -> list[Opinion]:
    """Who has not answered."""
    return [opinion for opinion in standing(version).values() if opinion.answer == Answer.ASKED]


def missing(version: ResponsibilityList, on: date) -> list[Opinion]:
    """Whose answer is missing: silence is consent only where the rulebook says so, and only once the time is over."""
    found = unanswered(version)
    book = rulebooks.current()
    if SILENCE in book.values and book.value(SILENCE, on=on):
        return [opinion for opinion in found if opinion.due_on is None or opinion.due_on >= on]
    return found


def objections(version: ResponsibilityList) -> list[Opinion]:
    """Objections that stand."""
    return [opinion for opinion in standing(version).values() if opinion.answer == Answer.OBJECTION]


def silent_ones(matters: Collection[int]) -> Mapping[int, Collection[int]]:
    """By matter the bodies that still owe their answer: they are reminded beside the holder. One statement."""
    latest: dict[tuple[int, int], str] = {}
    rows_ = Opinion.objects.filter(in_list__in=matters, in_list__matter__state="consulting").order_by("round")
    for matter, body, given in rows_.values_list("in_list", "body", "answer"):
        latest[matter, body] = given
    found: dict[int, set[int]] = {}
    for (matter, body), given in latest.items():
        if given == Answer.ASKED:
            found.setdefault(matter, set()).add(body)
    return found


__all__ = [
    "answer", "ask", "due_on", "missing", "objections", "owed_by", "silent_ones", "standing", "start", "unanswered",
    "withdraw_objection",
]  # fmt: skip
