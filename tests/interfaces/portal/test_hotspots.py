"""Where the public reported what, as anybody reads it: a map, the table that says the same, data (clause 24.5)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ecoduty.casework.publications.models import PublishedHotspots, PublishedMap
from ecoduty.interfaces import outlines
from ecoduty.kernel.clock import SHANGHAI
from tests.interfaces.portal.test_lists import Reader

SQUARE = "118.0,24.0 118.1,24.0 118.1,24.1 118.0,24.1"
BESIDE = "118.1,24.0 118.2,24.0 118.2,24.1 118.1,24.1"
CONTENT = {
    "smallest": 5,
    "districts": [{"key": "siming", "name": "思明区"}, {"key": "huli", "name": "湖里区"}, {"key": "", "name": "未注明区"}],
    "categories": [{"code": "noise", "label": "噪声"}, {"code": "", "label": "未分类"}],
    "cells": [[40, 10, 50], [None, None, 20], [None, None, 11], [60, 21, 81]],
}  # fmt: skip

MAP = {"label": "示意图", "approval": "", "source": "", "rings": {"siming": [SQUARE], "huli": [BESIDE]}}


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def month(planned) -> PublishedHotspots:
    at = datetime(2027, 1, 5, 2, tzinfo=SHANGHAI)
    PublishedMap.objects.create(content=MAP, published_at=at)
    PublishedHotspots.objects.create(month=date(2026, 11, 1), content={}, published_at=at)
    return PublishedHotspots.objects.create(month=date(2026, 12, 1), content=CONTENT, published_at=at)


@pytest.mark.clause("24.5", page="/portal/map/")
def test_the_picture_and_the_table_say_the_same_and_neither_says_what_is_withheld(month, reader):
    page = reader.get("/portal/map/").content.decode()
    for words in (
        "2026年12月",
        "全市共81件",
        "审图号待取得",
        "小于5件的数字",
        'class="a5"',
        ">50</tspan>",
        '<th scope="row">湖里区</th>',
    ):
        assert words in page
    noise = reader.get("/portal/map/?month=2026-12&category=noise").content.decode()
    assert "2026年12月·噪声" in noise
    assert ">40</tspan>" in noise
    assert 'class="aheld"' in noise
    assert "这个月没有收到反映" in reader.get("/portal/map/?month=2026-11").content.decode()


def test_without_any_month_it_says_what_will_come_and_a_strange_month_is_not_there(planned, reader):
    assert "还没有可公布的统计" in reader.get("/portal/map/").content.decode()


def test_a_strange_month_is_not_there_and_a_strange_category_is_all(month, reader):
    assert reader.get("/portal/map/?month=2020-01").status_code == 404
    assert "全市共81件" in reader.get("/portal/map/?category=nonsense").content.decode()


def test_data_for_machines_keep_withheld_what_is_withheld(month, reader):
    data = reader.get("/portal/map.json").json()["months"][0]
    assert (data["month"], data["cells"][1]) == ("2026-12", [None, None, 20])
    lines = reader.get("/portal/map.csv").content.decode("utf-8-sig").splitlines()
    assert "2026-12,思明区,噪声,40" in lines
    assert "2026-12,湖里区,噪声,不显示" in lines


def test_it_costs_the_same_for_one_month_and_for_many(month, reader, django_assert_max_num_queries):
    for number in range(1, 10):
        PublishedHotspots.objects.create(month=date(2026, number, 1), content=CONTENT, published_at=month.published_at)
    with django_assert_max_num_queries(9, using="portal"):
        reader.get("/portal/map/")


def test_north_is_up_and_neighbours_touch():
    def drawn(*rings: str):
        return outlines.picture([{"key": f"{n}", "name": f"{n}", "rings": [one]} for n, one in enumerate(rings)], 560)

    picture = drawn(SQUARE, BESIDE)
    left, right = (picture.middle(area) for area in picture.areas)
    assert left[0] < right[0]
    assert picture.path(picture.areas[0]).startswith(f"M6.0 {picture.height - 6:.1f}"[:5])
    assert outlines.picture([{"key": "a", "name": "a", "rings": []}]) is None
    north = drawn(SQUARE, "118.0,24.1 118.1,24.1 118.1,24.2 118.0,24.2")
    assert north.middle(north.areas[1])[1] < north.middle(north.areas[0])[1]
