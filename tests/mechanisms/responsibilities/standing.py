"""A list in force for tests that ask lists and do not watch how they are made: by all its acts, in one line."""

from __future__ import annotations

from typing import Any

from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.responsibilities.models import ResponsibilityList
from ecoduty.organisation.access import actors_of
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory.models import Body
from tests.mechanisms.responsibilities.listing import published


class _People:
    """The people of the test's city, by post; of a body whose people have no accounts, somebody in that post."""

    def actor(self, username: str) -> Actor:
        account = Account.objects.filter(username=username).first()
        if account is not None:
            return actors_of(account, today())[0]
        key, _, post = username.partition(".")
        body = Body.objects.get(key=key)
        return Actor(
            name="某人", title=f"{body.short_name}·{post}", post_kind=post, body=key, body_id=body.pk,
            region_id=body.region_id, level=body.level,
        )  # fmt: skip


def in_force(body: str, *rows: dict[str, Any]) -> ResponsibilityList:
    """A version of a body's list that holds from today; rows by their fields, `name` and `words` mostly."""
    return published(_People(), body, *rows).list
