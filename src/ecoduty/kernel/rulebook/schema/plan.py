"""The plan as data: the city, chapters, articles and clauses in our own words."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import SerializerFunctionWrapHandler, StringConstraints, model_serializer

from ecoduty.kernel.rulebook.schema.base import Basis, ClauseId, Entry, Key, Named, Selector, Text

Ring = Annotated[
    str,
    StringConstraints(
        pattern=r"^-?[0-9]+(\.[0-9]+)?,-?[0-9]+(\.[0-9]+)?( -?[0-9]+(\.[0-9]+)?,-?[0-9]+(\.[0-9]+)?){2,}$"
    ),
]


class City(Entry):
    """Whose rulebook this is. `division_code` is the prefix that all region codes inside the city start with.

    `clause_numbering` says whether clauses are numbered as the platform's reference plan is, so that each stands for its own
    number, or by this city, so that each says in `corresponds_to` what it stands for.
    """

    code: Key
    name: Text
    short_name: Text
    province: Text
    division_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,6}$")]
    plan_title: Text
    edition: Text
    note: str = ""
    clause_numbering: Literal["reference", "own"] = "reference"
    basis: Basis

    @model_serializer(mode="wrap")
    def _as_before(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = write(self)
        if self.clause_numbering == "reference":  # what editions without the field mean: their digests stay
            del written["clause_numbering"]
        return written


class Outlines(Named):
    """A drawing of areas, to point at a place: for each district its rings as `longitude,latitude` pairs with blanks between.

    `approval` is the approval number that a map shown in public needs (审图号), empty until there is one; `source` says
    where the outlines come from and under which licence.
    """

    label: Text
    source: Text
    approval: str = ""
    outlines: dict[Key, tuple[Ring, ...]]
    basis: Basis


class Chapter(Entry):
    """A chapter of the plan with a heading of our own."""

    number: int
    title: Text


class Article(Entry):
    """An article of the plan: our heading and our gist, never its sentences."""

    number: int
    chapter: int
    title: Text
    gist: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    basis: Basis


class When(Entry):
    """The rhythm of a clause in words, and whether the plan or this platform set it."""

    text: Text
    basis: Basis


class Clause(Entry):
    """One duty of the plan in our own words: who owes what and when, and what shows that it runs.

    `bearer` is the label, `bearers` the bodies. `home` names the folder it lives in, `page` the URL name that shows it.
    `duties` and `limits` are the rulebook's own rows that make the clause tick. `corresponds_to` are the clauses of the
    platform's reference plan whose duties this one asks for, where the city numbers by itself: acts are bound to those.
    """

    id: ClauseId
    bearer: Text
    bearers: Selector
    owes: Text
    when: When
    shows: Text
    home: Key
    page: str | None = None
    duties: tuple[Key, ...] = ()
    limits: tuple[Key, ...] = ()
    corresponds_to: tuple[ClauseId, ...] = ()

    @model_serializer(mode="wrap")
    def _as_before(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = write(self)
        if not self.corresponds_to:  # editions without the field keep their digests
            del written["corresponds_to"]
        return written

    @property
    def article(self) -> int:
        """Number of the article the clause belongs to."""
        return int(self.id.partition(".")[0])

    @property
    def order(self) -> tuple[int, int]:
        """Sorts 2.1 before 10.1."""
        article, _, number = self.id.partition(".")
        return int(article), int(number)


__all__ = ["Article", "Chapter", "City", "Clause", "Outlines", "When"]
