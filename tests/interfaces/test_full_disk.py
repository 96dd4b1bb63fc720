"""The disk of the database fills while the platform runs: every door says so, and what was entered is kept."""

from __future__ import annotations

import pytest
from django.test import Client

from ecoduty.kernel.ledger.models import Entry
from tests.interfaces.api.calling import program
from tests.mechanisms.reports.writing import at, opened

# What PostgreSQL itself raises when a table cannot be extended (class 53100).
FULL = """
CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_space BEFORE INSERT ON ledger_entry EXECUTE FUNCTION no_space();
"""


@pytest.fixture
def report(fresh_city):
    """A report in its holder's hands."""
    found = opened(fresh_city)
    fresh_city.clock.move_to(at(1, 20))
    return found


def fill(city) -> None:
    """From now on nothing can be written into the ledger."""
    with city.database.connect("ecoduty_owner") as owner:
        owner.execute(FULL)


def test_desk_says_that_the_disk_is_full_and_offers_the_text_again(fresh_city, report):
    client: Client = fresh_city.client("water-bureau.liaison")
    client.raise_request_exception = False
    before = Entry.objects.count()
    fill(fresh_city)
    answer = client.post(f"/matters/{report.public_id}/save_draft/", {"sections.绿色低碳发展": "全年工作有序推进。"})
    page = answer.content.decode()
    assert (answer.status_code, answer["X-Ecoduty-Code"]) == (507, "disk_full")
    assert "磁盘满了，刚才的操作没有办成" in page
    assert "全年工作有序推进。" in page
    assert Entry.objects.count() == before


def test_api_says_that_the_disk_is_full(fresh_city, report):
    other = program()
    fill(fresh_city)
    answer = other.act(report.number, "save_draft", {"sections": {"绿色低碳发展": "全年工作有序推进。"}})
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")
    report.refresh_from_db()
    assert report.state == "drafting"
