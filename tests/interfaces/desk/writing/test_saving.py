"""Nobody's text is lost: kept while it is written, merged when two wrote, given back when it is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from ecoduty.casework.documents import scratches, texts
from ecoduty.casework.documents.models import Draft, Presence, Scratch
from ecoduty.kernel.clock import now
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.directory.models import Appointment
from tests.city import City
from tests.mechanisms.reports.writing import Writer, opened

TITLE = "督察整改"
OLD = "第一段。\n第二段。\n第三段。"


@pytest.fixture
def report(city: City) -> Writer:
    writer = Writer(city, opened(city))
    writer.write(督察整改=OLD)
    return writer


@pytest.fixture
def liaison(city: City) -> Client:
    return city.client("water-bureau.liaison")


@pytest.fixture
def deputy(city: City) -> Client:
    return city.client("water-bureau.deputy")


def where(report: Writer, rest: str = "save_draft/") -> str:
    return f"/matters/{report.matter.public_id}/{rest}"


def sent(text: str, base: int = 1, key: str = "a" * 32, **more: str) -> dict[str, str]:
    return {f"sections.{TITLE}": text, "base": str(base), "_key": key, **more}


def in_force(report: Writer) -> str:
    return texts.text_of(texts.current(report.matter.documents.get()))[TITLE]


def test_the_later_one_sees_both_texts_and_nothing_was_overwritten(report, liaison, deputy):
    deputy.post(where(report), sent(OLD.replace("第一段", "对方改的第一段")))
    answer = liaison.post(where(report), sent(OLD.replace("第三段", "我改的第三段"), key="b" * 32))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "两人改的地方不重叠，已自动合到一起" in page
    assert "对方的改动，已并入" in page
    assert "您的改动，已并入" in page
    assert Draft.objects.filter(document__matter=report.pk).count() == 2
    merged = {
        "_merging": "1",
        "from": "1",
        "base": "2",
        "_key": "c" * 32,
        f"mine.{TITLE}": OLD.replace("第三段", "我改的第三段"),
    }
    for title in texts.text_of(texts.current(report.matter.documents.get())):
        merged.setdefault(f"mine.{title}", texts.text_of(texts.current(report.matter.documents.get()))[title])
    assert liaison.post(where(report), merged).status_code == 302
    assert in_force(report) == "对方改的第一段。\n第二段。\n我改的第三段。"


def conflicted(report, liaison, deputy) -> dict[str, str]:
    deputy.post(where(report), sent(OLD.replace("第二段", "对方的第二段")))
    mine = OLD.replace("第二段", "我的第二段")
    answer = liaison.post(where(report), sent(mine, key="b" * 32))
    assert "有1处两人都改了，请逐处选定" in answer.content.decode()
    kept = texts.text_of(texts.current(report.matter.documents.get()))
    return {f"mine.{title}": text for title, text in kept.items()} | {
        f"mine.{TITLE}": mine, "_merging": "1", "from": "1", "base": "2", "_key": "c" * 32,
    }  # fmt: skip


def test_where_both_wrote_the_same_line_a_person_decides(report, liaison, deputy):
    merged = conflicted(report, liaison, deputy)
    undecided = liaison.post(where(report), merged)
    assert "还有1处没有选" in undecided.content.decode()
    assert liaison.post(where(report), {**merged, "pick.1.0": "own", "own.1.0": "商定的第二段。"}).status_code == 302
    assert in_force(report) == "第一段。\n商定的第二段。\n第三段。"


def test_a_third_version_in_the_meantime_leads_to_another_merge(report, liaison, deputy):
    merged = conflicted(report, liaison, deputy)
    deputy.post(where(report), sent(OLD.replace("第二段", "对方的第二段") + "\n第四段。", base=2, key="d" * 32))
    again = liaison.post(where(report), {**merged, "pick.1.0": "both"})
    assert again.status_code == 409
    merged |= {
        "from": "2",
        "base": "3",
        f"mine.{TITLE}": "第一段。\n对方的第二段。\n我的第二段。\n第三段。",
        "_key": "e" * 32,
    }
    assert liaison.post(where(report), merged).status_code == 302
    assert in_force(report) == "第一段。\n对方的第二段。\n我的第二段。\n第三段。\n第四段。"


def test_a_merge_of_versions_that_are_none_is_refused(report, liaison):
    for numbers in ({"from": "x", "base": "2"}, {"from": "1", "base": "99"}, {"from": "9" * 30, "base": "1"}):
        answer = liaison.post(where(report), {"_merging": "1", f"mine.{TITLE}": "我写的", **numbers})
        assert answer.status_code == 422
        assert "我写的" in answer.content.decode()


def keep(client: Client, report: Writer, text: str | None = None, **more: str):
    data = {"base": "1", **({} if text is None else sent(text)), **more}
    return client.post(where(report, "writing/keep/"), data, headers={"accept": "application/json"})


def test_what_is_written_is_kept_unseen_by_others_and_offered_on_return(report, liaison, deputy):
    entries = Entry.objects.count()
    answer = keep(liaison, report, OLD + "\n写到一半")
    assert "已暂存" in answer.json()["kept"]
    assert (Scratch.objects.count(), Entry.objects.count()) == (1, entries)
    assert "写到一半" not in deputy.get(where(report)).content.decode()
    page = liaison.get(where(report)).content.decode()
    assert "您有未保存的草稿（" in page
    assert "<ins>" in page or "+ 新增" in page
    number = Scratch.objects.get().pk
    assert "写到一半</textarea>" in liaison.get(where(report) + f"?scratch={number}").content.decode()
    assert "写到一半" not in deputy.get(where(report) + f"?scratch={number}").content.decode()
    liaison.post(where(report), sent(OLD + "\n写完了"))
    assert not Scratch.objects.exists()


def test_what_was_left_may_be_dropped_and_a_second_page_does_not_write_over_it(report, liaison):
    keep(liaison, report, "第一页写的")
    keep(liaison, report, "第二页写的", _key="f" * 32)
    assert Scratch.objects.count() == 2
    assert liaison.post(where(report, "writing/drop/")).status_code == 302
    assert not Scratch.objects.exists()


def test_a_scratch_like_the_version_in_force_is_not_offered(report, liaison):
    document = report.matter.documents.get()
    keep(liaison, report, OLD)
    scratches.keep(document, 1, 1, "x", list(texts.text_of(texts.current(document)).items()), now())
    kept = Scratch.objects.exclude(account=1).get()
    kept.sections = Draft.objects.get(document=document).sections
    kept.save()
    assert "未保存的草稿" not in liaison.get(where(report)).content.decode()


def test_scratches_that_nobody_came_back_for_go_after_a_month(report, liaison, city):
    keep(liaison, report, "写到一半")
    assert scratches.sweep(now() + timedelta(days=29)) == 0
    assert scratches.sweep(now() + timedelta(days=31)) == 1


def test_two_at_once_are_told_and_the_mark_fades(report, liaison, deputy, city):
    liaison.get(where(report))
    page = deputy.get(where(report)).content.decode()
    assert "市水利局·联络员从今天 08:00起也在编辑这份稿子" in page
    city.clock.move_to(now() + timedelta(seconds=80))
    assert "联络员" in keep(deputy, report).json()["others"]
    assert "分管负责人" in keep(liaison, report).json()["others"]
    city.clock.move_to(now() + timedelta(minutes=3))
    assert keep(deputy, report).json()["others"] == ""
    deputy.post(where(report), sent(OLD + "\n完"))
    assert not Presence.objects.filter(who__contains="分管负责人").exists()


def test_sent_to_review_meanwhile_the_text_is_kept_and_it_is_said(report, liaison):
    report.do("liaison", "submit_for_review")
    answer = keep(liaison, report, "晚了一步")
    assert answer.status_code == 409
    assert "您写的已暂存，没有丢" in answer.json()["sentence"]
    refused = liaison.post(where(report), sent("晚了一步"))
    assert refused.status_code == 409
    assert "晚了一步</textarea>" in refused.content.decode()


def test_who_lost_the_post_meanwhile_gets_the_text_back(report, deputy, city):
    account = city.account("water-bureau.deputy")
    Appointment.objects.filter(person=account.person).update(until=now().date())
    for answer in (
        deputy.post(where(report), sent("我在休假前写的")),
        Client().post(where(report), sent("我在休假前写的")),
    ):
        assert answer.status_code in {401, 403}
        assert "我在休假前写的</textarea>" in answer.content.decode()
        assert "没有丢" in answer.content.decode()
    told = keep(deputy, report, "再写几句")
    assert (told.status_code, told.json()["code"]) == (403, "no_post")
    assert not Scratch.objects.exists()


def test_a_stranger_and_a_reader_learn_nothing_and_keep_nothing(report, city):
    assert keep(city.client("ocean-bureau.liaison"), report, "插一句").status_code == 404
    assert keep(city.client("water-bureau.principal"), report, "插一句").status_code == 403
    assert not Scratch.objects.exists()


def test_any_two_versions_side_by_side_and_an_old_one_taken_up_again(report, liaison):
    liaison.post(where(report), sent(OLD + "\n第四段。"))
    liaison.post(where(report), sent("全部重写。", base=2, key="b" * 32))
    page = liaison.get(where(report, "versions/?old=1&new=2")).content.decode()
    assert "第1稿与第2稿对照" in page
    assert "+ 新增" in page
    assert "第四段。" in page
    assert "全部重写。" not in page
    taken = liaison.get(where(report) + "?from=1").content.decode()
    assert "这是第1稿的内容；保存后成为第4稿" in taken
    assert f"{OLD}</textarea>" in taken
    liaison.post(where(report), sent(OLD, base=3, key="c" * 32))
    assert in_force(report) == OLD
    assert Draft.objects.filter(document__matter=report.pk).count() == 4


def test_opening_and_a_sign_of_life_cost_a_constant_number_of_queries(report, liaison, django_assert_max_num_queries):
    liaison.get(where(report))
    with django_assert_max_num_queries(42):
        liaison.get(where(report))
    with django_assert_max_num_queries(24):
        keep(liaison, report, OLD + "\n写")
