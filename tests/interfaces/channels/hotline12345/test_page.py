"""12345往来: a clerk maps what nobody knows, decides about what waits, sends again what failed."""

from __future__ import annotations

import pytest

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.channels.hotline12345 import intake
from ecoduty.interfaces.channels.hotline12345.models import Correspondence, Exchange
from ecoduty.kernel.outbox.models import Channel, Message
from tests.city import City
from tests.interfaces.channels.hotline12345.other_side import OtherSide, connected
from tests.interfaces.channels.hotline12345.steps import BUILDER, CLERK, Work, complaint

ADDRESS = "/channels/hotline12345/"
NUMBER = "XM12345-20261122-0001"


@pytest.fixture
def side(city: City) -> OtherSide:
    return OtherSide(connected())


def test_a_page_before_anything_says_what_will_come(city: City) -> None:
    page = city.client(CLERK).get(ADDRESS).content.decode()
    assert "还没有接通12345" in page
    page = city.client("water-bureau.liaison").get(ADDRESS).content.decode()
    assert "本单位经办的工单" in page
    assert "线路" not in page


def test_a_clerk_maps_an_unknown_code_once_and_for_the_next_time(city: City, side: OtherSide) -> None:
    side.push(category_code="ZZ77")
    side.push("XM-2", category_code="ZZ77", query_code="Q2")
    clerk = city.client(CLERK)
    page = clerk.get(ADDRESS).content.decode()
    assert "不认识类别代码“ZZ77”" in page
    assert "夜里十一点多工地还在打桩" in page
    assert "王先生" not in page
    first = Exchange.objects.order_by("pk")[0]
    given = {"do": "map_codes", "order": first.order_id, "exchange": first.pk}
    wrong = clerk.post(ADDRESS, given, follow=True).content.decode()
    assert "请选类别" in wrong
    done = clerk.post(ADDRESS, {**given, "category": "noise", "remember": "true"}, follow=True).content.decode()
    assert "对应代码，已办。" in done
    assert complaint().complaint.category == "noise"
    assert Correspondence.objects.get().theirs == "ZZ77"
    assert intake.try_again() == 1
    assert Matter.objects.filter(kind="complaint").count() == 2
    side.push("XM-3", category_code="ZZ77", query_code="Q3")
    assert Matter.objects.filter(kind="complaint").count() == 3


def test_whoever_keeps_the_channels_sees_no_words_of_an_order(city: City, side: OtherSide) -> None:
    side.push(category_code="ZZ77")
    from tests.organisation.accounts.factors import bind  # noqa: PLC0415

    account = city.account("system.administrator")
    account.must_change_password = False
    account.save()
    bind(account)
    page = city.client("system.administrator").get(ADDRESS).content.decode()
    assert "ZZ77" in page
    assert "打桩" not in page
    assert "对应并办理" not in page


def test_an_order_that_nobody_can_use_is_declined_with_a_reason_that_goes_back(city: City, side: OtherSide) -> None:
    side.push(category_code="ZZ77")
    row = Exchange.objects.get()
    given = {"do": "dismiss", "order": row.order_id, "exchange": row.pk, "cause": "测试件，不属环境类"}
    city.client(CLERK).post(ADDRESS, given)
    row.refresh_from_db()
    assert (row.state, row.content) == ("dismissed", "")
    assert Exchange.objects.get(incoming=False).told["note"] == "测试件，不属环境类"


def test_a_gap_is_shown_and_can_be_passed_over(city: City, side: OtherSide) -> None:
    side.push()
    side.say(NUMBER, "order.urged", {"note": "再催"}, sequence=4)
    clerk = city.client(CLERK)
    assert "缺第2条" in clerk.get(ADDRESS).content.decode()
    order = Exchange.objects.first().order_id  # type: ignore[union-attr]  # pushed above
    clerk.post(ADDRESS, {"do": "skip", "order": order, "cause": "热线确认没有这两条"})
    assert Exchange.objects.get(sequence=4).state == "applied"
    late = side.say(NUMBER, "order.changed", {"content": "迟来的更正，工地在湖滨北路。"}, sequence=2)
    assert late["state"] == "waiting"
    row = Exchange.objects.get(sequence=2)
    clerk.post(ADDRESS, {"do": "retry", "order": order, "exchange": row.pk})
    assert complaint().complaint.text == "迟来的更正，工地在湖滨北路。"


def test_what_failed_is_sent_again_and_the_channel_can_be_stopped(city: City, side: OtherSide) -> None:
    side.push()
    Work(city).dispatch()
    Message.objects.filter(channel="hotline12345").update(state="dead", last_error="12345热线答复422：没有这张工单")
    clerk, office = city.client(CLERK), city.client("committee-office.director")
    assert "没有这张工单" in clerk.get(ADDRESS).content.decode()
    row = Exchange.objects.get(incoming=False)
    clerk.post(ADDRESS, {"do": "send_again", "order": row.order_id, "exchange": row.pk})
    assert Message.objects.get(channel="hotline12345").state == "waiting"
    assert clerk.post(ADDRESS, {"do": "stop", "cause": "对方升级"}).status_code == 404  # whose the channel is not
    office.post(ADDRESS, {"do": "stop", "cause": "对方升级"})
    assert Channel.objects.get(pk="hotline12345").state == "stopped"
    assert "已暂停" in office.get(ADDRESS).content.decode()
    assert "12345热线" in office.get("/system/outside/").content.decode()


def test_the_department_sees_its_order_asks_for_time_and_answers(city: City, side: OtherSide) -> None:
    side.push()
    Work(city).sign_for()
    builder = city.client(BUILDER)
    page = builder.get(f"{ADDRESS}{NUMBER}/").content.decode()
    for words in ("派来工单", "签收", "向12345申请延期", "热线要求12月1日"):
        assert words in page
    form = builder.get(f"{ADDRESS}{NUMBER}/ask_extension/").content.decode()
    assert "延长至" in form
    wrong = builder.post(f"{ADDRESS}{NUMBER}/ask_extension/", {"until": "2026-11-01", "reason": "要等检测报告"})
    assert "延长后的日期须晚于今天" in wrong.content.decode()
    sent = builder.post(f"{ADDRESS}{NUMBER}/ask_extension/", {"until": "2026-12-20", "reason": "要等检测报告"})
    assert sent.status_code == 302
    assert Exchange.objects.filter(type="extension.request").exists()
    assert NUMBER in builder.get(ADDRESS).content.decode()
    other = city.client("ocean-bureau.liaison")
    assert NUMBER not in other.get(ADDRESS).content.decode()
    assert other.get(f"{ADDRESS}{NUMBER}/").status_code == 404


def test_the_page_costs_the_same_for_one_and_for_many(
    city: City, side: OtherSide, django_assert_max_num_queries
) -> None:
    clerk = city.client(CLERK)
    clerk.get(ADDRESS)
    for number in range(6):
        side.push(f"XM-{number}", category_code="ZZ77" if number % 2 else "HB02", query_code=f"Q{number}")
    with django_assert_max_num_queries(40):
        clerk.get(ADDRESS)
