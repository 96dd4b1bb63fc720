"""A reference to a provision: what it cites, whether that holds on a day, and what would take its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from ecoduty.casework.legal_basis.library import Known, Library
from ecoduty.casework.legal_basis.provision import Provision


class Standing(StrEnum):
    """How a reference stands on a day. The value is the stable code of what is wrong with it."""

    VALID = "basis_valid"
    UNDATED = "basis_undated"
    NOT_YET = "basis_not_yet"
    REPEALED = "basis_repealed"
    BEYOND = "basis_beyond_last"
    UNKNOWN = "basis_unknown"


SENTENCES = {
    "basis_valid": "{name}自{day}起施行，当日有效",
    "basis_undated": "{name}的施行日没有登记，效力待核",
    "basis_not_yet": "{name}自{day}起施行，当日尚未施行",
    "basis_repealed": "{name}自{day}起废止",
    "basis_beyond_last": "{name}共{last}条，没有第{article}条",
    "basis_unknown": "依据库里没有{name}，效力没有核对",
}
WORDS = {
    Standing.VALID: "有效",
    Standing.UNDATED: "施行日待核",
    Standing.NOT_YET: "尚未施行",
    Standing.REPEALED: "依据失效",
    Standing.BEYOND: "没有这一条",
    Standing.UNKNOWN: "不在依据库",
}


@dataclass(frozen=True, slots=True)
class Validity:
    """An answer for one day: `sentence` says it to a person, `since` from when, `by` the key of what repealed it."""

    standing: Standing
    sentence: str
    since: date | None = None
    by: str = ""

    @property
    def holds(self) -> bool:
        """Whether one may rest on it; what is only not dated yet may be rested on and is shown as such."""
        return self.standing in {Standing.VALID, Standing.UNDATED}

    @property
    def word(self) -> str:
        """The answer in a word or two."""
        return WORDS[self.standing]


@dataclass(frozen=True, slots=True)
class Reference:
    """One provision cited. `instrument` is None where the library has none of that name; `title` then stands as written.

    `edition` is the version that was written beside the title (2018年修正), whether the library tells versions apart
    or not.
    """

    instrument: Known | None
    title: str
    provision: Provision
    edition: str = ""

    @property
    def key(self) -> str:
        """The instrument's key, empty where it is not in the library."""
        return self.instrument.key if self.instrument else ""

    @property
    def text(self) -> str:
        """《全称》第X条第Y款第（Z）项."""
        return f"{marked(self.title, self.edition)}{self.provision.text}"

    def as_data(self) -> dict[str, Any]:
        """As JSON: the full title under `instrument`, then the numbers."""
        return {"instrument": self.title, **self.provision.as_data()} | (
            {"edition": self.edition} if self.edition else {}
        )

    def valid_on(self, day: date) -> Validity:
        """How it stands on a day, with the sentence that says so."""
        known, article = self.instrument, self.provision.article
        if known is None:
            return _answer(Standing.UNKNOWN, marked(self.title))
        name = marked(known.title)
        if known.in_force is not None and day < known.in_force:
            return _answer(Standing.NOT_YET, name, known.in_force)
        if known.repealed is not None and known.repealed <= day:
            return _answer(Standing.REPEALED, name, known.repealed, known.repealed_by)
        if known.articles is not None and article > known.articles:
            sentence = SENTENCES[Standing.BEYOND].format(name=name, last=known.articles, article=article)
            return Validity(Standing.BEYOND, sentence)
        if known.in_force is None:
            return _answer(Standing.UNDATED, name)
        return _answer(Standing.VALID, name, known.in_force)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would take a failed reference's place. A person decides; nothing is ever replaced by itself.

    `mapped` is False where nobody has recorded where the provision went: then only the instrument is proposed, without
    an article. Empty `references` with `mapped` say that the provision was not taken over.
    """

    references: tuple[Reference, ...]
    mapped: bool
    sentence: str


def replacement(library: Library, reference: Reference, on: date) -> Proposal | None:
    """The proposal for a reference to something repealed by that day; None where there is nothing to propose."""
    validity = reference.valid_on(on)
    if validity.standing != Standing.REPEALED:
        return None
    targets = library.went_to(reference.key, reference.provision)
    if targets is not None:
        some = tuple(
            Reference(library.instruments[key], library.instruments[key].title, provision)
            for key, provision in targets
            if key in library.instruments
        )
        said = (
            "建议改引" + "、".join(one.text for one in some) if some else "原条款没有对应的新条款，建议删去或另找依据"
        )
        return Proposal(some, True, said)
    by = library.instruments.get(validity.by)
    if by is None:
        return None
    said = f"已由{marked(by.title)}取代，对应条款还没有登记，请查明后填写"
    return Proposal((Reference(by, by.title, Provision()),), False, said)


def marked(title: str, edition: str = "") -> str:
    """The title in its marks, those inside turned into single ones."""
    inner = title.replace("《", "〈").replace("》", "〉")
    return f"《{inner}》{f'（{edition}）' if edition else ''}"


def _answer(standing: Standing, name: str, since: date | None = None, by: str = "") -> Validity:
    return Validity(standing, SENTENCES[standing].format(name=name, day=_day(since) if since else ""), since, by)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


__all__ = ["WORDS", "Proposal", "Reference", "Standing", "Validity", "marked", "replacement"]
