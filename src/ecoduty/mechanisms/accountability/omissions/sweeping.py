"""Putting cases before the heads of whoever supervises them: each once, however often it is run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q

from ecoduty.casework.matters.models import Matter, Party, PartyRole
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.kernel.rulebook.schema import Selector
from ecoduty.mechanisms.accountability.omissions import finding
from ecoduty.mechanisms.accountability.omissions.flow import OMISSIONS
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

_TAGS, _POSTS = "accountability.registering-tags", "accountability.omission-posts"


def sweep() -> int:
    """Open a hint for every case that is to be looked at; how many were opened. Twice gives nothing new."""
    book, on = rulebooks.current_or_none(), today()
    if book is None or finding.LIMIT not in book.limits:
        return 0
    found = finding.cases(book, on)
    if not found:
        return 0
    before = _supervisors([case.matter for case in found], book, on)
    actor = Actor.system("应移交未移交提示")
    opened = 0
    for case in found:
        body, persons = before.get(case.matter, (0, ()))
        if not persons:
            continue
        given = {
            "about": case.matter, "rule": case.rule.key, "held": dict(case.facts), "met_on": case.met_on.isoformat(),
            "body": body, "persons": list(persons),
        }  # fmt: skip
        key = f"omission:{case.matter}:{case.met_on.isoformat()}:{case.rule.key}"
        try:
            done = perform(OMISSIONS, "open_omission", actor=actor, data=given, key=key)
        except Refused:  # one that cannot be opened must not keep the others; it comes again tomorrow
            continue
        opened += not done.repeated
    return opened


def _supervisors(matters: Collection[int], book: Rulebook, on: date) -> dict[int, tuple[int, Sequence[int]]]:
    """By matter: the body whose heads decide, and these persons. A body never judges what it has itself to put right.

    The body that supervises the matter, where it inspects; else the first in official order of those that inspect.
    """
    inspecting = list(directory.bodies(Selector(tags=tuple(book.words(_TAGS, on=on))), on=on))
    heads = _heads(inspecting, book, on)
    owing = dict(Matter.objects.filter(pk__in=matters).values_list("pk", "holder"))
    watching: dict[int, list[int]] = defaultdict(list)
    current = Q(until=None) | Q(until__gt=on)
    rows = Party.objects.filter(current, matter__in=matters, role=PartyRole.SUPERVISOR, since__lte=on)
    for matter, body in rows.order_by("pk").values_list("matter", "body"):
        watching[matter].append(body)
    return {
        matter: next(
            (
                (body, heads[body])
                for body in (*watching[matter], *(one.pk for one in inspecting))
                if body != holder and heads.get(body)
            ),
            (0, ()),
        )
        for matter, holder in owing.items()
    }


def _heads(bodies: Sequence[Body], book: Rulebook, on: date) -> dict[int, list[int]]:
    """The persons to be told in each body: whoever holds the first of the rulebook's posts that somebody holds."""
    posts = list(book.words(_POSTS, on=on))
    held: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in directory.holders(bodies, posts, on):
        held[row.post.body_id][row.post.kind].append(row.person_id)
    return {
        body: next((list(dict.fromkeys(kinds[post])) for post in posts if kinds.get(post)), [])
        for body, kinds in held.items()
    }


__all__ = ["sweep"]
