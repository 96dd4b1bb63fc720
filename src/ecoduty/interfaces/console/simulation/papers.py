"""Papers that exist outside the platform: their numbers, and a scan of one where an act asks for it."""

from __future__ import annotations

from random import Random

from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.kernel.clock import today
from ecoduty.kernel.files import storage


def number(rng: Random, word: str) -> str:
    """A number as offices give them, such as 模拟函〔2026〕18号."""
    return f"模拟{word}〔{today().year}〕{rng.randint(1, 320)}号"


def scan(town: Town, by: str, title: str) -> str:
    """The public id of a file that this account uploaded and no act has taken yet."""
    content = storage.Content(f"{title}.txt", f"{title}（模拟数据，{by}，{today()}）".encode())
    stored = storage.store(content, owner=storage.upload_owner(town.actor(by).uploader))
    return str(stored.public_id)


__all__ = ["number", "scan"]
