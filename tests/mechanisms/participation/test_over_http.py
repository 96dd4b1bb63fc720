"""Campaigns and opinions at the desk, by forms."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ecoduty.casework.intakes.taking import take_in
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.mechanisms.participation.models import Comment
from tests.mechanisms.participation.steps import BODY, EVENT, Asking


@pytest.mark.clause("24.1", page="/matters/?kind=campaign")
def test_a_campaign_is_registered_and_recorded_with_forms(city):
    liaison = city.client(f"{BODY}.liaison")
    form = liaison.get("/matters/new/campaign/plan/").content.decode()
    assert '<option value="community">进社区</option>' in form
    assert liaison.post("/matters/new/campaign/plan/", EVENT).status_code == 302
    matter = Matter.objects.get(kind="campaign")
    address = f"/matters/{matter.public_id}/"
    assert liaison.post(f"{address}announce/", {"_version": matter.version}).status_code == 302
    city.clock.move_to(datetime(2026, 12, 6, 9, tzinfo=SHANGHAI))
    matter.refresh_from_db()
    given = {"took_part": "120", "summary": "发放节水手册。", "_version": matter.version}
    assert liaison.post(f"{address}record_campaign/", given).status_code == 302
    page = city.client("ocean-bureau.liaison").get(address).content.decode()
    assert "<b>120</b>人" in page
    assert "已在门户公布" in page


@pytest.mark.clause("24.5", page="/matters/?kind=opinion_collection")
def test_opinions_are_sorted_and_answered_with_forms(city):
    asking = Asking(city, date(2026, 12, 22))
    for text in ("增加夜间保洁", "夜里也要扫"):
        asking.say(text)
    take_in()
    liaison = city.client(f"{BODY}.liaison")
    address = f"/matters/{asking.matter.public_id}/"
    assert "还有<b>2</b>条没有归类" in liaison.get(address).content.decode()
    form = liaison.get(f"{address}sort/").content.decode()
    first, second = Comment.objects.order_by("id").values_list("pk", flat=True)
    assert f'type="checkbox" name="comments" value="{first}"' in form
    given = {"comments": [str(first), str(second)], "group": "建议增加夜间保洁", "_version": asking.matter.version}
    assert liaison.post(f"{address}sort/", given).status_code == 302
    page = liaison.get(address).content.decode()
    assert "建议增加夜间保洁" in page
    assert "<b>未写</b>" in page
    assert city.client("ocean-bureau.liaison").get(address).status_code == 404


def test_a_page_costs_the_same_for_one_opinion_and_for_many(city, django_assert_max_num_queries):
    asking = Asking(city, date(2026, 12, 22))
    for number in range(12):
        asking.say(f"意见{number}")
    take_in()
    liaison = city.client(f"{BODY}.liaison")
    with django_assert_max_num_queries(45):
        liaison.get(f"/matters/{asking.matter.public_id}/")
