"""Lists of responsibilities before the public: by department, field, version, day; what changed; data for machines."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.publications import lists
from ecoduty.casework.publications.models import PublishedRow
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.mechanisms.responsibilities import samples
from tests.database import ROOT
from tests.interfaces.portal.conftest import list_row

ATOM = {"a": "http://www.w3.org/2005/Atom"}


class Reader(Client):
    """A client whose requests may ask nothing over another connection than the portal's."""

    def get(self, *args, **kwargs):
        def refuse(execute, sql, params, many, context):
            raise AssertionError(f"a public page asked the application's database: {sql[:120]}")

        with connections["default"].execute_wrapper(refuse):
            return super().get(*args, **kwargs)


@pytest.fixture
def reader() -> Client:
    return Reader()


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.clause("4.1", page="/portal/responsibilities/")
def test_every_named_department_stands_there_with_its_version_or_without_one(listed, reader):
    response = reader.get("/portal/responsibilities/")
    found = text(response)
    assert response.content.decode().count('/responsibilities/">市') >= 14
    assert found.count("尚无已公布清单") == 14
    assert "第2版" in found
    assert "3项" in found


def test_without_any_list_the_search_says_so(planned, reader):
    found = text(reader.get("/portal/responsibilities/", {"q": "夜间施工噪声"}))
    assert "尚无已公布清单" in found


@pytest.mark.clause("4.6", page="/portal/responsibilities/")
def test_departments_page_shows_what_holds_today_and_on_any_day(listed, reader):
    today, earlier, before = (
        text(reader.get("/portal/bodies/water-bureau/responsibilities/", {"on": on} if on else {}))
        for on in ("", "2026-08-31", "2026-02-28")
    )
    assert "监督河道采砂和清淤" in today
    assert "编制节水规划" not in today
    assert "编制节水规划" in earlier
    assert "2026年9月1日起不再施行" in earlier
    assert "还没有在用的清单" in before


@pytest.mark.clause("6.2", page="/portal/responsibilities/")
def test_citizen_reads_what_was_added_taken_out_and_reworded(listed, reader):
    old, new = listed
    response = reader.get(f"/portal/lists/{new.pk}/changes/{old.pk}/")
    page = response.content.decode()
    assert "新增1项，删去1项，改动1项，1项没有变" in text(response)
    assert "监督河道采砂<ins>和清淤</ins>" in page
    assert "编制节水规划" in page.split("删去</h2>")[1]
    assert "保障河湖生态流量" in page.split("新增</h2>")[1].split("删去</h2>")[0]
    assert "经牵头部门研究明确" in page


def test_versions_of_two_bodies_are_not_compared(listed, show_list, reader):
    other = show_list(
        1, [list_row(9, "港口扬尘")], date(2026, 3, 1), body_key="port-authority", body_short_name="港口局"
    )
    assert reader.get(f"/portal/lists/{listed[1].pk}/changes/{other.pk}/").status_code == 404


def test_version_keeps_its_address_after_it_ended_and_after_it_was_taken_down(listed, reader):
    old, new = listed
    assert "编制节水规划" in text(reader.get(f"/portal/lists/{old.pk}/"))
    lists.withdraw(new.pk, "附表有误，更正后重新公布", date(2026, 9, 20), now())
    for address in (f"/portal/lists/{new.pk}/", f"/portal/lists/{new.pk}.json", f"/portal/lists/{new.pk}.csv"):
        answer = reader.get(address)
        assert answer.status_code == 200
        assert "监督河道采砂和清淤" not in answer.content.decode()
    assert "附表有误" in text(reader.get(f"/portal/lists/{new.pk}/"))
    with pytest.raises(Refused, match="没有可以撤下"):
        lists.withdraw(new.pk, "再撤一次", date(2026, 9, 21), now())


def test_row_is_read_through_all_its_versions(listed, reader):
    found = text(reader.get(f"/portal/responsibilities/rows/{list_row(1, '').key}/"))
    assert "监督河道采砂和清淤" in found
    assert "历次写法" in found
    assert "第1版" in found
    gone = text(reader.get(f"/portal/responsibilities/rows/{list_row(3, '').key}/"))
    assert "已不在用" in gone


def test_field_gathers_the_rows_of_all_departments(listed, show_list, reader):
    show_list(1, [list_row(9, "船舶污水接收", body_key="port-authority", body_short_name="港口局")], date(2026, 3, 1),
              body_key="port-authority", body_short_name="港口局", body_order=25)  # fmt: skip
    found = text(reader.get("/portal/responsibilities/fields/water/"))
    assert found.index("监督河道采砂和清淤") < found.index("船舶污水接收")
    assert "编制节水规划" not in found
    assert reader.get("/portal/responsibilities/fields/nothing/").status_code == 404


def test_samples_are_marked_and_give_way_to_a_real_list(show_list, reader):
    show_list(1, [list_row(7, "示例事项")], date(2026, 1, 1), sample=True)
    page = text(reader.get("/portal/bodies/water-bureau/responsibilities/"))
    assert "示例，以部门公开清单为准" in page
    show_list(1, [list_row(1, "监督河道采砂")], date(2026, 3, 1))
    page = text(reader.get("/portal/bodies/water-bureau/responsibilities/"))
    assert "示例，以部门公开清单为准" not in page
    assert "监督河道采砂" in page
    assert "示例" not in text(reader.get("/portal/embed/water-bureau/responsibilities/"))


def test_a_page_of_real_lists_and_samples_says_which_is_which(listed, show_list, reader):
    show_list(1, [list_row(7, "示例事项", body_key="port-authority")], date(2026, 1, 1), sample=True, body_key="port-authority",
              body_short_name="市港口局")  # fmt: skip
    for address in ("/portal/responsibilities/", "/portal/responsibilities/fields/water/"):
        page = text(reader.get(address))
        assert "没有标的，是部门已公布的清单" in page
        assert "本页的事项是平台演示用的" not in page


def test_whoever_asked_goes_on_to_report_it_with_his_words_filled_in(listed):
    reader = Client()
    for words in ("河道里在采砂", "外星人"):  # listed, and in no list
        page = reader.get("/portal/responsibilities/", {"q": words}).content.decode()
        onward = html.unescape(re.search(r'href="(/portal/complain/\?text=[^"]+)"', page)[1])
        form = reader.get(onward)
        assert f">{words}</textarea>" in form.content.decode()
        assert form.status_code == 200
    assert "?text=" not in reader.get("/portal/responsibilities/").content.decode()
    long = reader.get("/portal/complain/", {"text": "长" * 5000})
    assert long.content.decode().count("长") < 400


def test_machines_read_json_csv_and_atom(listed, reader):
    data = reader.get("/portal/responsibilities.json", {"body": "water-bureau"}).json()
    assert [row["name"] for row in data["rows"]] == ["监督河道采砂和清淤", "水土保持方案审批", "保障河湖生态流量"]
    sheet = reader.get("/portal/responsibilities.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert rows[2]["配合部门"] == "市生态环境局"
    assert rows[0]["依据"].startswith("《中华人民共和国生态环境法典》")
    feed = ET.fromstring(reader.get("/portal/bodies/water-bureau/responsibilities.atom").content)
    assert [entry.findtext("a:title", "", ATOM) for entry in feed.iter(f"{{{ATOM['a']}}}entry")] == [
        "市水利局具体事项清单（第2版）", "市水利局具体事项清单（第1版）",
    ]  # fmt: skip


def test_cell_never_becomes_a_formula(show_list, reader):
    show_list(1, [list_row(1, '=HYPERLINK("http://x","点我")')], date(2026, 3, 1))
    assert "'=HYPERLINK" in reader.get("/portal/responsibilities.csv").content.decode()


def test_digest_covers_every_word(listed):
    rows = list(PublishedRow.objects.filter(in_list=listed[1]))
    assert lists.digest_of(rows) == listed[1].snapshot
    rows[0].unit = "别的处室"
    assert lists.digest_of(rows) != listed[1].snapshot


def test_page_changes_for_caches_when_a_version_ends(listed, reader):
    etag = reader.get("/portal/")["ETag"]
    lists.end(listed[1].pk, date(2027, 1, 1), now())
    assert reader.get("/portal/")["ETag"] != etag


@pytest.mark.parametrize(
    "address",
    ["/portal/responsibilities/", "/portal/responsibilities/fields/water/", "/portal/bodies/water-bureau/responsibilities/",
     "/portal/responsibilities.json", "/portal/responsibilities.csv", "/portal/embed/water-bureau/responsibilities/"],
)  # fmt: skip
def test_number_of_queries_does_not_grow_with_lists_and_rows(listed, show_list, reader, address):
    with CaptureQueriesContext(connections["portal"]) as few:
        reader.get(address)
    for n in range(4):
        show_list(1, [list_row(20 + 5 * n + m, f"事项{n}{m}") for m in range(5)], date(2026, 3, 1), body_key=f"district-{n}",
                  body_short_name=f"某局{n}", region_key="siming", region_name="思明区")  # fmt: skip
    with CaptureQueriesContext(connections["portal"]) as many:
        reader.get(address)
    assert len(many) == len(few)
    assert len(few) <= 8


def test_plain_words_are_answered_over_the_portals_own_connection(planned, reader):
    samples.load(ROOT / "rulebooks" / "xiamen", Actor.system("示例"))
    found = text(reader.get("/portal/responsibilities/", {"q": "夜间施工噪声扰民"}))
    assert "最可能的排在前面" in found
    assert found.index("市执法局") < found.index("各部门具体事项清单")
    assert "示例，以部门公开清单为准" in found
    data = reader.get("/portal/responsibilities.json", {"q": "夜间施工噪声扰民"}).json()
    traditional = reader.get("/portal/responsibilities.json", {"q": "夜間施工噪聲擾民"}).json()
    assert traditional["answers"] == data["answers"]
    assert data["answers"][0]["body"] == "市执法局"
    assert reader.get("/portal/responsibilities.json").json()["count"] > 150
