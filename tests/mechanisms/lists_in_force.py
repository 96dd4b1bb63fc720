"""Lists in force for tests of those who ask for them: rows by body and name, found where a word of theirs is in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4

from ecoduty.casework.ports import answers, withdraw
from ecoduty.casework.ports.responsible import ROW_NAMED, WHO_IS_RESPONSIBLE, Responsible
from ecoduty.organisation.directory.models import Body


class Lists:
    """Rows that answer; what is added answers from then on."""

    def __init__(self) -> None:
        self.rows: list[tuple[Responsible, tuple[str, ...], date | None]] = []

    def add(self, body: str, name: str, *words: str, sample: bool = False, until: date | None = None) -> str:
        found = Body.objects.get(key=body)
        row = Responsible(found.pk, found.key, found.short_name, uuid4(), name, f"{found.short_name}具体事项清单（第1版）",
                          "法规处", 0.8, f"字词“{words[0]}”", sample, ("三定规定",))  # fmt: skip
        self.rows.append((row, words, until))
        return str(row.responsibility_key)

    def find(
        self, text: str, *, region: str = "", on: date | None = None, most: int = 5, using: str = "default"
    ) -> Sequence[Responsible]:
        del region, using
        held = [row for row, words, until in self.rows if any(word in text for word in words) and _holds(until, on)]
        return held[:most]

    def named(self, key: UUID, *, on: date | None = None) -> Responsible | None:
        held = (row for row, _, until in self.rows if row.responsibility_key == key and _holds(until, on))
        return next(held, None)


def _holds(until: date | None, on: date | None) -> bool:
    return until is None or on is None or on < until


@contextmanager
def lists_in_force() -> Iterator[Lists]:
    """Let these lists answer in place of those of the installation."""
    kept = {port: list(port.answers) for port in (WHO_IS_RESPONSIBLE, ROW_NAMED)}
    lists = Lists()
    for port, own in kept.items():
        for answer in own:
            withdraw(port, answer)
    answers(WHO_IS_RESPONSIBLE, lists.find)
    answers(ROW_NAMED, lists.named)
    try:
        yield lists
    finally:
        withdraw(WHO_IS_RESPONSIBLE, lists.find)
        withdraw(ROW_NAMED, lists.named)
        for port, own in kept.items():
            for answer in own:
                answers(port, answer)
