"""Importing the plan's text: through the gate, into the ledger, beside the clauses. The text here is nobody's plan."""

from __future__ import annotations

import pytest

from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.rulebook import store
from ecoduty.organisation.directory.adoption import RULEBOOK, STREAM


def text_of(titles: dict[int, str]) -> str:
    lines = ["一、本章是虚构的"]
    for number, title in titles.items():
        lines += [f"（{'零一二三四五六七八九十'[number]}）{title}。这是第{number}条的虚构正文。"]
    return "\n".join(lines)


def own_titles(count: int = 3) -> dict[int, str]:
    return {n: article.title for n, article in list(store.current().articles.items())[:count]}


def load(text: str, actor: Actor) -> None:
    perform(RULEBOOK, "import_plan_text", STREAM, actor=actor, data={"text": text, "file": "方案.txt"})


def test_import_keeps_text_and_leaves_an_entry(city):
    before = Entry.objects.filter(stream=STREAM).count()
    load(text_of(own_titles()), Actor.system("命令行"))
    kept = store.plan_text(store.current().city.code)
    assert [row.text for row in kept.values()] == [f"这是第{n}条的虚构正文。" for n in (1, 2, 3)]
    assert Entry.objects.filter(stream=STREAM).count() == before + 1


def test_later_import_replaces_the_text(city):
    load(text_of(own_titles(3)), Actor.system("命令行"))
    load(text_of(own_titles(2)), Actor.system("命令行"))
    assert len(store.plan_text(store.current().city.code)) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [("今天天气很好。", "bad_data"), (text_of({1: "养猫须知", 2: "遛狗守则"}), "not_this_plan")],
    ids=["no plan", "another plan"],
)
def test_text_that_is_not_this_plan_is_refused(city, text, code):
    with pytest.raises(Refused) as refused:
        load(text, Actor.system("命令行"))
    assert refused.value.code == code
    assert store.plan_text(store.current().city.code) == {}


def test_liaison_may_not_import(city):
    with pytest.raises(Refused) as refused:
        load(text_of(own_titles()), city.actor("water-bureau.liaison"))
    assert refused.value.code == "not_permitted"
