"""The list behind one clause: a row for each bearer in sight, and the rules that make the clause tick."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from ecoduty.interfaces.desk.cockpit.asking import Asked, scope_of
from ecoduty.interfaces.desk.edition import numeral
from ecoduty.interfaces.desk.lights import WORDS, Light
from ecoduty.interfaces.desk.plan import rules
from ecoduty.interfaces.desk.plan.document import ask_of, pieces, whom
from ecoduty.interfaces.desk.plan.serving import Holding, Serving, servings
from ecoduty.interfaces.desk.plan.standing import Answer, Piece, Standing, answers
from ecoduty.interfaces.desk.plan.tags import tag
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.flow import tables
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.kernel.rulebook import store
from ecoduty.kernel.rulebook.schema import Clause

HEADINGS = ("条款", "期别", "单位", "灯", "状态", "届满", "办件")
WIDTHS = (8, 16, 20, 12, 24, 24, 56)


@dataclass(frozen=True, slots=True)
class PeriodLink:
    """A period to look at."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One clause's page."""

    clause: Clause
    ordinal: str
    article_title: str
    tag: str
    answer: Answer | None
    whom: str
    pieces: tuple[Piece, ...]
    word: str
    rows: tuple[tuple[Light, Standing], ...]
    url: str
    everyone_url: str
    excel_url: str
    periods: tuple[PeriodLink, ...]
    mechanics: tuple[rules.Rule, ...]
    acts: tuple[tuple[str, str], ...]
    serving: Serving | None
    whose_matters: str


def sheet(visit: Visit, clause_id: str, word: str = "", period: str = "") -> Sheet:
    """The page of one clause; `word` narrows it to what is counted under that word. Raises Refused `not_found`."""
    book = store.current()
    clause = book.clauses.get(clause_id)
    if clause is None:
        raise refuse("not_found")
    answer = answers(ask_of(visit, book, period)).get(clause_id)
    counted_for = Asked(visit, scope_of(visit.actor))
    url = reverse("desk:clause", args=[clause_id])
    asked = answer.period if answer and period == answer.period else ""
    kept = {"period": asked} if asked else {}
    counted = pieces(answer, url, asked) if answer else ()
    word = word if any(piece.word == word for piece in counted) else ""
    return Sheet(
        clause=clause,
        ordinal=f"第{numeral(clause.article)}条",
        article_title=book.articles[clause.article].title,
        tag=tag(clause.when.basis),
        answer=answer,
        whom=whom(answer, visit.actor.body_id) if answer else "",
        pieces=counted,
        word=word,
        rows=tuple((_light(one), one) for one in (answer.standings if answer else ()) if word in {"", one.word}),
        url=url,
        everyone_url=_with(url, kept),
        excel_url=_with(url, {**kept, **({"word": word} if word else {}), "format": "xlsx"}),
        periods=_periods(answer, url),
        mechanics=tuple(rules.of_clause(book, clause, visit.today)),
        acts=tuple(_acts(book.correspondence.references_of(clause_id))),
        serving=None if answer else servings(counted_for).get(clause_id),
        whose_matters=counted_for.whose,
    )


def line(clause: str, about: str, one: Standing) -> Sequence[str]:
    """A row as a line of a file."""
    return clause, about, one.body.short_name, one.word, one.state, one.due, one.title


def holding_line(clause: str, one: Holding) -> Sequence[str]:
    """A body's matters of one kind as a line of a file."""
    return clause, "", one.body.short_name, WORDS[one.light], one.said, "", one.kind


def _light(one: Standing) -> Light:
    return Light(one.light, one.word)


def _with(url: str, query: dict[str, str]) -> str:
    return f"{url}?{urlencode(query)}" if query else url


def _periods(answer: Answer | None, url: str) -> tuple[PeriodLink, ...]:
    if answer is None or len(answer.periods) < 2:
        return ()
    return tuple(
        PeriodLink(one.label, _with(url, {"period": one.key}), one.key == answer.period) for one in answer.periods
    )


def _acts(references: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """Acts that serve a clause with these references: label of the act, label of its table."""
    for table in tables().values():
        for act in table.acts:
            if not set(references).isdisjoint(act.clauses):
                yield act.label, table.label


__all__ = ["HEADINGS", "WIDTHS", "Sheet", "holding_line", "line", "sheet"]
