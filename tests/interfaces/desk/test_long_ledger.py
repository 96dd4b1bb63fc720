"""A ledger of two thousand entries: shown by pages, and the page of the matter reads no more of it than it shows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.duties.instances import open_due
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import now
from ecoduty.kernel.ledger import append
from ecoduty.kernel.ledger.append import Draft

LONG = 2000


@pytest.fixture
def report(city) -> Matter:
    open_due()
    matter = Matter.objects.filter(holder__key="water-bureau").order_by("pk").first()
    drafts = [
        Draft(
            stream=matter.stream, kind=matter.kind, act="save_draft", from_state=matter.state, to_state=matter.state,
            occurred_at=now(), recorded_at=now(), late=False, actor_account=None, actor_name="联络员", actor_title="市水利局·联络员",
            actor_body="water-bureau", on_behalf_of="", reason="", facts={"version": number}, key=None, request=None,
        )
        for number in range(LONG)
    ]  # fmt: skip
    append.append(drafts, append.lock([matter.stream]))
    return matter


def test_the_ledger_is_shown_by_pages(city, report):
    client = city.client("water-bureau.liaison")
    here = f"/matters/{report.public_id}/ledger/"
    first, last = client.get(here).content.decode(), client.get(f"{here}?page=11").content.decode()
    assert "2001条" in first
    assert first.count('class="digest"') == 200
    assert "第1页，共11页" in first
    assert last.count('class="digest"') == 1
    assert ">2001</td>" in last
    for nonsense in ("0", "-3", "999", "x", "9" * 30):
        assert client.get(here, {"page": nonsense}).status_code == 200


def test_checking_still_checks_every_link(city, report):
    answer = city.client("water-bureau.liaison").post(f"/matters/{report.public_id}/ledger/check/")
    assert "2001条前后相接" in answer.content.decode()


def test_the_page_of_the_matter_reads_only_what_it_shows(city, report):
    client = city.client("water-bureau.liaison")
    here = f"/matters/{report.public_id}/"
    client.get(here)
    with CaptureQueriesContext(
        connection,
    ) as sent:
        page = client.get(here).content.decode()
    assert "2001条" in page
    assert "以下为最近30条" in page
    asked = [one["sql"] for one in sent if '"ledger_entry"' in one["sql"]]
    assert all("LIMIT" in sql for sql in asked), asked
