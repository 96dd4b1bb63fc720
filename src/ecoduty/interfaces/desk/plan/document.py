"""The plan laid out: chapters, articles, a line for each clause, and the sentence that counts. Numbers come from data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from ecoduty.casework.matters.thresholds import thresholds_in_force
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.cockpit.asking import Asked, scope_of
from ecoduty.interfaces.desk.edition import numeral
from ecoduty.interfaces.desk.lights import WORDS, Code
from ecoduty.interfaces.desk.plan.serving import Serving, Tally, servings
from ecoduty.interfaces.desk.plan.standing import LATE, NEEDS_SOMEBODY, Answer, Ask, Count, Piece, answers
from ecoduty.interfaces.desk.plan.tags import tag
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.rulebook import Rulebook, store
from ecoduty.kernel.rulebook.models import PlanText, RulebookVersion
from ecoduty.kernel.rulebook.schema import Article, Clause

LEGEND = (
    Code.MET, Code.MET_LATE, Code.RUNNING, Code.SOON, Code.OVERDUE, Code.BADLY_OVERDUE, Code.SUSPENDED, Code.NONE,
)  # fmt: skip
A_FEW = 2  # so many bearers are written out instead of drawn as a row of lights


@dataclass(frozen=True, slots=True)
class Line:
    """One clause: what it asks for, of whom, when. `answer` counts its bearers; where they are not counted one by one, `serving`
    has what it is served by. Neither is there while nothing here serves it.
    """

    clause: Clause
    url: str
    tag: str
    answer: Answer | None
    whom: str
    pieces: tuple[Piece, ...]
    written_out: bool
    serving: Serving | None

    @property
    def live(self) -> bool:
        """Whether something here serves the clause."""
        return self.answer is not None or self.serving is not None

    @property
    def late(self) -> int:
        """How many bearers or matters are overdue under it."""
        return self.answer.late if self.answer else self.serving.late if self.serving else 0

    @property
    def attention(self) -> bool:
        """Whether something is late, soon due, or left over from before."""
        return self.answer.attention if self.answer else self.serving is not None and self.serving.attention

    @property
    def spoken(self) -> str:
        """The row of lights for who hears the page."""
        return f"{self.whom}：" + "，".join(f"{piece.word}{piece.number}" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Block:
    """One article with its clauses."""

    article: Article
    ordinal: str
    lines: tuple[Line, ...]
    clause_count: int
    text: str

    @property
    def live(self) -> bool:
        """Whether any of its clauses is served."""
        return any(line.live for line in self.lines)

    @property
    def counts(self) -> bool:
        """Whether there is anything to count under any of its clauses."""
        return any(
            line.answer or (line.serving and any(tally.pieces for tally in line.serving.tallies)) for line in self.lines
        )

    @property
    def late(self) -> int:
        """Overdue under its clauses."""
        return sum(number for code, number in self._lights.items() if code in LATE)

    @property
    def badges(self) -> list[tuple[Code, str]]:
        """What its closed heading tells: how many are late or soon due, else that all is quiet."""
        found = self._lights
        return [
            (code, f"{WORDS[code]}{found[code]}") for code in reversed(LEGEND) if code in NEEDS_SOMEBODY and found[code]
        ]

    @property
    def _lights(self) -> Counter[Code]:
        """Bearers and matters by light; a kind of matter counts once however many of the clauses it serves."""
        found: Counter[Code] = Counter()
        kinds: dict[str, Tally] = {}
        for line in self.lines:
            found.update(standing.light for standing in (line.answer.standings if line.answer else ()))
            kinds |= {tally.label: tally for tally in (line.serving.tallies if line.serving else ())}
        for piece in (piece for tally in kinds.values() for piece in tally.pieces):
            found[piece.light] += piece.number
        return found


@dataclass(frozen=True, slots=True)
class Part:
    """One chapter with its articles; counts are the chapter's own, whatever is filtered out."""

    number: int
    ordinal: str
    title: str
    blocks: tuple[Block, ...]
    article_count: int
    clause_count: int


@dataclass(frozen=True, slots=True)
class Document:
    """The whole page."""

    book: Rulebook
    parts: tuple[Part, ...]
    live: int
    attention: int
    whose: str
    adopted: str
    imported: str

    @property
    def blocks(self) -> list[Block]:
        """All articles shown."""
        return [block for part in self.parts for block in part.blocks]


def ask_of(visit: Visit, book: Rulebook, period: str = "") -> Ask:
    """The visitor's question."""
    return Ask(visit.actor, visit.now, book, thresholds_in_force(), period)


def document(visit: Visit, *, attention_only: bool = False) -> Document:
    """The plan as this visitor may see it; a constant number of queries. Raises NoRulebookError."""
    book = store.current()
    found = answers(ask_of(visit, book))
    asked = Asked(visit, scope_of(visit.actor))
    serving = servings(asked)
    texts = store.plan_text(book.city.code)
    lines = [
        _line(clause, found.get(clause.id), serving.get(clause.id), visit.actor.body_id)
        for clause in book.clauses.values()
    ]
    shown = [line for line in lines if not attention_only or line.attention]
    return Document(
        book=book,
        parts=_parts(book, lines, shown, texts),
        live=sum(line.live for line in lines),
        attention=sum(line.attention for line in lines),
        whose=asked.whose,
        adopted=adopted_words(visit, book),
        imported=words.short_day(next(iter(texts.values())).imported_at, visit.today) if texts else "",
    )


def adopted_words(visit: Visit, book: Rulebook) -> str:
    """1月5日采用: when the rulebook in force was adopted."""
    row = RulebookVersion.objects.filter(pk=book.digest).only("adopted_at").first()
    return f"{words.short_day(row.adopted_at, visit.today)}采用" if row else ""


def _parts(
    book: Rulebook, lines: Sequence[Line], shown: Sequence[Line], texts: Mapping[int, PlanText]
) -> tuple[Part, ...]:
    parts = []
    every = Counter(line.clause.article for line in lines)
    for chapter in book.chapters.values():
        articles = [article for article in book.articles.values() if article.chapter == chapter.number]
        blocks = []
        for article in articles:
            own = tuple(line for line in shown if line.clause.article == article.number)
            if own or len(shown) == len(lines):
                blocks.append(_block(article, own, every[article.number], texts))
        if blocks:
            parts.append(
                Part(
                    number=chapter.number,
                    ordinal=numeral(chapter.number),
                    title=chapter.title,
                    blocks=tuple(blocks),
                    article_count=len(articles),
                    clause_count=sum(every[article.number] for article in articles),
                )
            )
    return tuple(parts)


def _block(article: Article, lines: tuple[Line, ...], count: int, texts: Mapping[int, PlanText]) -> Block:
    text = texts.get(article.number)
    return Block(article, f"第{numeral(article.number)}条", lines, count, text.text if text else "")


def _line(clause: Clause, answer: Answer | None, serving: Serving | None, own: int | None) -> Line:
    url = reverse("desk:clause", args=[clause.id])
    return Line(
        clause=clause,
        url=url,
        tag=tag(clause.when.basis),
        answer=answer,
        whom=whom(answer, own) if answer else "",
        pieces=pieces(answer, url) if answer else (),
        written_out=answer is not None and 0 < len(answer.standings) <= A_FEW,
        serving=None if answer else serving,
    )


def whom(answer: Answer, own: int | None) -> str:
    """15个单位; for who sees only some of them, 本单位 or 可见3个单位（共15个）."""
    if answer.out_of_sight:
        if [standing.body.pk for standing in answer.standings] == [own]:
            return "本单位"
        return f"可见{len(answer.standings)}个单位（共{answer.bearers}个）"
    return f"{answer.bearers}个单位"


def pieces(answer: Answer, url: str, period: str = "") -> tuple[Piece, ...]:
    """The sentence's numbers, each with its list."""
    return tuple(_piece(count, url, period) for count in answer.counts)


def _piece(count: Count, url: str, period: str) -> Piece:
    query = {"word": count.word, **({"period": period} if period else {})}
    return Piece(count.word, count.light, count.number, f"{url}?{urlencode(query)}")


__all__ = ["LEGEND", "Document", "ask_of", "document", "pieces", "whom"]
