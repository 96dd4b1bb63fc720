"""The pages by which a body is dissolved and two rows of one person are joined."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, Item, perform, perform_many
from ecoduty.organisation.directory.flow import BODY
from ecoduty.organisation.directory.models import Body, Person
from tests.casework.succession.test_people import twin
from tests.casework.succession.test_takeover import secret, toys
from tests.city import City
from tests.interfaces.desk.test_accessible import look
from tests.mechanisms.reports.writing import opened
from tests.toy.toys import TOYS

__all__ = ["look", "toys"]
OLD, NEW, CLERK = "water-bureau", "ecology-bureau", "committee-office.clerk"
DISSOLVE, MERGE = f"/directory/{OLD}/dissolve/", f"/directory/{OLD}/merge_person/"


def text_of(content: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", content.decode()))


def test_the_page_says_beforehand_what_will_pass_and_leads_to_the_list(city: City, toys: None) -> None:
    opened(city)
    secret(city)
    client = city.client(CLERK)
    page = client.get(DISSOLVE).content
    count = Matter.objects.filter(open=True, holder__key=OLD, kind="annual_report").count()

    assert f"在办的年度专题报告，转由承接单位主办，期限照旧{count}件" in text_of(page)
    assert "在办的受限玩具" not in text_of(page)
    link = re.search(r'href="(/matters/\?holder=[^"]+annual_report)"', page.decode())
    assert link is not None
    assert f"共{count}件" in text_of(client.get(link[1].replace("&amp;", "&")).content)


def test_the_page_is_read_with_as_many_queries_however_much_is_open(city: City, toys: None) -> None:
    client = city.client(CLERK)
    client.get(DISSOLVE)
    with CaptureQueriesContext(connection) as few:
        client.get(DISSOLVE)
    items = [Item(number, {"title": f"玩具{number}", "holder": OLD}) for number in range(40)]
    perform_many(TOYS, "ask", items, actor=Actor.system("测试"))
    with CaptureQueriesContext(connection) as many:
        client.get(DISSOLVE)
    assert len(many) == len(few)


def test_a_body_is_dissolved_from_its_page_and_says_so_after(city: City) -> None:
    opened(city)
    client = city.client(CLERK)
    form = {"until": today().isoformat(), "_key": "one", "_version": Body.objects.get(key=OLD).version}

    refused = client.post(DISSOLVE, form)
    assert refused.status_code == 409
    assert "请选择承接单位，它们随之转过去" in refused.content.decode()
    assert client.post(DISSOLVE, {**form, "successor": NEW, "_key": "two"}).status_code == 302

    page = text_of(client.get(f"/directory/{OLD}/").content)
    assert "撤销。" in page
    assert f"职责由{Body.objects.get(key=NEW).name}承接" in page


def test_both_reports_stand_on_the_page_of_progress(city: City) -> None:
    first = opened(city)
    perform(BODY, "dissolve", OLD, actor=city.actor(CLERK), data={"until": today().isoformat(), "successor": NEW})
    both = Matter.objects.filter(kind=first.kind, period=first.period, holder__key=NEW)
    page = city.client(CLERK).get(f"/progress/?duty={first.duty}&period={first.period}").content.decode()
    assert both.count() == 2
    assert all(str(matter.public_id) in page for matter in both)


def test_two_rows_stand_side_by_side_before_they_are_joined(city: City) -> None:
    kept, gone = city.account(f"{OLD}.liaison").person, twin(city)
    client = city.client(CLERK)

    assert f'href="{MERGE}">有同名' in client.get(f"/directory/{OLD}/").content.decode()
    assert "有同名" not in city.client(f"{OLD}.principal").get(f"/directory/{OLD}/").content.decode()
    choosing = client.get(MERGE).content.decode()
    assert f"{MERGE}?person={gone.pk}&amp;into={kept.pk}" in choosing
    page = text_of(client.get(f"{MERGE}?person={gone.pk}&into={kept.pk}").content)
    assert "经办人" in page
    assert f"{OLD}.liaison" in page
    form = {"person": gone.pk, "into": kept.pk, "cause": "导入时重复", "_key": "one"}
    assert client.post(MERGE, form).status_code == 302

    assert Person.objects.get(pk=gone.pk).merged_into == kept
    assert f"{MERGE}?person={gone.pk}" not in client.get(MERGE).content.decode()
    again = client.get(f"{MERGE}?person={gone.pk}&into={kept.pk}")
    assert again.status_code == 200
    assert "选两条记录对照" in again.content.decode()


@pytest.mark.parametrize("given", ["person=abc&into=1", "person=1&into=1", "person=99999999999999999999&into=2", ""])
def test_an_address_that_names_no_two_rows_offers_the_choice(city: City, given: str) -> None:
    page = city.client(CLERK).get(f"{MERGE}?{given}")
    assert page.status_code == 200
    assert "选两条记录对照" in page.content.decode()


def test_joining_is_not_for_a_bodys_own_people(city: City) -> None:
    assert city.client(f"{OLD}.principal").get(MERGE).status_code == 403


@pytest.mark.browser
def test_the_pages_are_open_to_everybody_and_fit_a_telephone(fresh_city: City, look) -> None:  # type: ignore[no-untyped-def]
    opened(fresh_city)
    kept, gone = fresh_city.account(f"{OLD}.liaison").person, twin(fresh_city)
    look(CLERK, DISSOLVE, MERGE, f"{MERGE}?person={gone.pk}&into={kept.pk}")
