"""Problems as the pages answer: the register, the map, the lists behind the numbers."""

from __future__ import annotations

import re

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import district_map
from tests.mechanisms.inspections.steps import NEEDS, TITLE, Road, found

LIST = "/matters/?kind=problem"
ASSIGNED = {"responsible": "water-bureau", "limit_on": "2026-12-31", "closing_needs": "\n".join(NEEDS)}


def post(client, matter, act, data=None):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **(data or {})})


def test_a_problem_is_registered_assigned_put_right_and_struck_off(city):
    office, bureau = city.client("committee-office.clerk"), city.client("water-bureau.liaison")
    form = office.get("/problems/new/").content.decode()
    assert "现场督导" in form
    missing = office.post("/problems/new/", {"title": TITLE, "source": "on-site"})
    assert missing.status_code == 422
    assert f'value="{TITLE}"' in missing.content.decode()
    assert office.post("/problems/new/", found()).status_code == 302
    matter = Matter.objects.get(kind="problem")
    assert TITLE not in bureau.get(LIST).content.decode()
    assert post(office, matter, "assign", ASSIGNED).status_code == 302
    assert TITLE in bureau.get(LIST).content.decode()
    page = bureau.get(f"/matters/{matter.public_id}/").content.decode()
    assert NEEDS[0] in page
    measures = {"measures": "接通截污管。", "unit": "排水处", "person": "处长"}
    assert post(bureau, matter, "plan_measures", measures).status_code == 302
    assert (
        post(bureau, matter, "apply_closing", {"text": "已接通，两次达标。", "evidence": "监测报告118"}).status_code
        == 302
    )
    form = office.get(f"/matters/{matter.public_id}/strike_off/").content.decode()
    assert NEEDS[1] in form
    assert "监测报告118" in form
    refused = post(office, matter, "strike_off", {"covered": ["0"], "text": "复查。"})
    assert refused.status_code == 422
    assert NEEDS[1] in refused.content.decode()
    assert post(office, matter, "strike_off", {"covered": ["0", "1"], "text": "复查到位。"}).status_code == 302
    page = bureau.get(f"/matters/{matter.public_id}/?tab=rectification").content.decode()
    assert "复查到位。" in page


def test_the_place_is_pointed_at_on_the_map(city):
    road = Road(city)
    office = city.client("committee-office.clerk")
    address = f"/matters/{road.matter.public_id}/point-at-place/"
    assert office.get(f"/matters/{road.matter.public_id}/mark_place/")["Location"] == address
    picture, _ = district_map.drawn()
    x, y = picture.middle(next(area for area in picture.areas if area.key == "haicang"))
    pointed = office.get(address, {"map.x": x, "map.y": y})
    assert pointed.status_code == 302
    page = office.get(pointed["Location"]).content.decode()
    assert '<option value="haicang" selected' in page
    missed = office.get(office.get(address, {"map.x": 0, "map.y": 0})["Location"]).content.decode()
    assert "不在各区之内" in missed
    said = {"longitude": "118.0300", "latitude": "24.4900", "district": "haicang", "_version": road.matter.version}
    assert office.post(address, said).status_code == 302
    assert road.matter.problem.district.key == "haicang"
    mark = office.get("/places/map.svg?at=118.03,24.49&district=haicang").content.decode()
    assert "<circle" in mark
    assert "<circle" not in office.get("/places/map.svg?at=nowhere").content.decode()


def test_each_number_of_the_map_is_the_length_of_its_list(city):
    Road(city)
    Road(city, district="", place="九龙江流域", source="own")
    marked = Road(city, district="siming", title="员当湖北岸积存垃圾")
    marked.do("finder.clerk", "mark_place", {"longitude": 118.09, "latitude": 24.47})
    office = city.client("committee-office.clerk")
    page = office.get("/problems/").content.decode()
    assert "员当湖北岸积存垃圾" in page
    assert "未写明" in page
    one = office.get(f"{LIST}&district=jimei").content.decode()
    assert TITLE in one
    assert "员当湖" not in one
    assert "员当湖" not in office.get("/problems/?source=own").content.decode()
    assert "还没有问题" in city.client("ocean-bureau.liaison").get("/problems/").content.decode()


def test_a_district_reads_no_zero_of_districts_that_it_does_not_see(city):
    road = Road(city, responsible="huli-urban-management-bureau", district="huli")
    road.assign()
    Road(city)
    page = city.client("huli-committee-office.clerk").get("/problems/").content.decode()
    assert re.findall(r'<tspan class="num"[^>]*>(\d+)</tspan>', page) == ["1"]
    assert "集美区</td>" not in page
    assert "湖里区</td>" in page
    assert "集美区</td>" in city.client("committee-office.clerk").get("/problems/").content.decode()


def test_the_pages_cost_a_constant_number_of_queries(city, django_assert_max_num_queries):
    road = Road(city)
    road.to_applied()
    office = city.client("committee-office.clerk")
    for address, most in ((f"/matters/{road.matter.public_id}/", 45), ("/problems/", 25)):
        office.get(address)
        with django_assert_max_num_queries(most):
            office.get(address)
