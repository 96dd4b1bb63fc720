"""How good the suggestions are on the shipped texts, and what the console says of them; the held-out half tuned nothing."""

from __future__ import annotations

import json
from contextlib import nullcontext

import pytest
import yaml
from click.testing import CliRunner

from ecoduty.interfaces.console import routing as console
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.complaints.routing.places import places
from ecoduty.mechanisms.responsibilities import samples
from tests.database import ROOT

XIAMEN = ROOT / "rulebooks" / "xiamen"
EVALUATION = XIAMEN / "evaluation"


class _Here:
    """An installation whose database is the one of the test."""

    def database(self) -> nullcontext[None]:
        return nullcontext()


@pytest.fixture
def run(city, monkeypatch):
    monkeypatch.setattr(console.installation, "current", _Here)
    return lambda *given, **more: CliRunner().invoke(console.route, given, **more)


@pytest.fixture
def with_samples(run):
    samples.load(XIAMEN, Actor.system("示例"))
    return run


def test_shipped_texts_are_enough_and_told_apart():
    texts = [
        row
        for name in ("routing", "routing-held-out")
        for row in yaml.safe_load((EVALUATION / f"{name}.yaml").read_text("utf-8"))["texts"]
    ]
    assert len(texts) >= 200
    assert len({row["id"] for row in texts}) == len({row["text"] for row in texts}) == len(texts)
    assert sum(row["lead"] is None and not row["out_of_scope"] for row in texts) >= 25
    assert sum(row["out_of_scope"] for row in texts) >= 25
    assert not [row["id"] for row in texts if row["lead"] and row["out_of_scope"]]


def test_suggestions_reach_their_aim_and_the_console_says_so(with_samples):
    for name in ("routing", "routing-held-out"):
        done = with_samples("--evaluate", str(EVALUATION / f"{name}.yaml"), "--json")
        facts = json.loads(done.stdout)
        assert facts["top_1"] >= 0.90, done.stdout
        assert min(facts[kind]["top_1"] for kind in ("led", "nobodys", "out_of_scope")) >= 0.85, done.stdout
        assert len(facts["misses"]) == round(facts["texts"] * (1 - facts["top_1"]))
    said = with_samples("--evaluate", str(EVALUATION / "routing-held-out.yaml")).stdout
    assert f"首选正确{facts['top_1']:.1%}" in said


def test_texts_are_answered_one_by_one_and_line_by_line(with_samples):
    facts = json.loads(with_samples("凌晨工地还在打桩，吵得睡不着", "--district", "思明", "--json").stdout)
    assert (facts["lead"], facts["out_of_scope"]) == ("市执法局", False)
    assert facts["why"]
    assert facts["alternatives"]
    assert "市执法局" not in facts["alternatives"]
    assert "市执法局" in with_samples("凌晨工地还在打桩，吵得睡不着").stdout
    assert "12333" in with_samples("老板拖欠工资").stdout
    lines = [
        {"id": 1, "text": "凌晨工地还在打桩，吵得睡不着", "district": "思明区"},
        {"id": "b", "text": "老板拖欠工资", "district": None},
        {"id": "c", "text": "邻居养蜂，蜜蜂到处飞"},
    ]
    done = with_samples("--batch", input="\n".join(json.dumps(line) for line in lines) + "\n\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in answers] == [1, "b", "c"]
    assert [one["lead"] for one in answers] == ["市执法局", None, None]
    assert [one["out_of_scope"] for one in answers] == [False, True, False]
    assert all(set(one) == {"id", "lead", "out_of_scope", "alternatives", "why"} for one in answers)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("加油站旁的臭味", "油气回收"),
        ("养猪场旁边的厂房夜里风机声音很大", "畜禽"),
        ("养猪场旁边的河水变黑", "畜禽"),
        ("污水处理厂旁边的树被砍了", "污水"),
    ],
)
def test_a_landmark_only_says_where(with_samples, text, row):
    facts = json.loads(with_samples(text, "--json").stdout)
    assert row not in facts["why"]
    assert row not in (facts["responsibility"] or "")


def test_a_landmark_that_may_itself_be_what_smells_counts(with_samples):
    assert json.loads(with_samples("养殖场附近很臭", "--json").stdout)["lead"] == "市农业农村局"


def test_a_rulebook_without_such_words_sets_nothing_aside():
    assert places([], ["旁边"]) is None
    assert places(["加油站"], []) is None


@pytest.mark.parametrize("line", ['{"id": 1}', "[]", "no json"])
def test_bad_line_is_named(run, line):
    done = run("--batch", input=f'{{"id": 1, "text": "工地"}}\n{line}\n')
    assert done.exit_code == 1
    assert "第2行" in done.output


def test_unknown_district_is_refused(run):
    done = run("工地", "--district", "鼓楼区")
    assert done.exit_code == 1
    assert "鼓楼区" in done.output
