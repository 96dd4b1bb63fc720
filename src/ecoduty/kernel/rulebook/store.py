"""Adopted rulebooks in the database: store a version by its digest, ask for the one in force."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from ecoduty.kernel.rulebook.book import Rulebook
from ecoduty.kernel.rulebook.models import PlanText, RulebookVersion
from ecoduty.kernel.rulebook.plan_text import PlanDocument

FRESH = 5.0  # seconds during which a process trusts what it last saw as the version in force

_books: dict[str, Rulebook] = {}
_seen: dict[str, tuple[float, str]] = {}  # database → when it was asked, the digest in force


class NoRulebookError(Exception):
    """No rulebook has been adopted yet; the message says what to do."""


def store(book: Rulebook, *, adopted_at: datetime, adopted_by: str, note: str = "") -> RulebookVersion:
    """Keep a version for ever; called inside the act of adopting. The same content is stored once."""
    row, _ = RulebookVersion.objects.get_or_create(
        digest=book.digest,
        defaults={
            "city": book.city.code,
            "edition": book.edition,
            "content": book.to_json(),
            "adopted_at": adopted_at,
            "adopted_by": adopted_by,
            "note": note,
        },
    )
    forget()
    return row


def current() -> Rulebook:
    """The rulebook in force. Raises NoRulebookError before the first adoption."""
    book = current_or_none()
    if book is None:
        raise NoRulebookError("还没有启用规则书，请先运行 ecoduty rulebook adopt 规则书文件夹。")
    return book


def current_or_none() -> Rulebook | None:
    """The rulebook in force, or None before the first adoption."""
    database = str(connection.settings_dict["NAME"])
    asked, digest = _seen.get(database, (0.0, ""))
    if not digest or time.monotonic() - asked > FRESH:
        latest = RulebookVersion.objects.order_by("-adopted_at").values_list("digest", flat=True).first()
        if latest is None:
            return None
        digest = latest
        _seen[database] = (time.monotonic(), digest)
    return version(digest)


def version(digest: str) -> Rulebook:
    """The version of that digest. Raises RulebookVersion.DoesNotExist."""
    book = _books.get(digest)
    if book is None:
        # the one column that the portal may read, too
        book = Rulebook.from_json(RulebookVersion.objects.values_list("content", flat=True).get(pk=digest))
        _books[digest] = book
    return book


def cited(references: Iterable[str], *, under: str = "") -> tuple[str, ...]:
    """The clauses of the city's plan that some of the platform's own numbers stand for, as people read them.

    `under` is the digest of the version that a matter was opened under, and keeps citing; without it the rulebook in force
    is asked. Before any is adopted there is no plan to translate into, and the numbers stay as they are.
    """
    book = version(under) if under else current_or_none()
    return book.correspondence.cited(references) if book else tuple(references)


def forget() -> None:
    """Ask the database again at the next call."""
    _seen.clear()


def store_plan_text(document: PlanDocument, *, city: str, imported_at: datetime) -> int:
    """Keep the published text for display, in place of an earlier import of that city; the number of articles.

    Called inside the act that imports it, which leaves its entry: who, when, from which file.
    """
    PlanText.objects.filter(city=city).delete()
    rows = [
        PlanText(
            city=city,
            article=article.number,
            chapter=article.chapter.number,
            chapter_title=article.chapter.title,
            title=article.title,
            text=article.text,
            imported_at=imported_at,
        )
        for article in document.articles
    ]
    return len(PlanText.objects.bulk_create(rows))


def plan_text(city: str) -> dict[int, PlanText]:
    """The published text by article, empty before an import."""
    return {row.article: row for row in PlanText.objects.filter(city=city).order_by("article")}
