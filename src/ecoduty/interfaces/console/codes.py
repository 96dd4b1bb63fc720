"""The eternal ledger of codes: acts, states, kinds, figures, rules and errors are never renamed or used for something else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ecoduty.kernel import flow
from ecoduty.kernel.flow.refusal import SENTENCES
from ecoduty.kernel.rulebook import Rulebook

# Calls whose first argument is the code of an error that a user may meet.
_ERRORS = {"Refused", "refuse", "Guard", "Finding", "ClockError", "Problem", "FileRefusedError"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Codes of the software against the lock file: what disappeared, what is not written down yet."""

    gone: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """True when the lock file says exactly what the software says."""
        return not self.gone and not self.new


def collect(source: Path, books: tuple[Rulebook, ...]) -> list[str]:
    """Every code in force, one line each, sorted: `act KIND.CODE`, `state KIND.CODE`, `limit KEY`, `error CODE` …"""
    lines = {f"error {code}" for code in SENTENCES}
    lines |= {f"error {code}" for code in _errors_in(source)}
    for kind, table in flow.tables().items():
        lines.add(f"kind {kind}")
        lines |= {f"state {kind}.{state.code}" for state in table.states}
        lines |= {f"act {kind}.{act.code}" for act in table.acts}
    for book in books:
        city = book.city.code
        for section in ("clauses", "limits", "duties", "ladders", "copy_lists", "values", "bodies"):
            lines |= {f"rule {city} {section} {key}" for key in getattr(book, section)}
    return sorted(lines)


def compare(found: list[str], lock: Path) -> Comparison:
    """Hold what was collected against the lock file. Raises OSError when it cannot be read."""
    kept = set(lock.read_text(encoding="utf-8").split("\n")) - {""}
    now = set(found)
    return Comparison(gone=tuple(sorted(kept - now)), new=tuple(sorted(now - kept)))


def _errors_in(source: Path) -> Iterator[str]:
    for path in sorted(source.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in _ERRORS:
                first = (
                    node.args[0] if node.args else next((kw.value for kw in node.keywords if kw.arg == "code"), None)
                )
                if (
                    isinstance(first, ast.Constant)
                    and isinstance(first.value, str)
                    and first.value.replace("_", "").isalnum()
                ):
                    yield first.value


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
