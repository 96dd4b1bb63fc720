"""Asking others for what is needed (clause 15.4): who is asked learns what to bring, and nothing of why."""

from __future__ import annotations

from datetime import date
from typing import Any

from ecoduty.casework.duties.reckoning import reckon_limit
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.opening import hand_to, name_person, open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.accountability import assistance_data, data, queries, states
from ecoduty.mechanisms.accountability.acts import own_of, past
from ecoduty.mechanisms.accountability.models import Assistance, Referral
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body


def ask(attempt: Attempt) -> None:
    """Open a request at the body. The referral's ledger names it; the request's own says nothing of the referral.

    Raises Refused as `open_request`.
    """
    given: data.AskAssistance = attempt.data
    content: dict[str, Any] = {"referral": own_of(attempt).pk, **given.model_dump(exclude_none=True)}
    attempt.record(assistance=hand_to(queries.ASSISTANCE, attempt, content).number)


def open_request(attempt: Attempt) -> None:
    """The request, known to who handles the referral and to the persons in the posts asked.

    Raises Refused `unknown_choice`, `nobody_there` or `reply_by_unfit`.
    """
    given: assistance_data.OpenAssistance = attempt.data
    on = local_date(attempt.recorded_at)
    body = directory.bodies(on=on).filter(key=given.body).first()
    own = Referral.objects.select_related("made_by", "matter").filter(pk=given.referral).first()
    if own is None or not _handles(own, attempt):
        raise Refused("not_found", "没有这个办件，或您无权查看。", status=404)
    if body is None or body.pk == own.made_by_id:
        raise wrong("body", "unknown_choice", "请从所列的单位中选被协查单位。")
    asked = _persons(body, given.posts, on)
    _fits(attempt, given.reply_by, on)
    matter = open_matter(
        attempt,
        title=f"请{body.short_name}协查（{spoken_date(on)}）",
        holder=body,
        state=states.ASKED.code,
    )
    matter.assistance = Assistance.objects.create(
        matter=matter, referral=own, asked_by=own.made_by, wanted=list(dict.fromkeys(given.wanted))
    )
    for row in queries.named(own.matter, on):
        if row.relation == states.HANDLER:
            name_person(matter, row.person_id, states.ASKER, attempt.occurred_at)
    for person in asked:
        name_person(matter, person, states.ANSWERER, attempt.occurred_at)
    telling.tell_persons(attempt, asked)


def _handles(own: Referral, attempt: Attempt) -> bool:
    return states.HANDLER in own.matter.relations_of(attempt.actor, local_date(attempt.recorded_at))


def _persons(body: Body, posts: tuple[str, ...], on: date) -> list[int]:
    known = queries.answering_posts(on)
    if not set(posts) <= set(known):
        raise wrong("posts", "unknown_choice", "请从所列的岗位中选送达的人。")
    found = list(dict.fromkeys(row.person_id for row in directory.holders([body], posts, on)))
    if not found:
        raise wrong("posts", "nobody_there", f"{body.short_name}的这些岗位现在没有人，请另选岗位，或通过机要渠道送达。")
    return found


def _fits(attempt: Attempt, named: date | None, on: date) -> None:
    if named is None:
        return
    last = reckon_limit(rulebooks.current(), queries.REPLY, attempt.occurred_at, current_calendar())
    latest = last.due_on or local_date(last.due.moment)
    if not on < named <= latest:
        raise wrong("reply_by", "reply_by_unfit", f"答复期限应在明天至{spoken_date(latest)}之间。", clause="15.4")


def answer(attempt: Attempt) -> None:
    """What could be given. The pieces go by the channel that their secrecy asks for. Raises Refused `day_in_future`, `list_missing`."""
    given: assistance_data.AnswerAssistance = attempt.data
    past(attempt, "answered_on", given.answered_on)
    if given.given is not states.Given.NONE and not (given.list_number and given.pieces):
        raise wrong("list_number", "list_missing", "提供了材料的，请填交接清单编号和件数。")
    own: Assistance = attempt.subject.assistance
    own.given, own.list_number, own.pieces = given.given, given.list_number, given.pieces
    own.answered_on = given.answered_on
    own.save(update_fields=["given", "list_number", "pieces", "answered_on"])


def return_answer(attempt: Attempt) -> None:
    """It is not what was asked for."""
    own: Assistance = attempt.subject.assistance
    own.returned += 1
    own.save(update_fields=["returned"])
