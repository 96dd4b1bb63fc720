"""Which tests stand for which clauses, read from the marks in the test files without running anything."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class MarkedTest:
    """A test marked with a clause; `page` is the page it names, empty for none."""

    clause: str
    file: str
    name: str
    page: str


def marked_tests(tests: Path) -> Mapping[str, list[MarkedTest]]:
    """The marked tests below a folder by clause, sorted by file and name."""
    found: dict[str, list[MarkedTest]] = defaultdict(list)
    for path in sorted(tests.rglob("test_*.py")):
        file = path.relative_to(tests.parent).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for clause, page in _marks(node):
                    found[clause].append(MarkedTest(clause, file, node.name, page))
    return {clause: sorted(ones) for clause, ones in found.items()}


def _marks(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """(clause, page) of each `@pytest.mark.clause("11.1", "11.2", page="desk:plan")`."""
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.clause":
            pages = [ast.literal_eval(word.value) for word in decorator.keywords if word.arg == "page"]
            for argument in decorator.args:
                yield str(ast.literal_eval(argument)), str(pages[0] or "") if pages else ""


__all__ = ["MarkedTest", "marked_tests"]
