"""Questions about legal review: who reviews, sorts of drafts, which papers and which filing they ask for, what was marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.kernel.rulebook.schema import RequiredPaper
from ecoduty.mechanisms.legal_review.reviewing.models import DraftReview
from ecoduty.mechanisms.legal_review.sentences.marking import Words
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

DRAFT, FILING = "draft_review", "filing_review"
_ISSUED = "legal-review.issued-sorts"


def reviewer(on: date) -> Body | None:
    """Who reviews drafts and filed documents on a day: the rulebook's body, or whoever answers for it."""
    found = directory.bodies().filter(key__in=rulebooks.current().words("legal-review.reviewer", on=on)).first()
    return directory.answering(found, on) if found else None


def sorts(on: date) -> Sequence[tuple[str, str]]:
    """Code and name of the sorts of drafts."""
    return rulebooks.current().pairs("legal-review.sorts", on=on)


def issued_sorts(on: date) -> dict[str, str]:
    """Code and name of the sorts once they came out: a rule is no draft any more. A rulebook without such names keeps the drafts'."""
    book = rulebooks.current()
    return dict(sorts(on)) | (dict(book.pairs(_ISSUED, on=on)) if _ISSUED in book.values else {})


def filing_limit(sort: str, on: date) -> str:
    """The limit by which this sort is filed after it came out; empty where it is not."""
    return dict(rulebooks.current().pairs("legal-review.filed-sorts", on=on)).get(sort, "")


def comment_limit(sort: str, on: date) -> str:
    """The limit that says how long this sort is open for comments at the least; empty where none is asked for."""
    return dict(rulebooks.current().pairs("legal-review.comment-sorts", on=on)).get(sort, "")


def asked_papers(sort: str) -> Sequence[RequiredPaper]:
    """What goes with a submission of this sort."""
    found = rulebooks.current().required_papers.get(f"legal-review-{sort}")
    return found.papers if found else ()


def missing_papers(own: DraftReview) -> list[str]:
    """Names of the papers still missing."""
    there = set(own.papers.filter(taken_out_at=None).values_list("code", flat=True))
    return [paper.label for paper in asked_papers(own.sort) if paper.needed == "always" and paper.code not in there]


def marking_words(on: date) -> Words:
    """What marks sentences: the rulebook's words and the names in the directory."""
    book = rulebooks.current()
    names: set[str] = set()
    for body in directory.bodies(on=on):
        names |= {name for name in (body.name, body.short_name, *body.aliases) if len(name) > 2}
    return Words(
        book.words("legal-review.duty-words", on=on), book.words("legal-review.lead-words", on=on),
        book.words("legal-review.actor-words", on=on), names,
    )  # fmt: skip


__all__ = [
    "DRAFT", "FILING", "asked_papers", "comment_limit", "filing_limit", "issued_sorts", "marking_words", "missing_papers", "reviewer", "sorts",
]  # fmt: skip
