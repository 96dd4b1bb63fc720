"""Who acts: a person in a post, or the platform itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

SYSTEM_POST = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person holding one post at the moment of acting. Names are copied into entries, so they outlive the person.

    `post_kind` is what act tables speak of (such as `principal`); `delegated_from` names the person on leave
    for whom a deputy acts; `capacities` are what a person is designated for beside the post (such as `coordinator`).
    `token` is the number of the access token by which another system acts in the post; then nobody's account does.
    `inherits` are ids of dissolved bodies that this body answers for.
    `has_factor` says that the person has a second factor, `proved_at` when a door last saw it proved (wall time).
    """

    name: str
    title: str
    post_kind: str
    account: int | None = None
    person: int | None = None
    post: int | None = None
    body: str = ""
    body_id: int | None = None
    inherits: frozenset[int] = frozenset()
    unit_id: int | None = None
    region_id: int | None = None
    capacities: frozenset[str] = frozenset()
    level: str = ""
    delegated_from: str = ""
    token: int | None = None
    has_factor: bool = False
    proved_at: datetime | None = None

    @classmethod
    def system(cls, title: str) -> Actor:
        """The platform acting by itself, such as the sweep of deadlines."""
        return cls(name="环责", title=title, post_kind=SYSTEM_POST)

    @property
    def bodies(self) -> frozenset[int]:
        """Ids of the actor's body and of the dissolved ones it answers for; empty for whoever is in no body."""
        return self.inherits if self.body_id is None else self.inherits | {self.body_id}

    @property
    def uploader(self) -> str:
        """Under which name this actor's files lie until an act claims them; empty for whoever cannot upload."""
        if self.token is not None:
            return f"token-{self.token}"
        return "" if self.account is None else str(self.account)

    @property
    def is_system(self) -> bool:
        """True when no person acts."""
        return self.post_kind == SYSTEM_POST
