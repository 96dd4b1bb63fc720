"""What a referral rests on as data: situations, how they are handled, who it goes to, what is never written, what was missed.

Nothing here judges anybody: the rows say what a person has to look at, and every one of them says what it rests on.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ecoduty.kernel.rulebook.schema.base import Basis, Entry, Key, Level, Named, Selector, Text

Fact = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$")]


class Situation(Named):
    """A way of failing in duty, in the platform's own words, and whom it speaks of (`addressee`, in words).

    `consequence` is how this platform reads it: `required` where it stands only with a consequence, `aggravating` where
    a consequence makes it worse but is not needed. That reading is local always and shown as such.
    """

    label: Text
    addressee: Text
    consequence: Literal["required", "aggravating"]
    basis: Basis


class Handling(Named):
    """A way in which whoever decides may handle it, and what follows for how long, in words (`effect`)."""

    label: Text
    effect: str = ""
    basis: Basis


class Receiver(Entry):
    """To what kind of body it goes, and of which level; of a district: that of the person's own district."""

    kind: Key
    level: Level


class Destination(Named):
    """Who manages a cadre: persons of these ranks (codes of `accountability.ranks`) in bodies like these go to these.

    The first of `to` is proposed, the others may be chosen. Rows are read in the order of `order`; the first that fits
    holds.
    """

    label: Text
    order: Annotated[int, Field(ge=1)]
    ranks: Annotated[tuple[Key, ...], Field(min_length=1)]
    bodies: Selector
    to: Annotated[tuple[Receiver, ...], Field(min_length=1)]
    basis: Basis


class Interception(Named):
    """What must not be written or uploaded here: words as they stand, or a pattern; `says` tells the writer what to do.

    `unless` are words that contain one of `words` and are harmless. `check` adds the arithmetic that tells a number of
    that kind from any other row of digits. Patterns are tried on text without its spaces.
    """

    label: Text
    words: tuple[Text, ...] = ()
    pattern: Text | None = None
    unless: tuple[Text, ...] = ()
    check: Literal["identity_number"] | None = None
    says: Text
    basis: Basis

    @model_validator(mode="after")
    def _catches_something(self) -> Self:
        if bool(self.words) == bool(self.pattern):
            raise PydanticCustomError("interception_form", "拦截须写明词语（words）或式样（pattern），只写其中一种")
        for word in self.unless:
            if not any(caught in word for caught in self.words):
                raise PydanticCustomError("interception_form", "例外（unless）里的词语须包含所拦截的词语")
        if self.pattern is not None:
            try:
                compiled = re.compile(self.pattern)
            except re.error as error:
                raise PydanticCustomError("bad_pattern", "式样（pattern）不是合法的正则表达式") from error
            if compiled.search(""):
                raise PydanticCustomError("bad_pattern", "式样（pattern）连空白都会拦截，请写得具体些")
        return self


class Condition(Entry):
    """A fact that a mechanism states of its matters, and from how much on it counts. Facts that are or are not: 1."""

    fact: Fact
    at_least: Annotated[int, Field(ge=1)]


class Omission(Named):
    """When a matter is to be looked at: has something not been referred that should have been (应移交未移交)?

    `kinds` are kinds of matters; all of `conditions` must hold. `situation` is what may lie there, for a person to
    judge.
    """

    label: Text
    kinds: Annotated[tuple[Fact, ...], Field(min_length=1)]
    conditions: Annotated[tuple[Condition, ...], Field(min_length=1)]
    situation: Key
    basis: Basis


__all__ = ["Condition", "Destination", "Handling", "Interception", "Omission", "Receiver", "Situation"]
