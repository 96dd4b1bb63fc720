"""A place in an instrument: part, article, paragraph, item and sub-item, as data and as statutes write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ecoduty.casework.legal_basis.numerals import to_chinese


@dataclass(frozen=True, slots=True, order=True)
class Provision:
    """条、款、项、目 by number, 0 where none is named; `inserted` is the 一 of 第十条之一.

    `part` is what stands above or beside the articles, as written: 第三章, 第二部分, 附则, 附件2. The empty provision is
    the instrument as a whole.
    """

    article: int = 0
    inserted: int = 0
    paragraph: int = 0
    item: int = 0
    subitem: int = 0
    part: str = ""

    @property
    def text(self) -> str:
        """第二百五十条第二款第（三）项; empty for the whole instrument."""
        return self.part + article_words(self.article, self.inserted) + paragraph_words(self.paragraph) + self.tail

    @property
    def tail(self) -> str:
        """What stands below the paragraph."""
        item = f"第（{to_chinese(self.item)}）项" if self.item else ""
        return item + (f"第{to_chinese(self.subitem)}目" if self.subitem else "")

    @property
    def whole(self) -> Provision:
        """The article that this is a piece of."""
        return Provision(self.article, self.inserted, part=self.part)

    def as_data(self) -> dict[str, Any]:
        """As JSON: article, paragraph and item always, null where none is named; the others where there is one."""
        rare = {"inserted": self.inserted, "subitem": self.subitem, "part": self.part}
        return {
            "article": self.article or None,
            "paragraph": self.paragraph or None,
            "item": self.item or None,
            **{name: value for name, value in rare.items() if value},
        }


def article_words(article: int, inserted: int = 0) -> str:
    """第十条之一; empty for none."""
    return f"第{to_chinese(article)}条{'之' + to_chinese(inserted) if inserted else ''}" if article else ""


def paragraph_words(paragraph: int) -> str:
    """第二款; empty for none."""
    return f"第{to_chinese(paragraph)}款" if paragraph else ""


__all__ = ["Provision", "article_words", "paragraph_words"]
