"""The lead asks for a later last day; the issuer's heads grant or refuse it (clause 9.1). Old and new day both stay visible."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.db import IntegrityError, transaction
from pydantic import Field

from ecoduty.casework.duties.board import Board, DeadlineData
from ecoduty.casework.duties.deciding import ExtendDeadline, Words
from ecoduty.casework.escalation import telling
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Guard, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.work_plans import data, queries
from ecoduty.mechanisms.work_plans.models import ExtensionAsk, Task
from ecoduty.organisation.access import asked_once

_wrong = partial(wrong, "until")


def waiting(task: Task) -> ExtensionAsk | None:
    """What was asked for and not answered yet."""
    return task.extension_asks.filter(answered_at=None).first()


def ask(attempt: Attempt) -> None:
    """Keep what is asked for, and tell whoever issued the task.

    Raises Refused `extension_asked`, `deadline_over`, `extension_to_past` or `extension_not_later`.
    """
    given: data.AskExtension = attempt.data
    own: Task = attempt.subject.task
    if waiting(own) is not None:
        raise _asked()
    before = _day_that_holds(own)
    if before < local_date(attempt.recorded_at):
        raise Refused("deadline_over", f"期限已于{spoken_date(before)}届满，届满之后不能再延期。")
    if given.until < local_date(attempt.recorded_at):
        raise _wrong("extension_to_past", f"{spoken_date(given.until)}已经过去，请写今后的一天。")
    if given.until <= before:
        raise _wrong("extension_not_later", f"现在的期限是{spoken_date(before)}，延长后的日期应晚于这一天。")
    try:
        with transaction.atomic():
            ExtensionAsk.objects.create(
                task=own, before=before, until=given.until, reason=given.reason, authority=given.authority,
                asked_at=attempt.occurred_at, asked_by=attempt.actor.title,
            )  # fmt: skip
    except IntegrityError as error:
        raise _asked() from error
    attempt.record(before=before.isoformat())
    text = f"{attempt.actor.title}申请从{spoken_date(before)}延至{spoken_date(given.until)}：{given.reason}"
    telling.tell_body(attempt, own.issued_by_id, f"延期申请待审批：{attempt.subject.title}", text)


class GrantExtension(DeadlineData):
    """The day that was asked for holds from now on."""

    authority: Words = Field(title="批准依据", description="谁批准的，文号或批示日期")
    opinion: str = Field(default="", title="审批意见", max_length=500, json_schema_extra=data.LONG)

    def change(self, board: Board, attempt: Attempt) -> None:
        """Move the task's limit, under the same conditions as any extension. Raises Refused as `ExtendDeadline` does."""
        row = board.find(attempt.subject.pk, queries.LIMIT)
        if row is None:
            raise Refused("deadline_not_open", "这件任务的完成时限已经办结、取消，不能再延期。")
        one = attempt.subject.task.extension_asks.filter(granted=True).latest("pk")  # the effect has just answered it
        if one.until < local_date(attempt.recorded_at):
            raise _past(one.until)
        moved = ExtendDeadline(deadline=row.id, until=one.until, reason=one.reason, authority=self.authority)
        moved.change(board, attempt)


def grant(attempt: Attempt) -> None:
    """The ask is answered; the deadline is moved by the data of the act. Raises Refused `extension_to_past`."""
    given: GrantExtension = attempt.data
    one = _answer(attempt, granted=True, opinion=given.opinion)
    attempt.record(before=one.before.isoformat(), until=one.until.isoformat())
    text = f"{attempt.actor.title}同意从{spoken_date(one.before)}延至{spoken_date(one.until)}（{given.authority}）。"
    telling.tell_holder(attempt, f"延期已批准：{attempt.subject.title}", text)


def refuse(attempt: Attempt) -> None:
    """The ask is answered; the day stays."""
    given: data.TaskReason = attempt.data
    one = _answer(attempt, granted=False, opinion=given.note)
    text = f"{attempt.actor.title}不同意延至{spoken_date(one.until)}：{given.note}"
    telling.tell_holder(attempt, f"延期未获批准：{attempt.subject.title}", text)


def _answer(attempt: Attempt, *, granted: bool, opinion: str) -> ExtensionAsk:
    one = waiting(attempt.subject.task)
    if one is None:
        raise AssertionError("the guard lets only answers to something asked pass")
    one.granted, one.opinion, one.answered_at, one.answered_by = (
        granted, opinion, attempt.occurred_at, attempt.actor.title,
    )  # fmt: skip
    one.save(update_fields=["granted", "opinion", "answered_at", "answered_by"])
    return one


def _day_that_holds(task: Task) -> date:
    day = queries.last_day(task)
    if day is None:
        raise AssertionError("an issued task has a last day")
    return day


def _asked() -> Refused:
    return Refused("extension_asked", "已经有一份延期申请在等审批，答复之前不能再申请。", status=409)


def _past(day: date) -> Refused:
    return Refused(
        "extension_to_past", f"申请延至的{spoken_date(day)}已经过去，请不予同意并写明理由，由牵头单位重新申请。"
    )


ASKED = Guard(
    "no_extension_asked",
    "现在没有等审批的延期申请。",
    lambda attempt: asked_once(("extension", attempt.subject.pk), lambda: waiting(attempt.subject.task)) is not None,
    clause="9.1",
)
