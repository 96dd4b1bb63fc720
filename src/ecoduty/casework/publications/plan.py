"""The plan for the public: cut out of the rulebook when it is adopted, and again whenever names or days changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from ecoduty.casework.publications.kinds import PublicKind, public_kinds
from ecoduty.casework.publications.models import PublishedPlan
from ecoduty.kernel.clock import WorkCalendar, local_date, now
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt, registry
from ecoduty.kernel.ledger.chain import canonical, sm3
from ecoduty.kernel.rulebook import Rulebook, reckon
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory.models import Body

ADOPTION, ADOPT = "rulebook", "adopt"  # the act table and the act that bring a rulebook into force
AHEAD = timedelta(days=366)  # how far ahead the public is told what to expect
_COMMITTEE_OFFICE = "committee_office"
_ON_PAGES = {
    "lists": "4.1",
    "undetermined": "5.1",
    "consolidated": "6.1",
}  # what the public's pages say that they rest on
HOTLINE = "public.hotline"  # a rulebook value, where a city has one


def publish(book: Rulebook, moment: datetime) -> PublishedPlan:
    """Write the public's plan if it differs from the one shown; the row now shown."""
    content = plan_content(book, local_date(moment))
    digest = sm3(canonical(content)).hex()
    latest = PublishedPlan.objects.order_by("-published_at", "-pk").first()
    if latest is not None and latest.digest == digest:
        return latest
    return PublishedPlan.objects.create(digest=digest, content=content, published_at=moment)


def refresh() -> PublishedPlan | None:
    """Publish again what names and calendar say today; None before the first rulebook."""
    book = rulebooks.current_or_none()
    return publish(book, now()) if book else None


def plan_content(book: Rulebook, on: date) -> dict[str, Any]:
    """What the portal shows of a rulebook: JSON, with names of bodies as the directory has them that day."""
    bodies = _bodies(book)
    office = next(
        (body for body in bodies.values() if body["kind"] == _COMMITTEE_OFFICE and body["level"] == "city"), None
    )
    calendar = current_calendar()
    return {
        "city": {
            "code": book.city.code,
            "name": book.city.name,
            "short_name": book.city.short_name,
            "plan_title": book.city.plan_title,
            "edition": book.edition,
            "note": book.city.note,
        },
        "hotline": str(book.value(HOTLINE, on=on)) if HOTLINE in book.values else "",
        "organiser": office["name"] if office else "",
        "cited": {name: _cited(book, reference) for name, reference in _ON_PAGES.items()},
        "chapters": [{"number": chapter.number, "title": chapter.title} for chapter in book.chapters.values()],
        "articles": [_article(book, number) for number in book.articles],
        "bodies": [{key: body[key] for key in ("key", "name", "short_name")} for body in bodies.values() if body["shown"]],
        "duties": [
            duty for kind in public_kinds().values() if (duty := _duty(book, kind, bodies, on, calendar)) is not None
        ],
    }  # fmt: skip


def _cited(book: Rulebook, reference: str) -> str:
    """The city's own clause for one of the platform's numbers, the first of several; empty where its plan has none."""
    return next(iter(book.correspondence.cited((reference,))), "")


def _bodies(book: Rulebook) -> dict[str, dict[str, Any]]:
    """Bodies in official order, by the directory's names; those the directory does not have yet by the rulebook's."""
    known = {body.key: body for body in Body.objects.filter(key__in=list(book.bodies))}
    bearing = {key for kind in public_kinds().values() if kind.duty in book.duties for key in book.bearers(kind.duty)}
    found: list[dict[str, Any]] = []
    for key, seed in book.bodies.items():
        body = known.get(key)
        found.append(
            {
                "key": key,
                "name": body.name if body else seed.name,
                "short_name": body.short_name if body else seed.short_name,
                "order": body.order if body else seed.order,
                "kind": body.kind if body else seed.kind,
                "level": body.level if body else seed.level,
                "shown": key in bearing,
            }
        )
    return {body["key"]: body for body in sorted(found, key=lambda body: (body["order"], body["key"]))}


def _article(book: Rulebook, number: int) -> dict[str, Any]:
    article = book.articles[number]
    kinds = [
        kind
        for kind in public_kinds().values()
        if any(book.clauses[clause].article == number for clause in book.correspondence.cited((kind.clause,)))
    ]
    return {
        "number": number,
        "chapter": article.chapter,
        "title": article.title,
        "gist": article.gist,
        "clauses": [
            {
                "id": clause.id,
                "bearer": clause.bearer,
                "owes": clause.owes,
                "when": clause.when.text,
                "local": clause.when.basis.kind == "local",
            }
            for clause in book.clauses.values()
            if clause.article == number
        ],
        "public": [{"kind": kind.kind, "label": kind.label} for kind in kinds],
    }


def _duty(
    book: Rulebook, kind: PublicKind, bodies: dict[str, dict[str, Any]], on: date, calendar: WorkCalendar
) -> dict[str, Any] | None:
    """A recurring duty whose outcome is public: who bears it, and for each period by when the public may expect it."""
    duty = book.duties.get(kind.duty)
    if duty is None:
        return None
    bearers = set(book.bearers(kind.duty))
    return {
        "kind": kind.kind,
        "label": kind.label,
        "clause": _cited(book, kind.clause),
        "bearers": [key for key in bodies if key in bearers],
        "periods": _periods(book, kind, reckon.occurrences(duty, on + AHEAD, calendar), calendar),
    }


def _periods(
    book: Rulebook, kind: PublicKind, occurrences: Sequence[reckon.Occurrence], calendar: WorkCalendar
) -> list[dict[str, Any]]:
    found = []
    for one in occurrences:
        due = one.due.day
        expected = reckon.limit_due(book, kind.limit, due, calendar).day if kind.limit else due
        found.append(
            {
                "year": one.period.year,
                "key": one.period.key,
                "label": one.period.label,
                "opens_on": one.opens.isoformat(),
                "due_on": due.isoformat(),
                "expected_on": expected.isoformat(),
            }
        )
    return found


def _after_adoption(attempts: Sequence[Attempt]) -> None:
    for attempt in attempts:
        if attempt.table.kind == ADOPTION and attempt.act.code == ADOPT:
            publish(attempt.data.book, attempt.occurred_at)


def install() -> None:
    """Follow every adoption."""
    registry.after_entry("publications.plan", _after_adoption, order=90)
