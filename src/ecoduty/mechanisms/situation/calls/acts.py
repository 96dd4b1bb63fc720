"""What the acts of progress calls do. Each runs inside the gate's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Link, LinkKind, Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, open_matter
from ecoduty.kernel import flow
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Actor, Attempt, Item, Refused, perform_many
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.situation.calls import columns, data, queries, states
from ecoduty.mechanisms.situation.calls.columns import Column, ColumnError
from ecoduty.mechanisms.situation.calls.models import CallAnswer, ProgressCall
from ecoduty.organisation.directory.models import Body

_ACTOR = Actor.system("调度")
CLAUSES = ("3.2",)


def prepare(attempt: Attempt) -> None:
    """Write down what is asked of whom. Raises Refused `limit_in_past`, `body_not_callable`, and the codes of columns."""
    body = Body.objects.select_related("region").get(key=attempt.actor.body)
    found, bodies = _checked(attempt, body)
    given: data.PrepareCall = attempt.data
    matter = open_matter(attempt, title=f"调度：{given.subject}", holder=body, state=states.PREPARING.code)
    own = ProgressCall(matter=matter)
    matter.progress_call = own
    _write(own, given, found, bodies, new=True)


def edit(attempt: Attempt) -> None:
    """Write it anew. Raises as `prepare`."""
    matter: Matter = attempt.subject
    found, bodies = _checked(attempt, matter.holder)
    matter.title = f"调度：{attempt.data.subject}"
    _write(matter.progress_call, attempt.data, found, bodies, new=False)


def call(attempt: Attempt) -> None:
    """Every body is asked: its own matter, its own limit. Raises Refused `limit_in_past`."""
    own: ProgressCall = attempt.subject.progress_call
    _still_to_come(own.limit_on, local_date(attempt.recorded_at))
    bodies = own.bodies.order_by("order", "key")
    items = [Item(body.key, {"call": own.pk, "body": body.pk}, attempt.occurred_at) for body in bodies]
    attempt.record(bodies=[body.short_name for body in bodies])
    perform_many(flow.table(queries.ANSWER), "open_answer", items, actor=_ACTOR)


def close(attempt: Attempt) -> None:
    """The result is put together; answers that never came are taken back with it."""
    own: ProgressCall = attempt.subject.progress_call
    own.conclusion = attempt.data.conclusion
    own.save(update_fields=["conclusion"])
    rows = list(own.answers.select_related("matter").order_by("matter_id"))
    answered = [Item(row.pk, {}) for row in rows if row.matter.state == states.ANSWERED.code]
    asked = [Item(row.pk, {}) for row in rows if row.matter.state == states.ASKED.code]
    for act, items in (("take_in_answer", answered), ("take_back_answer", asked)):
        if items:
            perform_many(flow.table(queries.ANSWER), act, items, actor=_ACTOR)
    attempt.record(answered=len(answered), missing=len(asked))


def open_answer(attempt: Attempt) -> None:
    """One body is asked; who called watches over it."""
    given: data.OpenAnswer = attempt.data
    own = ProgressCall.objects.select_related("matter__holder").get(pk=given.call)
    body = Body.objects.select_related("region").get(pk=given.body)
    matter = open_matter(
        attempt,
        title=f"{own.matter.title}（{body.short_name}）",
        holder=body,
        state=states.ASKED.code,
    )
    add_party(matter, own.matter.holder, PartyRole.SUPERVISOR, attempt.occurred_at)
    matter.call_answer = CallAnswer.objects.create(matter=matter, call=own)
    Link.objects.create(source=own.matter, target=matter, kind=LinkKind.ORIGIN, made_at=attempt.recorded_at)
    text = f"{own.matter.holder.name}调度，请在{spoken_date(own.limit_on)}前填报；平台已有的数会自动带出。"
    telling.tell_holder(attempt, f"请填报：{own.matter.title}", text)


def acknowledge(attempt: Attempt) -> None:
    """The body has seen it."""
    own: CallAnswer = attempt.subject.call_answer
    own.seen_at = attempt.occurred_at
    own.save(update_fields=["seen_at"])


def answer(attempt: Attempt) -> None:
    """The table of the body. Raises Refused with the codes of columns."""
    given: data.AnswerCall = attempt.data
    own = CallAnswer.objects.select_related("call").get(pk=attempt.subject.pk)
    found = columns.kept(own.call.columns)
    try:
        values = columns.answer(found, given.values)
    except ColumnError as error:
        raise wrong("values", error.code, error.sentence, clause="3.2") from error
    known = queries.known(found, attempt.actor)
    own.values, own.remark = values, given.remark
    own.sources = {key: source for key, (value, source) in known.items() if values.get(key) == value}
    own.answered_at, own.answered_by = attempt.occurred_at, attempt.actor.title
    own.seen_at = own.seen_at or attempt.occurred_at
    own.save()
    attempt.subject.call_answer = own
    attempt.record(values={one.label: values[one.key] for one in found if one.sort == "number"})


def return_answer(attempt: Attempt) -> None:
    """Back to be filled in again; what was entered stays to be looked at."""
    own: CallAnswer = attempt.subject.call_answer
    own.answered_at = None
    own.save(update_fields=["answered_at"])
    telling.tell_holder(attempt, f"请重新填报：{attempt.subject.title}", attempt.data.note)


def _checked(attempt: Attempt, issuer: Body) -> tuple[list[Column], list[Body]]:
    given: data.PrepareCall = attempt.data
    on = local_date(attempt.recorded_at)
    _still_to_come(given.limit_on, on)
    try:
        found = columns.read(given.columns, queries.figures())
    except ColumnError as error:
        raise wrong("columns", error.code, error.sentence, clause="3.2") from error
    return found, _named(given.bodies, issuer, on)


def _named(names: Sequence[str], issuer: Body, on: date) -> list[Body]:
    within = {
        word: body for body in queries.callable_bodies(issuer, on) for word in (body.key, body.name, body.short_name)
    }
    if not within:
        raise Refused(
            "nobody_to_call",
            f"{issuer.short_name}没有可以调度的单位：只能调度本系统的下级单位。",
            status=403,
            clause="3.2",
        )
    unknown = next((name for name in names if name not in within), None)
    if unknown is not None:
        raise wrong(
            "bodies", "body_not_callable", f"“{unknown}”不在本单位可以调度的范围内，请从所列的单位中选。", clause="3.2"
        )
    return list({within[name].pk: within[name] for name in names}.values())


def _still_to_come(limit: date, on: date) -> None:
    if limit < on:
        raise wrong("limit_on", "limit_in_past", "填报期限已经过去，请改为以后的日期。")


def _write(
    own: ProgressCall, given: data.PrepareCall, found: Sequence[Column], bodies: Sequence[Body], *, new: bool
) -> None:
    own.grounds, own.limit_on = given.grounds, given.limit_on
    own.columns = [one.as_data() for one in found]
    own.save(force_insert=new)
    own.bodies.set(bodies)
