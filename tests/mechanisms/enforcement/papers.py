"""A file as somebody uploads it: for acts that bring one."""

from __future__ import annotations

from ecoduty.kernel.files import storage
from tests.city import City


def scan(city: City, who: str, words: str = "对方文书") -> str:
    """The reference of a file that this account has uploaded."""
    content = storage.Content("扫描件.txt", words.encode())
    return str(storage.store(content, owner=storage.upload_owner(city.actor(who).uploader)).public_id)
