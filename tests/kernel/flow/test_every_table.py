"""Every (state, act, post, relation, level) of every registered table is allowed exactly where the table says so.

Generated from the tables: a new mechanism is tested the moment it registers. Guards, data and effects are taken off,
for they are the mechanism's own; what remains is the table.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from django.db import transaction

from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Item, Refused, State, perform, perform_many, registry
from ecoduty.kernel.flow.data import NoData
from tests.toy.models import Paper
from tests.toy.papers import PAPERS, PaperStore, officer

LEVELS = ("city", "district")
BODY = "somebody"


def tables() -> list[ActTable]:
    return [*flow.tables().values(), PAPERS]


def bare(table: ActTable) -> ActTable:
    acts = tuple(replace(act, data=NoData, guards=(), effect=None) for act in table.acts)
    return replace(table, acts=acts, store=PaperStore())


def posts_of(table: ActTable) -> list[str]:
    return sorted(
        {post for act in table.acts for who in act.who if who.relation != "system" for post in who.posts} | {"visitor"}
    )


def relations_of(table: ActTable) -> list[str]:
    return ["", "onlooker", *sorted({who.relation for act in table.acts for who in act.who} - {"system", "anyone"})]


def expected(table: ActTable, act: Act, state: State, level: str, post: str, relation: str) -> str:
    """What the table says, read by a reader of its own."""
    if not relation:
        return "not_found"
    if act.levels and level not in act.levels:
        return "wrong_level"
    if not [who for who in act.who if who.relation == relation and (post in who.posts or not who.posts)]:
        return "not_permitted"
    return "done" if state.code in act.from_ else "wrong_state"


@pytest.fixture
def no_effects(monkeypatch):
    monkeypatch.setattr(registry, "_before_write", [])
    monkeypatch.setattr(registry, "_after_entry", [])


@pytest.mark.usefixtures("db", "noon", "no_effects")
@pytest.mark.parametrize("table", tables(), ids=lambda table: table.kind)
def test_every_combination_is_allowed_exactly_where_the_table_says(table):
    plain = bare(table)
    cases = list(product(table.states, LEVELS, relations_of(table)))
    papers = Paper.objects.bulk_create(
        Paper(
            title="x", holder="nobody", state=state.code, level=level, relations={BODY: [relation] if relation else []}
        )
        for state, level, relation in cases
    )
    allowed = 0
    for act, post in product((act for act in plain.acts if not act.creates), posts_of(table)):
        with transaction.atomic():
            items = [Item(paper.pk) for paper in papers]
            outcome = perform_many(plain, act.code, items, actor=officer(post, BODY), on_refusal="skip")
            transaction.set_rollback(True)
        for paper, (state, level, relation) in zip(papers, cases, strict=True):
            got = "done" if paper.pk in outcome.done else outcome.refused[paper.pk].code
            assert got == expected(table, act, state, level, post, relation), (
                act.code,
                post,
                state.code,
                level,
                relation,
            )
            allowed += got == "done"
            if got == "done":
                assert outcome.done[paper.pk].subject.state == (act.to or state.code)
    only_platform = {who.relation for act in table.acts if not act.creates for who in act.who} <= {"system"}
    assert (allowed > 0) != only_platform


@pytest.mark.usefixtures("db", "noon", "no_effects")
@pytest.mark.parametrize("table", tables(), ids=lambda table: table.kind)
def test_only_the_posts_of_the_table_bring_something_into_being(table):
    for act, post in product((act for act in bare(table).acts if act.creates), posts_of(table)):
        made = replace(act, effect=lambda attempt: setattr(attempt, "subject", Paper.objects.create(title="x")))
        plain = replace(table, acts=(made,), store=PaperStore())
        may = [who for who in act.who if who.relation == "anyone" and (post in who.posts or not who.posts)]
        try:
            done = perform(plain, act.code, actor=officer(post, BODY))
            got = done.subject.state
        except Refused as refused:
            got = refused.code
        assert got == (act.to if may else "not_permitted"), (act.code, post)


# An intake is taken in by the worker; the first entry of what it becomes says so (decision 0028).
_WITHOUT_ACT = {"intake": ("taken", "stuck")}


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.kind)
def test_a_table_is_whole(table):
    """Every state can be reached and, while it is open, left; every code fits its column."""
    reached = {code for act in table.acts for code in act.targets}
    if not any(act.creates for act in table.acts):  # what exists before its first act begins in the first state
        reached |= {table.states[0].code, *_WITHOUT_ACT.get(table.kind, ())}
    left = {code for act in table.acts if act.targets for code in act.from_}
    assert {state.code for state in table.states} <= reached
    assert {state.code for state in table.states if state.open} <= left
    assert all(len(code) <= 60 for code in (table.kind, *table.by_code, *table.by_state))
    assert all(guard.sentence.endswith("。") for act in table.acts for guard in act.guards)
    assert all(act.label and all(who.label for who in act.who) for act in table.acts)
