"""Figures in a text: taken in with their source, pointed out when it moved, taken over by a person only."""

from __future__ import annotations

import pytest
from django.test import Client

from ecoduty.casework.documents import texts
from ecoduty.casework.documents.models import CitedFigure, OfferedFigure
from ecoduty.casework.figures.registry import figures
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import today
from ecoduty.kernel.rulebook import store
from tests.city import City
from tests.mechanisms.reports.writing import HALF_YEAR, Writer, opened

TITLE, KEY = "督察整改", "half_year_report.sent"


@pytest.fixture
def report(city: City) -> Writer:
    writer = Writer(city, opened(city))
    writer.write()
    return writer


@pytest.fixture
def liaison(city: City) -> Client:
    return city.client("water-bureau.liaison")


def where(report: Writer, rest: str = "save_draft/") -> str:
    return f"/matters/{report.matter.public_id}/{rest}"


def take(client: Client, report: Writer, figure: str = f"{TITLE}={KEY}", **form: str):
    headers = {} if form else {"accept": "application/json"}
    return client.post(where(report, "writing/figure/"), {"figure": figure, **form}, headers=headers)


def save(client: Client, report: Writer, text: str, base: int):
    sent = {f"sections.{TITLE}": text, "base": str(base), "_key": f"{base}" * 32}
    return client.post(where(report), sent)


def send_half_year(city: City) -> None:
    half = Writer(city, Matter.objects.get(kind=HALF_YEAR, holder__key="water-bureau"))
    half.to_signed("厦水〔2026〕71号")
    half.do("liaison", "send")


@pytest.mark.usefixtures("city")
def test_every_figure_the_rulebook_offers_exists():
    offered = store.current().value("report.figures", on=today())
    assert isinstance(offered, tuple)
    assert all(str(row).partition("=")[2] in figures() for row in offered)


def test_a_figure_is_taken_in_with_its_source_and_moment(report, liaison, city):
    page = liaison.get(where(report)).content.decode()
    assert "可引用的数据" in page
    words = take(liaison, report).json()["words"]
    assert words == "半年履职报告：已报送0件"
    save(liaison, report, f"今年{words}，正在办理。", 1)
    row = CitedFigure.objects.get()
    assert (row.version, row.section, row.key, row.scope, row.value) == (2, TITLE, KEY, "own_body", 0)
    assert not OfferedFigure.objects.exists()
    shown = liaison.get(where(report, "")).content.decode()
    assert "引用数据" in shown
    assert f"figure={KEY}" in shown


def test_a_later_change_is_pointed_out_and_taken_over_by_a_person(report, liaison, city):
    save(liaison, report, take(liaison, report).json()["words"] + "。", 1)
    send_half_year(city)
    page = liaison.get(where(report)).content.decode()
    assert "现值1件，稿中0件" in page
    assert texts.text_of(texts.current(report.matter.documents.get()))[TITLE] == "半年履职报告：已报送0件。"
    offered = liaison.get(where(report) + f"?take={CitedFigure.objects.get().pk}").content.decode()
    assert "已由0件换成1件" in offered
    assert "半年履职报告：已报送1件。</textarea>" in offered
    save(liaison, report, "半年履职报告：已报送1件。", 2)
    assert CitedFigure.objects.get(version=3).value == 1
    assert "现值" not in liaison.get(where(report)).content.decode()


def test_a_number_written_over_is_cited_no_longer(report, liaison):
    save(liaison, report, take(liaison, report).json()["words"] + "。", 1)
    save(liaison, report, "半年履职报告：已报送10件。", 2)
    assert list(CitedFigure.objects.values_list("version", flat=True)) == [2]


def test_without_script_the_form_comes_back_with_the_figure_in_it(report, liaison):
    answer = take(liaison, report, **{f"sections.{TITLE}": "写到一半。", "base": "1", "_key": "k"})
    assert answer.status_code == 302
    page = liaison.get(answer["Location"]).content.decode()
    assert "写到一半。\n半年履职报告：已报送0件。</textarea>" in page


def test_other_figures_and_other_people_get_none(report, liaison, city):
    assert take(liaison, report, f"{TITLE}=annual_report.all").status_code == 404
    assert take(city.client("ocean-bureau.liaison"), report).status_code == 404
    assert take(city.client("water-bureau.principal"), report).status_code == 403
    assert not OfferedFigure.objects.exists()


def test_readers_of_other_bodies_see_what_is_cited_but_not_a_number_of_their_own(report, liaison, city):
    save(liaison, report, take(liaison, report).json()["words"] + "。", 1)
    send_half_year(city)
    shown = city.client("committee-office.director").get(where(report, "")).content.decode()
    assert "稿中0件" in shown
    assert "现值" not in shown
