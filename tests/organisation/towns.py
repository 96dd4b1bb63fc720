"""A town to try the organisation in: the fictional city adopted, and acts of its directory in one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, Done, perform
from ecoduty.kernel.rulebook import Rulebook, load_rulebook
from ecoduty.organisation.access import actor_for
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory.adoption import adopt
from ecoduty.organisation.directory.flow import BODY
from ecoduty.organisation.directory.models import Body, Person

RULEBOOKS = Path(__file__).resolve().parents[2] / "rulebooks"
PASSWORD = "an easy demo password"
SYSTEM = Actor.system("测试")


@lru_cache
def rulebook(name: str) -> Rulebook:
    return load_rulebook(RULEBOOKS / name)


@dataclass(frozen=True)
class Town:
    """A city whose rulebook is adopted; its people, where there are any, are named by role."""

    book: Rulebook

    def body(self, key: str) -> Body:
        return Body.objects.get(key=key)

    def person(self, username: str) -> Person:
        return Person.objects.get(accounts__username=username)

    def account(self, username: str) -> Account:
        return Account.objects.select_related("person").get(username=username)

    def actor(self, username: str, post: int | None = None, on: date | None = None) -> Actor:
        return actor_for(self.account(username), post, on or today())

    def act(self, code: str, body: str | None, actor: Actor = SYSTEM, **data: Any) -> Done:
        """One act of the directory; dates and the rest as a form gives them."""
        return perform(BODY, code, body, actor=actor, data=data)


def adopted(name: str) -> Town:
    book = rulebook(name)
    adopt(book, Actor.system("规则书采用"))
    return Town(book)
