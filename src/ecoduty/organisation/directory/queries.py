"""Who it was on a day. Every question takes the day; nothing here knows what today is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ecoduty.kernel.flow import Refused
from ecoduty.kernel.rulebook.schema import Selector
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import (
    Appointment,
    Body,
    BodyName,
    Coordinator,
    Delegation,
    LeaderInCharge,
    Line,
    Person,
    Post,
)
from ecoduty.organisation.directory.states import COORDINATOR, DISTRICT, LineKind, Side


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader's post that a body answers to, and who holds it; `person` is None while the post is vacant."""

    post: Post
    side: str
    person: Person | None


@dataclass(slots=True)
class Entry:
    """A body as the directory page shows it on a day: posts with their holders, coordinator, leaders."""

    body: Body
    posts: list[tuple[Post, list[Person]]] = field(default_factory=list)
    coordinator: Coordinator | None = None
    leaders: list[Leader] = field(default_factory=list)

    @property
    def coordinator_missing(self) -> bool:
        """Whether clause 10.2 is not met here."""
        return self.body.coordinator_required and self.coordinator is None


# ------------------------------------------------------------------ bodies


def body(key: str) -> Body:
    """The body of that key, dissolved or not. Raises Refused `unknown_body`."""
    found = Body.objects.select_related("parent", "region", "host", "successor").filter(key=key).first()
    if found is None:
        raise Refused("unknown_body", f"名录中没有代码为“{key}”的机构。", status=404)
    return found


def bodies(selector: Selector | None = None, *, on: date | None = None) -> QuerySet[Body]:
    """Bodies in official order: those a rulebook's selector takes in, those that existed on a day.

    Districts themselves, which stand for areas, come only where a selector asks for their kind.
    """
    found = Body.objects.all()
    if on is not None:
        found = found.filter(existing(on))
    if selector is None or DISTRICT not in selector.kinds:
        found = found.exclude(kind=DISTRICT)
    return found if selector is None else found.filter(selected(selector))


def answering(body_: Body, on: date) -> Body:
    """Who answers for a body on a day: itself, or once it is dissolved the one that answers for it today, where there is one."""
    heir = None if body_.exists_on(on) else body_.heir
    return body_ if heir is None else heir


def existing(on: date, prefix: str = "") -> Q:
    """The condition that a body existed on a day."""
    begins, ends = f"{prefix}valid_from", f"{prefix}valid_to"
    began = Q(**{f"{begins}__isnull": True}) | Q(**{f"{begins}__lte": on})
    return began & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": on}))


def selected(selector: Selector) -> Q:
    """A rulebook's selector as a condition on bodies: the same answer as on the rulebook's own seeds."""
    condition = ~Q(key__in=selector.without) if selector.without else Q()
    if selector.keys:
        condition &= Q(key__in=selector.keys)
    if selector.kinds:
        condition &= Q(kind__in=selector.kinds)
    if selector.levels:
        condition &= Q(level__in=selector.levels)
    if selector.regions:
        condition &= Q(region_code__in=selector.regions)
    if selector.tags:
        condition &= Q(tags__overlap=list(selector.tags))
    return condition


def find_body(name: str, on: date | None = None) -> Body | None:
    """The body of that name, short name or alias; a name of former days too, where no body of today has it."""
    wanted = name.strip()
    if not wanted:
        return None
    named = bodies(on=on)
    found = named.filter(Q(name=wanted) | Q(short_name=wanted) | Q(aliases__contains=[wanted])).first()
    return found or named.filter(Q(names__name=wanted) | Q(names__short_name=wanted)).first()


def name_on(body_: Body, on: date) -> BodyName | None:
    """What a body was called on a day; None where it did not exist."""
    return BodyName.objects.filter(holding(on), body=body_).first()


def districts() -> QuerySet[Body]:
    """The districts of the city in official order."""
    return Body.objects.filter(kind=DISTRICT)


def superiors(body_: Body, on: date) -> list[Body]:
    """The bodies above a body in its line of work on a day (clause 11.3 copies reports to them)."""
    return _above(body_, on, LineKind.SUPERIOR)


def counterparts(body_: Body, on: date) -> list[Body]:
    """The bodies whose publications start this body's clocks: its own list, else its superior bodies."""
    return _above(body_, on, LineKind.COUNTERPART) or superiors(body_, on)


def _above(body_: Body, on: date, kind: LineKind) -> list[Body]:
    rows = Line.objects.filter(holding(on), body=body_, kind=kind).select_related("above")
    return [row.above for row in rows.order_by("above__order", "above__key")]


# ------------------------------------------------------------------ posts and people


def post(body_key: str, post_key: str) -> Post:
    """The post of that key in a body, closed or not. Raises Refused `unknown_post`."""
    found = Post.objects.select_related("body", "unit").filter(body__key=body_key, key=post_key).first()
    if found is None:
        raise Refused("unknown_post", f"“{body_key}”没有代码为“{post_key}”的岗位。", status=404)
    return found


def posts_held(person: Person | int, on: date) -> list[Appointment]:
    """A person's appointments on a day, in official order."""
    rows = Appointment.objects.filter(holding(on), holding(on, "post__"), existing(on, "post__body__"), person=person)
    return list(
        rows.select_related("post__body", "post__unit", "person").order_by(
            "post__body__order", "post__body__key", "post__order", "post_id"
        )
    )


def doubled(names: Iterable[str]) -> set[str]:
    """Those of the names that more than one person bears: namesakes, or one human entered twice. One query."""
    found = Person.objects.filter(name__in=list(names), merged_into=None).values("name").annotate(rows=Count("pk"))
    return set(found.filter(rows__gt=1).order_by().values_list("name", flat=True))


def who_was(post_kind: str, body_: Body | int, on: date) -> list[Person]:
    """Who held a kind of post in a body on a day; `coordinator` asks for the coordinator."""
    if post_kind == COORDINATOR:
        found = coordinator(body_, on)
        return [found.appointment.person] if found else []
    return [row.person for row in holders([body_], [post_kind], on)]


def holders(bodies_: Iterable[Body | int], kinds: Sequence[str], on: date) -> list[Appointment]:
    """Everyone in these kinds of posts in these bodies on a day, in official order: one query.

    The kind `coordinator` stands for the appointments of the coordinators.
    """
    wanted = Q(post__kind__in=kinds)
    if COORDINATOR in kinds:
        wanted |= Q(Exists(Coordinator.objects.filter(holding(on), appointment=OuterRef("pk"))))
    rows = Appointment.objects.filter(wanted, holding(on), holding(on, "post__"), post__body__in=list(bodies_))
    return list(
        rows.select_related("post__body", "post__unit", "person").order_by(
            "post__body__order", "post__body__key", "post__order", "post_id", "since", "pk"
        )
    )


def delegations(body_: Body | int, on: date) -> list[Delegation]:
    """Posts of a body that others exercise on a day."""
    rows = Delegation.objects.filter(holding(on), post__body=body_)
    return list(rows.select_related("post", "holder", "delegate"))


def delegations_of(person: int, on: date) -> list[Delegation]:
    """Delegations a person gave or took that hold on a day or will, with post and body: one query."""
    lasting = Q(until__isnull=True) | Q(until__gt=on)
    rows = Delegation.objects.filter(lasting, Q(holder=person) | Q(delegate=person))
    return list(rows.select_related("post__body", "holder", "delegate"))


# ------------------------------------------------------------------ clause 10.2 and leaders in charge


def coordinator(body_: Body | int, on: date) -> Coordinator | None:
    """The coordinator of a body on a day, with appointment, person and post (clause 10.2)."""
    rows = Coordinator.objects.filter(holding(on), holding(on, "appointment__"), body=body_)
    return rows.select_related("appointment__person", "appointment__post", "body").first()


def vacant_coordinators(on: date) -> QuerySet[Body]:
    """Bodies that must have a coordinator and have none on that day, in official order: one query (clause 10.2)."""
    present = Coordinator.objects.filter(holding(on), holding(on, "appointment__"), body=OuterRef("pk"))
    return Body.objects.filter(existing(on), ~Exists(present), coordinator_required=True)


def leaders_in_charge(body_: Body | int, on: date, side: str | Side | None = None) -> list[Leader]:
    """The leaders a body answers to on a day, and who they are; of one side only where asked. Two queries."""
    return leaders_of([body_], on, side).get(body_ if isinstance(body_, int) else body_.pk, [])


def leaders_of(bodies_: Iterable[Body | int], on: date, side: str | Side | None = None) -> dict[int, list[Leader]]:
    """The same for many bodies, by body id: two queries."""
    rows = LeaderInCharge.objects.filter(holding(on), holding(on, "leader__"), body__in=list(bodies_))
    if side is not None:
        rows = rows.filter(side=side)
    found = list(rows.select_related("leader__body").order_by("leader__body__order", "leader__order", "pk"))
    in_office = _people([row.leader_id for row in found], on)
    result: dict[int, list[Leader]] = defaultdict(list)
    for row in found:
        people = in_office.get(row.leader_id) or [None]
        result[row.body_id] += [Leader(row.leader, row.side, person) for person in people]
    return dict(result)


def _people(posts: Sequence[int], on: date) -> dict[int, list[Person | None]]:
    result: dict[int, list[Person | None]] = defaultdict(list)
    for row in Appointment.objects.filter(holding(on), post__in=posts).select_related("person").order_by("since", "pk"):
        result[row.post_id].append(row.person)
    return dict(result)


def roster(some: Sequence[Body], on: date) -> list[Entry]:
    """Bodies with posts, holders, coordinator and leaders on a day: five queries, however many bodies."""
    entries = {one.pk: Entry(one) for one in some}
    posts = list(Post.objects.filter(holding(on), body__in=entries).select_related("unit").order_by("order", "pk"))
    in_office = _people([row.pk for row in posts], on)
    for row in posts:
        people = [person for person in in_office.get(row.pk, []) if person is not None]
        entries[row.body_id].posts.append((row, people))
    coordinators = Coordinator.objects.filter(holding(on), holding(on, "appointment__"), body__in=entries)
    for found in coordinators.select_related("appointment__person", "appointment__post"):
        entries[found.body_id].coordinator = found
    for body_id, leaders in leaders_of(list(entries), on).items():
        entries[body_id].leaders = leaders
    return list(entries.values())
