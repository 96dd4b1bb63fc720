"""A request for police support: asked, answered, carried out, fed back (clause 19.1)."""

from __future__ import annotations

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import hand_off
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.obstruction import data, opening, queries, states
from ecoduty.mechanisms.enforcement.obstruction.models import PoliceSupport
from ecoduty.mechanisms.enforcement.relations import POLICE


def request(attempt: Attempt) -> None:
    """Open the request and let the police know of it at once.

    Raises Refused `no_team`, `unknown_choice`, `no_police`, `about_unknown`, `nobody_there` or as `open_restricted`.
    """
    given: data.RequestSupport = attempt.data
    on = local_date(attempt.recorded_at)
    body = opening.enforcing(attempt, "19.1")
    if given.purpose not in queries.purposes(on):
        raise wrong("purpose", "unknown_choice", "请从所列的请求事项中选。")
    police = opening.police(attempt, given.police, body)
    about = opening.about(attempt, given.about)
    matter = circle.open_restricted(
        attempt,
        title=f"请公安联动：{given.place}"[:120],
        holder=body,
        state=states.REQUESTED.code,
        officers=given.officers,
    )
    matter.police_support = PoliceSupport.objects.create(
        matter=matter, police=police, purpose=given.purpose, urgent=given.urgent, text=given.text, place=given.place,
        wanted_at=given.wanted_at, about=about, contact=given.contact,
    )  # fmt: skip
    circle.name_side(attempt, police, POLICE)


def answer(attempt: Attempt) -> None:
    """They come, or they do not and say why."""
    given: data.AnswerSupport = attempt.data
    own = own_of(attempt)
    own.answer, own.answered_by, own.answered_at = given.text, said_by(attempt), attempt.occurred_at
    own.agreed_for = (given.agreed_for or own.wanted_at) if given.agreed == "yes" else None
    own.save(update_fields=["answer", "answered_by", "answered_at", "agreed_for"])
    if given.agreed == "no":
        attempt.lead_to(states.DECLINED.code)
    tell_team(attempt)


def handle(attempt: Attempt) -> None:
    """What the police did on the spot. Raises Refused `moment_ahead`, `handled_before_request` or `unknown_choice`."""
    given: data.HandleSupport = attempt.data
    own = own_of(attempt)
    opening.not_ahead(attempt, "handled_at", given.handled_at)
    opened = local_date(attempt.subject.opened_at)
    if local_date(given.handled_at) < opened and not own.urgent:
        raise wrong(
            "handled_at", "handled_before_request", f"处置时间早于提出请求的{spoken_date(opened)}，次序不对，请核对。"
        )
    if not set(given.measures) <= set(queries.measures(local_date(attempt.recorded_at))):
        raise wrong("measures", "unknown_choice", "请从所列的措施中选。")
    own.handled_at, own.measures, own.handling = given.handled_at, list(given.measures), given.text
    own.handled_by = said_by(attempt)
    own.save(update_fields=["handled_at", "measures", "handling", "handled_by"])
    tell_team(attempt)


def close(attempt: Attempt) -> None:
    """Who asked says what came of it."""
    own = own_of(attempt)
    own.result = attempt.data.text
    own.save(update_fields=["result"])
    tell_police(attempt)


def withdraw(attempt: Attempt) -> None:
    """The police learn that nothing is asked any more."""
    tell_police(attempt)


def report_obstruction(attempt: Attempt) -> None:
    """Officers were hindered although or before the police came: a report begins with what is known. Raises Refused as there."""
    given: data.PrepareObstruction = attempt.data
    hand_off(queries.OBSTRUCTION, attempt, given.model_dump(exclude_none=True))


def own_of(attempt: Attempt) -> PoliceSupport:
    """The request of the matter acted on."""
    matter: Matter = attempt.subject
    own: PoliceSupport = matter.police_support
    return own


def said_by(attempt: Attempt) -> str:
    """Whose word it is: the other office's, where it was entered on its behalf."""
    title = attempt.actor.title
    return f"{attempt.on_behalf_of}（由{title}代登记）" if attempt.on_behalf_of else title


def tell_team(attempt: Attempt) -> None:
    """A word to the officers of the matter."""
    on = local_date(attempt.recorded_at)
    telling.tell_persons(attempt, [person.pk for person in circle.team_of(attempt.subject, on)])


def tell_police(attempt: Attempt) -> None:
    """A word to the police of the matter."""
    rows = circle.named(attempt.subject, local_date(attempt.recorded_at))
    telling.tell_persons(attempt, [row.person_id for row in rows if row.relation == POLICE])
