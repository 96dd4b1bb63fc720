"""What a package says of itself. It is read only after its signature was found right; anything it should not say is refused."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

FORMAT = 1
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
_MOST_MEMBERS = 2_000
_KEY = r"^[a-z0-9][a-z0-9-]{0,79}$"
_SM3 = r"^[0-9a-f]{64}$"
_ID = r"^[0-9a-f]{32}$"


class Purpose(StrEnum):
    """What a package is for."""

    CASE = "case"
    RECEIPT = "receipt"
    ANSWER = "answer"


PURPOSE_WORDS = {Purpose.CASE: "案卷", Purpose.RECEIPT: "回执", Purpose.ANSWER: "答复"}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Side(_Strict):
    """A body at one end: its key and its name, as the sender's directory has them."""

    body: str = Field(pattern=_KEY)
    name: str = Field(min_length=1, max_length=100)


class About(_Strict):
    """The case as the installation knows it that sent it first: its random id, and the number that stands on papers."""

    case: str = Field(pattern=_ID)
    number: str = Field(min_length=1, max_length=40)


class Answers(_Strict):
    """The package that this one answers: its id and the SM3 of its manifest."""

    package: str = Field(pattern=_ID)
    digest: str = Field(pattern=_SM3)


class Member(_Strict):
    """One member as it lies in the file: its name, size in bytes, and SM3, hexadecimal."""

    name: str = Field(pattern=r"^(content\.json|entries\.jsonl|files/\d{4})$")
    size: int = Field(ge=0)
    sm3: str = Field(pattern=_SM3)


class Manifest(_Strict):
    """The inventory and the address. `number` counts what this sender made for this receiver, `previous` is the one before
    (0 for the first); `sealed` is the key of the members, sealed to the receiver.
    """

    format: int
    id: str = Field(pattern=_ID)
    purpose: Purpose
    number: int = Field(ge=1)
    previous: int = Field(ge=0)
    made_at: str = Field(min_length=10, max_length=40)
    sender: Side
    recipient: Side
    about: About
    answers: Answers | None = None
    sealed: str = Field(min_length=1, max_length=1000)
    members: tuple[Member, ...] = Field(min_length=1, max_length=_MOST_MEMBERS)

    @property
    def place(self) -> str:
        """Where the sealed key belongs: it opens nothing in another package."""
        return f"exchange:{self.id}:{self.recipient.body}"


__all__ = [
    "FORMAT",
    "MANIFEST",
    "PURPOSE_WORDS",
    "SIGNATURE",
    "About",
    "Answers",
    "Manifest",
    "Member",
    "Purpose",
    "Side",
]
