"""Numbers of persons are found and hidden by their form, however they are written; everything else stays."""

from __future__ import annotations

import pytest

from ecoduty.casework.publications.privacy import masked, masked_answer, suspicions


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("联系13800001234。", "联系138******34。"),
        ("138 0000 1234、138-0000-1234", "138********34、138********34"),
        ("1380 0001 234 或 138 000 01234", "138********34 或 138********34"),
        ("+8613800001234", "+86*********34"),
        ("电话8613800001234", "电话861********34"),
        ("１３８００００１２３４", "１３８******３４"),
        ("身份证35020319900101123X，王某", "身份证350*************3X，王某"),
        ("卡号6222 0212 3456 7890 123", "卡号622******************23"),
        ("邮箱wang.li@example.com，急", "邮箱wan**************om，急"),
        ("家里0592-2345678", "家里059*******78"),
        ("两个：13800001234，13900005678", "两个：138******34，139******78"),
    ],
)
def test_numbers_of_persons_are_hidden_in_their_middle(written, read):
    assert masked(written) == read
    assert len(masked(written)) == len(written)
    assert masked(masked(written)) == masked(written)


@pytest.mark.parametrize(
    "written",
    ["2026-11-26 23:30 打桩", "湖滨南路138号1234室", "工单12345678901234", "排放13.8万吨", "车牌闽D12345", "12345", ""],
)
def test_what_only_looks_a_little_like_it_stays(written):
    assert masked(written) == written


def test_an_answer_keeps_the_telephone_and_mail_of_its_office():
    told = "承办人电话0592-2345678，邮箱hb@xm.gov.cn；反映人13800001234。"
    assert masked_answer(told) == "承办人电话0592-2345678，邮箱hb@xm.gov.cn；反映人138******34。"


def test_suspicions_see_wide_digits_and_the_country():
    found = suspicions([{"title": "内容", "text": "＋８６１３８００００１２３４，或86 139 0000 5678"}])
    assert [one.what for one in found] == ["手机号", "手机号"]
