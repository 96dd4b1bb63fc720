"""What the forms of the directory's acts offer: posts, people, leaders and bodies to choose from, on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from ecoduty.kernel.flow import Act
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.dated import holding, on_day
from ecoduty.organisation.directory.guards import reference
from ecoduty.organisation.directory.models import Appointment, Body, Person, Post
from ecoduty.organisation.directory.rows import Rows, rows_of
from ecoduty.organisation.directory.states import LineKind

Choices = list[tuple[str, str]]


def choices_for(act: Act, body: Body, on: date) -> dict[str, Choices]:
    """Pairs of value and label for each field of the act that is chosen from what the directory holds."""
    rows = rows_of(body)
    found = {}
    for name in act.data.model_fields:
        offer = _OFFERS.get((act.code, name)) or _OFFERS.get(("", name))
        if offer is not None:
            found[name] = offer(rows, on)
    return found


def values_for(act: Act, body: Body, on: date) -> dict[str, object]:
    """What a form that changes something begins with: the thing as it is, so that leaving a field keeps it."""
    if act.code == "rename":
        return {"name": body.name, "short_name": body.short_name}
    if act.code != "arrange":
        return {}
    lines = on_day(rows_of(body).lines, on)
    return {
        "parent": body.parent.key if body.parent else "",
        "host": body.host.key if body.host else "",
        "superiors": [row.above.key for row in lines if row.kind == LineKind.SUPERIOR],
        "counterparts": [row.above.key for row in lines if row.kind == LineKind.COUNTERPART],
    }


def _posts(rows: Rows, on: date) -> Choices:
    return [(post.key, _with_holders(rows, post, on)) for post in _open_posts(rows, on)]


def _held_posts(rows: Rows, on: date) -> Choices:
    held = {row.post_id for row in on_day(rows.appointments, on)}
    return [(post.key, _with_holders(rows, post, on)) for post in _open_posts(rows, on) if post.pk in held]


def _open_posts(rows: Rows, on: date) -> list[Post]:
    return sorted(on_day(rows.posts, on), key=lambda post: (post.order, post.pk))


def _with_holders(rows: Rows, post: Post, on: date) -> str:
    names = "、".join(row.person.name for row in on_day(rows.of_post(post.key), on))
    return f"{post.title}（{names or '空缺'}）"


def _in_office(rows: Rows, on: date) -> Choices:
    return _people((row.person, row.post.title) for row in on_day(rows.appointments, on))


def _known_people(rows: Rows, on: date) -> Choices:
    """People of the body first, then everyone else in office, each with the post that tells namesakes apart."""
    own = [(row.person, row.post.title) for row in on_day(rows.appointments, on)]
    former = [(row.person, "曾任" + row.post.title) for row in rows.appointments]
    others = (
        Appointment.objects.filter(holding(on)).exclude(post__body=rows.body).select_related("person", "post__body")
    )
    elsewhere = [
        (row.person, f"{row.post.body.short_name}·{row.post.own_title}") for row in others.order_by("person__name")
    ]
    return _people([*own, *former, *elsewhere])


def _people(pairs: Iterable[tuple[Person, str]]) -> Choices:
    found: dict[str, str] = {}
    for person, title in pairs:
        found.setdefault(str(person.pk), f"{person.name}（{title}）")
    return list(found.items())


def _delegated_posts(rows: Rows, on: date) -> Choices:
    open_ = [row for row in rows.delegations if row.until is None or row.until > on]
    return [(row.post.key, f"{row.post.title}（{row.holder.name}由{row.delegate.name}代行）") for row in open_]


def _leaders(rows: Rows, on: date) -> Choices:  # noqa: ARG001 -- every offer is asked the same way
    posts = Post.objects.filter(holding(on)).exclude(side="").filter(serves="").select_related("body")
    return [
        (reference(post), f"{post.body.short_name}·{post.own_title}") for post in posts.order_by("body__order", "order")
    ]


def _present_leaders(rows: Rows, on: date) -> Choices:
    return [(reference(row.leader), row.leader.title) for row in on_day(rows.leaders, on)]


def _units(rows: Rows, on: date) -> Choices:
    return [(unit.name, unit.name) for unit in on_day(rows.units, on)]


def _bodies(rows: Rows, on: date) -> Choices:
    return [(one.key, one.short_name) for one in queries.bodies(on=on) if one.pk != rows.body.pk]


# By act and field; an empty act stands for all others.
_OFFERS: dict[tuple[str, str], Callable[[Rows, date], Choices]] = {
    ("", "post"): _held_posts,
    ("appoint", "post"): _posts,
    ("close_post", "post"): _posts,
    ("end_delegation", "post"): _delegated_posts,
    ("", "person"): _in_office,
    ("appoint", "person"): _known_people,
    ("merge_person", "person"): _known_people,
    ("merge_person", "into"): _known_people,
    ("", "holder"): _in_office,
    ("", "delegate"): _in_office,
    ("assign_leader", "leader"): _leaders,
    ("end_leader", "leader"): _present_leaders,
    ("add_post", "unit"): _units,
    ("close_unit", "name"): _units,
    ("", "parent"): _bodies,
    ("", "host"): _bodies,
    ("", "enforcement_to"): _bodies,
    ("", "successor"): _bodies,
    ("", "superiors"): _bodies,
    ("", "counterparts"): _bodies,
}
