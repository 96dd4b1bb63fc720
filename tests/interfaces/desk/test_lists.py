"""The pages of lists: overview, one list row by row, a file brought, previewed and confirmed; what others see of it."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from ecoduty.casework.legal_basis.models import Instrument
from ecoduty.mechanisms.responsibilities.models import Import
from tests.mechanisms.responsibilities.listing import CODE, PLAIN, SEWAGE, Compiler, at

HEAD = ["序号", "事项名称", "牵头单位", "配合单位", "责任处室", "依据"]
ROWS = [
    [1, "水土保持方案的审批和监督检查", "市水利局", "", "水保处", f"{CODE}第八百九十七条"],
    [2, "河道管理范围内排污口的巡查", "市水利局", "市生态环境局", "河湖处", f"{CODE}第二百七十五条"],
]


def workbook(*rows, head=HEAD):
    book = Workbook()
    page = book.active
    page.append(head)
    for row in rows or ROWS:
        page.append(row)
    stream = BytesIO()
    book.save(stream)
    stream.name = "清单.xlsx"
    stream.seek(0)
    return stream


def text_of(response):
    return response.content.decode()


def drafted(city, body="water-bureau"):
    found = Compiler(city, body)
    found.do("liaison", "begin_drafting")
    return found


@pytest.mark.clause("4.1", page="/lists/")
@pytest.mark.clause("6.3", page="/portal/responsibilities/")
def test_the_overview_has_every_department_and_every_district(city):
    page = text_of(city.client("committee-office.clerk").get("/lists/"))
    for name in ("市水利局", "市海洋局", "市公安局"):
        assert (name in page) == (name != "市公安局")  # the fifteen of the plan's article 4
    for district in ("思明区", "海沧区", "湖里区", "集美区", "同安区", "翔安区"):
        assert district in page
    assert page.count("尚未公布</b>") == 15 + 7


@pytest.mark.clause("4.2", page="/lists/")
def test_a_file_is_previewed_and_only_then_confirmed_and_comes_back_as_the_same_file(city):
    water = drafted(city)
    client = city.client("water-bureau.liaison")
    address = f"/lists/{water.matter.public_id}/import/"
    posted = client.post(address, {"file": workbook()})
    assert posted.status_code == 302
    preview = client.get(posted["Location"])
    assert "读出2项，待确认" in text_of(preview)
    assert not water.list.rows.exists()
    confirmed = client.post(posted["Location"], {"_key": "k1"})
    assert confirmed.status_code == 302
    rows = list(water.list.rows.order_by("order"))
    assert [(row.name, row.unit) for row in rows] == [(ROWS[0][1], "水保处"), (ROWS[1][1], "河湖处")]
    assert rows[1].supports.get().body.key == "ecology-bureau"
    assert rows[0].bases.get().article == 897
    page = text_of(client.get(f"/lists/{water.matter.public_id}/"))
    assert "河湖处" in page
    assert "配合：市生态环境局" in page
    exported = client.get(f"/lists/{water.matter.public_id}/export/")
    again = BytesIO(exported.content)
    again.name = "again.xlsx"
    second = client.post(address, {"file": again})
    client.post(second["Location"], {"_key": "k2"})
    after = list(water.list.rows.order_by("order"))
    assert [(row.key, row.name, row.unit, row.role) for row in after] == [
        (row.key, row.name, row.unit, row.role) for row in rows
    ]
    assert Import.objects.filter(in_list=water.pk, state="confirmed").count() == 2


def test_a_list_that_moved_on_since_the_upload_is_not_written_over(city):
    water = drafted(city)
    client = city.client("water-bureau.liaison")
    posted = client.post(f"/lists/{water.matter.public_id}/import/", {"file": workbook()})
    water.do("deputy", "add_row", PLAIN)
    refused = client.post(posted["Location"], {"_key": "k1"})
    assert refused.status_code == 422
    assert "加一项" in text_of(refused)
    assert [row.name for row in water.list.rows.all()] == [PLAIN["name"]]


def test_what_is_wrong_with_a_file_is_said_with_its_place_and_nothing_is_lost(city):
    water = drafted(city)
    client = city.client("water-bureau.liaison")
    address = f"/lists/{water.matter.public_id}/import/"
    bad = client.post(address, {"file": workbook([1, "", "市水利局", "", "水保处", f"{CODE}第一条"], *ROWS)})
    preview = text_of(client.get(bad["Location"]))
    assert "B2" in preview
    assert "必改" in preview
    assert client.post(bad["Location"], {"_key": "k"}).status_code == 422
    not_one = BytesIO(b"%PDF-1.4 not a list")
    not_one.name = "list.pdf"
    refused = client.post(address, {"file": not_one})
    assert refused.status_code in {302, 422}
    assert client.post(address).status_code == 422
    assert not water.list.rows.exists()


def test_what_the_check_will_find_is_told_before_the_file_is_confirmed_and_does_not_hinder_it(city):
    water = drafted(city)
    client = city.client("water-bureau.liaison")
    old = [1, "地下水取水管理", "市水利局", "", "", "《中华人民共和国水污染防治法》第十条"]
    posted = client.post(f"/lists/{water.matter.public_id}/import/", {"file": workbook(old, *ROWS)})
    preview = text_of(client.get(posted["Location"]))
    assert "待确认" in preview
    told = dict(
        re.findall(r"<td class=\"nw\"><b>([^<]+)</b></td><td class=\"nw\"><b>送会签前改</b></td><td>([^<]+)", preview)
    )
    assert [place[-2:] for place in told] == ["E2"]
    assert re.search(r"F2</b></td><td class=\"nw\">提示", preview)  # the law has lapsed, which the reading saw
    assert client.post(posted["Location"], {"_key": "k"}).status_code == 302
    assert water.list.rows.count() == 3


def test_a_row_is_edited_in_a_form_filled_with_what_stands(city):
    water = drafted(city).draft({**SEWAGE, "words": ["往河里排污水", "排污口臭"]})
    row = water.row(SEWAGE["name"])
    client = city.client("water-bureau.liaison")
    address = f"/matters/{water.matter.public_id}/edit_row/"
    form = text_of(client.get(f"{address}?row={row.key}"))
    assert "往河里排污水\n排污口臭" in form
    assert "第二百七十五条" in form
    assert "河湖处" in form
    data = {
        "name": SEWAGE["name"], "unit": "河湖管理处", "role": "lead", "level": "city", "openness": "open",
        "bases": SEWAGE["bases"], "supporters": ["ecology-bureau", "ocean-bureau"], "row": str(row.key), "base": str(row.revision),
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    row = water.row(SEWAGE["name"])
    assert (row.unit, row.supports.count()) == ("河湖管理处", 2)
    late = client.post(address, {**data, "unit": "另一处"})
    assert late.status_code == 409
    assert "另一处" in text_of(late)
    assert "改一项" in text_of(late)


@pytest.mark.clause("4.3", page="/lists/")
def test_findings_stand_at_their_rows(city):
    old = {**PLAIN, "name": "引旧法的一项", "bases": "《中华人民共和国水污染防治法》第十条"}
    water = drafted(city).draft(PLAIN, old)
    client = city.client("water-bureau.liaison")
    page = text_of(client.get(f"/lists/{water.matter.public_id}/?only=findings"))
    assert "引旧法的一项" in page
    assert PLAIN["name"] not in page
    assert "依据失效" in page
    assert "改引" in page


def test_a_list_in_force_is_read_by_everybody_and_one_in_work_by_nobody_else(city):
    water = drafted(city).draft(PLAIN)
    address = f"/lists/{water.matter.public_id}/"
    ocean = city.client("ocean-bureau.liaison")
    assert ocean.get(address).status_code == 404
    assert water.matter.title not in text_of(ocean.get("/lists/"))
    water.to_consulting().to_approved().publish()
    assert ocean.get(address).status_code == 200
    assert ocean.get(f"{address}export/").status_code == 404
    assert ocean.get(f"{address}import/").status_code == 404


@pytest.mark.clause("4.5", page="/matters/")
@pytest.mark.clause("4.7", page="/matters/")
def test_the_matter_shows_both_clocks_and_how_the_day_was_counted(city):
    city.clock.move_to(at(1, 5))
    water = Compiler(city, data={"reason": "provincial", "published_on": "2026-12-31"})
    page = text_of(city.client("water-bureau.liaison").get(f"/matters/{water.matter.public_id}/"))
    assert "事项清单公布" in page
    assert "事项清单报备" in page
    assert "2027年2月28日" in page or "2月28日" in page


@pytest.mark.clause("4.4", page="/matters/")
@pytest.mark.clause("4.6", page="/matters/")
def test_opinions_stand_on_the_matter_and_publication_waits_for_them(city):
    water = drafted(city).draft(SEWAGE).to_consulting()
    ecology = city.client("ecology-bureau.liaison")
    page = text_of(ecology.get(f"/matters/{water.matter.public_id}/?tab=opinions"))
    assert "签署会签意见" in page
    assert "写明由贵单位配合" in page
    answered = ecology.post(
        f"/matters/{water.matter.public_id}/answer_consultation/", {"answer": "objection", "text": "应由我局牵头"}
    )
    assert answered.status_code == 302
    own = text_of(city.client("water-bureau.liaison").get(f"/matters/{water.matter.public_id}/?tab=opinions"))
    assert "应由我局牵头" in own
    assert "异议没有解决" in own
    ecology.post(f"/matters/{water.matter.public_id}/withdraw_objection/", {"note": "已协商一致"})
    water.to_approved()
    url = "https://slj.example.gov.cn/qd.html"
    published = city.client("water-bureau.liaison").post(
        f"/matters/{water.matter.public_id}/register_publication/", {"own_url": url, "published_on": "2026-11-22"}
    )
    assert published.status_code == 302
    assert water.matter.state == "filing"


def test_the_pages_cost_the_same_however_many_rows(city, django_assert_max_num_queries):
    water = drafted(city)
    client = city.client("water-bureau.liaison")
    for number in range(12):
        water.do("liaison", "add_row", {**PLAIN, "name": f"第{number}类水利工程的生态流量监督检查{number * 7}"})
    with django_assert_max_num_queries(45):
        client.get(f"/lists/{water.matter.public_id}/")
    with django_assert_max_num_queries(30):
        client.get("/lists/")


@pytest.mark.clause("6.1", page="/lists/")
def test_a_revision_is_read_against_the_version_in_force_word_by_word(city):
    first = Compiler(city).draft(PLAIN).to_consulting().to_approved().publish()
    client = city.client("water-bureau.liaison")
    assert client.get(f"/lists/{first.matter.public_id}/changes/").status_code == 404  # nothing came before it
    city.clock.move_to(at(12, 20))
    second = Compiler(city, data={"reason": "law", "note": "流域管理规定修改"})
    second.do("liaison", "begin_drafting")
    row = second.row(PLAIN["name"])
    data = {**PLAIN, "name": f"{PLAIN['name']}与验收", "row": str(row.key), "base": row.revision}
    second.do("liaison", "edit_row", data)
    second.draft({**PLAIN, "name": "水库的生态调度"})
    page = text_of(client.get(f"/lists/{second.matter.public_id}/changes/"))
    assert "<ins>与验收</ins>" in page
    assert "水库的生态调度" in page.split("<h2>新增</h2>")[1]
    assert "对照第1版" in text_of(client.get(f"/lists/{second.matter.public_id}/"))
    assert city.client("ocean-bureau.liaison").get(f"/lists/{second.matter.public_id}/changes/").status_code == 404


@pytest.mark.clause("4.2", page="/lists/")
def test_every_number_over_the_overview_opens_the_list_behind_it(city):
    data = {"reason": "provincial", "published_on": "2026-11-20"}
    first = Compiler(city, data=data).draft(PLAIN).to_consulting().to_approved().publish()
    Instrument.objects.filter(key="ecological-code").update(repealed=date(2026, 11, 1))
    clerk = city.client("committee-office.clerk")
    page = text_of(clerk.get("/lists/"))
    told = {name: int(count) for name, count in re.findall(r'\?only=(\w+)"[^>]*data-n="(\d+)"', page)}
    assert told == {"bodies_without_list": 14, "rows_on_failed_law": 1, "bodies_without_start": 14}
    for name, count in told.items():
        narrowed = text_of(clerk.get(f"/lists/?only={name}"))
        bodies = re.findall(r'<tr><td class="t">', narrowed)
        assert len(bodies) == count, name
        assert 'aria-current="true"' in narrowed
        assert "市、区责任清单" not in narrowed
    assert f"/lists/{first.matter.public_id}/?only=findings" in text_of(clerk.get("/lists/?only=rows_on_failed_law"))
    late = re.search(r'<a href="(/matters/\?figure=specific_list\.overdue[^"]*)"[^>]*data-n="(\d+)"', page)
    assert late
    assert f'data-total="{late[2]}"' in text_of(clerk.get(late[1].replace("&amp;", "&")))
    assert clerk.get("/lists/?only=nothing").status_code == 404


def test_a_row_of_a_list_in_force_is_found_by_everybody_and_what_is_withheld_or_drafted_by_nobody(city):
    withheld = {**SEWAGE, "supporters": [], "openness": "withheld", "openness_reason": "涉及在办案件"}
    water = Compiler(city).draft(PLAIN, withheld)
    stranger = city.client("finance-bureau.liaison")

    def found(query: str) -> str:
        return text_of(stranger.get(f"/search/?q={query}&kind=responsibility"))

    assert "没有找到" in found("水土保持方案")
    water.to_consulting().to_approved().publish()
    page = found("水土保持方案")
    row = water.row(PLAIN["name"])
    assert f'href="/lists/{water.matter.public_id}/#r{row.order}"' in page
    assert "市水利局牵头" in page
    assert "第1版" in page
    assert stranger.get(f"/lists/{water.matter.public_id}/").status_code == 200
    assert "没有找到" in found("排污口的巡查")
    city.clock.move_to(at(12, 20))
    Compiler(city, data={"reason": "law", "note": "修订"}).draft({**PLAIN, "name": "水库的生态调度"})
    assert "没有找到" in found("水库的生态调度")
    water.do("principal", "withdraw_publication", {"reason": "依据适用有误，重新公布"})
    assert "没有找到" in found("水土保持方案")
