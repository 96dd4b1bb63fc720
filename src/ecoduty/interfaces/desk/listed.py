"""What the pages of lists show: where every body stands, and one list row by row; a constant number of queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from ecoduty.casework.legal_basis.library import Library
from ecoduty.casework.legal_basis.queries import library, reference_of
from ecoduty.casework.legal_basis.references import replacement
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import Sight, relations, sight, visible_to
from ecoduty.casework.matters.thresholds import thresholds_in_force
from ecoduty.casework.publications.models import Publication
from ecoduty.casework.publications.queries import taken_down
from ecoduty.interfaces.desk import rows, undetermined
from ecoduty.interfaces.desk.lights import Light
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.clock import spoken_date
from ecoduty.kernel.flow import options, tables
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.responsibilities import checking, queries
from ecoduty.mechanisms.responsibilities.entries import FIELDS, WAYS
from ecoduty.mechanisms.responsibilities.models import Basis, Responsibility, ResponsibilityList
from ecoduty.mechanisms.responsibilities.words import ListKind, Openness, Role, SupportRole
from ecoduty.organisation.directory.models import Body

CAN = ("add_row", "edit_row", "remove_row", "confirm_replacement", "replace_rows")


# ------------------------------------------------------------------ where every body stands


@dataclass(frozen=True, slots=True)
class Line:
    """One body in the overview. `light` is that of its list in work, where the reader may know of it."""

    body: str
    state: str
    current: ResponsibilityList | None
    coming: ResponsibilityList | None
    rows: int
    invalid: int
    url: str
    invalid_url: str
    work_url: str
    work_state: str
    light: Light | None
    owed: str
    also: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Board:
    """A part of the overview, with how many bodies have no list of their own in force."""

    title: str
    lines: Sequence[Line]
    missing: int


def boards(visit: Visit, only: Collection[str] | None = None) -> list[Board]:
    """The departments the plan names, then the consolidated lists of city and districts; or `only` departments by key."""
    seen = visible_to(visit.actor)
    on = visit.today
    parts: tuple[tuple[str, ListKind, list[Body]], ...] = (
        ("部门具体事项清单", ListKind.SPECIFIC, queries.named(on)),
        ("市、区责任清单", ListKind.CONSOLIDATED, queries.compilers(on)),
    )
    if only is not None:
        parts = ((parts[0][0], parts[0][1], [body for body in parts[0][2] if body.key in only]),)
    return [_board(visit, title, queries.standings(bodies, kind, on, seen), kind) for title, kind, bodies in parts]


def _board(visit: Visit, title: str, standings: Sequence[queries.Standing], kind: ListKind) -> Board:
    lines = [_line(visit, standing, kind) for standing in standings]
    return Board(title, lines, sum(one.missing for one in standings))


def _line(visit: Visit, standing: queries.Standing, kind: ListKind) -> Line:
    work, current, body = standing.work, standing.current, standing.body
    matter = work.matter if work else None
    table = tables()[matter.kind] if matter else None
    name = body.short_name
    if kind == ListKind.CONSOLIDATED:
        name = body.region.short_name if body.region and body.level != "city" else rulebooks.current().city.short_name
    address = reverse("desk:list", args=[current.matter.public_id]) if current else ""
    return Line(
        body=name,
        state=_state(standing),
        current=current,
        coming=standing.coming,
        rows=standing.rows,
        invalid=standing.invalid,
        url=address,
        invalid_url=f"{address}?only=findings" if address else "",
        work_url=reverse("desk:matter", args=[matter.public_id]) if matter else "",
        work_state=table.state(matter.state).label if table and matter else "",
        light=rows.light_of(matter, visit.now, thresholds_in_force()) if matter else None,
        owed=_owed(visit, work, current),
        also=[
            (f"承接{one.body.short_name}第{one.edition}版", reverse("desk:list", args=[one.matter.public_id]))
            for one in standing.taken_over
        ],
    )


def _state(standing: queries.Standing) -> str:
    if standing.current is not None:
        return "示例" if standing.current.sample else "施行中"
    return "待施行" if standing.coming else "尚未公布"


def _owed(visit: Visit, work: ResponsibilityList | None, current: ResponsibilityList | None) -> str:
    if work is not None and work.matter.next_due_at is not None:
        return f"{work.matter.next_due_label}，{rows.due_words(work.matter.next_due_at, visit.now)}届满"
    if current is not None and current.matter.state == "filing" and not current.sample:
        return current.get_filing_state_display() or "未报备"
    return ""


# ------------------------------------------------------------------ one list


@dataclass(frozen=True, slots=True)
class Resting:
    """A basis of a row: its text, the word for how it stands, and what would take its place."""

    text: str
    word: str
    holds: bool
    advice: str
    url: str
    confirm_url: str


@dataclass(frozen=True, slots=True)
class Item:
    """One row as the page shows it; `findings` are sentences and whether they stop."""

    row: Responsibility
    place: int
    part: str
    lead: str
    jointly: str
    supporters: str
    field: str
    ways: str
    bases: Sequence[Resting]
    findings: Sequence[tuple[str, bool]]
    edit_url: str
    remove_url: str
    near: Sequence[undetermined.Item] = ()
    unannounced: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a list is wanted: a role, a field, words, only what has findings."""

    role: str = ""
    field: str = ""
    query: str = ""
    findings: bool = False

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Asked:
        """From an address; what makes no sense is left out."""
        role = given.get("role", "")
        return cls(
            role if role in Role.values else "", given.get("field", "")[:40], given.get("q", "").strip()[:60],
            given.get("only") == "findings",
        )  # fmt: skip

    def takes(self, item: Item) -> bool:
        """Whether a row is wanted."""
        row = item.row
        return (
            (not self.role or row.role == self.role)
            and (not self.field or row.field == self.field)
            and (not self.findings or bool(item.findings) or any(not basis.holds for basis in item.bases))
            and (not self.query or self.query in row.name or self.query in row.description or self.query in row.unit)
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One list: its rows as wanted, how many there are, what may be done with it."""

    version: ResponsibilityList
    matter: Matter
    items: Sequence[Item]
    total: int
    stopping: int
    advice: int
    can: frozenset[str]
    whole: bool
    fields: Sequence[tuple[str, str]]
    taken_down: Publication | None
    goes_on: str


def version_for(visit: Visit, public_id: UUID) -> tuple[ResponsibilityList, bool]:
    """The list for a visitor, and whether he may read all of it: what has been published everybody in office reads, as
    far as it is open. Raises Refused `not_found`.
    """
    found = ResponsibilityList.objects.select_related("matter__holder", "matter__region", "body__heir").filter(
        matter__public_id=public_id
    ).first()  # fmt: skip
    if found is None:
        raise refuse("not_found")
    matter = found.matter
    whole = sight(matter.kind, matter.secrecy, relations(matter, visit.actor, visit.today)) >= Sight.FULL
    if not whole and (found.in_force is None or matter.state == "withdrawn"):
        raise refuse("not_found")
    return found, whole


def before(version: ResponsibilityList) -> ResponsibilityList | None:
    """The version of the same body and kind that held before this one, or holds while this one is prepared."""
    real = ResponsibilityList.objects.filter(
        body=version.body, list_kind=version.list_kind, sample=False, edition__gt=0
    ).exclude(Q(pk=version.pk) | Q(matter__state="withdrawn"))  # fmt: skip
    return (real.filter(edition__lt=version.edition) if version.edition else real).order_by("-edition").first()


def sheet(visit: Visit, version: ResponsibilityList, asked: Asked, *, whole: bool) -> Sheet:
    """A list on the page: its rows, bases, findings. Bodies are called as they were when it began to hold."""
    matter = version.matter
    can = _can(visit, matter) if whole else frozenset()
    found = (
        version.rows.select_related("body", "lead", "decision")
        .prefetch_related("supports__body", "bases__instrument")
        .order_by("order", "pk")
    )
    every = list(found if whole else found.filter(openness=Openness.OPEN))
    open_items = undetermined.items(visit.actor, "", matter.region.region_code if matter.region else "", visit.today)
    maker = _Maker(visit.today, version, every, can)
    maker.near = undetermined.touched(open_items, {str(row.key): row.name for row in every})
    items = [maker.item(place, row) for place, row in enumerate(every, 1)]
    every_finding = [stops for some in maker.findings.values() for _, stops in some]
    fields = [(code, label) for code, label in maker.fields.items() if any(row.field == code for row in every)]
    return Sheet(
        version, matter, [item for item in items if asked.takes(item)], len(items), sum(every_finding),
        len(every_finding) - sum(every_finding), can, whole, fields,
        taken_down({matter.pk}).get(matter.pk) if matter.state == "withdrawn" else None, _goes_on(version),
    )  # fmt: skip


def _goes_on(version: ResponsibilityList) -> str:
    """Who answers for a list whose body is no more."""
    body = version.body
    if body.valid_to is None or body.heir is None:
        return ""
    until = "至其修订公布新的清单为止" if version.until is None else "新的清单已施行"
    return f"{body.short_name}自{spoken_date(body.valid_to)}起撤销，这份清单由{body.heir.short_name}承接，{until}。"


def _can(visit: Visit, matter: Matter) -> frozenset[str]:
    found = options(tables()[matter.kind], matter, visit.actor, visit.now)
    return frozenset(option.act.code for option in found if option.open and option.act.code in CAN)


class _Maker:
    """Rows made ready one after the other out of what was read for all of them."""

    def __init__(
        self, on: date, version: ResponsibilityList, every: Sequence[Responsibility], can: frozenset[str]
    ) -> None:
        self.on, self.version, self.can = on, version, can
        self.library: Library = library()
        book = rulebooks.current()
        self.fields, self.ways = (dict(book.pairs(name, on=on)) for name in (FIELDS, WAYS))
        self.findings: dict[str, list[tuple[str, bool]]] = {}
        if version.preparing:
            for one in checking.findings(version, on):
                self.findings.setdefault(one.ref, []).append((one.sentence, one.stops))
        bodies = {
            body
            for row in every
            for body in (row.body_id, row.lead_id or 0, *(one.body_id for one in row.supports.all()))
        }
        self.near: Mapping[str, Sequence[undetermined.Item]] = {}
        self.down = taken_down({row.decision_id for row in every if row.decision_id})
        self.names = queries.names_on(bodies, version.in_force) if version.in_force else {}

    def item(self, place: int, row: Responsibility) -> Item:
        """One row, by its place in the list."""
        supports = list(row.supports.all())
        key = {"row": str(row.key), "base": row.revision}
        return Item(
            row=row,
            place=place,
            part=row.get_role_display(),
            lead=self.name(row.lead) if row.lead and row.lead_id != row.body_id else "",
            jointly="、".join(self.name(one.body) for one in supports if one.role == SupportRole.JOINT),
            supporters="、".join(self.name(one.body) for one in supports if one.role == SupportRole.SUPPORTER),
            field=self.fields.get(row.field, ""),
            ways="、".join(self.ways.get(code, code) for code in row.ways),
            bases=[self.resting(one) for one in row.bases.all()],
            findings=self.findings.get(str(row.key), ()),
            edit_url=self.address("edit_row", key),
            remove_url=self.address("remove_row", key),
            near=self.near.get(str(row.key), ()),
            unannounced=row.decision_id in self.down,
        )

    def name(self, body: Any) -> str:
        """What a body is called on this list."""
        return self.names.get(body.pk, body.short_name)

    def address(self, code: str, values: Mapping[str, Any]) -> str:
        """Where an act on a part of the list is done; nothing where it is not to be done."""
        if code not in self.can:
            return ""
        return f"{reverse('desk:act', args=[self.version.matter.public_id, code])}?{urlencode(values)}"

    def resting(self, basis: Basis) -> Resting:
        """One basis as it stands today."""
        if not basis.title:
            return Resting(basis.text, "没有读懂", holds=False, advice="", url="", confirm_url="")
        reference = reference_of(basis, self.library)
        validity = reference.valid_on(self.on)
        proposal = None if validity.holds else replacement(self.library, reference, self.on)
        return Resting(
            text=basis.text,
            word=validity.word,
            holds=validity.holds,
            advice=proposal.sentence if proposal else "" if validity.holds else validity.sentence,
            url=reverse("desk:instrument", args=[reference.key]) if reference.key else "",
            confirm_url="" if validity.holds else self.address("confirm_replacement", {"basis": basis.pk}),
        )


__all__ = ["Asked", "Board", "Sheet", "boards", "sheet", "version_for"]
