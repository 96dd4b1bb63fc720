"""Papers and eyes as data: who gets a paper and how, how it is numbered, who may see a matter."""

from __future__ import annotations

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ecoduty.kernel.rulebook.schema.base import Basis, Delivery, Entry, Key, Named, Selector, Text

Relation = Literal[
    "named_person",
    "holder_unit",
    "holder_body",
    "supporter",
    "copy",
    "supervisor",
    "oversight",
    "leader_in_charge",
    "district_office",
    "district",
    "public",
]
Secrecy = Literal["public", "internal", "restricted"]
Sight = Literal["none", "exists", "summary", "full"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)
SECRECIES: tuple[Secrecy, ...] = get_args(Secrecy)


class Recipient(Entry):
    """One line of a copy list: chosen bodies, or a relation to the holder, or a role that answers for the holder.

    Exactly one of the three. `relation`: `superior` the holder's superior bodies, `party_committee` and `government`
    those of the holder's own region. `role`: the posts of that role whose portfolio contains the holder.
    The holder never receives its own paper.
    """

    bodies: Selector | None = None
    relation: Literal["superior", "party_committee", "government"] | None = None
    role: Key | None = None
    delivery: Delivery | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(value is not None for value in (self.bodies, self.relation, self.role)) != 1:
            raise PydanticCustomError("recipient_form", "收件对象须且只能写 bodies、relation、role 之一")
        return self


class CopyList(Named):
    """Who receives a paper: main recipients and copy recipients, in order."""

    label: Text
    main: Annotated[tuple[Recipient, ...], Field(min_length=1)]
    copies: tuple[Recipient, ...] = ()
    basis: Basis


class Addressee(Entry):
    """A recipient worked out for one holder: a body, or a post in it, and how the paper gets there."""

    body: Key
    post: Key | None = None
    delivery: Delivery


class Addressees(Entry):
    """Recipients worked out for one holder."""

    main: tuple[Addressee, ...]
    copies: tuple[Addressee, ...]


class Numbering(Named):
    """A series of document numbers for some bodies and kinds of paper (`kinds` empty: every kind).

    `platform` numbers are taken here; `external` ones are entered from the body's own office system, and `prefix` is
    then only a hint on the form. `pattern` knows {prefix}, {year} and {n}.
    """

    label: Text
    bodies: Selector | None = None
    kinds: tuple[Key, ...] = ()
    mode: Literal["platform", "external"]
    prefix: str = ""
    pattern: Text = "{prefix}〔{year}〕{n}号"
    basis: Basis

    @model_validator(mode="after")
    def _platform_needs_prefix(self) -> Self:
        if self.mode == "platform" and not self.prefix:
            raise PydanticCustomError("missing_prefix", "平台编号（platform）须写机关代字（prefix）")
        return self


PaperRule = Literal[
    "title_form",
    "one_main_recipient",
    "no_main_recipients",
    "no_downward_copies",
    "not_to_superiors",
    "asks_once",
    "asks_nothing",
    "contact_named",
]


class PaperKind(Named):
    """A kind of official paper (文种): how it is laid out, and which rules its text and recipients have to keep.

    `layout`: `general`, `letter` (信函格式) or `minutes` (纪要格式). `mark` is the red head and knows {issuer}. `upward`
    papers name their signer; `sealed` ones bear a seal. `imprint` says on which page the imprint stands: the last one, or
    the last face of the sheet, which is an even page. `closings` are the sentences that may end a request, `asks` the
    words by which a paper asks for a decision.
    """

    label: Text
    layout: Literal["general", "letter", "minutes"] = "general"
    mark: Text = "{issuer}"
    upward: bool = False
    sealed: bool = True
    imprint: Literal["last_page", "even_page"] = "last_page"
    rules: tuple[PaperRule, ...] = ()
    closings: tuple[Text, ...] = ()
    asks: tuple[Text, ...] = ()
    basis: Basis

    @model_validator(mode="after")
    def _rules_have_words(self) -> Self:
        if "asks_once" in self.rules and not self.closings:
            raise PydanticCustomError("missing_words", "规则 asks_once 须写明可用的结语（closings）")
        if "asks_nothing" in self.rules and not self.asks:
            raise PydanticCustomError("missing_words", "规则 asks_nothing 须写明哪些是请示用语（asks）")
        if "{issuer}" not in self.mark:
            raise PydanticCustomError("missing_words", "发文机关标志（mark）须含 {issuer}")
        return self


class Retention(Named):
    """How long closed matters of `kinds` are kept in the archive (保管期限); an empty `kinds` is the default."""

    label: Text
    kinds: tuple[Key, ...] = ()
    period: Literal["permanent", "years_30", "years_10"]
    basis: Basis


class Visibility(Named):
    """What each relation sees of matters of `kinds`, by secrecy; an empty `kinds` is the default for every kind.

    A cell that a kind's own row leaves out falls back to the default row; there it is `none`.
    """

    label: Text
    kinds: tuple[Key, ...] = ()
    public: dict[Relation, Sight] = Field(default_factory=dict)
    internal: dict[Relation, Sight] = Field(default_factory=dict)
    restricted: dict[Relation, Sight] = Field(default_factory=dict)
    basis: Basis

    @model_validator(mode="after")
    def _restricted_stays_restricted(self) -> Self:
        if any(sight != "none" for relation, sight in self.restricted.items() if relation != "named_person"):
            raise PydanticCustomError(
                "restricted_visible", "受限办件只对点名的人可见：restricted 下只能给 named_person 取值"
            )
        return self

    def cells(self, secrecy: Secrecy) -> dict[Relation, Sight]:
        """The row's own cells for one secrecy."""
        return {"public": self.public, "internal": self.internal, "restricted": self.restricted}[secrecy]


class VisibilityRow(Entry):
    """One cell of the visibility table; `kind` is `*` in the rows for kinds that have none of their own."""

    kind: str
    secrecy: Secrecy
    relation: Relation
    sight: Sight


__all__ = [
    "RELATIONS",
    "SECRECIES",
    "Addressee",
    "Addressees",
    "CopyList",
    "Numbering",
    "PaperKind",
    "PaperRule",
    "Recipient",
    "Relation",
    "Retention",
    "Secrecy",
    "Sight",
    "Visibility",
    "VisibilityRow",
]
