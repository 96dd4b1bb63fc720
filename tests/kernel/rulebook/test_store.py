"""Adopted versions and the imported text on the database."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.rulebook import store
from ecoduty.kernel.rulebook.models import PlanText, RulebookVersion
from ecoduty.kernel.rulebook.plan_text import parse_plan
from tests.kernel.rulebook.small import load
from tests.kernel.rulebook.test_plan_text import PLAN

pytestmark = pytest.mark.django_db
ADOPTED = datetime(2100, 1, 4, 9, tzinfo=SHANGHAI)  # after whatever the template database brings


@pytest.fixture(autouse=True)
def _own_cache():
    store.forget()
    yield
    store.forget()


def test_latest_adopted_version_is_in_force(tmp_path):
    first, second = load(tmp_path / "1"), load(tmp_path / "2", ("time.yaml", "n: 2", "n: 4"))
    store.store(first, adopted_at=ADOPTED, adopted_by="市环委办主任")
    assert store.current() == first

    store.store(second, adopted_at=ADOPTED + timedelta(days=1), adopted_by="市环委办主任", note="改放行时限")

    assert store.current() == second
    assert store.version(first.digest) == first


def test_stored_version_comes_back_with_its_digest(tmp_path):
    book = load(tmp_path)
    store.store(book, adopted_at=ADOPTED, adopted_by="市环委办主任")

    row = RulebookVersion.objects.get(pk=book.digest)
    assert (row.city, row.edition) == ("small-town", "第1版")
    assert type(book).from_json(row.content).digest == row.digest


def test_adopted_version_cannot_be_changed(tmp_path):
    book = load(tmp_path)
    store.store(book, adopted_at=ADOPTED, adopted_by="市环委办主任")

    with pytest.raises(DatabaseError), transaction.atomic():
        RulebookVersion.objects.filter(pk=book.digest).update(content="{}")
    with pytest.raises(DatabaseError), transaction.atomic():
        RulebookVersion.objects.filter(pk=book.digest).delete()


def test_imported_text_replaces_the_earlier_one():
    plan = parse_plan(PLAN)
    assert store.store_plan_text(plan, city="small-town", imported_at=ADOPTED) == len(plan.articles)
    store.store_plan_text(parse_plan("一、总则\n（一）按时报告。写。\n"), city="small-town", imported_at=ADOPTED)

    rows = store.plan_text("small-town")
    assert {number: (row.title, row.text) for number, row in rows.items()} == {1: ("按时报告", "写。")}
    assert store.plan_text("elsewhere") == {}
    assert PlanText.objects.filter(city="small-town").count() == 1
