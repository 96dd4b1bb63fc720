"""The act table of what came in and waits for a person: released, or dropped with a reason. Decisions of people are acts.

That the worker takes an intake in is no act of the intake's own: the complaint's first entry says it, with the number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from ecoduty.casework.intakes import standing
from ecoduty.casework.intakes.models import Intake, PublicStanding
from ecoduty.casework.intakes.states import IntakeKind, IntakeState
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Act, ActData, ActTable, Attempt, State, Subject, Who, register
from ecoduty.mechanisms.complaints.intake import photos

KIND = "intake"
DOORKEEPER = Who("doorkeeper", ("hotline", "clerk", "director"), "热线岗位，市环委办")
_FOR_PEOPLE = (IntakeState.HELD.value, IntakeState.STUCK.value)


class DropIntake(ActData):
    """Why nothing becomes of it; whoever sent it reads this."""

    reason: str = Field(
        title="不收的理由", min_length=4, max_length=500, description="例如：广告；同一内容重复发送，已收编号……。发送人凭查询码看得到",
        json_schema_extra={"widget": "long_text"},
    )  # fmt: skip


class IntakeStore:
    """Intakes by number."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        """Names of the streams, by number."""
        return {pk: f"intake:{pk}" for pk in Intake.objects.filter(pk__in=refs).values_list("pk", flat=True)}

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        """The intakes, locked against the worker: one query."""
        return {one.pk: one for one in Intake.objects.select_for_update().filter(pk__in=refs)}

    def write(self, subjects: Sequence[Any]) -> None:
        """One statement."""
        Intake.objects.bulk_update(
            subjects, ["state", "version", "last_occurred_at", "reason", "problem", "tried_at", "content", "sealed"]
        )


def _release(attempt: Attempt) -> None:
    attempt.subject.problem, attempt.subject.tried_at = "", None
    attempt.record(reference=attempt.subject.reference)


def _drop(attempt: Attempt) -> None:
    """Nothing of what was written is kept; the sender learns why."""
    intake: Intake = attempt.subject
    photos.let_go(intake)
    intake.reason, intake.content, intake.sealed = attempt.data.reason, {}, ""
    attempt.record(reference=intake.reference)
    if intake.kind == IntakeKind.REPORT:
        PublicStanding.objects.create(
            reference=intake.reference, kind="complaint", state=standing.REFUSED, label="没有收件", since=attempt.occurred_at,
            received_on=local_date(intake.received_at), next_steps=attempt.data.reason, changed_at=attempt.recorded_at,
        )  # fmt: skip


INTAKE = ActTable(
    kind=KIND,
    label="门户来件",
    states=(
        State(IntakeState.HELD.value, "待放行", waits_for="热线岗位"),
        State(IntakeState.STUCK.value, "未能收件", waits_for="热线岗位", main=False),
        State(IntakeState.WAITING.value, "待收件", open=False),
        State(IntakeState.TAKEN.value, "已收件", open=False),
        State(IntakeState.DROPPED.value, "未收件", open=False, main=False),
    ),
    acts=(
        Act("release", "放行", _FOR_PEOPLE, IntakeState.WAITING.value, (DOORKEEPER,), ("24.2",), effect=_release, main=True,
            hint="随即登记为群众反映"),
        Act("drop", "不收", _FOR_PEOPLE, IntakeState.DROPPED.value, (DOORKEEPER,), ("24.2",), data=DropIntake, effect=_drop,
            hint="广告、重复发送等；须写明理由，发送人看得到"),
    ),
    store=IntakeStore(),
    clauses=("24.2",),
)  # fmt: skip


def install() -> None:
    """Make the table known."""
    register(INTAKE)
