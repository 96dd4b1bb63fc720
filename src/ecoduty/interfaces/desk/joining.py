"""Joining two rows of one person: first which two, side by side, then the form that does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from ecoduty.interfaces.desk.act_page import Place, act_on, done, page, row_of
from ecoduty.interfaces.desk.acting import Attempted
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.states import OPEN
from ecoduty.organisation.directory.joining import MERGE
from ecoduty.organisation.directory.models import Appointment, Body, Person


@dataclass(frozen=True, slots=True)
class Term:
    """A post a person holds or held: in words, from when until when."""

    title: str
    since: Any
    until: Any


@dataclass(frozen=True, slots=True)
class Card:
    """One row of a person, as it is looked at before it is joined with another. Accounts by name only."""

    heading: str
    person: Person
    terms: Sequence[Term]
    accounts: Sequence[str]


def merge_person(visit: Visit, body: Body, place: Place) -> HttpResponse:
    """Two rows chosen: side by side with the form. Else which two there are to choose from, namesakes first."""
    table, row = row_of("body", MERGE)
    outcome = act_on(visit, "body", MERGE, place)
    if not isinstance(outcome, Attempted):
        return done(visit, table, row, outcome.subject, place)
    given = visit.request.POST if visit.request.method == "POST" else visit.request.GET
    found = _chosen([given.get("person", ""), given.get("into", "")])
    both = len(found) == len(_FIELDS) and found[0] != found[1]
    for field in outcome.fields:
        if both and field.name in _FIELDS:
            field.widget = "hidden"
    more = {
        "cards": _cards(found) if both else [],
        "choosing": [field for field in outcome.fields if field.name in _FIELDS] if not both else [],
        "namesakes": _namesakes(body) if not both else [],
        "swapped": f"{reverse('desk:body-act', args=[body.key, MERGE])}?person={given.get('into')}&into={given.get('person')}",
    }
    return page(visit, table, place, outcome, "desk/merge_person.html", more)


_FIELDS = ("person", "into")


def _chosen(given: Sequence[str]) -> list[Person]:
    numbers = [int(text) for text in given if text.isdecimal() and len(text) < 18]
    people = Person.objects.filter(merged_into=None).in_bulk(numbers)
    return [people[number] for number in numbers if number in people]


def _cards(people: Sequence[Person]) -> list[Card]:
    terms = _terms(people)
    accounts: dict[int, list[str]] = {person.pk: [] for person in people}
    for account in Account.objects.filter(person__in=people).order_by("username"):
        if account.person_id is not None:
            accounts[account.person_id].append(account.username + ("" if account.state == OPEN else "（已停用）"))
    headings = ("重复的记录，并入后不再使用", "保留的记录")
    return [
        Card(heading, person, terms[person.pk], accounts[person.pk])
        for heading, person in zip(headings, people, strict=True)
    ]


def _terms(people: Sequence[Person]) -> dict[int, list[Term]]:
    found: dict[int, list[Term]] = {person.pk: [] for person in people}
    rows = Appointment.objects.filter(person__in=people).select_related("post__body").order_by("-since", "pk")
    for row in rows:
        if row.since is None or row.since != row.until:
            title = f"{row.post.body.short_name}·{row.post.own_title}"
            found[row.person_id].append(Term(title, row.since, row.until))
    return found


def _namesakes(body: Body) -> list[dict[str, Any]]:
    """Pairs of one name, one of whom holds or held a post here; each with its posts and the address of the comparison."""
    own = Person.objects.filter(appointments__post__body=body, merged_into=None).distinct()
    names = own.values("name")
    others = list(Person.objects.filter(name__in=names, merged_into=None).order_by("name", "pk"))
    terms = _terms(others)
    here = reverse("desk:body-act", args=[body.key, MERGE])
    pairs = []
    for first, second in pairwise(others):
        if first.name == second.name:
            pairs.append(
                {
                    "name": first.name,
                    "posts": [_posts(terms[first.pk]), _posts(terms[second.pk])],
                    "url": f"{here}?person={second.pk}&into={first.pk}",
                }
            )
    return pairs


def _posts(terms: Sequence[Term]) -> str:
    return "、".join(dict.fromkeys(term.title for term in terms)) or "没有任职"
