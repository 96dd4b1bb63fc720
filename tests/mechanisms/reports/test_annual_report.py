"""The annual special report from opening to the public, through the gate (clauses 11.1–11.4)."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.casework.documents.models import Document, Recipient
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.publications.models import PublishedItem
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.rulebook import store
from tests.mechanisms.reports.writing import ANNUAL, DECEMBER, HALF_YEAR, Writer, at, opened


def test_on_the_opening_day_every_bearer_gets_one_report_and_only_one(city):
    city.clock.move_to(DECEMBER)
    opened(city)
    opened(city)
    bearers = store.current().bearers("annual-report")
    found = Matter.objects.filter(kind=ANNUAL).values_list("holder__key", flat=True)
    assert sorted(found) == sorted(bearers)


def test_it_is_due_on_the_plans_day_which_does_not_roll(city):
    matter = opened(city)
    assert matter.next_due_on == date(2027, 1, 31)  # a Sunday
    deadline = Deadline.objects.get(matter=matter)
    assert deadline.basis["kind"] == "plan"
    assert matter.period == "2026"


def test_the_road_to_the_public(city):
    report = Writer(city, opened(city))
    city.clock.move_to(at(1, 20))
    report.to_sent()
    report.clear_public_version()
    report.do(
        "liaison", "register_publication", {"own_url": "https://water.example.gov.cn/1.html", "published_on": "2027-01-20"}
    )  # fmt: skip
    matter = report.matter
    assert (matter.state, matter.open, matter.next_due_at, matter.first_missed_at) == ("published", False, None, None)
    item = PublishedItem.objects.get(body_key="water-bureau")
    assert (item.own_url, item.year) == ("https://water.example.gov.cn/1.html", 2026)
    acts = list(Entry.objects.filter(stream=matter.stream).order_by("seq").values_list("act", flat=True))
    assert acts == [
        "open", "save_draft", "submit_for_review", "pass_review", "sign", "send", "submit_public_version",
        "clear_public_version", "register_publication",
    ]  # fmt: skip


def test_recipients_follow_the_copy_list_and_the_directory(city):
    water = Writer(city, opened(city))
    city.clock.move_to(at(1, 20))
    water.to_sent()
    found = Recipient.objects.filter(document__matter=water.pk).order_by("-role", "order")
    assert [(row.role, row.body.short_name) for row in found] == [
        ("main", "市委"), ("main", "市政府"), ("copy", "省水利厅"), ("copy", "市生态环境局"),
    ]  # fmt: skip


def test_the_ecology_bureau_sends_no_copy_to_itself(city):
    report = Writer(city, opened(city, body="ecology-bureau"))
    city.clock.move_to(at(1, 20))
    report.to_sent()
    copies = Recipient.objects.filter(document__matter=report.pk, role="copy").values_list("body__key", flat=True)
    assert "ecology-bureau" not in copies
    assert len(copies) == 1


def test_a_missing_section_stops_it_and_says_so(city):
    report = Writer(city, opened(city))
    report.write(督察整改="")
    with pytest.raises(Refused) as refused:
        report.do("liaison", "submit_for_review")
    assert (refused.value.code, refused.value.clause) == ("sections_incomplete", "11.2")
    assert report.matter.state == "drafting"


def test_a_section_that_does_not_exist_is_refused(city):
    report = Writer(city, opened(city))
    with pytest.raises(Refused) as refused:
        report.do("liaison", "save_draft", {"sections": {"第五节": "多出来的"}})
    assert refused.value.code == "unknown_section"


def test_sent_late_stays_late_for_ever(city):
    report = Writer(city, opened(city))
    city.clock.move_to(at(2, 3))
    report.to_sent()
    matter = report.matter
    deadline = Deadline.objects.get(matter=matter, key="duty")
    assert deadline.late
    assert matter.first_missed_at == at(2, 1, 0)
    report.clear_public_version()
    report.do("liaison", "register_publication", {"own_url": "https://x.example.cn/a", "published_on": "2027-02-03"})
    assert report.matter.first_missed_at == at(2, 1, 0)


def test_sent_on_the_last_day_and_entered_days_later_was_in_time_and_shows_as_a_late_entry(city):
    report = Writer(city, opened(city))
    city.clock.move_to(at(1, 29))
    report.to_signed()
    city.clock.move_to(at(2, 10))
    with pytest.raises(Refused) as refused:
        report.do("liaison", "send", occurred_at=at(1, 31))
    assert refused.value.code == "late_needs_reason"
    report.do("liaison", "send", occurred_at=at(1, 31), reason="系统停用期间已交换站送达，回执存档")
    assert not Deadline.objects.get(matter=report.pk, key="duty").late
    assert report.matter.first_missed_at is None
    entry = Entry.objects.filter(stream=report.matter.stream).latest("seq")
    assert (entry.late, entry.occurred_at) == (True, at(1, 31))


def test_signing_needs_the_issuers_own_number_in_its_form(city):
    report = Writer(city, opened(city))
    report.write()
    report.do("liaison", "submit_for_review")
    report.do("deputy", "pass_review")
    for number in ("3号", "厦水[2027]3号", "厦水〔2027〕03号"):
        with pytest.raises(Refused) as refused:
            report.do("principal", "sign", {"number": number})
        assert refused.value.code == "number_form"
    report.do("principal", "sign", {"number": "厦水〔2026〕71号"})
    assert Document.objects.get(matter=report.pk).number == "厦水〔2026〕71号"


def refusal(report, post, act, data=None):
    with pytest.raises(Refused) as refused:
        report.do(post, act, data)
    return refused.value.code


def test_number_given_after_signing_is_entered_before_sending_and_corrected_with_a_reason(city):
    report = Writer(city, opened(city))
    report.write()
    report.do("liaison", "submit_for_review")
    report.do("deputy", "pass_review")
    report.do("principal", "sign", {"number": "厦水〔2026〕号"})  # as the form begins it
    assert Document.objects.get(matter=report.pk).number == ""
    assert refusal(report, "liaison", "send") == "number_missing"
    assert refusal(report, "liaison", "enter_number", {"number": "厦水〔2026〕号"}) == "number_form"
    report.do("liaison", "enter_number", {"number": "厦水〔2026〕71号"})
    assert refusal(report, "liaison", "enter_number", {"number": "厦水〔2026〕71号"}) == "number_unchanged"
    assert refusal(report, "principal", "enter_number", {"number": "厦水〔2026〕72号"}) == "number_needs_reason"
    report.do("principal", "enter_number", {"number": "厦水〔2026〕72号", "reason": "办公系统重新编号"})
    entry = Entry.objects.filter(stream=report.matter.stream, act="enter_number").latest("seq")
    assert (entry.facts["number"], entry.facts["before"], entry.facts["why"]) == (
        "厦水〔2026〕72号", "厦水〔2026〕71号", "办公系统重新编号",
    )  # fmt: skip
    assert report.matter.state == "signed"
    report.do("liaison", "send")
    assert refusal(report, "liaison", "enter_number", {"number": "厦水〔2026〕73号", "reason": "再改"}) == "wrong_state"


def test_number_of_the_platform_is_not_entered_and_a_used_one_not_twice(city):
    first = Writer(city, opened(city))
    first.to_signed("厦水〔2026〕71号")
    half = Writer(city, opened(city, HALF_YEAR))
    half.to_signed("厦水〔2026〕70号")
    given = {"number": "厦水〔2026〕71号", "reason": "核对"}
    assert refusal(half, "liaison", "enter_number", given) == "number_taken"
    Document.objects.filter(matter=half.pk).update(numbering="platform")
    assert refusal(half, "liaison", "enter_number", given) == "number_by_platform"


def test_form_of_a_number_knows_what_was_entered(city):
    report = Writer(city, opened(city))
    report.to_signed("厦水〔2026〕71号")
    client = city.client("water-bureau.liaison")
    page = client.get(f"/matters/{report.matter.public_id}/enter_number/").content.decode()
    assert 'value="厦水〔2026〕71号"' in page
    answer = client.post(
        f"/matters/{report.matter.public_id}/enter_number/", {"number": "厦水〔2026〕9号", "reason": "编号录错"}
    )
    assert answer.status_code == 302
    assert Document.objects.get(matter=report.pk).number == "厦水〔2026〕9号"


def test_a_number_cannot_be_used_twice_by_one_issuer(city):
    first = Writer(city, opened(city))
    first.to_signed("厦水〔2026〕71号")
    half = Writer(city, opened(city, "half_year_report"))
    half.write()
    half.do("liaison", "submit_for_review")
    half.do("deputy", "pass_review")
    with pytest.raises(Refused) as refused:
        half.do("principal", "sign", {"number": "厦水〔2026〕71号"})
    assert refused.value.code == "number_taken"


def test_receipts_of_paper_recipients_are_recorded_with_evidence(city):
    report = Writer(city, opened(city))
    city.clock.move_to(at(1, 20))
    report.to_sent()
    province = Recipient.objects.get(document__matter=report.pk, body__short_name="省水利厅")
    with pytest.raises(Refused) as refused:
        report.do(
            "liaison", "record_receipt", {"recipient": province.pk, "received_on": "2027-01-19", "evidence": "回执35号"}
        )  # fmt: skip
    assert refused.value.code == "receipt_before_sending"
    report.do(
        "liaison", "record_receipt", {"recipient": province.pk, "received_on": "2027-01-20", "evidence": "回执35号"}
    )  # fmt: skip
    province.refresh_from_db()
    assert (province.evidence, province.receipted_by) == ("回执35号", "市水利局·联络员代登记")


def test_a_recipient_on_the_platform_signs_for_itself_once(city):
    report = Writer(city, opened(city))
    city.clock.move_to(at(1, 20))
    report.to_sent()
    report.do("ecology-bureau.liaison", "acknowledge")
    with pytest.raises(Refused) as refused:
        report.do("ecology-bureau.liaison", "acknowledge")
    assert refused.value.code == "receipt_not_due"


def test_sent_back_for_correction_it_comes_again_without_losing_its_punctuality(city):
    report = Writer(city, opened(city))
    city.clock.move_to(at(1, 20))
    report.to_sent()
    report.do("committee-office.director", "return_for_correction", {"note": "第二节缺数据"})
    matter = report.matter
    assert (matter.state, matter.next_due_label) == ("drafting", store.current().limits["report.correction"].label)
    city.clock.move_to(at(2, 2))
    report.write(督察整改="补齐：整改任务7项，已销号6项。")
    report.do("liaison", "submit_for_review")
    report.do("deputy", "pass_review")
    report.do("principal", "sign", {"number": "厦水〔2027〕3号"})
    report.do("liaison", "send")
    assert not Deadline.objects.get(matter=matter, key="duty").late
    assert PublishedItem.objects.count() == 0


def test_not_publishing_needs_a_reason_and_another_posts_approval(city):
    report = Writer(city, opened(city))
    city.clock.move_to(at(1, 20))
    report.to_sent()
    with pytest.raises(Refused):
        report.do("liaison", "ask_not_to_publish", {"reason": "", "public_reason": ""})
    report.do(
        "liaison", "ask_not_to_publish", {"reason": "涉及尚未公布的规划内容", "public_reason": "涉及未公布事项，暂不公开"}
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        report.do("liaison", "approve_non_publication")
    assert refused.value.status == 403
    report.do("principal", "approve_non_publication")
    assert (report.matter.state, report.matter.open) == ("not_published", False)
    assert PublishedItem.objects.get(body_key="water-bureau").declined_reason == "涉及未公布事项，暂不公开"


def test_publication_cannot_be_dated_before_the_sending_or_tomorrow(city):
    report = Writer(city, opened(city))
    city.clock.move_to(at(1, 20))
    report.to_sent()
    report.clear_public_version()
    for day, code in (("2027-01-19", "published_before_sending"), ("2027-01-21", "published_in_future")):
        with pytest.raises(Refused) as refused:
            report.do("liaison", "register_publication", {"own_url": "https://x.example.cn/a", "published_on": day})
        assert refused.value.code == code


def test_the_public_reads_what_another_post_cleared_and_nothing_else(city):
    report = Writer(city, opened(city))
    city.clock.move_to(at(1, 20))
    report.to_signed()
    report.do("liaison", "send")
    own = {"own_url": "https://x.example.cn/a", "published_on": "2027-01-20"}
    with pytest.raises(Refused) as refused:
        report.do("liaison", "register_publication", own)
    assert refused.value.code == "wrong_state"
    sent = "督察整改：全年工作有序推进，完成年度任务。"
    marked = {"督察整改": "督察整改：⟦全年工作⟧有序推进，完成年度任务。"}
    with pytest.raises(Refused, match="须写明理由和依据"):
        report.do("liaison", "edit_public_version", {"sections": marked})
    with pytest.raises(Refused, match="不能改写或增加") as refused:
        report.do("liaison", "edit_public_version", {"sections": {"督察整改": sent + "成绩显著。"}, "grounds": "无"})
    assert refused.value.code == "public_version_rewritten"
    report.do("liaison", "edit_public_version", {"sections": marked, "grounds": "尚未公布"})
    report.do("liaison", "submit_public_version")
    with pytest.raises(Refused):
        report.do("liaison", "clear_public_version")
    report.do("principal", "clear_public_version")
    report.do("liaison", "return_public_version", {"note": "再看一遍"})
    report.do("liaison", "edit_public_version", {"sections": marked, "grounds": "尚未公布"})
    report.clear_public_version()
    report.do("liaison", "register_publication", own)
    item = PublishedItem.objects.get(body_key="water-bureau")
    assert item.content[1] == {"title": "督察整改", "text": "督察整改：■■■有序推进，完成年度任务。"}
