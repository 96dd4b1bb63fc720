"""Every page that a test names as showing a clause answers the clause's bearer; the run records what it answered."""

from __future__ import annotations

from pathlib import Path

from ecoduty.interfaces.console.bearers import Bearers
from ecoduty.interfaces.console.marked_tests import marked_tests
from ecoduty.kernel.rulebook import store
from tests.recorder import PAGE

TESTS = Path(__file__).resolve().parents[1]


def test_named_pages_answer_the_bearer(fresh_city, record_property):
    book = store.current()  # and the portal reads the same database: in `city` it would read an empty one
    bearers = Bearers(book)
    refused = []
    for clause, tests in marked_tests(TESTS).items():
        assert clause in book.clauses, f"{tests[0].file}: there is no clause {clause}"
        for page in dict.fromkeys(test.page for test in tests if test.page):
            status = bearers.page_status(clause, page)
            record_property(PAGE, {"clause": clause, "page": page, "status": status})
            if status != 200:
                refused.append((clause, page, status))
    assert refused == []
