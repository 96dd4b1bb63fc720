"""The sample lists: read strictly, marked, put in force by an act each, and good enough to find who is responsible."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from ecoduty.casework.ports.responsible import SURE
from ecoduty.interfaces.console import responsible as console
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.kernel.rulebook import RulebookError
from ecoduty.mechanisms.responsibilities import samples
from ecoduty.mechanisms.responsibilities.finding import asking
from ecoduty.mechanisms.responsibilities.models import Responsibility, ResponsibilityList
from ecoduty.organisation.directory.models import Body
from tests.database import ROOT

XIAMEN = ROOT / "rulebooks" / "xiamen"
SYSTEM = Actor.system("示例")
EVALUATION = XIAMEN / "evaluation"


@pytest.fixture
def loaded(city) -> samples.Loaded:
    return samples.load(XIAMEN, SYSTEM)


@pytest.mark.clause("4.1", page="/portal/responsibilities/")
def test_every_named_department_has_samples_that_say_so(loaded):
    named = set(Body.objects.filter(tags__contains=["named_departments"]).values_list("key", flat=True))
    assert named <= set(loaded.bodies)
    assert loaded.rows >= 150
    assert ResponsibilityList.objects.filter(sample=True, in_force__isnull=False).count() == len(loaded.bodies)
    answer = asking.find("夜间施工噪声扰民")[0]
    assert answer.sample
    assert answer.list_title == "示例清单"


@pytest.mark.clause("4.2", page="/portal/responsibilities/")
def test_every_sample_has_a_basis_that_the_library_knows(loaded):
    without = Responsibility.objects.filter(bases__isnull=True, catch_all=False)
    assert list(without.values_list("name", flat=True)) == []
    unknown = Responsibility.objects.filter(bases__instrument=None, bases__isnull=False)
    assert list(unknown.values_list("bases__text", flat=True)) == []


def test_support_named_by_the_lead_stands_in_the_supporters_list(loaded):
    supporting = set(Responsibility.objects.filter(role="support").values_list("body_id", "lead_id"))
    assert len(supporting) > 30
    assert all(lead is not None for _, lead in supporting)


def test_shipped_questions_reach_their_aims(loaded):
    for file, fewest, fewest_beside in (
        ("responsible", 60, 5), ("held-out", 40, 4), ("everyday", 140, 60), ("everyday-held-out", 130, 60),
    ):  # fmt: skip
        queries = yaml.safe_load((EVALUATION / f"{file}.yaml").read_text(encoding="utf-8"))["queries"]
        answers = [(query["lead"], asking.find(query["text"])) for query in queries]
        found = [(lead, [one.body_short_name for one in rows]) for lead, rows in answers if lead]
        beside = [rows for lead, rows in answers if not lead]
        assert (len(found) >= fewest, len(beside) >= fewest_beside) == (True, True), file
        assert sum(bodies[:1] == [lead] for lead, bodies in found) / len(found) >= 0.90, file
        assert sum(lead in bodies[:3] for lead, bodies in found) / len(found) >= 0.95, file
        assert sum(not rows or rows[0].score < SURE for rows in beside) / len(beside) >= 0.80, file


@pytest.mark.parametrize("word", ["噪声", "污水", "垃圾", "施工", "扬尘", "谁负责噪声", "医废"])
def test_one_everyday_word_is_a_whole_question(loaded, word):
    answers = asking.find(word)
    assert answers
    assert answers[0].score >= SURE


@pytest.mark.parametrize(("initials", "body"), [("slj", "市水利局"), ("SZYLJ", "市市政园林局"), ("zfj", "市执法局")])
def test_initials_of_a_department_find_its_rows(loaded, initials, body):
    assert asking.find(initials)[0].body_short_name == body


def test_loading_again_changes_nothing_and_its_entry_holds(loaded):
    again = samples.load(XIAMEN, SYSTEM)
    assert (again.bodies, again.rows) == ((), 0)
    assert set(again.left) == set(loaded.bodies)
    version = ResponsibilityList.objects.select_related("matter").first()
    assert version is not None
    assert verify_stream(version.matter.stream) is None


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("  - {name: 河道管理, colour: blue}", "unknown_key"),
        ("  - {name: 12369}", "wrong_type"),
        ("  - {name: 河道管理, bases: 《没有的法》第一条, words: [河]}\nbody: water-bureau", "duplicate_key"),
    ],
)
def test_mistake_in_a_file_is_named_with_file_and_line(tmp_path: Path, line: str, code: str):
    folder = tmp_path / samples.FOLDER
    folder.mkdir()
    (folder / "water-bureau.yaml").write_text(f"body: water-bureau\nrows:\n{line}\n", encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        samples.read(tmp_path)
    problem = caught.value.problems[0]
    assert (problem.file, problem.code) == ("samples/water-bureau.yaml", code)
    assert problem.line in {3, 4}


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        ("body: nobody\nrows:\n  - {name: 河道管理}\n", 1, "unknown_body"),
        ("body: water-bureau\nrows:\n  - name: 河道管理\n    supporters: [市没有局]\n", 4, "unknown_body_in_row"),
        ("body: water-bureau\nrows:\n  - name: 河道管理\n  - name: 水库管理\n    field: 天空\n", 5, "unknown_word_in_row"),
        ("body: water-bureau\nrows:\n  - name: 河道管理\n    unit: 河湖处\n    bases: 《没有的法》第一条\n", 5, "basis_not_in_library"),
    ],
)  # fmt: skip
def test_what_nobody_knows_is_named_with_file_and_line(city, tmp_path: Path, content: str, line: int, code: str):
    (tmp_path / samples.FOLDER).mkdir()
    (tmp_path / samples.FOLDER / "first.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        samples.load(tmp_path, SYSTEM)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.code) == ("samples/first.yaml", line, code)
    assert not ResponsibilityList.objects.exists()


def test_batch_answers_line_by_line_and_names_a_bad_line(loaded, monkeypatch):
    monkeypatch.setattr(console.installation, "current", _Here)
    lines = [{"id": 1, "text": "夜间施工噪声扰民"}, {"id": "b", "text": "？？"}]
    run = CliRunner().invoke(console.responsible, ["--batch"], input="\n".join(map(json.dumps, lines)) + "\n")
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert [one["id"] for one in answers] == [1, "b"]
    assert answers[0]["answers"][0]["body"] == "市执法局"
    assert set(answers[0]["answers"][0]) == {"body", "score", "why"}
    assert answers[1]["answers"] == []
    bad = CliRunner().invoke(console.responsible, ["--batch"], input='{"id": 1}\n')
    assert bad.exit_code == 1
    assert "第1行" in bad.output


class _Here:
    """An installation whose database is the one of the test."""

    def database(self):
        from contextlib import nullcontext  # noqa: PLC0415 -- only here

        return nullcontext()
