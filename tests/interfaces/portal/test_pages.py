"""What the public sees, over HTTP, as the role that may read nothing else."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4
from xml.etree import ElementTree as ET

import psycopg
import pytest
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.publications.models import PublishedItem, PublishedPlan
from ecoduty.kernel.clock import now

ATOM = {"a": "http://www.w3.org/2005/Atom"}
PAGES = ["/portal/", "/portal/plan/", "/portal/reports/", "/portal/reports/2026/", "/portal/bodies/water-bureau/",
         "/portal/embed/water-bureau/", "/portal/feed.atom", "/portal/published.json", "/portal/accessibility/"]  # fmt: skip


@pytest.fixture
def reader(only_the_portal_role) -> Client:
    return Client()


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.clause("11.4", page="/portal/")
def test_reports_table_says_of_every_department_where_it_stands(published, reader):
    response = reader.get("/portal/reports/")
    assert response.status_code == 200
    standing = [row for row in response.content.decode().split("<tr>") if 'scope="row"' in row]
    assert len(standing) == 15
    found = text(response)
    assert found.count("尚未公开") - 1 == 0  # the limit for publishing is not over yet; the word stands in the key
    assert found.count("未到期") - 1 == 5
    assert "内容涉及正在办理的案件" in found
    item = published["water-bureau"]
    assert f"/portal/items/{item.public_id}/" in response.content.decode()


def test_silent_departments_are_named_once_the_day_is_over(published, reader, clock):
    clock.advance(timedelta(days=60))
    found = text(reader.get("/portal/reports/"))
    assert found.count("尚未公开") - 1 == 5
    assert "应于" in found


@pytest.mark.clause("11.4", page="/portal/")
def test_published_report_is_read_whole_with_its_own_address(published, reader):
    item = published["water-bureau"]
    found = reader.get(f"/portal/items/{item.public_id}/")
    assert "整治排口十二个" in text(found)
    assert f'href="{item.own_url}"' in found.content.decode()
    assert item.snapshot in text(found)


@pytest.fixture
def others(publish) -> list[PublishedItem]:
    """What nobody owes at set times, and a report of a year that the plan's periods do not reach back to."""
    results = [
        publish(
            "water-bureau",
            day,
            kind="problem",
            kind_label="整改结果公示",
            title=f"整改结果公示：第{day}处排口",
            period="",
        )
        for day in range(1, 13)
    ]
    return [*results, publish("water-bureau", 9, year=2024)]


def test_whatever_was_published_stands_in_a_list_and_the_number_on_the_home_page_is_their_length(
    published, others, reader
):
    told = int(re.search(r"已公开\s*(\d+)\s*份", text(reader.get("/portal/")))[1])
    pages = [reader.get(f"/portal/reports/{year}/").content.decode() for year in (2024, 2026)]
    shown = {found for page in pages for found in re.findall(r"/portal/items/([0-9a-f-]{36})/", page)}
    readable = {str(item.public_id) for item in [*published.values(), *others] if item.content is not None}
    readable.discard(str(published["withdrawn"].public_id))
    assert readable <= shown
    assert told == len(readable)
    own = reader.get("/portal/bodies/water-bureau/").content.decode()
    assert all(f"/portal/items/{item.public_id}/" in own for item in others)
    reports = text(reader.get("/portal/reports/"))
    assert f"已公开{told}份" in reports
    assert "共12份，下面是最近8份" in reports


@pytest.fixture
def alone(publish) -> PublishedItem:
    """The only thing of its year, and nothing that is owed."""
    return publish("water-bureau", 9, year=2027, kind="problem", kind_label="整改结果公示", period="")


def test_a_year_in_which_only_other_things_were_published_is_no_empty_page(alone, reader):
    assert f"/portal/items/{alone.public_id}/" in reader.get("/portal/reports/2027/").content.decode()


def test_withdrawn_item_keeps_its_address_and_shows_the_reason(published, reader):
    found = text(reader.get(f"/portal/items/{published['withdrawn'].public_id}/"))
    assert "2027年2月3日撤下" in found
    assert "附表数据有误，更正后重新公开。" in found
    assert "整治排口" not in found


def test_declined_item_shows_its_reason(published, reader):
    assert "内容涉及正在办理的案件" in text(reader.get(f"/portal/items/{published['declined'].public_id}/"))


def test_plan_page_has_every_article_and_clause(planned, reader, xiamen):
    page = reader.get("/portal/plan/").content.decode()
    assert [f'id="a{number}"' in page for number in xiamen.articles] == [True] * 25
    assert [f'id="c{clause}"' in page for clause in xiamen.clauses] == [True] * 85
    assert all(article.gist in page for article in xiamen.articles.values())
    assert page.count("平台默认") > 1


def test_home_says_what_is_new_and_what_comes_next(published, reader):
    found = text(reader.get("/portal/"))
    assert "厦门市" in found
    assert "已公开 8 个" in found or "已公开8个" in found
    assert found.index("1月30日") < found.index("1月12日")
    assert "一般应在此前公开" in found


def test_before_the_first_report_the_page_says_what_will_come(planned, reader):
    found = text(reader.get("/portal/"))
    assert "还没有公开的报告" in found
    assert "还没有公开件" in text(reader.get("/portal/embed/water-bureau/"))


@pytest.mark.parametrize("address", ["/portal/", "/portal/plan/", "/portal/reports/"])
def test_before_any_rulebook_the_pages_answer(empty, reader, address):
    response = reader.get(address)
    assert (response.status_code, "还没有可以公开的内容" in text(response)) == (200, True)


@pytest.mark.parametrize(
    "address",
    ["/portal/nothing/", "/portal/items/x/", "/portal/items/00000000-0000-4000-8000-000000000000/", "/portal/bodies/nobody/", "/portal/reports/1999/",
     "/portal/bodies/nobody/feed.atom", "/portal/embed/nobody/", "/portal/../etc/passwd", "/portal/%00"],
)  # fmt: skip
def test_what_is_not_here_is_said_in_the_portals_own_words(published, reader, address):
    response = reader.get(address)
    assert response.status_code == 404
    assert "回首页" in text(response)


def test_missing_item_as_json(published, reader):
    assert reader.get(f"/portal/items/{uuid4()}.json").json()["code"] == "not_found"


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_is_written_here(published, reader, method):
    assert getattr(reader, method)("/portal/").status_code == 405


# ---------------------------------------------------------------------- feeds


def test_feed_keeps_identities_and_tells_of_withdrawals(published, reader):
    response = reader.get("/portal/feed.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    entries = ET.fromstring(response.content).findall("a:entry", ATOM)
    assert len(entries) == 10
    by_id = {entry.findtext("a:id", namespaces=ATOM): entry for entry in entries}
    gone = by_id[f"urn:uuid:{published['withdrawn'].public_id}"]
    assert gone.findtext("a:summary", namespaces=ATOM) == "已撤下：附表数据有误，更正后重新公开。"
    one = ET.fromstring(reader.get("/portal/bodies/water-bureau/feed.atom").content)
    assert len(one.findall("a:entry", ATOM)) == 1


def test_json_is_narrowed_by_year_body_and_kind(published, publish, reader):
    assert reader.get("/portal/published.json").json()["count"] == 10
    assert reader.get("/portal/published.json?year=2026&body=water-bureau").json()["count"] == 1
    assert reader.get("/portal/published.json?year=2025").json()["count"] == 0
    assert reader.get("/portal/published.json?year=x&kind=%27--").json()["count"] == 0
    item = reader.get(f"/portal/items/{published['water-bureau'].public_id}.json").json()
    assert item["content"][0]["title"] == "绿色低碳发展"
    assert reader.get(f"/portal/items/{published['withdrawn'].public_id}.json").json()["content"] is None


# ---------------------------------------------------------------------- how pages answer


@pytest.mark.parametrize("address", PAGES)
def test_unchanged_page_is_not_sent_again(published, reader, publish, clock, address):
    first = reader.get(address)
    assert first.status_code == 200
    again = reader.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert reader.get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304


def test_page_changes_with_what_it_shows_with_the_day_and_with_the_type_size(published, publish, clock):
    reader = Client()
    tags = [reader.get("/portal/")["ETag"]]
    publish("urban-enforcement-bureau", 31)
    tags.append(reader.get("/portal/")["ETag"])
    PublishedItem.objects.filter(withdrawn_on=None, content__isnull=False, body_key="water-bureau").update(
        content=None, withdrawn_on=now().date(), withdrawn_reason="更正。"
    )
    tags.append(reader.get("/portal/")["ETag"])
    clock.advance(timedelta(days=1))
    tags.append(reader.get("/portal/")["ETag"])
    reader.get("/portal/type/?large=1&next=/portal/")
    tags.append(reader.get("/portal/")["ETag"])
    assert len(set(tags)) == 5


def test_large_type_is_kept_and_leads_back(planned, reader):
    response = reader.get("/portal/type/?large=1&next=/portal/plan/")
    assert (response.status_code, response["Location"]) == (302, "/portal/plan/")
    assert '<html lang="zh-Hans" class="large">' in reader.get("/portal/").content.decode()
    reader.get("/portal/type/?large=0&next=/portal/")
    assert '<html lang="zh-Hans">' in reader.get("/portal/").content.decode()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/login/", "javascript:alert(1)", ""])
def test_large_type_leads_nowhere_else(planned, reader, back):
    assert reader.get("/portal/type/", {"large": "1", "next": back})["Location"] == "/portal/"


@pytest.mark.parametrize("address", PAGES)
def test_pages_need_no_script_no_session_and_no_more_than_60_kilobytes(published, reader, address):
    response = reader.get(address)
    body = response.content
    assert b"<script" not in body
    assert b" style=" not in body
    assert not response.cookies
    style = Path(finders.find("portal/portal.css")).read_bytes()
    assert len(body) + len(style) < 120_000
    assert len(gzip.compress(body)) + len(gzip.compress(style)) < 20_000  # what goes over the wire


@pytest.mark.parametrize("address", PAGES)
def test_pages_ask_a_constant_number_of_queries(published, reader, address):
    with CaptureQueriesContext(connections["portal"]) as few:
        reader.get(address)
    assert len(few) <= (8 if address == "/portal/" else 6)


def test_only_the_embedded_list_may_be_framed(published, reader, settings):
    assert "frame-ancestors 'none'" in reader.get("/portal/")["Content-Security-Policy"]
    assert reader.get("/portal/")["X-Frame-Options"] == "DENY"
    response = reader.get("/portal/embed/water-bureau/")
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response


def test_titles_and_texts_are_never_markup(publish):
    reader = Client()
    words = "<script>alert(1)</script>"
    item = publish("water-bureau", title=words, content=[{"title": words, "text": words}], own_url='https://x.cn/"><b>')
    for address in [*PAGES, f"/portal/items/{item.public_id}/"]:
        if not address.endswith("json"):
            assert words.encode() not in reader.get(address).content
    assert b'"><b>' not in reader.get(f"/portal/items/{item.public_id}/").content


def test_database_away_is_said_plainly(published, monkeypatch):
    def away(*args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr("ecoduty.interfaces.portal.reading.last_change", away)
    response = Client().get("/portal/")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "暂时打不开" in text(response)


def test_portal_role_reads_published_tables_and_no_other(published, planned):
    database = planned.database
    with database.connect("ecoduty_owner") as owner:
        tables = [row[0] for row in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    readable = set()
    with database.connect("ecoduty_portal") as portal:
        for table in tables:
            try:
                portal.execute(f'SELECT * FROM "{table}" LIMIT 1')
                readable.add(table)
            except psycopg.errors.InsufficientPrivilege:
                pass
        for statement in (
            "UPDATE publications_published_item SET title = 'x'",
            "DELETE FROM publications_published_item",
            "INSERT INTO publications_published_plan (digest, content, published_at) VALUES ('', '{}', now())",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                portal.execute(statement)
    assert {PublishedItem._meta.db_table, PublishedPlan._meta.db_table} <= readable
    assert {
        PublishedItem._meta.db_table,
        "clock_rehearsal",
    } <= readable  # whether this is a rehearsal is for all to know
    # What the public's own form needs to find again; what was written in it stays unread, whoever gets hold of the portal.
    door = {"intakes_public_form", "intakes_receipt", "intakes_mark", "intakes_standing"}
    assert door <= readable
    assert "intakes_intake" not in readable
    others = readable - door - {"clock_rehearsal", "responsibilities_findable", "responsibilities_posting"}
    assert all(table.startswith(("publications_published_", "figures_public_")) for table in others)


def test_rehearsal_is_marked_on_every_page(published, reader, monkeypatch):
    monkeypatch.setattr("ecoduty.interfaces.portal.answering.is_rehearsal", lambda: True)
    assert "演练环境" in text(reader.get("/portal/"))
