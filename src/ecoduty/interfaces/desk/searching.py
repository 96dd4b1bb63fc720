"""What a search found, as the page shows it: a constant number of queries, whatever was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from ecoduty.casework.documents.models import Document
from ecoduty.casework.legal_basis.models import Instrument
from ecoduty.casework.legal_basis.provision import Provision
from ecoduty.casework.legal_basis.references import Reference
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.publications.models import Publication
from ecoduty.casework.search.asking import Asked
from ecoduty.casework.search.finding import Answer, Hit, find, read_cursor
from ecoduty.casework.search.marking import Found, located
from ecoduty.casework.search.models import Kind
from ecoduty.interfaces.desk import rows, shell, words
from ecoduty.interfaces.desk.lights import Light
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.responsibilities.models import Responsibility
from ecoduty.organisation.directory.models import Appointment, Body

_About = tuple[list[str], str]  # facts, and where it leads


@dataclass(frozen=True, slots=True)
class Result:
    """One thing found: what it is, where the words stand, what to know of it, where it leads."""

    kind: str
    found: Found
    facts: Sequence[str]
    url: str
    light: Light | None = None

    @property
    def shows_text(self) -> bool:
        """Whether the piece of text says more than the facts do."""
        return self.kind != Kind.PERSON.label

    @property
    def where(self) -> str:
        """Where the words were found."""
        return "、".join(self.found.places)


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind to narrow to, and how many of it there are."""

    label: str
    count: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything the page shows."""

    asked: Asked
    answer: Answer
    results: Sequence[Result]
    choices: Sequence[Choice]
    kind: str
    next: str
    later: bool


def search_page(visit: Visit, query: str, kind: str, after: str) -> SearchPage:
    """Search as this visitor and gather what the results lead to."""
    asked = Asked.read(query)
    chosen = kind if kind in Kind.values else ""
    answer = find(visit.actor, asked, kind=chosen, after=after)
    return SearchPage(
        asked,
        answer,
        _Shower(visit, asked, answer.hits).results(),
        _choices(asked, answer, chosen),
        chosen,
        _address(asked, chosen, after=answer.next) if answer.next else "",
        read_cursor(after) is not None,
    )


def _address(asked: Asked, kind: str, **more: str) -> str:
    given = {"q": asked.given, "kind": kind, **more}
    return f"{reverse('desk:search')}?{urlencode({name: value for name, value in given.items() if value})}"


def _choices(asked: Asked, answer: Answer, chosen: str) -> list[Choice]:
    all_ = Choice("全部", answer.total.words, _address(asked, ""), current=not chosen)
    return [all_] + [
        Choice(str(Kind(kind).label), answer.counts[kind].words if kind in answer.counts else "0", _address(asked, kind),
               current=kind == chosen)
        for kind in Kind.values
        if kind in answer.counts or kind == chosen
    ]  # fmt: skip


class _Shower:
    """Reads what the hits lead to, kind by kind, and makes results of them."""

    def __init__(self, visit: Visit, asked: Asked, hits: Sequence[Hit]) -> None:
        self.visit = visit
        self.asked = asked
        self.hits = hits
        self.matters = self._matters()
        self.documents = Document.objects.in_bulk(self._keys(Kind.DOCUMENT))
        published = Publication.objects.filter(pk__in=self._keys(Kind.PUBLICATION)).select_related("body")
        self.publications = {row.pk: row for row in published}
        self.bodies = Body.objects.select_related("region").in_bulk(self._keys(Kind.BODY))
        self.posts = self._posts()
        self.instruments = Instrument.objects.in_bulk(self._keys(Kind.INSTRUMENT))
        rows_ = Responsibility.objects.filter(pk__in=self._keys(Kind.RESPONSIBILITY))
        self.responsibilities = {
            row.pk: row for row in rows_.select_related("in_list__matter", "in_list__body", "body")
        }

    def _keys(self, kind: Kind) -> list[int]:
        return [int(hit.ref) for hit in self.hits if hit.kind == kind]

    def _matters(self) -> dict[int, rows.Row]:
        wanted = {hit.matter for hit in self.hits if hit.matter and hit.kind in {Kind.MATTER, Kind.DOCUMENT}}
        found = Matter.objects.filter(pk__in=wanted).select_related("holder")
        shown = rows.rows(list(found), self.visit.actor, self.visit.now)
        return {row.matter.pk: row for row in shown}

    def _posts(self) -> dict[int, list[Appointment]]:
        """Everything a person was appointed to, what holds today first."""
        wanted = self._keys(Kind.PERSON)
        found: dict[int, list[Appointment]] = {person: [] for person in wanted}
        appointed = Appointment.objects.filter(person__in=wanted).select_related("post__body")
        for row in appointed.order_by("-since", "pk"):
            found[row.person_id].append(row)
        return {
            person: sorted(own, key=lambda row: not row.holds_on(self.visit.today)) for person, own in found.items()
        }

    def results(self) -> list[Result]:
        """One for each hit whose thing is still there."""
        made = (self._result(hit) for hit in self.hits)
        return [result for result in made if result is not None]

    def _result(self, hit: Hit) -> Result | None:
        kind = Kind(hit.kind)
        ways: dict[Kind, Callable[[Hit], _About | None]] = {
            Kind.MATTER: self._matter,
            Kind.DOCUMENT: self._document,
            Kind.PUBLICATION: self._publication,
            Kind.BODY: self._body,
            Kind.PERSON: lambda hit: self._person(int(hit.ref)),
            Kind.INSTRUMENT: self._instrument,
            Kind.RESPONSIBILITY: self._responsibility,
            Kind.CLAUSE: lambda hit: (_facts_of_clause(hit.ref), reverse("desk:clause", args=[hit.ref])),
        }
        about = ways[kind](hit)
        if about is None:
            return None
        facts, url = about
        light = self.matters[hit.matter].light if kind == Kind.MATTER and hit.matter else None
        found = located(self.asked, kind, hit.title, hit.number, hit.text)
        return Result(str(kind.label), found, [fact for fact in facts if fact], url, light)

    def _matter(self, hit: Hit) -> _About | None:
        row = self.matters.get(hit.matter or 0)
        return (_facts_of_matter(row), row.url) if row else None

    def _document(self, hit: Hit) -> _About | None:
        row, document = self.matters.get(hit.matter or 0), self.documents.get(int(hit.ref))
        return (_facts_of_document(row, document, self.visit.today), row.url) if row and document else None

    def _publication(self, hit: Hit) -> _About | None:
        found = self.publications.get(int(hit.ref))
        return (_facts_of_publication(found, self.visit.today), _public_address(found)) if found else None

    def _body(self, hit: Hit) -> _About | None:
        body = self.bodies.get(int(hit.ref))
        return (_facts_of_body(body), reverse("desk:body", args=[body.key])) if body else None

    def _instrument(self, hit: Hit) -> _About | None:
        found = self.instruments.get(int(hit.ref))
        if found is None:
            return None
        standing = Reference(found.known(), found.title, Provision()).valid_on(self.visit.today)
        return [found.get_kind_display(), standing.word], reverse("desk:instrument", args=[found.key])

    def _responsibility(self, hit: Hit) -> _About | None:
        row = self.responsibilities.get(int(hit.ref))
        if row is None:
            return None
        return _facts_of_row(
            row, self.visit.today
        ), f"{reverse('desk:list', args=[row.in_list.matter.public_id])}#r{row.order}"

    def _person(self, person: int) -> _About:
        appointed = self.posts.get(person, [])
        facts = [
            f"{'' if row.holds_on(self.visit.today) else '曾任'}{row.post.body.short_name}·{row.post.own_title}"
            for row in appointed[:3]
        ]
        url = reverse("desk:body", args=[appointed[0].post.body.key]) if appointed else reverse("desk:directory")
        return facts or ["没有登记任职"], url


def _facts_of_matter(row: rows.Row) -> list[str]:
    return [row.kind, row.holder, row.state, f"{row.due}到期" if row.due else ""]


def _facts_of_document(row: rows.Row, document: Document, today: date) -> list[str]:
    signed = f"{words.day(document.signed_on, today)}签发" if document.signed_on else "未签发"
    return [row.holder, signed, f"属“{row.matter.title}”" if document.title != row.matter.title else row.kind]


def _facts_of_publication(publication: Publication, today: date) -> list[str]:
    on = publication.published_on
    return [publication.body.short_name, f"{words.day(on, today)}公开" if on else ""]


def _public_address(publication: Publication) -> str:
    """The public's page of it where this process opens that door, else the department's own."""
    return (
        f"{portal}items/{publication.public_id}/" if (portal := shell.address("portal:home")) else publication.own_url
    )


def _facts_of_body(body: Body) -> list[str]:
    gone = f"{body.valid_to}撤销" if body.valid_to else ""
    return [body.short_name, body.region.short_name if body.region else str(body.get_level_display()), gone]


def _facts_of_row(row: Responsibility, today: date) -> list[str]:
    version = row.in_list
    since = words.day(version.in_force, today) if version.in_force and version.in_force > today else ""
    edition = (
        "示例，以部门公开清单为准" if version.sample else f"{version.get_list_kind_display()}第{version.edition}版"
    )
    return [f"{row.body.short_name}{row.get_role_display()}", row.unit, edition, f"{since}起施行" if since else ""]


def _facts_of_clause(clause: str) -> list[str]:
    book = rulebooks.current_or_none()
    known = book.clauses.get(clause) if book else None
    return [f"第{known.article}条 {book.articles[known.article].title}", known.when.text] if book and known else []


__all__ = ["SearchPage", "search_page"]
