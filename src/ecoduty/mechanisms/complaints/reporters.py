"""Who complained: kept sealed, opened with a reason, found by a phone number, erased on lawful request.

Nothing of it is in an entry but a salted digest; the salt is sealed here and goes with the data, and then the digest can no
longer be tied to anybody. Whoever opens it leaves an entry first (the act `open_reporter`), and reads for a short while.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest

from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC

from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Actor, Attempt, Refused
from ecoduty.kernel.ledger.chain import sm3
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.sealing.cipher import keys
from ecoduty.kernel.sealing.fields import column
from ecoduty.mechanisms.complaints.data import ReporterData
from ecoduty.mechanisms.complaints.models import Complaint, Reporter

OPEN_ACT = "open_reporter"
OPEN_FOR = timedelta(minutes=10)
"""How long after the act the data is shown to whoever did it."""
_NOT_DIGITS = re.compile(r"\D")
_PHONE_DIGITS = 11
_PLACE = "complaints.reporter.phone"


@dataclass(frozen=True, slots=True)
class Known:
    """Who complained, opened."""

    name: str
    phone: str
    anonymous: bool
    wants_sms: bool


def keep(attempt: Attempt, complaint: Complaint, given: ReporterData | None) -> None:
    """Seal who complains; the entry gets a salted digest. Nothing is kept of who said nothing. Raises SealingError."""
    if given is None or not (given.name or given.phone or given.wants_sms):
        if given is not None:
            Reporter.objects.create(complaint=complaint, anonymous=given.anonymous)
        return
    row = Reporter(
        complaint=complaint, anonymous=given.anonymous, wants_sms=given.wants_sms and bool(given.phone),
        phone_tag=phone_tags(given.phone)[-1] if given.phone else "",
    )  # fmt: skip
    salt = secrets.token_hex(16)
    row.name = column(Reporter, "name").seal(given.name, row.place) if given.name else ""
    row.phone = column(Reporter, "phone").seal(given.phone, row.place) if given.phone else ""
    row.salt = column(Reporter, "salt").seal(salt, row.place)
    row.save()
    attempt.record(reporter=sm3(f"{salt}\0{given.name}\0{given.phone}".encode()).hex())


def note_opened(attempt: Attempt) -> None:
    """The effect of opening: there must be something to open.

    Raises Refused `no_reporter` or `reporter_erased`.
    """
    row = _of(attempt.subject.pk)
    if row is None or not (row.erased_at or row.name or row.phone):
        raise Refused("no_reporter", "这件反映没有留下反映人的姓名和电话。")
    if row.erased_at is not None:
        raise Refused("reporter_erased", "反映人的信息已经依申请删除。")


def opened(complaint: int, actor: Actor) -> Known | None:
    """The reporter, for whoever opened it by an act in the last minutes in the same post; nobody else."""
    if actor.account is None:
        return None
    stream = Complaint.objects.select_related("matter").get(pk=complaint).matter.stream
    lately = Entry.objects.filter(
        stream=stream,
        act=OPEN_ACT,
        actor_account=actor.account,
        actor_body=actor.body,
        recorded_at__gt=now() - OPEN_FOR,
    )
    return known(complaint) if lately.exists() else None


def openings(stream: str) -> list[Entry]:
    """The entries of everybody who opened it, newest first."""
    return list(Entry.objects.filter(stream=stream, act=OPEN_ACT).order_by("-seq")[:20])


def known(complaint: int) -> Known | None:
    """The reporter, for code that acts on his behalf, such as sending him a message. Raises SealingError."""
    row = _of(complaint)
    if row is None or row.erased_at is not None:
        return None
    name = column(Reporter, "name").open(row.name, row.place) if row.name else ""
    phone = column(Reporter, "phone").open(row.phone, row.place) if row.phone else ""
    return Known(name, phone, row.anonymous, row.wants_sms)


def erase(attempt: Attempt) -> None:
    """Forget who complained and the salt; the digest in the entry stays and says nothing any more.

    Raises Refused `no_reporter` or `reporter_erased`.
    """
    note_opened(attempt)
    Reporter.objects.filter(complaint=attempt.subject.pk).update(
        name="", phone="", salt="", phone_tag="", wants_sms=False, erased_at=attempt.recorded_at
    )


def by_phone(phone: str) -> list[int]:
    """Ids of the complaints reported under this phone number, newest first."""
    tags = phone_tags(phone)
    return (
        list(Reporter.objects.filter(phone_tag__in=tags).order_by("-pk").values_list("pk", flat=True)) if tags else []
    )


def phone_tags(phone: str) -> list[str]:
    """What finds a phone number without telling it, one for each key of the key file, the sealing one last; none for no number.

    Raises SealingError.
    """
    digits = _NOT_DIGITS.sub("", phone)[-_PHONE_DIGITS:]
    if not digits:
        return []
    return [f"{key.id}:{_tag(key.secret, digits)}" for key in keys()]


def _tag(secret: bytes, digits: str) -> str:
    code = HMAC(secret, SM3())
    code.update(f"{_PLACE}:{digits}".encode())
    return code.finalize().hex()


def erased_or_digest(complaint: int, digest: str) -> bool:
    """Whether a digest of an entry is of the reporter kept here; False once erased."""
    row = _of(complaint)
    if row is None or not row.salt:
        return False
    person = known(complaint)
    salt = column(Reporter, "salt").open(row.salt, row.place)
    return person is not None and compare_digest(sm3(f"{salt}\0{person.name}\0{person.phone}".encode()).hex(), digest)


def _of(complaint: int) -> Reporter | None:
    return Reporter.objects.filter(complaint=complaint).first()
