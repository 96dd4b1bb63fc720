"""Everything that can be wrong with a city folder before it is adopted, by file and line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ecoduty.casework.documents import papers
from ecoduty.kernel.rulebook import Rulebook, RulebookError, load_rulebook
from ecoduty.kernel.rulebook.cases import CaseResult, run_cases
from ecoduty.kernel.rulebook.errors import Problem
from ecoduty.kernel.rulebook.sections import SOURCE_SECTIONS
from ecoduty.kernel.rulebook.source import read_folder


@dataclass(frozen=True, slots=True)
class Checked:
    """A folder looked at: the rulebook (None where it cannot be read), what is wrong, the worked cases."""

    book: Rulebook | None
    problems: tuple[Problem, ...] = ()
    cases: tuple[CaseResult, ...] = ()

    @property
    def failed_cases(self) -> tuple[CaseResult, ...]:
        """Worked cases that come out otherwise than written."""
        return tuple(case for case in self.cases if not case.holds)

    @property
    def sound(self) -> bool:
        """Whether it may be proposed."""
        return self.book is not None and not self.problems and not self.failed_cases


def check(folder: Path) -> Checked:
    """Load a folder strictly, work out its cases, look at the titles of its papers."""
    try:
        book = load_rulebook(folder)
        cases = run_cases(folder, book)
    except RulebookError as error:
        return Checked(None, tuple(error.problems))
    return Checked(book, tuple(unfit_titles(folder, book)), tuple(cases))


def unfit_titles(folder: Path, book: Rulebook) -> list[Problem]:
    """Titles of duties that the kind of paper forbids, by file and line: every such paper would be sent back."""
    found = papers.duty_titles(book)
    if not found:
        return []
    source = read_folder(folder, SOURCE_SECTIONS)
    problems = []
    for key, finding in found.items():
        where = source.place(("duties", key, "title"))
        problems.append(Problem(where.file, where.line, finding.code, f"义务“{key}”：{finding.sentence}"))
    return sorted(problems)


__all__ = ["Checked", "check", "unfit_titles"]
