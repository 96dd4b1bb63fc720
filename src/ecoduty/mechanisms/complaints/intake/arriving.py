"""From an intake to a complaint: one after another, each exactly once.

One worker at a time takes in, over all processes; the complaint, its files and the intake's new state are one transaction, so
that a crash leaves either all of it or nothing. What cannot be taken in steps aside for a person and holds up nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import Q

from ecoduty.casework.intakes import sending, texts
from ecoduty.casework.intakes.models import Intake
from ecoduty.casework.intakes.states import IntakeKind, IntakeState
from ecoduty.kernel.clock import now
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Actor, Refused, perform, registry
from ecoduty.kernel.sealing import SealingError
from ecoduty.mechanisms.complaints.flow import COMPLAINT
from ecoduty.mechanisms.complaints.intake import codes, photos
from ecoduty.mechanisms.complaints.intake.offering import CHANNEL, NATURE
from ecoduty.mechanisms.complaints.models import Complaint

log = structlog.get_logger()

ACTOR = Actor.system("门户来件")
_AGAIN_AFTER = timedelta(minutes=5)
_GIVE_UP_AFTER = timedelta(days=1)
_AT_ONCE = 200  # intakes in one beat
_ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('intakes'))"


def arrive() -> int:
    """Take in what waits, oldest first; how many. Safe to run anywhere, at any time, by many."""
    taken = 0
    while taken < _AT_ONCE and _next():
        taken += 1
    return taken


def _next() -> bool:
    """One intake; False when nothing is left or another worker is at it."""
    number = 0
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(_ALONE)
                if cursor.fetchone() != (True,):
                    return False
            row = _waiting()
            if row is None:
                return False
            number = row.pk
            _take(row)
    except Exception as error:  # whatever it is, the next one in the queue must not wait for it
        if not number:
            raise
        log.exception("intake.failed", intake=number)
        _put_off(number, error)
    return True


def _put_off(number: int, error: Exception) -> None:
    """It is tried again in some minutes; what fails for a day for no reason that concerns all of them waits for a person."""
    waiting = Intake.objects.filter(pk=number, state=IntakeState.WAITING)
    if isinstance(error, SealingError):  # the key file: put right once, and everything goes on by itself
        waiting.update(tried_at=now(), problem=str(error)[:500])
    elif waiting.filter(received_at__lt=now() - _GIVE_UP_AFTER).exists():
        waiting.update(
            state=IntakeState.STUCK, tried_at=now(), problem="登记时多次出错，请联系系统管理员，查明后再放行"
        )
    else:
        waiting.update(tried_at=now(), problem="登记时出错，平台稍后自动再试")


def _waiting() -> Intake | None:
    due = Q(tried_at=None) | Q(tried_at__lt=now() - _AGAIN_AFTER)
    return Intake.objects.select_for_update().filter(due, state=IntakeState.WAITING).order_by("pk").first()


def _take(row: Intake) -> None:
    try:
        with transaction.atomic():
            _DONE_WITH[row.kind](row)
    except Refused as refused:
        row.state, row.problem = IntakeState.STUCK, refused.sentence[:500]
    else:
        row.state, row.taken_at, row.problem = IntakeState.TAKEN, now(), ""
        row.content, row.sealed = {}, ""
    row.tried_at = now()
    row.save()


def _report(row: Intake) -> None:
    """A complaint of its own, received when it was sent. Raises Refused as the act does, SealingError."""
    known = Complaint.objects.filter(reference=row.reference).first()
    if known is not None:
        row.matter = known.pk
        return
    given: dict[str, Any] = {name: value for name, value in row.content.items() if name != "files"}
    person = sending.person_of(row)
    late = now() - row.received_at > registry.tolerance(now()).span
    done = perform(
        COMPLAINT, "take_in", actor=ACTOR, occurred_at=row.received_at, key=f"intake:{row.pk}",
        reason="公众网上提交，放行后登记" if late else "",
        data={**given, "nature": NATURE, "channel": CHANNEL, "received_at": row.received_at, "reference": row.reference,
              **({"reporter": person} if person else {})},
    )  # fmt: skip
    row.matter = done.subject.pk
    photos.let_go(row)
    for public_id in row.content.get("files", ()):
        storage.claim(public_id, owner=done.subject.stream, account=photos.UPLOADER)


def _word(row: Intake) -> None:
    """What the reporter says of the answer. Raises Refused as the acts do."""
    complaint = Complaint.objects.filter(reference=row.reference).first()
    if complaint is None:
        raise Refused("intake_unknown", "找不到这个编号的反映。", status=404)
    given = row.content
    row.matter = complaint.pk
    if given["act"] == "reopen":
        perform(
            COMPLAINT,
            "reopen",
            complaint.pk,
            actor=ACTOR,
            data={"note": f"反映人：{given['note']}"},
            key=f"intake:{row.pk}",
        )
        return
    where = codes.where_next() if given["accepted"] and given["satisfaction"] == "dissatisfied" else ""
    data = {"resolved": given["resolved"], "satisfaction": given["satisfaction"], "accepted": given["accepted"],
            "note": given["note"], "go_where": where}  # fmt: skip
    perform(COMPLAINT, "follow_up", complaint.pk, actor=ACTOR, data=data, key=f"intake:{row.pk}")


def _code(row: Intake) -> None:
    """A new code by text message, where number and telephone belong together. Raises SealingError."""
    phone = str(sending.person_of(row).get("phone", ""))
    found = codes.references_of(phone, row.reference)
    if not found or not codes.may_send(phone):
        return
    for reference in found:
        texts.write(codes.LOST, reference, intake=row.pk, reference=reference)


_DONE_WITH: dict[str, Callable[[Intake], None]] = {
    IntakeKind.REPORT: _report, IntakeKind.WORD: _word, IntakeKind.CODE: _code,
}  # fmt: skip
