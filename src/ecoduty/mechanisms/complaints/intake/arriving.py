"""From an intake to a complaint, with its files, in the transaction of the intake's own new state."""

from __future__ import annotations

from typing import Any

from ecoduty.casework.intakes import sending, taking, texts
from ecoduty.casework.intakes.models import Intake
from ecoduty.casework.intakes.states import IntakeKind
from ecoduty.kernel.clock import now
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Actor, Refused, perform, registry
from ecoduty.mechanisms.complaints.flow import COMPLAINT
from ecoduty.mechanisms.complaints.intake import codes, photos
from ecoduty.mechanisms.complaints.intake.offering import CHANNEL, NATURE
from ecoduty.mechanisms.complaints.models import Complaint

ACTOR = Actor.system("门户来件")


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


def install() -> None:
    """Take in what the public reports, says of an answer, and asks for."""
    taking.takes(IntakeKind.REPORT, _report)
    taking.takes(IntakeKind.WORD, _word)
    taking.takes(IntakeKind.CODE, _code)
