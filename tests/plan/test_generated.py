"""The generated pages say what the code says."""

from __future__ import annotations

import pytest

from ecoduty.interfaces.console.data_dictionary import data_dictionary
from ecoduty.interfaces.console.plan_map import plan_map
from ecoduty.kernel.rulebook import load_rulebook
from tests.database import ROOT


@pytest.mark.parametrize("city", ["xiamen", "example-city"])
def test_map_has_a_row_for_every_clause(city):
    book = load_rulebook(ROOT / "rulebooks" / city)
    page = plan_map(ROOT, book)
    rows = [
        line.split(" | ")[0].removeprefix("| ")
        for line in page.splitlines()
        if line.startswith("| ") and line[2].isdigit()
    ]
    assert rows == list(book.clauses)
    assert page == plan_map(ROOT, book)


def test_map_leads_to_folders_acts_and_tests_that_exist():
    page = plan_map(ROOT, load_rulebook(ROOT / "rulebooks" / "xiamen"))
    row = next(line for line in page.splitlines() if line.startswith("| 10.2 "))
    assert "[directory](../src/ecoduty/organisation/directory)" in row
    assert "确定统筹负责同志 `body.designate_coordinator`" in row


def test_dictionary_names_tables_columns_and_choices():
    page = data_dictionary(ROOT)
    assert "### ledger_entry 留痕\n\n只增。" in page
    assert "| holder_id | 主办单位 | 大整数 |  | → directory_body |" in page
    assert "holder 主办、supporter 协办" in page
