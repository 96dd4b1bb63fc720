"""Personal data can be forgotten without breaking a chain."""

from __future__ import annotations

import pytest
from django.db import transaction

from ecoduty.kernel.ledger import append, sealed
from ecoduty.kernel.ledger.models import SealedValue
from ecoduty.kernel.ledger.verification import verify
from tests.kernel.ledger.writing import START, draft, unguarded


@pytest.mark.usefixtures("fresh_db")
def test_a_sealed_value_is_erased_and_the_chain_still_holds():
    digest = sealed.seal("张三 13800000000")
    with transaction.atomic():
        append.append([draft("a", facts={"reporter": digest})], {})
    assert sealed.unseal(digest) == "张三 13800000000"
    sealed.erase(digest, START)
    assert sealed.unseal(digest) is None
    row = SealedValue.objects.get()
    assert (row.salt, row.value, row.erased_at) == (None, None, START)
    assert verify().ok


@pytest.mark.usefixtures("db")
def test_the_same_value_is_sealed_differently_each_time():
    assert sealed.seal("张三") != sealed.seal("张三")


@pytest.mark.usefixtures("db")
def test_erasing_twice_keeps_the_first_moment():
    digest = sealed.seal("张三")
    sealed.erase(digest, START)
    sealed.erase(digest, START.replace(year=2027))
    assert SealedValue.objects.get().erased_at == START


def test_an_exchanged_value_is_found(fresh_db, owner):
    digest = sealed.seal("张三")
    with unguarded(owner):
        owner.execute("UPDATE ledger_sealed_value SET value = '李四'")
    with pytest.raises(ValueError, match="被改过"):
        sealed.unseal(digest)
