"""Every department's own complaint channels: who keeps them, what holds on a day, where there are gaps."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.complaints.channels import queries
from ecoduty.mechanisms.complaints.channels.flow import COMPLAINT_CHANNEL
from ecoduty.mechanisms.complaints.channels.models import ComplaintChannel
from tests.mechanisms.complaints.steps import BUILDER

PHONE = {"way": "phone", "place": "0592-2200000", "hours": "工作日8:00—17:30", "valid_from": "2026-11-01"}


def entered(city, who=BUILDER, **more):
    return perform(COMPLAINT_CHANNEL, "register", actor=city.actor(who), data={**PHONE, **more}).subject


def refusal(work):
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.code


def standing(key, on=date(2026, 11, 22)):
    return next(one for one in queries.standings(on) if one.body.key == key)


def test_registered_corrected_and_ended_each_with_an_entry(city):
    one = entered(city)
    assert standing("construction-bureau").missing == ["address"]
    change = {"way": "phone", "place": "0592-2211111", "rules": "受理施工噪声、扬尘", "public": True}
    perform(COMPLAINT_CHANNEL, "correct", one.public_id, actor=city.actor(BUILDER), data=change)
    assert ComplaintChannel.objects.get().place == "0592-2211111"
    last = {"valid_to": "2026-12-01", "reason": "并入12345。"}
    perform(COMPLAINT_CHANNEL, "end", one.public_id, actor=city.actor(BUILDER), data=last)
    assert len(standing("construction-bureau").channels) == 1
    assert standing("construction-bureau", date(2026, 12, 1)).missing == ["phone", "address"]
    assert verify_stream(one.stream) is None


def test_only_bodies_of_city_and_districts_are_asked_for_channels(city):
    assert {one.body.level for one in queries.standings(date(2026, 11, 22))} == {"city", "district"}


def test_what_begins_later_fills_no_gap_yet(city):
    entered(city, valid_from=(date(2026, 11, 22) + timedelta(days=9)).isoformat())
    found = standing("construction-bureau")
    assert (len(found.channels), len(found.coming), found.missing) == (0, 1, ["phone", "address"])


def test_each_keeps_its_own_and_the_committee_office_any(city):
    one = entered(city)
    other = {"body": "construction-bureau"}
    assert refusal(lambda: entered(city, "water-bureau.liaison", **other)) == "channel_of_whom"
    assert entered(city, "committee-office.clerk", body="water-bureau").body.key == "water-bureau"
    for act, data in (
        ("correct", {"way": "phone", "place": "12345"}),
        ("end", {"valid_to": "2026-12-01", "reason": "停用。"}),
    ):
        by_stranger = lambda act=act, data=data: perform(  # noqa: E731
            COMPLAINT_CHANNEL, act, one.public_id, actor=city.actor("water-bureau.liaison"), data=data
        )
        assert refusal(by_stranger) == "not_permitted"


def test_the_same_number_twice_and_wrong_days_are_named(city):
    one = entered(city)
    assert refusal(lambda: entered(city)) == "channel_known"
    assert refusal(lambda: entered(city, way="pigeon")) == "unknown_way"
    early = {"valid_to": "2026-10-01", "reason": "停用。"}
    end = lambda: perform(COMPLAINT_CHANNEL, "end", one.public_id, actor=city.actor(BUILDER), data=early)  # noqa: E731
    assert refusal(end) == "channel_ends_too_early"


@pytest.mark.clause("24.2", page="/complaints/channels/")
def test_the_page_shows_channels_and_gaps_and_lets_fill_them(city, django_assert_max_num_queries):
    entered(city)
    builder = city.client(BUILDER)
    builder.get("/complaints/channels/")
    with django_assert_max_num_queries(20):
        page = builder.get("/complaints/channels/").content.decode()
    assert "0592-2200000" in page
    assert "没有登记来信来访地址" in page
    gap = re.search(r'href="(/complaints/channels/new/\?body=construction-bureau)"', page)
    assert gap is not None
    assert "/complaints/channels/new/?body=water-bureau" not in page
    form = builder.get(gap.group(1)).content.decode()
    assert '<option value="construction-bureau" selected>' in form
    given = {
        "way": "address",
        "place": "湖滨南路1号",
        "valid_from": "2026-11-22",
        "body": "construction-bureau",
        "public": "on",
    }
    assert builder.post("/complaints/channels/new/", given).status_code == 302
    one = ComplaintChannel.objects.get(way="address")
    form = builder.get(f"/complaints/channels/{one.public_id}/correct/").content.decode()
    assert "湖滨南路1号" in form
    sent = builder.post(
        f"/complaints/channels/{one.public_id}/correct/",
        {"_version": one.version, "way": "address", "place": "湖滨南路2号", "public": "on"},
    )
    assert sent.status_code == 302
    assert ComplaintChannel.objects.get(way="address").place == "湖滨南路2号"
    assert city.client("water-bureau.liaison").get(f"/complaints/channels/{one.public_id}/end/").status_code == 403
