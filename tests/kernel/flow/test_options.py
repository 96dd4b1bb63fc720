"""What a page offers is what the gate allows."""

from __future__ import annotations

from itertools import product

import pytest

from ecoduty.kernel.flow import Act, ActTable, Refused, State, Who, options, perform, registry
from tests.toy.papers import PAPERS, PaperStore, officer, paper

pytestmark = pytest.mark.usefixtures("db")

DATA: dict[str, dict[str, str]] = {"submit": {"note": "请审核"}, "return": {"why": "不全"}}


@pytest.mark.parametrize(
    ("state", "level", "post"),
    list(product(("draft", "review", "done"), ("city", "district"), ("liaison", "deputy", "principal"))),
)
def test_what_is_offered_can_be_done_and_nothing_else(papers, noon, state, level, post):
    offered = {
        option.act.code
        for option in options(papers, paper(state, level=level), officer(post), noon.moment)
        if option.open
    }
    done = set()
    for act in ("submit", "return", "sign", "remark", "expire", "remind"):
        try:
            perform(papers, act, paper(state, level=level).pk, actor=officer(post), data=DATA.get(act))
        except Refused:
            continue
        done.add(act)
    assert offered - {"spoil"} == done


def test_a_closed_option_says_what_must_come_first(papers, noon):
    found = options(papers, paper("draft", title=""), officer(), noon.moment)
    assert [(option.act.code, option.why_not) for option in found if option.act.code != "spoil"] == [
        ("remark", ""),
        ("submit", "还没有题目，请先写上题目。"),
    ]
    closed = {option.act.code: option.why_not for option in options(papers, paper("done"), officer(), noon.moment)}
    assert closed["submit"] == "须先到“起草”"


def test_a_stranger_is_offered_nothing(papers, noon):
    assert options(papers, paper(), officer(body="forestry"), noon.moment) == []


def test_two_tables_of_one_kind_and_tables_with_holes_are_refused():

    state, who = State("a", "甲"), (Who("holder", (), "承办"),)
    make = {"kind": "x", "label": "X", "store": PaperStore()}
    for states, acts in (
        ((state, state), ()),
        ((state,), (Act("go", "走", ("a",), "b", who),)),
        ((state,), (Act("go", "走", ("b",), "a", who),)),
        ((state,), (Act("go", "走", ("a",), "a", ()),)),
        ((state,), (Act("go", "走", ("a",), "a", who), Act("go", "走", ("a",), "a", who))),
        ((state,), (Act("go", "走", ("a",), "a", who, aside=True),)),
    ):
        with pytest.raises(ValueError):
            ActTable(states=states, acts=acts, **make)
    registry.register(PAPERS)
    registry.register(PAPERS)
    with pytest.raises(ValueError, match="two act tables"):
        registry.register(ActTable(kind="paper", label="另一种", states=(state,), acts=(), store=PaperStore()))
    registry.unregister("paper")


def test_an_act_that_creates_nothing_is_a_mistake_of_its_table(papers):
    broken = ActTable(
        kind="broken", label="坏", states=(State("a", "甲"),), store=PaperStore(),
        acts=(Act("make", "造", ("",), "a", (Who("anyone", (), "谁都可以"),)),),
    )  # fmt: skip
    with pytest.raises(TypeError, match="must set attempt"):
        perform(broken, "make", actor=officer())
