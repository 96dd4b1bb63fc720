"""A case is exported for another office: with a reason, by its own side only, to a body that may know of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from ecoduty.casework.matters import reading as matter_reading
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.store import attach_parties
from ecoduty.kernel import flow
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Act, ActData, ActTable, Attempt, Refused, Subject, Who, tables
from ecoduty.kernel.flow.refusal import refuse, wrong
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.enforcement.relations import (
    COURT,
    HEADS,
    LINKAGES,
    OFFICERS,
    OWN_SIDE,
    PARTNER,
    POLICE,
    PROCURATORATE,
)
from ecoduty.mechanisms.enforcement.sharing.packages import answering, content, keeping, partners, states
from ecoduty.mechanisms.enforcement.sharing.packages.content import Step
from ecoduty.mechanisms.enforcement.sharing.packages.manifest import About, Purpose
from ecoduty.mechanisms.enforcement.sharing.packages.models import CasePackage
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

KIND = "case_package"
_SIDES = {"police": POLICE, "procuratorate": PROCURATORATE, "court": COURT}
_COLUMNS = ("state", "version", "last_occurred_at")


class ExportPackage(ActData):
    """Which case, for whom, and why."""

    case: str = Field(title="案件编号", min_length=1, max_length=40)
    recipient: str = Field(title="交给", min_length=1, max_length=80, json_schema_extra={"widget": "choice"},
                           description="只能交给已经知悉此案、且登记过公钥的机关")  # fmt: skip
    reason: str = Field(title="导出事由", min_length=4, max_length=500, description="为什么、凭什么导出，留痕")


def _export(attempt: Attempt) -> None:
    """Raises Refused `not_found`, `not_own_side`, `not_a_party`, `partner_missing`, `package_rehearsal`, SealingError."""
    given: ExportPackage = attempt.data
    keeping.one_at_a_time()
    on = local_date(attempt.recorded_at)
    matter = Matter.objects.select_related("holder").filter(number=given.case).first()
    found = matter.relations_of(attempt.actor, on) if matter else frozenset()
    if matter is None or not found:
        raise refuse("not_found")
    if not found & set(OWN_SIDE):
        raise Refused(
            "not_own_side", "案卷由办案单位导出；其他机关请用“打印案卷”导出带水印的副本。", status=403, clause="18.5"
        )
    recipient = _recipient(matter, given.recipient)
    partner = partners.speaking_for(recipient.key)
    if partner is None:
        raise wrong(
            "recipient", "partner_missing",
            f"{recipient.short_name}的平台还没有登记公钥，不能导出。请安全管理员先在“案卷交换对方”登记；对方没有平台的，用函告登记。",
            clause="18.5",
        )  # fmt: skip
    written = keeping.make(
        partner=partner, sender=matter.holder, recipient=recipient, purpose=Purpose.CASE,
        about=About(case=matter.public_id.hex, number=matter.number), answers=None,
        members=content.of_case(matter, _steps(matter.kind, recipient)),
    )  # fmt: skip
    attempt.subject = keeping.row(
        written, partner=partner, body=recipient, matter=matter, actor=attempt.actor, reason=given.reason
    )
    attempt.record(package=written.digest, number=written.manifest.number, members=len(written.manifest.members))
    matter_reading.note_export(
        matter, attempt.actor, given.reason, what=f"交换包{written.manifest.number}，交{recipient.short_name}"
    )


def _recipient(matter: Matter, key: str) -> Body:
    if matter.current_parties is None:
        attach_parties([matter])
    parties = {body for body, _ in matter.current_parties or ()} - {matter.holder_id}
    body = directory.bodies().filter(key=key, pk__in=parties).first()
    if body is None:
        raise wrong(
            "recipient", "not_a_party", "所选机关还没有参加此案：请先移送、抄送或让其知悉，再导出。", clause="18.5"
        )
    return body


def _steps(kind: str, recipient: Body) -> tuple[Step, ...]:
    """The acts by which the receiver's side may answer."""
    side = _SIDES.get(recipient.kind, PARTNER)
    return tuple(
        Step(act=act.code, label=act.label)
        for act in tables()[kind].acts
        if not act.aside and not act.creates and any(who.relation == side for who in act.who)
    )


def recipients(matter: Matter) -> list[Body]:
    """The bodies a case can be exported for: they take part, and a partner speaks for them."""
    attach_parties([matter])
    parties = {body for body, _ in matter.current_parties or ()} - {matter.holder_id}
    spoken = {key for partner in partners.trusted() for key in partner.bodies}
    return list(directory.bodies().filter(pk__in=parties, key__in=spoken))


class PackageStore:
    """Packages that went out, by number of the row."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        """Names of the streams."""
        rows = CasePackage.objects.filter(pk__in=refs).values_list("pk", "public_id")
        return {pk: f"case-package:{public_id}" for pk, public_id in rows}

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        """Packages with their case: one query."""
        rows = CasePackage.objects.filter(pk__in=refs).select_related("matter__holder", "partner", "body")
        return {row.pk: row for row in rows}

    def write(self, subjects: Sequence[Any]) -> None:
        """One statement for the new ones, one for the others."""
        known = [one for one in subjects if one.pk is not None]
        if known:
            CasePackage.objects.bulk_update(known, _COLUMNS)
        CasePackage.objects.bulk_create([one for one in subjects if one.pk is None])


_OWN = (OFFICERS, LINKAGES, HEADS)
PACKAGES = ActTable(
    kind=KIND,
    label="案卷交换包",
    states=states.PACKAGE,
    acts=(
        Act("export_package", "导出案卷交换包", (START,), states.SENT, (Who("anyone", (), "办案单位"),), ("18.5",),
            data=ExportPackage, effect=_export, main=True, fresh_factor=True),
        Act("take_receipt", "导入回执", (states.SENT,), states.RECEIPTED, _OWN, ("18.5",),
            data=answering.TakeBack, effect=answering.take_receipt, main=True),
        Act("take_answer", "导入答复", (states.SENT, states.RECEIPTED, states.REPLIED), states.REPLIED, _OWN, ("18.5",),
            data=answering.TakeBack, effect=answering.take_answer, main=True),
    ),
    store=PackageStore(),
    clauses=("18.5",),
)  # fmt: skip


def install() -> None:
    """Register the tables of packages and of partners."""
    flow.register(partners.PARTNERS)
    flow.register(PACKAGES)


__all__ = ["KIND", "PACKAGES", "install", "recipients"]
