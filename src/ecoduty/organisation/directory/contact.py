"""Where a person is reached: what counts as a mobile number and a mail address, and how the ledger keeps them.

They are ordinary personal data of officials: plain columns of the person, but in the ledger only as SM3(salt and
value), so that they can be erased without breaking a chain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints

from ecoduty.kernel.ledger import sealed
from ecoduty.organisation.directory.models import Person

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_MAIL = re.compile(r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
MAIL_LENGTH = 120


def mobile_number(text: str) -> str:
    """The eleven digits of a mobile number written with or without spaces, hyphens and +86; "" for nothing.

    Raises ValueError with the sentence for whoever typed it.
    """
    digits = re.sub(r"[\s-]", "", text).removeprefix("+86")
    if digits and not _MOBILE.fullmatch(digits):
        raise ValueError("应为11位手机号码")
    return digits


def mail_address(text: str) -> str:
    """A mail address without surrounding space; "" for nothing. Raises ValueError with the sentence."""
    found = text.strip()
    if found and not _MAIL.fullmatch(found):
        raise ValueError("应为电子邮箱地址，例如 name@example.gov.cn")
    return found


Mobile = Annotated[str, StringConstraints(max_length=20), AfterValidator(mobile_number)]
Mail = Annotated[str, StringConstraints(max_length=MAIL_LENGTH), AfterValidator(mail_address)]


@dataclass(frozen=True, slots=True)
class Contact:
    """What is to be written for a person; `None` leaves it as it is, "" takes it away."""

    person: Person
    mobile: str | None = None
    mail: str | None = None


def write(contacts: Sequence[Contact]) -> list[dict[str, Any]]:
    """Set the columns of people and return, for each, the facts its entry may hold: two statements for any number.

    Called inside an act. The facts name digests of what is new and `""` for what was taken away.
    """
    changes = [(one, _changes(one)) for one in contacts]
    values = [value for _, changed in changes for value in changed.values() if value]
    digests = iter(sealed.seal_many(values))
    facts = []
    for one, changed in changes:
        for name, value in changed.items():
            setattr(one.person, name, value)
        facts.append({name: {"sm3": next(digests)} if value else "" for name, value in changed.items()})
    people = [one.person for one, changed in changes if changed and one.person.pk is not None]
    if people:
        Person.objects.bulk_update(people, ["mobile", "mail"])
    return facts


def _changes(one: Contact) -> dict[str, str]:
    given = {"mobile": one.mobile, "mail": one.mail}
    return {name: value for name, value in given.items() if value is not None and value != getattr(one.person, name)}
