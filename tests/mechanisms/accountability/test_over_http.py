"""Referrals as the pages answer: the forms, a file that is measured and not kept, the pages' cost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.ledger.chain import sm3
from tests.mechanisms.accountability.steps import HANDLER, NAME, OUTCOME, PERSON, RECEIPT, REVIEW, REVIEWER, ROW, Road

PIECE = "一份现场检查记录".encode()


def post(client, matter, act, data=None):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **(data or {})})


@pytest.mark.clause("15.1", page="/matters/?kind=referral")
@pytest.mark.clause("15.2", page="/matters/?kind=referral")
@pytest.mark.clause("15.5", page="/matters/?kind=referral")
def test_a_referral_goes_its_road_on_the_pages(city):
    handler, second = city.client(HANDLER), city.client(REVIEWER)
    form = handler.get("/referrals/new/").content.decode()
    assert "不能是登记人自己" in form
    assert f'value="{city.actor(HANDLER).person}"' not in form
    given = {"established_on": "2026-11-20", "source": "audit", "reviewer": city.actor(REVIEWER).person}
    assert handler.post("/referrals/new/", given).status_code == 302
    matter = Matter.objects.get(kind="referral")
    assert post(handler, matter, "add_row", ROW).status_code == 302
    assert post(handler, matter, "add_concerned", PERSON).status_code == 302
    piece = SimpleUploadedFile("检查记录.txt", PIECE)
    added = post(handler, matter, "add_item", {"name": "现场检查记录", "pages": "3", "measured": piece})
    assert added.status_code == 302
    assert matter.referral.items.get().sm3 == sm3(PIECE).hex()
    assert not StoredFile.objects.filter(sm3=sm3(PIECE).hex()).exists()
    assert post(handler, matter, "set_destination", {"destination": "discipline-commission"}).status_code == 302
    assert post(handler, matter, "compare").status_code == 302
    assert post(handler, matter, "weigh_exemption", {"finding": "none"}).status_code == 302
    page = second.get(f"/matters/{matter.public_id}/").content.decode()
    assert "复核通过" in page
    assert NAME not in page
    assert "只登记要件" in page
    assert post(second, matter, "review", dict.fromkeys(REVIEW, "true")).status_code == 302
    refer = {"letter_number": "厦审移〔2026〕3号", "checked": "true"}
    assert post(handler, matter, "refer", refer).status_code == 302
    assert post(handler, matter, "record_referral_receipt", RECEIPT).status_code == 302
    assert post(handler, matter, "record_outcome", OUTCOME).status_code == 302
    page = handler.get(f"/matters/{matter.public_id}/?tab=passing").content.decode()
    assert "市纪委监委信访室" in page
    seen = second.get(f"/matters/{matter.public_id}/?tab=named").content.decode()
    assert seen.count(city.actor(HANDLER).title) >= 2


def test_the_pages_cost_a_constant_number_of_queries(city, django_assert_max_num_queries):
    road = Road(city)
    road.to_received()
    client = city.client(HANDLER)
    for tab in ("elements", "inventory", "passing", "named"):
        address = f"/matters/{road.matter.public_id}/?tab={tab}"
        client.get(address)
        with django_assert_max_num_queries(60):
            client.get(address)
