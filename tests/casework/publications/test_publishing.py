"""登记公开, not publishing with reason and approval, withdrawal: and what of it reaches the public's table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, ProgrammingError, transaction

from ecoduty.casework.publications.models import Publication, PublishedItem
from ecoduty.casework.publications.queries import publication_of
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.models import Entry
from tests.casework.letters import actor

URL = "https://water.example.gov.cn/2026/report.html"
TEXT = {"履职情况": "巡查河道四十次。", "存在问题": "一处排口尚未改造。"}


@pytest.fixture
def letter(office):
    return sent(office)


def sent(office, **texts):
    """A letter with these sections, sent, its public version prepared."""
    matter = office.open()
    office.do("save", matter, sections={**TEXT, **texts})
    office.do("sign", matter, number="云水〔2026〕1号")
    office.do("send", matter)
    return office.do("prepare", matter)


def refused(code, act, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code
    return caught.value


def test_registration_shows_the_public_a_frozen_snapshot(office, letter):
    office.do("publish", letter, own_url=URL, published_on=today())
    item = PublishedItem.objects.get()
    assert item.content == [{"title": title, "text": text} for title, text in TEXT.items()]
    assert (item.body_short_name, item.kind_label, item.year) == ("市农水局", "公开信", 2026)
    assert (item.own_url, item.published_on, item.withdrawn_on) == (URL, today(), None)
    facts = Entry.objects.get(act="publish").facts
    assert facts["own_url"] == URL
    assert facts["snapshot"] == item.snapshot == publication_of(letter).snapshot
    assert len(item.snapshot) == 64


def test_publication_dated_tomorrow_is_refused(office, letter):
    found = refused(
        "published_in_future", office.do, "publish", letter, own_url=URL, published_on=today() + timedelta(days=1)
    )
    assert found.status == 422
    assert PublishedItem.objects.count() == 0


def test_publication_before_the_sending_is_refused(office, letter):
    found = refused(
        "published_before_sending", office.do, "publish", letter, own_url=URL, published_on=today() - timedelta(days=1)
    )
    assert found.clause == "11.4"


@pytest.mark.parametrize(
    "url",
    ["", "water.gov.cn/x", "ftp://water.gov.cn/x", "javascript:alert(1)", "https://", "https://u:p@water.gov.cn/",
     "https://water.gov.cn/a b", "https://[::1", "https://water.gov.cn:99999/"],
)  # fmt: skip
def test_bad_addresses_are_refused(office, letter, url):
    refused("bad_data", office.do, "publish", letter, own_url=url, published_on=today())


def test_nothing_is_registered_without_a_public_version(office):
    matter = office.open()
    refused("public_version_missing", office.do, "publish", matter, own_url=URL, published_on=today())


def test_registering_twice_is_refused(office, letter):
    office.do("publish", letter, own_url=URL, published_on=today())
    refused("public_version_missing", office.do, "publish", letter, own_url=URL, published_on=today())
    assert PublishedItem.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("举报人身份证号11010519491231002X。", "身份证号"),
        ("联系张某，电话13800138000。", "手机号"),
        ("电话 138 0013 8000。", "手机号"),
        ("账号6222 0212 3456 7890 123。", "银行卡号"),
        ("请写信到 someone@example.com。", "电子邮箱"),
    ],
)
def test_personal_data_does_not_become_public_unnoticed(office, text, what):
    letter = sent(office, 存在问题=text)
    found = refused("personal_data", office.do, "edit", letter, sections={"存在问题": text})
    assert what in found.sentence
    assert text not in found.sentence
    office.do("edit", letter, sections={"存在问题": text}, checked=True)
    assert publication_of(letter).content[1]["text"] == text


@pytest.mark.parametrize(
    "text", ["办文号20260131000123456。", "投入1380013元、800万元。", "水质达标率99.8%，共16222吨。"]
)
def test_ordinary_numbers_are_no_personal_data(office, text):
    letter = sent(office, 履职情况=text)
    office.do("edit", letter, sections={"履职情况": text})
    assert publication_of(letter).content[0]["text"] == text


def test_public_version_is_edited_by_section_and_leaves_what_was_sent(office, letter):
    office.do("edit", letter, sections={"存在问题": "⟦一处排口⟧尚未改造。"}, grounds="未公布")
    assert [part["text"] for part in publication_of(letter).content] == ["巡查河道四十次。", "■■■尚未改造。"]
    assert letter.documents.get().drafts.get().sections[1]["text"] == "一处排口尚未改造。"
    refused("section_unknown", office.do, "edit", letter, sections={"没有这节": "x"})


def decline(office, letter):
    office.do("ask", letter, reason="涉及未公开的执法线索。", public_reason="内容涉及正在办理的案件。")


def test_not_publishing_needs_another_post(office, letter):
    decline(office, letter)
    refused("approved_by_asker", office.do, "approve", letter)
    refused("approved_by_asker", office.do, "approve", letter, actor("agriculture-water-bureau", "principal", 1))
    office.do("approve", letter, actor("agriculture-water-bureau", "principal", 2))
    item = PublishedItem.objects.get()
    assert (item.content, item.own_url, item.declined_reason) == (None, "", "内容涉及正在办理的案件。")
    assert "执法线索" not in str(vars(item))
    assert publication_of(letter).approved_by == "市农水局·principal"


def test_refused_decline_goes_back_to_be_published(office, letter):
    decline(office, letter)
    office.do("refuse", letter, actor("agriculture-water-bureau", "principal", 2))
    office.do("publish", letter, own_url=URL, published_on=today())
    assert PublishedItem.objects.get().content


def test_nothing_is_approved_that_nobody_asked(office, letter):
    refused("not_asked", office.do, "approve", letter, actor("agriculture-water-bureau", "principal", 2))
    decline(office, letter)
    refused("public_version_missing", office.do, "publish", letter, own_url=URL, published_on=today())


def test_withdrawal_takes_the_content_and_leaves_the_reason(office, letter):
    office.do("publish", letter, own_url=URL, published_on=today())
    office.do("withdraw", letter, reason="附表有误，更正后重新公开。")
    item = PublishedItem.objects.get()
    assert (item.content, item.withdrawn_on, item.withdrawn_reason) == (None, today(), "附表有误，更正后重新公开。")
    kept = Publication.objects.get()
    assert kept.content[0]["text"] == "巡查河道四十次。"
    refused("not_registered", office.do, "withdraw", letter, reason="再撤一次试试。")


def test_after_withdrawal_it_may_be_published_anew(office, letter):
    office.do("publish", letter, own_url=URL, published_on=today())
    office.do("withdraw", letter, reason="附表有误，更正后重新公开。")
    office.do("prepare", letter)
    office.do("publish", letter, own_url=URL + "?v=2", published_on=today())
    assert PublishedItem.objects.filter(withdrawn_on=None).get().own_url == URL + "?v=2"
    assert PublishedItem.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"title": "别的"}, ProgrammingError),
        ({"content": []}, DatabaseError),
        ({"content": None}, DatabaseError),
        ({"withdrawn_on": None}, DatabaseError),
        ({"withdrawn_reason": "x"}, DatabaseError),
    ],
)
def test_published_items_can_only_be_withdrawn(office, letter, change, error):
    office.do("publish", letter, own_url=URL, published_on=today())
    with pytest.raises(error), transaction.atomic():
        PublishedItem.objects.update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        PublishedItem.objects.all().delete()


def test_withdrawn_item_never_comes_back(office, letter):
    office.do("publish", letter, own_url=URL, published_on=today())
    office.do("withdraw", letter, reason="附表有误，更正后重新公开。")
    with pytest.raises(DatabaseError), transaction.atomic():
        PublishedItem.objects.update(withdrawn_on=now().date(), content=None, withdrawn_reason="换一个理由")
