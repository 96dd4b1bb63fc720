"""A package inside an act: opened again from its file, and held against who sent it and who takes it in."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Actor, Attempt, Refused
from ecoduty.mechanisms.enforcement.sharing.packages import partners, reading
from ecoduty.mechanisms.enforcement.sharing.packages.manifest import Manifest
from ecoduty.mechanisms.enforcement.sharing.packages.models import CasePackage, ExchangePartner
from ecoduty.mechanisms.enforcement.sharing.packages.reading import Opened
from ecoduty.mechanisms.enforcement.sharing.packages.states import Course
from ecoduty.organisation.directory.models import Body


@dataclass(frozen=True, slots=True)
class From:
    """A package that is right in itself, from a partner that may send it, for the body of who takes it in."""

    manifest: Manifest
    digest: str
    content: Callable[[str], bytes]
    names: list[str]
    partner: ExchangePartner
    sender: Body
    recipient: Body
    file: StoredFile


def opened(attempt: Attempt) -> From:
    """What lies in the file that the act names. Raises Refused as `reading.read` and `checked` do, `file_missing`."""
    file = uploaded(attempt.data.file, attempt.actor)
    with storage.open_file(file) as content:
        found = reading.read(content.read(), [one.sign_key for one in partners.trusted()])
    return checked(found, attempt.actor, file)


def uploaded(public_id: str, actor: Actor) -> StoredFile:
    """A package that the actor brought and no act claimed yet. Raises Refused `package_missing`."""
    owner = storage.upload_owner(actor.uploader)
    file = StoredFile.objects.filter(public_id=as_uuid(public_id), owner=owner, kind="package").first()
    if file is None:
        raise Refused("package_missing", "没有这个交换包，请重新选择文件导入。", status=422)
    return file


def checked(found: Opened, actor: Actor, file: StoredFile) -> From:
    """Who sent it, and whether it is for the actor's body. Raises Refused `package_sender`, `package_not_yours`,
    `package_number_reused`.
    """
    said = found.manifest
    partner = next(one for one in partners.trusted() if one.sign_key.partition("$")[0] == found.signer)
    sender = Body.objects.filter(key=said.sender.body).first()
    if sender is None or said.sender.body not in partner.bodies:
        raise _refused(
            "package_sender",
            f"这个包以{said.sender.name}的名义发来，但“{partner.name}”不能代表它，没有导入。请安全管理员核对信任名单。",
        )
    recipient = Body.objects.filter(key=said.recipient.body).first()
    if recipient is None or recipient.pk not in actor.bodies:
        raise _refused(
            "package_not_yours",
            f"这个包是给{said.recipient.name}的，须由该机关的两法衔接联络员导入；您的岗位是“{actor.title}”。",
        )
    reused = CasePackage.objects.filter(course=Course.IN, partner=partner, number=said.number)
    if reused.exclude(public_id=as_uuid(said.id)).exists():
        raise _refused(
            "package_number_reused", f"对方的第{said.number}号包已经导入过，但不是这一个，没有导入。请对方重新导出。"
        )
    return From(said, found.digest, found.content, found.names(), partner, sender, recipient, file)


def as_uuid(text: str) -> uuid.UUID:
    """An id as the database has it; the id of nothing for what is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def moment(text: str) -> datetime:
    """A moment that a package names. Raises Refused `package_release` for what is none, or has no zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise _refused("package_release", "包里的时间读不懂，没有导入。") from error
    if found.tzinfo is None:
        raise _refused("package_release", "包里的时间没有时区，没有导入。")
    return found


def _refused(code: str, sentence: str) -> Refused:
    return Refused(code, sentence, status=422, clause="18.5")


__all__ = ["From", "as_uuid", "checked", "moment", "opened", "uploaded"]
