"""Who acts for a body, by post and never by name; bodies are found by what they are, in whatever city this is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from random import Random

from ecoduty.kernel.clock import today
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

HEADS = ("deputy", "principal", "director", "clerk")
WRITERS = ("liaison", "clerk", "deputy", "principal")


def somebody(body: Body, kinds: Sequence[str] = WRITERS) -> str:
    """The account of whoever holds the first of these kinds of post in a body. Raises LookupError where nobody does."""
    return _somebody(body.key, tuple(kinds), today())


@lru_cache(maxsize=4096)
def _somebody(key: str, kinds: tuple[str, ...], on: date) -> str:
    held = Account.objects.filter(
        holding(on, "person__appointments__"), person__appointments__post__body__key=key,
        person__appointments__post__kind__in=kinds,
    )  # fmt: skip
    first_last = held.order_by("-person__appointments__post__order", "-pk")
    rows = dict(first_last.values_list("person__appointments__post__kind", "username"))
    found = next((rows[kind] for kind in kinds if kind in rows), "")
    if not found:
        raise LookupError(f"nobody in {key} holds one of {', '.join(kinds)}")
    return found


def bodies(kind: str, level: Level = Level.CITY, region: Body | None = None) -> list[Body]:
    """Bodies of a kind, in official order; of one district where it is named."""
    found = queries.bodies(on=today()).filter(kind=kind, level=level).select_related("region", "host")
    return list(found.filter(region=region) if region else found)


def body(key: str) -> Body:
    """The body of that key."""
    return Body.objects.select_related("region", "host").get(key=key)


def there_is(key: str) -> bool:
    """Whether this city has a body of that key today."""
    return queries.bodies(on=today()).filter(key=key).exists()


def one_of(rng: Random, keys: Sequence[str]) -> Body:
    """One of the bodies of these keys that this city has; any of its departments where it has none of them."""
    found = [one for one in departments() if one.key in keys]
    return rng.choice(found or departments())


def departments() -> list[Body]:
    """The city's departments."""
    return bodies("department")


def districts() -> list[Body]:
    """The districts, in official order."""
    return list(queries.districts().order_by("order"))


def office(region: Body | None = None) -> Body:
    """The committee office of the city or of a district."""
    return bodies(COMMITTEE_OFFICE, Level.DISTRICT if region else Level.CITY, region)[0]


__all__ = ["HEADS", "WRITERS", "bodies", "body", "departments", "districts", "office", "one_of", "somebody", "there_is"]
