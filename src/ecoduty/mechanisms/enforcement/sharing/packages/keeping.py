"""Keeping packages as files, and numbering those that go out."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable

from django.db import connection

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import as_local, is_rehearsal, now, wall_now
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.ledger.chain import sm3
from ecoduty.mechanisms.enforcement.sharing.packages.manifest import (
    FORMAT,
    About,
    Answers,
    Manifest,
    Member,
    Purpose,
    Side,
)
from ecoduty.mechanisms.enforcement.sharing.packages.models import CasePackage, ExchangePartner
from ecoduty.mechanisms.enforcement.sharing.packages.states import Course
from ecoduty.mechanisms.enforcement.sharing.packages.writing import Written, write
from ecoduty.organisation.directory.models import Body

PACKAGE = "package"
_UNFINISHED = (Member(name="content.json", size=0, sm3="0" * 64),)


def one_at_a_time() -> None:
    """Wait for whoever exports or imports here at the moment; until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('case-exchange'))")


def keep(content: bytes, name: str, owner: str, account: int | None) -> StoredFile:
    """A package as a file. It was made here, or read and found right before: it is not looked at as an upload is."""
    digest = sm3(content).hex()
    storage.put_back(content, digest)
    return StoredFile.objects.create(
        owner=owner, name=name, kind=PACKAGE, size=len(content), sm3=digest, sha256=hashlib.sha256(content).hexdigest(),
        stored_at=now(), stored_by=account,
    )  # fmt: skip


def make(
    *,
    partner: ExchangePartner,
    sender: Body,
    recipient: Body,
    purpose: Purpose,
    about: About,
    answers: CasePackage | None,
    members: Iterable[tuple[str, bytes]],
) -> Written:
    """A package for a partner, numbered. Raises Refused `package_rehearsal`, SealingError.

    Its number is the wall clock's second, so that a restored database goes on ahead of what it sent before.
    """
    if is_rehearsal():
        raise Refused("package_rehearsal", "这是演练库，不与其他平台交换。")
    moment = as_local(wall_now())
    last = (
        CasePackage.objects.filter(partner=partner, course=Course.OUT)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
        or 0
    )
    manifest = Manifest(
        format=FORMAT,
        id=uuid.uuid4().hex,
        purpose=purpose,
        number=max(int(f"{moment:%y%m%d%H%M%S}"), last + 1),
        previous=last,
        made_at=moment.isoformat(timespec="seconds"),
        sender=Side(body=sender.key, name=sender.name),
        recipient=Side(body=recipient.key, name=recipient.name),
        about=about,
        answers=Answers(package=answers.public_id.hex, digest=answers.digest) if answers else None,
        sealed="-",
        members=_UNFINISHED,
    )
    return write(manifest, members, partner.box_key)


def row(
    written: Written,
    *,
    partner: ExchangePartner,
    body: Body,
    matter: Matter,
    actor: Actor,
    answers: CasePackage | None = None,
    reason: str = "",
) -> CasePackage:
    """The row of a package that goes out, with its file; not saved. `body` is the receiver."""
    said = written.manifest
    return CasePackage(
        public_id=uuid.UUID(hex=said.id), course=Course.OUT, purpose=said.purpose.value, partner=partner, body=body,
        number=said.number, digest=written.digest, about=said.about.case, matter=matter, answers=answers,
        file=keep(written.content, file_name(said), matter.stream, actor.account), reason=reason, by=title_of(actor), at=now(),
    )  # fmt: skip


def taken_row(
    said: Manifest,
    digest: str,
    *,
    partner: ExchangePartner,
    body: Body,
    matter: Matter,
    file: StoredFile,
    actor: Actor,
    answers: CasePackage | None = None,
) -> CasePackage:
    """The row of a package that came; not saved. `body` is the sender."""
    return CasePackage(
        public_id=uuid.UUID(hex=said.id), course=Course.IN, purpose=said.purpose.value, partner=partner, body=body,
        number=said.number, missing=_missing(said, partner), digest=digest, about=said.about.case, matter=matter, answers=answers,
        file=file, by=title_of(actor), at=now(),
    )  # fmt: skip


def _missing(said: Manifest, partner: ExchangePartner) -> int:
    """The number before it, where that did not come: packages are independent, so it is said and not refused."""
    came = CasePackage.objects.filter(partner=partner, course=Course.IN, number=said.previous).exists()
    return 0 if came or not said.previous else said.previous


def file_name(said: Manifest) -> str:
    """How the file is called that is carried: neither title nor persons stand in it."""
    return f"ecoduty-{said.purpose.value}-{said.number}.zip"


def title_of(actor: Actor) -> str:
    """Who did it, as it stays written."""
    return f"{actor.name}（{actor.title}）"[:200]


__all__ = ["PACKAGE", "file_name", "keep", "make", "one_at_a_time", "row", "taken_row", "title_of"]
