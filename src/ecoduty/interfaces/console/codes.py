"""`ecoduty codes`: the eternal ledger of codes. Acts, states, kinds, figures, rules and errors are never renamed or
used for something else; docs/codes.lock is held against the software in CI.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

import ecoduty
from ecoduty.casework.figures import registry as figures
from ecoduty.casework.figures import tallies
from ecoduty.config import environment
from ecoduty.interfaces.console import language, output
from ecoduty.kernel import flow
from ecoduty.kernel.rulebook import Rulebook, load_rulebook

HEADING = "# 平台用过的全部代码：只增不改，不作他用。由 ecoduty codes --write 写成。\n"
SECTIONS = (
    "articles", "clauses", "kinds", "bodies", "districts", "posts", "instruments", "limits", "duties", "ladders",
    "copy_lists", "numbering", "visibility", "values", "papers", "retention",
    "situations", "handlings", "destinations", "interceptions", "omissions",
    "crime_elements",
)  # fmt: skip
# Calls that carry the code of an error that a user may meet, wherever it stands among the arguments.
_ERRORS = {
    "ClockError", "DatabaseUnavailableError", "Finding", "Guard", "Problem", "ProblemError", "PydanticCustomError",
    "Refused", "refuse", "report",
}  # fmt: skip
_AT_A_FIELD = {"wrong", "_wrong"}  # the same, where the code stands before the sentence and after the field
_SLUG = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+|busy")
_CHINESE = re.compile(r"[一-鿿]")


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
    """Every code in force, one line each, sorted: `act KIND.CODE`, `state KIND.CODE`, `rule CITY limits KEY`, `error CODE` …"""
    lines = {f"error {code}" for code in _errors_in(source)}
    for kind, table in flow.tables().items():
        lines.add(f"kind {kind}")
        lines |= {f"state {kind}.{state.code}" for state in table.states}
        lines |= {f"act {kind}.{act.code}" for act in table.acts}
    lines |= {f"figure {key}" for key in (*figures.figures(), *figures.rates(), *tallies.tallies())}
    for book in books:
        city = book.city.code
        for section in SECTIONS:
            lines |= {f"rule {city} {section} {key}" for key in getattr(book, section)}
        lines |= {
            f"rule {city} rungs {ladder.key}/{rung.key}" for ladder in book.ladders.values() for rung in ladder.rungs
        }
    return sorted(lines)


def read(lock: Path) -> list[str]:
    """The lines of a lock file. Raises OSError when it cannot be read."""
    return [line for line in lock.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def compare(found: list[str], kept: list[str]) -> Comparison:
    """What was collected against what is written down."""
    return Comparison(gone=tuple(sorted(set(kept) - set(found))), new=tuple(sorted(set(found) - set(kept))))


def _errors_in(source: Path) -> Iterator[str]:
    """Codes of errors in the code: arguments of error calls, (code, sentence) pairs, and `code = …` of error classes."""
    for path in sorted(source.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found: list[ast.expr] = []
            if isinstance(node, ast.Call) and _name(node.func) in _ERRORS:
                found = [*node.args[:3], *(word.value for word in node.keywords if word.arg == "code")]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _AT_A_FIELD:
                found = node.args[-2:-1]
            elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and _says_something(node.elts[1]):
                found = node.elts[:1]
            elif isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
                found = [line.value for line in node.body if isinstance(line, ast.Assign) and _assigns(line, "code")]
            elif isinstance(node, ast.Assign) and _assigns(node, "SENTENCES") and isinstance(node.value, ast.Dict):
                found = [key for key in node.value.keys if key is not None]
            yield from (slug for one in found for slug in _slugs(one))


def _slugs(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SLUG.fullmatch(node.value):
        yield node.value


def _says_something(node: ast.expr) -> bool:
    """Whether this is a Chinese sentence: what follows a code."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    text = "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
    return bool(_CHINESE.search(text)) and text.rstrip("”）").endswith("。")


def _assigns(node: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@click.command(cls=language.Command)
@click.option("--write", is_flag=True, help="把新代码补进 docs/codes.lock；有代码消失时拒绝。")
@click.option("--check", is_flag=True, help="与 docs/codes.lock 核对；有消失或未登记的，退出码为 1。")
@output.json_option
def codes(*, write: bool, check: bool, as_json: bool) -> None:
    """动作、状态、种类、数字、规则和错误的全部代码：只增不改。"""
    root = environment.project_root()
    books = tuple(load_rulebook(folder) for folder in sorted((root / "rulebooks").glob("*/")))
    found = collect(Path(ecoduty.__file__).parent, books)
    if not write and not check:
        output.show(found, as_json=as_json, text="\n".join(found))
        return
    lock = root / "docs" / "codes.lock"
    difference = compare(found, read(lock) if lock.exists() else [])
    if difference.gone:
        raise language.ProblemError(
            "codes_gone",
            f"{len(difference.gone)} 个代码不见了。代码只增不改，请恢复：{'；'.join(difference.gone)}",
        )
    if write:
        lock.write_text(HEADING + "".join(f"{line}\n" for line in found), encoding="utf-8")
        said = f"已登记 {len(found)} 个代码，其中新增 {len(difference.new)} 个。"
    elif difference.new:
        raise language.ProblemError(
            "codes_new",
            f"{len(difference.new)} 个新代码还没有登记，请运行 ecoduty codes --write：{'；'.join(difference.new)}",
        )
    else:
        said = f"{len(found)} 个代码与登记一致。"
    output.show({"ok": True, "codes": len(found), **asdict(difference)}, as_json=as_json, text=said)
