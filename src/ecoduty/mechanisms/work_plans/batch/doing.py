"""What a confirmed sheet does, and drafts issued together; each through the gate, and nothing twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import local_date, now
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Actor, Item, Outcome, Refused, perform_many
from ecoduty.kernel.flow.table import permits
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.work_plans.batch.reading import Row
from ecoduty.mechanisms.work_plans.flow import TASK, TASKS
from ecoduty.mechanisms.work_plans.models import Task
from ecoduty.mechanisms.work_plans.states import DRAFT

MOST_ISSUED = 500  # drafts shown, and issued, at once


def drafted_from(file: UUID) -> int:
    """How many tasks were drafted from an uploaded sheet: more than none once it was confirmed."""
    return Entry.objects.filter(key__startswith=_key(file)).count()


def draft(rows: Sequence[Row], file: StoredFile, actor: Actor) -> int:
    """Draft the tasks of these rows, all or none; how many. The same file once more drafts nothing more.

    Raises Refused as the act does.
    """
    items = [
        Item(row.line, row.data, reason=f"由文件{file.name}成批起草", key=f"{_key(file.public_id)}{row.line}")
        for row in rows
        if row.data is not None
    ]
    with transaction.atomic():
        storage.claim(str(file.public_id), owner=owner_of(file.public_id), account=actor.uploader)
        done = perform_many(TASKS, "draft_task", items, actor=actor).done
    return len(done)


def owner_of(file: UUID) -> str:
    """To whom a confirmed sheet belongs: its tasks."""
    return f"task-batch:{file}"


def drafts_of(actor: Actor) -> list[Matter]:
    """The drafts that the actor's body could issue, oldest first, at most `MOST_ISSUED`."""
    rows = Matter.objects.filter(kind=TASK, state=DRAFT.code, holder__key=actor.body)
    return list(rows.select_related("task__lead", "task__plan__body").order_by("pk")[:MOST_ISSUED])


def issue(chosen: Mapping[int, int], actor: Actor, once: str) -> Outcome:
    """Issue these drafts, by number and the version that was seen; those refused are named, the others are issued.

    A limit that passed since it was drafted keeps only its own task back. `once` makes a form that is sent twice answer
    with the first outcome. Raises Refused `nothing_chosen`.
    """
    if not chosen:
        raise Refused("nothing_chosen", "还没有选任务，请先在要下达的任务前打勾。", status=422)
    late = _lapsed(chosen, local_date(now()))
    items = [
        Item(pk, expected_version=version, key=f"issue:{once[:40]}:{pk}")
        for pk, version in chosen.items()
        if pk not in late
    ]
    outcome = perform_many(TASKS, "issue", items, actor=actor, on_refusal="skip")
    return Outcome(outcome.done, {**outcome.refused, **late})


def may_issue(actor: Actor) -> bool:
    """Whether this post issues the drafts of its own body."""
    return permits(TASKS.by_code["issue"], actor, frozenset({"holder_body"}))


def _lapsed(chosen: Mapping[int, int], on: date) -> dict[int, Refused]:
    """Drafts whose limit has passed: their effect would refuse, and with it everybody's."""
    late = Task.objects.filter(pk__in=list(chosen), matter__state=DRAFT.code, limit_on__lt=on)
    said = "完成时限已经过去，请先修改草稿里的时限，再下达。"
    return {pk: Refused("limit_in_past", said, status=422) for pk in late.values_list("pk", flat=True)}


def _key(file: UUID) -> str:
    return f"task-batch:{file}:"


__all__ = ["MOST_ISSUED", "draft", "drafted_from", "drafts_of", "issue", "may_issue", "owner_of"]
