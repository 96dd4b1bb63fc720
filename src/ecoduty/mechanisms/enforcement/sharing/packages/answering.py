"""What comes back for a case that was sent: the receipt, and the answer, entered as the act of its side on its behalf."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.files.storage import Content
from ecoduty.kernel.flow import ActData, Attempt, Refused, perform, tables
from ecoduty.mechanisms.enforcement.sharing.packages import keeping, opening
from ecoduty.mechanisms.enforcement.sharing.packages.content import CONTENT, AnswerContent, ReceiptContent, parsed
from ecoduty.mechanisms.enforcement.sharing.packages.models import CasePackage
from ecoduty.mechanisms.enforcement.sharing.packages.opening import From
from ecoduty.mechanisms.enforcement.sharing.packages.states import Course

_SCAN = "scan"


class TakeBack(ActData):
    """A package that answers one of ours: its file, as it was kept."""

    file: str = Field(title="交换包", min_length=1)


def sent_for(came: From) -> CasePackage:
    """The package of ours that this one answers. Raises Refused `receipt_foreign` where it answers none, or another case's."""
    said = came.manifest
    answers = said.answers
    found = (
        CasePackage.objects.select_related("matter__holder", "partner", "body")
        .filter(course=Course.OUT, public_id=opening.as_uuid(answers.package))
        .first()
        if answers
        else None
    )
    if found is None or answers is None or found.digest != answers.digest:
        raise _foreign("它所答复的包不是从这里导出的")
    if found.about != said.about.case:
        raise _foreign("它说的是另一个案件")
    if found.partner_id != came.partner.pk or found.body_id != came.sender.pk:
        raise _foreign(f"那个包是交给{found.body.short_name}的，不是交给{came.sender.short_name}的")
    return found


def take_receipt(attempt: Attempt) -> None:
    """The other side has it. Raises Refused as `opening.opened` and `sent_for` do."""
    sent: CasePackage = attempt.subject
    came = opening.opened(attempt)
    _same(sent, came)
    receipt = parsed(ReceiptContent, came.content(CONTENT))
    _keep(attempt, came, sent)
    attempt.record(received_at=receipt.received_at, by=receipt.by, number=receipt.number)


def take_answer(attempt: Attempt) -> None:
    """The act of the other side, entered on its behalf with the package as evidence; refused, where the case cannot take it.

    Raises Refused as `opening.opened` and `sent_for` do, `unknown_act`, and what the gate refuses for the act itself.
    """
    sent: CasePackage = attempt.subject
    came = opening.opened(attempt)
    _same(sent, came)
    answer = parsed(AnswerContent, came.content(CONTENT))
    case: Matter = sent.matter
    table = tables()[case.kind]
    row = table.by_code.get(answer.act)
    if row is None or row.aside or row.creates:
        raise Refused(
            "unknown_act", f"答复里的“{answer.label}”不是这类案件的动作，没有导入。", status=422, clause="18.5"
        )
    values: dict[str, Any] = {**answer.values, **_files(attempt, came, answer)}
    file = _keep(attempt, came, sent)
    if _SCAN in row.data.model_fields and not values.get(_SCAN):
        values[_SCAN] = str(file.public_id)
    done = perform(
        table, row.code, case.pk, actor=attempt.actor, data=values, occurred_at=opening.moment(answer.occurred_at),
        reason=f"随{came.sender.short_name}的交换包{came.manifest.number}登记", on_behalf_of=came.sender.name,
    )  # fmt: skip
    if file.owner.startswith(storage.UPLOAD_PREFIX):
        storage.claim(str(file.public_id), owner=case.stream, account=attempt.actor.uploader)
    attempt.record(act=row.code, entry=done.entry.seq)


def _same(sent: CasePackage, came: From) -> None:
    if sent_for(came).pk != sent.pk:
        raise _foreign("它答复的是另一个包")


def _files(attempt: Attempt, came: From, answer: AnswerContent) -> dict[str, str]:
    """The files of an answer, looked at as any upload is, for the act to claim."""
    found = {}
    for field, one in answer.files.items():
        owner = storage.upload_owner(attempt.actor.uploader)
        kept = storage.store(Content(one.name, came.content(one.member)), owner=owner, account=attempt.actor.account)
        found[field] = str(kept.public_id)
    return found


def _keep(attempt: Attempt, came: From, sent: CasePackage) -> StoredFile:
    """The row of what came. A receipt's file goes to the case at once, an answer's where the act claims it."""
    taken = keeping.taken_row(
        came.manifest, came.digest, partner=came.partner, body=came.sender, matter=sent.matter, file=came.file,
        actor=attempt.actor, answers=sent,
    )  # fmt: skip
    taken.save()
    if attempt.act.code == "take_receipt":
        storage.claim(str(came.file.public_id), owner=sent.matter.stream, account=attempt.actor.uploader)
    attempt.record(package=came.digest, missing=taken.missing)
    return came.file


def _foreign(why: str) -> Refused:
    return Refused(
        "receipt_foreign",
        f"这个包不是答复本机所发案卷的：{why}，没有导入。请核对是否拿错了包。",
        status=422,
        clause="18.5",
    )


__all__ = ["TakeBack", "sent_for", "take_answer", "take_receipt"]
