"""What the pages take from the rulebook in force: the city, the edition, thresholds, chapters. Nothing without one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ecoduty.kernel.flow import ActTable
from ecoduty.kernel.rulebook import store

OUTSIDE = (99, "其他")  # after the plan's chapters
_NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Edition:
    """The rulebook as a footer and a heading speak of it."""

    city: str = ""
    label: str = ""
    digest: str = ""


def edition() -> Edition:
    """City and edition in force; empty words before any rulebook is adopted."""
    book = store.current_or_none()
    return Edition(book.city.short_name, book.edition, book.digest[:8]) if book else Edition()


def chapter_of(table: ActTable) -> tuple[int, str] | None:
    """Number and heading (三 履职尽责) of the chapter that the first of the table's clauses stands in, as the city's plan has it."""
    book, clauses = store.current_or_none(), store.cited(table.clauses)
    if book is None or not clauses:
        return None
    article = book.articles.get(int(clauses[0].partition(".")[0]))
    chapter = book.chapters.get(article.chapter) if article else None
    return (chapter.number, f"{numeral(chapter.number)} {chapter.title}") if chapter else None


def article_of(table: ActTable) -> str:
    """Number and title (第十八条 …) of the article that the first of the table's clauses stands in; empty where there is none."""
    book, clauses = store.current_or_none(), store.cited(table.clauses)
    article = book.articles.get(int(clauses[0].partition(".")[0])) if book and clauses else None
    return f"第{numeral(article.number)}条 {article.title}" if article else ""


def in_plan(item: tuple[str, ActTable]) -> tuple[list[int], list[int], str]:
    """Where a kind stands in the plan: what belongs to the same article stands together, in the plan's order; what the city's
    plan has no clause for in the reference plan's.
    """
    kind, table = item
    return _number(store.cited(table.clauses)), _number(table.clauses), kind


def _number(clauses: Sequence[str]) -> list[int]:
    return [int(part) for part in next(iter(clauses), "").split(".") if part.isdecimal()]


def numeral(number: int) -> str:
    """一 to 二十五 and beyond, up to 99: how chapters and articles are counted."""
    if number <= 10:
        return _NUMERALS[number]
    tens, ones = divmod(number, 10)
    return f"{_NUMERALS[tens] if tens > 1 else ''}十{_NUMERALS[ones] if ones else ''}"


def clauses_words(clauses: Sequence[str]) -> str:
    """第十一条11.1、11.2: the articles in their own numerals, the clauses below them."""
    by_article: dict[str, list[str]] = {}
    for clause in clauses:
        by_article.setdefault(clause.partition(".")[0], []).append(clause)
    return "，".join(f"第{numeral(int(article))}条{'、'.join(own)}" for article, own in by_article.items())


def clause_titles(clauses: Sequence[str]) -> Mapping[str, str]:
    """What each clause asks for, in the rulebook's own words."""
    book = store.current_or_none()
    if book is None:
        return {}
    return {key: book.clauses[key].owes for key in clauses if key in book.clauses}
