"""A clause is live only when a marked test passed and its page answers; nobody can type it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ecoduty.interfaces.console.acceptance import BadRecordError, RunRecord, rows
from ecoduty.interfaces.console.bearers import Bearers
from ecoduty.interfaces.console.marked_tests import marked_tests
from ecoduty.kernel.rulebook import load_rulebook
from tests.database import ROOT
from tests.processes.platform import run


@pytest.fixture(scope="module")
def book():
    return load_rulebook(ROOT / "rulebooks" / "xiamen")


def record(path: Path, *tests: dict) -> RunRecord:
    path.write_text(json.dumps({"at": "2026-11-22T10:00:00+08:00", "tests": tests}))
    return RunRecord.read(path)


def one(
    clause: str = "11.1", *, outcome: str = "passed", page: str | None = "/plan/", status: int | None = None
) -> dict:
    pages = [] if status is None else [{"clause": clause, "page": page, "status": status}]
    return {
        "id": "tests/test_x.py::test_x",
        "outcome": outcome,
        "clauses": [{"id": clause, "page": page}],
        "pages": pages,
    }


def state(book, found: RunRecord, answer: int | None) -> dict[str, str]:
    return {row.id: row.state for row in rows(book, found, lambda clause, page: answer)}


def test_every_clause_of_the_rulebook_has_a_row(book, tmp_path):
    found = rows(book, RunRecord.read(tmp_path / "none.json"), lambda clause, page: 200)
    assert [row.id for row in found] == list(book.clauses)
    assert {row.state for row in found} == {"planned"}


def test_passed_test_and_answering_page_make_a_clause_live(book, tmp_path):
    assert state(book, record(tmp_path / "r.json", one()), 200)["11.1"] == "live"


@pytest.mark.parametrize(
    ("test", "answer"),
    [
        (one(outcome="failed"), 200),
        (one(outcome="skipped"), 200),
        (one(page=None), 200),
        (one(), 403),
        (one(), 302),
        (one(), None),
        (one(status=200), 404),
        (one(clause="99.9"), 200),
    ],
)
def test_anything_less_leaves_it_planned(book, tmp_path, test, answer):
    assert "live" not in state(book, record(tmp_path / "r.json", test), answer).values()


def test_recorded_answer_counts_where_nobody_can_be_asked(book, tmp_path):
    assert state(book, record(tmp_path / "r.json", one(status=200)), None)["11.1"] == "live"


@pytest.mark.parametrize("content", ["", "[]", '{"tests": 3}', '{"tests": [{}]}'])
def test_broken_record_is_told(tmp_path, content):
    (tmp_path / "r.json").write_text(content)
    with pytest.raises(BadRecordError):
        RunRecord.read(tmp_path / "r.json")


def test_bearer_is_asked_in_the_bearers_own_name(city):
    bearers = Bearers(load_rulebook(ROOT / "rulebooks" / "xiamen"))
    assert bearers.page_status("10.2", "desk:directory") == 200
    assert bearers.page_status("10.2", "/no/such/page/") == 404
    assert bearers.page_status("10.2", "desk:no-such-page") == 404


def test_marks_are_read_from_the_files(tmp_path):
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "test_a.py").write_text(
        'import pytest\n@pytest.mark.clause("1.1", "1.2", page="desk:plan")\ndef test_b(): ...\ndef test_c(): ...\n'
    )
    found = marked_tests(folder)
    assert {clause: [(test.file, test.name, test.page) for test in tests] for clause, tests in found.items()} == {
        clause: [("tests/test_a.py", "test_b", "desk:plan")] for clause in ("1.1", "1.2")
    }


def test_command_answers_without_a_database(tmp_path):
    path = tmp_path / "r.json"
    record(path, one(status=200))
    done = run(tmp_path / "home", "clauses", "--record", str(path), "--json")
    assert done.returncode == 0, done.stderr
    found = {row["id"]: row for row in json.loads(done.stdout)}
    assert len(found) == len(load_rulebook(ROOT / "rulebooks" / "xiamen").clauses)
    assert (found["11.1"]["state"], found["11.1"]["article"], found["11.1"]["page_status"]) == ("live", 11, 200)
    assert found["11.1"]["duties"] == ["annual-report"]
    assert not (tmp_path / "home").exists()


def test_command_refuses_a_broken_record(tmp_path):
    (tmp_path / "r.json").write_text("no")
    done = run(tmp_path / "home", "clauses", "--record", str(tmp_path / "r.json"))
    assert done.returncode == 1
    assert "bad_test_record" in done.stderr
