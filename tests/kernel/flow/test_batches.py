"""One act on many: all of them or, where the caller wants it, all but the bad ones; for the price of one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.kernel.flow import Item, Refused, perform_many
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.outbox.models import Message
from tests.toy.models import Paper
from tests.toy.papers import officer, paper

pytestmark = pytest.mark.usefixtures("db", "noon")

NOTE = {"note": "请审核"}


def two_hundred():
    """Two hundred papers, three of them bad for different reasons."""
    sheets = [paper() for _ in range(197)]
    bad = [paper("done"), paper(holder="forestry"), paper(title="")]
    return sheets[:50] + bad + sheets[50:], bad


def test_a_batch_skips_the_bad_and_names_them(papers):
    sheets, bad = two_hundred()
    outcome = perform_many(
        papers, "submit", [Item(sheet.pk, NOTE) for sheet in sheets], actor=officer(), on_refusal="skip"
    )
    assert {ref: refused.code for ref, refused in outcome.refused.items()} == dict(
        zip([sheet.pk for sheet in bad], ["wrong_state", "not_found", "no_title"], strict=True)
    )
    assert set(outcome.done) == {sheet.pk for sheet in sheets} - {sheet.pk for sheet in bad}
    assert (Entry.objects.count(), Message.objects.count()) == (197, 197)
    assert Paper.objects.filter(state="review").count() == 197


def test_a_batch_that_may_not_skip_is_undone_by_the_first_bad_one(papers):
    sheets, _ = two_hundred()
    with pytest.raises(Refused) as refused:
        perform_many(papers, "submit", [Item(sheet.pk, NOTE) for sheet in sheets], actor=officer())
    assert refused.value.code == "wrong_state"
    assert (Entry.objects.count(), Message.objects.count()) == (0, 0)
    assert not Paper.objects.filter(state="review").exists()


@pytest.mark.parametrize("keys", [False, True])
def test_a_batch_costs_as_many_statements_as_one_act(papers, keys):
    def statements(count):
        items = [Item(paper().pk, NOTE, key=f"{count}-{number}" if keys else None) for number in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            perform_many(papers, "submit", items, actor=officer(), on_refusal="skip")
        with CaptureQueriesContext(connection) as repeated:
            perform_many(papers, "submit", items, actor=officer(), on_refusal="skip")
        return len(captured), len(repeated)

    assert statements(1) == statements(40)
    assert Entry.objects.count() == 41


def test_every_item_of_a_batch_has_its_own_data_reason_and_key(papers):
    one, two = paper(), paper()
    perform_many(
        papers, "submit",
        [Item(one.pk, {"note": "第一"}, reason="甲", key="a"), Item(two.pk, {"note": "第二"}, on_behalf_of="乙", key="b")],
        actor=officer(),
    )  # fmt: skip
    rows = Entry.objects.order_by("id").values_list("facts__note", "reason", "on_behalf_of", "key")
    assert list(rows) == [("第一", "甲", "", "a"), ("第二", "", "乙", "b")]


def test_the_same_item_twice_is_done_once(papers):
    sheet = paper()
    outcome = perform_many(papers, "submit", [Item(sheet.pk, NOTE), Item(sheet.pk, NOTE)], actor=officer())
    assert list(outcome.done) == [sheet.pk]
    assert Entry.objects.count() == 1


def test_two_different_items_about_one_subject_are_a_mistake_of_the_caller(papers):
    sheet = paper()
    with pytest.raises(ValueError, match="twice"):
        perform_many(papers, "submit", [Item(sheet.pk, NOTE), Item(sheet.pk, {"note": "不同"})], actor=officer())


def test_a_batch_may_create_under_names_of_the_caller_s_own(papers):
    items = [Item(name, {"title": name}) for name in ("甲", "乙", "丙")]
    outcome = perform_many(papers, "write", items, actor=officer())
    assert {name: done.subject.title for name, done in outcome.done.items()} == {"甲": "甲", "乙": "乙", "丙": "丙"}


def test_an_empty_batch_does_nothing(papers):
    outcome = perform_many(papers, "submit", [], actor=officer())
    assert (outcome.done, outcome.refused, Entry.objects.count()) == ({}, {}, 0)
