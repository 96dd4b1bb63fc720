"""A city's clauses stand for the platform's own numbers: by the same number, or by what each of them says."""

from __future__ import annotations

import pytest

from ecoduty.kernel.flow import tables
from ecoduty.kernel.rulebook import Rulebook, load_rulebook
from ecoduty.kernel.rulebook.citing import REFERENCES, remarks, unbound
from ecoduty.kernel.rulebook.compare import difference
from tests.database import ROOT
from tests.kernel.rulebook.small import line_of, load, problems

OWN = ("city.yaml", "edition: 第1版", "edition: 第1版\n  clause_numbering: own")


def says(*references: str) -> tuple[str, str, str]:
    return ("plan.yaml", "    home: reports", f"    corresponds_to: [{', '.join(references)}]\n    home: reports")


def test_the_reference_plan_is_the_one_that_act_tables_and_the_first_city_number_by():
    book = load_rulebook(ROOT / "rulebooks" / "xiamen")
    assert tuple(book.clauses) == REFERENCES
    cited = {clause for table in tables().values() for clause in table.clauses}
    cited |= {clause for table in tables().values() for act in table.acts for clause in act.clauses}
    cited |= {guard.clause for table in tables().values() for act in table.acts for guard in act.guards if guard.clause}
    assert cited <= set(REFERENCES)
    assert all(
        book.correspondence.cited((one,)) == (one,) == book.correspondence.references_of(one) for one in REFERENCES
    )
    assert remarks(book.correspondence) == unbound(book.correspondence) == ()


def test_an_edition_from_before_the_field_reads_and_weighs_as_it_did(tmp_path):
    book = load(tmp_path)
    assert "clause_numbering" not in book.to_json()
    assert "corresponds_to" not in book.to_json()
    assert book.correspondence.cited(("1.1", "9.1")) == ("1.1",)
    assert Rulebook.from_json(book.to_json()).digest == book.digest


def test_a_clause_serves_what_it_says_and_one_that_says_nothing_serves_no_act(tmp_path):
    book = load(tmp_path, OWN, says("11.1", "10.3"))
    assert book.correspondence.cited(("10.3", "11.1", "1.1")) == ("1.1",)
    assert book.correspondence.references_of("1.1") == ("11.1", "10.3")
    assert Rulebook.from_json(book.to_json()) == book
    silent = load(tmp_path / "silent", OWN)
    assert silent.correspondence.cited(REFERENCES) == ()
    assert unbound(silent.correspondence) == ("本市有1款没有对应参照款，没有动作引用：1.1。",)


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ((OWN, says("11.1", "26.1")), "unknown_reference", "26.1"),
        ((OWN, says("4.9")), "unknown_reference", "4.9"),
        ((OWN, says("11.1", "11.1")), "duplicate_reference", "11.1"),
        ((says("11.1"),), "reference_not_needed", "clause_numbering"),
        ((OWN, says("十一")), "bad_value", ""),
        ((("city.yaml", "edition: 第1版", "edition: 第1版\n  clause_numbering: mine"),), "bad_value", ""),
    ],
)
def test_what_contradicts_is_refused_with_file_and_line(tmp_path, changes, code, words):
    found = [one for one in problems(tmp_path, *changes) if one.code == code]
    assert len(found) == 1
    assert words in found[0].message
    assert found[0].line >= min(line_of("plan.yaml", "    home: reports"), line_of("city.yaml", "  edition"))


def test_what_no_clause_stands_for_is_a_remark_and_a_change_is_said_in_words(tmp_path):
    book, before = load(tmp_path, OWN, says("11.1")), load(tmp_path / "before", OWN)
    (said,) = remarks(book.correspondence)
    assert f"参照编号有{len(REFERENCES) - 1}款没有本市条款对应" in said
    assert "11.1" not in said.replace("、", " ").split()
    (change,) = difference(before, book)
    assert change.sentence == "款“1.1”：对应的参照款新增“11.1”"
    (numbering,) = difference(load(tmp_path / "old"), before)
    assert numbering.sentence == "城市“city”（小镇市）：款号编法新增“本市自编”"
