"""The sample rows of the city: enough of them, each on a basis that can be read, support mirrored in both files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from ecoduty.casework.legal_basis.queries import library
from ecoduty.casework.legal_basis.reading import parse
from ecoduty.kernel.clock import today
from ecoduty.organisation.directory.models import Body

FOLDER = Path(__file__).parents[3] / "rulebooks/xiamen/samples"
MARK = "示例，以部门公开清单为准"


@pytest.fixture(scope="module")
def files():
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}


def test_every_named_department_has_a_file_that_says_what_it_is(city, files):
    named = set(Body.objects.filter(tags__contains=["named_departments"]).values_list("key", flat=True))
    assert named <= set(files)
    assert all(content["body"] == stem for stem, content in files.items())
    assert all(MARK in path.read_text("utf-8").splitlines()[0] for path in FOLDER.glob("*.yaml"))


def test_rows_are_enough_short_and_each_matter_has_one_lead(files):
    leading = [row for content in files.values() for row in content["rows"] if "lead" not in row]
    assert len(leading) >= 150
    assert [name for name, times in Counter(row["name"] for row in leading).items() if times > 1] == []
    assert [row["name"] for row in leading if len(row["name"]) > 40 or not row["unit"]] == []


def test_every_basis_is_read_without_fault(city, files):
    known, on = library(), today()
    wrong = [
        (stem, row["name"])
        for stem, content in files.items()
        for row in content["rows"]
        if not (reading := parse(row["bases"], known, on=on, body=stem)).references or reading.faults
    ]
    assert wrong == []


def test_support_stands_in_both_files(city, files):
    short = dict(Body.objects.values_list("key", "short_name"))
    told, mirrored = set(), set()
    for stem, content in files.items():
        for row in content["rows"]:
            if row["role"] == "support":
                mirrored.add((row["name"].removeprefix("配合"), row["lead"], short[stem]))
            told |= {(row["name"], short[stem], other) for other in row.get("supporters", ())}
    assert told == mirrored
