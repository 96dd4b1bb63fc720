"""Taking a package in, whatever it is for: checked first, known again if it came before, then the act that it asks for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from ecoduty.kernel.clock import today
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.enforcement.sharing.packages import answering, keeping, opening, partners, reading
from ecoduty.mechanisms.enforcement.sharing.packages.manifest import Purpose
from ecoduty.mechanisms.enforcement.sharing.packages.models import CasePackage
from ecoduty.mechanisms.enforcement.sharing.packages.receiving import FILES, find
from ecoduty.mechanisms.enforcement.sharing.packages.sending import PACKAGES
from ecoduty.mechanisms.enforcement.sharing.packages.states import Course

_BACK = {Purpose.RECEIPT: "take_receipt", Purpose.ANSWER: "take_answer"}


@dataclass(frozen=True, slots=True)
class Taken:
    """A package that is here: its row, the receipt that was made for a case, and whether it had come before."""

    package: CasePackage
    receipt: CasePackage | None
    again: bool


def take(data: bytes, actor: Actor) -> Taken:
    """Take a package in, or answer as the first time where it is known: then nothing is written and no second receipt made.

    Raises Refused: what `reading.read` and `opening.checked` find, `receipt_foreign`, and what the act itself is refused for.
    """
    found = reading.read(data, [one.sign_key for one in partners.trusted()])
    with transaction.atomic():
        keeping.one_at_a_time()
        known = _known(found.manifest.id, found.digest, actor)
        if known is not None:
            return Taken(known, _receipt_of(known), again=True)
        file = keeping.keep(
            data, keeping.file_name(found.manifest), storage.upload_owner(actor.uploader), actor.account
        )
        came = opening.checked(found, actor, file)
        given = {"file": str(file.public_id)}
        if came.manifest.purpose is Purpose.CASE:
            earlier = find(came)
            if earlier is None:
                perform(FILES, "take_in", actor=actor, data=given)
            else:
                perform(FILES, "take_supplement", earlier.pk, actor=actor, data=given)
        else:
            perform(PACKAGES, _BACK[came.manifest.purpose], answering.sent_for(came).pk, actor=actor, data=given)
        package = CasePackage.objects.select_related("matter").get(public_id=opening.as_uuid(came.manifest.id))
        return Taken(package, _receipt_of(package), again=False)


def _known(wanted: str, digest: str, actor: Actor) -> CasePackage | None:
    known = CasePackage.objects.select_related("matter__holder").filter(public_id=opening.as_uuid(wanted)).first()
    if known is None:
        return None
    if not known.relations_of(actor, today()):
        raise refuse("not_found")
    if known.course == Course.OUT:
        raise Refused("package_course", "这是本机自己导出的包，应拿到对方平台去导入。", status=422, clause="18.5")
    if known.digest != digest:
        raise Refused(
            "package_number_reused",
            "同一个编号的包已经导入过，但内容不同，没有导入。请对方重新导出。",
            status=422,
            clause="18.5",
        )
    return known


def _receipt_of(package: CasePackage) -> CasePackage | None:
    return package.answered_by.filter(course=Course.OUT, purpose=Purpose.RECEIPT.value).select_related("file").first()


__all__ = ["Taken", "take"]
