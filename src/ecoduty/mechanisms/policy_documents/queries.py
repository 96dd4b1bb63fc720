"""Questions about policy documents: sorts, possible leads, successors, counts by body and state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Count, Q

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.policy_documents.models import PolicyDocument
from ecoduty.mechanisms.policy_documents.states import VALID
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

KIND = "policy_document"


def sorts(on: date) -> Sequence[tuple[str, str]]:
    """Code and name of the sorts of documents."""
    return rulebooks.current().pairs("policy-document.sorts", on=on)


def remind_days(on: date) -> int:
    """How many days before the last day it is decided what becomes of a document."""
    return rulebooks.current().whole("policy-document.remind-days", on=on)


def last_to_remind(on: date) -> date:
    """Whatever ends up to that day is decided upon now."""
    return on + timedelta(days=remind_days(on))


def telling_words(name: str, on: date) -> list[str]:
    """The words in a name that speak of ecology."""
    return [word for word in rulebooks.current().words("policy-document.ecology-words", on=on) if word in name]


def leads(body: Body, on: date) -> list[Body]:
    """Who can be named as the lead in a document of that body: its level's departments, in a district its own."""
    kinds = rulebooks.current().words("policy-document.lead-kinds", on=on)
    found = directory.bodies(on=on).filter(Q(kind__in=kinds, level=body.level) | Q(pk=body.pk))
    if body.level == Level.DISTRICT:
        found = found.filter(region=body.region_id)
    return list(found)


def successors(matter: Matter) -> list[PolicyDocument]:
    """What may have taken a document's place: other documents of the same body that hold or are being made."""
    rows = PolicyDocument.objects.filter(matter__holder=matter.holder_id, matter__open=True).exclude(pk=matter.pk)
    return list(rows.select_related("matter").order_by("-pk")[:200])


def ending(on: date) -> Q:
    """The condition on matters that a document ends within the rulebook's days and nothing was decided, or ended already."""
    return Q(state__in=VALID, policy_document__valid_until__lte=last_to_remind(on))


def ended(on: date) -> Q:
    """The condition on matters that a document's last day is over and it was neither repealed nor extended."""
    return Q(state__in=VALID, policy_document__valid_until__lt=on)


def by_body(seen: Q) -> dict[tuple[str, str], dict[str, int]]:
    """How many documents each body has in each state, by key and short name: one query. `seen` is a condition on matters."""
    rows = Matter.objects.filter(seen, kind=KIND).values_list("holder__key", "holder__short_name", "state")
    found: dict[tuple[str, str], dict[str, int]] = {}
    for key, name, state, number in rows.annotate(n=Count("pk")).order_by("holder__order", "holder__key"):
        found.setdefault((key, name), {})[state] = number
    return found
