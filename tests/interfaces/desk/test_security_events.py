"""安全事件: found by an index of their own, whatever else stands in the ledger."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.interfaces.desk import accounts
from ecoduty.kernel.ledger.models import Entry
from tests.mechanisms.reports.writing import Writer, opened

OF_ALL, OF_ONE_ACT = "accounts_security_entry ", "accounts_security_entry_act "


@pytest.mark.parametrize(
    ("act", "before", "index"),
    [("", None, OF_ALL), ("", 10**9, OF_ALL), ("open", None, OF_ONE_ACT), ("open", 10**9, OF_ONE_ACT)],
)
def test_a_page_of_events_is_read_backward_by_its_own_index(city, act, before, index):
    Writer(city, opened(city)).to_signed()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # the ledger of the test is short
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        with CaptureQueriesContext(connection) as asked:
            found = accounts.entries(act, "", before)
        cursor.execute(f"EXPLAIN {asked.captured_queries[-1]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert found
    assert f"Backward using {index}" in plan


def test_the_events_are_all_there_are_of_these_kinds_and_no_others(city):
    Writer(city, opened(city)).to_signed()
    newest = accounts.entries("", "", None)
    assert {entry.kind for entry in newest} <= set(accounts.SECURITY_KINDS)
    expected = Entry.objects.filter(kind__in=accounts.SECURITY_KINDS).order_by("-pk").values_list("pk", flat=True)
    assert [entry.pk for entry in newest] == list(expected[: accounts.PAGE + 1])
