"""Kinds of papers and their rules: what is found, where it is said to be, and that the gate refuses it."""

from __future__ import annotations

import json

import pytest

from ecoduty.casework.documents import papers, recipients, texts
from ecoduty.casework.documents.models import Recipient
from ecoduty.casework.documents.rendering.channel import paper_of
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Actor, Attempt, Refused
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.organisation.directory.models import Body

KIND = "letter"  # the toy's documents


@pytest.fixture
def paper(office, monkeypatch):
    """A document of the toy's as a kind of paper: paper("request", title, text, note)."""

    def make(kind, title, *sections, note=""):
        monkeypatch.setitem(papers._used, KIND, kind)
        document = office.open(title=title).documents.get()
        document.note = note
        document.save()
        texts.save(document, sections or [("", "正文。")], Actor.system("平台"), now())
        return document

    return make


def found(document):
    return [one.code for one in papers.wording(document)]


def to(document, main=(), copies=()):
    rows = [("main", key) for key in main] + [("copy", key) for key in copies]
    return papers.addressing(
        document, [Recipient(document=document, body=Body.objects.get(key=key), role=role) for role, key in rows]
    )


def test_a_good_request_has_no_findings(paper):
    document = paper(
        "request",
        "关于明确补水牵头部门的请示",
        ("", "情况如下。\n妥否，请批示。"),
        note="联系人：林敏，电话：0592-1234567",
    )
    assert found(document) == []


@pytest.mark.parametrize(
    ("title", "text", "note", "code", "said"),
    [
        ("关于补水", "妥否，请批示。", "联系人：林，1", "title_without_kind", "以“请示”结尾"),
        ("关于补水的报告请示", "妥否，请批示。", "联系人：林，1", "title_mixes_kinds", "“报告”和“请示”"),
        ("关于补水的请示", "情况如上。", "联系人：林，1", "request_without_closing", "最后一句是“情况如上。”"),
        ("关于补水的请示", "妥否，请批示。\n另，妥否，请批示。", "联系人：林，1", "request_asks_twice", "正文第1段、正文第2段"),
        ("关于补水的请示", "妥否，请批示。", "", "request_without_contact", "联系人和电话"),
        ("关于补水的请示", "妥否，请批示。", "联系人：林", "request_without_contact", "联系人和电话"),
    ],
)  # fmt: skip
def test_what_a_request_must_keep(paper, title, text, note, code, said):
    (finding,) = papers.wording(paper("request", title, ("", text), note=note))
    assert finding.code == code
    assert said in finding.sentence


def test_a_report_asks_nothing_and_is_told_where_it_does(paper):
    document = paper(
        "report", "2026年度工作报告", ("进展", "已完成。\n恳请市政府批准。"), ("问题", "| 事项 |\n以上请批示。")
    )
    (finding,) = papers.wording(document)
    assert finding.code == "report_asks"
    assert "“问题”一节第1段“请批示”" in finding.sentence
    assert "请另写请示" in finding.sentence


def test_a_request_in_a_table_of_a_report_is_found(paper):
    document = paper("report", "工作报告", ("问题", "| 事项 | 建议 |\n|---|---|\n| 补水 | 请批准 |"))
    assert found(document) == ["report_asks"]


def test_main_recipients_of_a_request(paper):
    document = paper("request", "关于补水的请示")
    assert to(document, ["government"]) == []
    (finding,) = to(document, ["government", "party-committee"])
    assert finding.code == "not_one_main_recipient"
    assert "现在主送2个" in finding.sentence
    assert [one.code for one in to(document, [])] == ["not_one_main_recipient"]


def test_upward_papers_are_not_copied_downward(paper):
    district = Body.objects.filter(level="district").exclude(kind="district").first()
    document = paper("report", "工作报告")
    (finding,) = to(document, ["government"], [district.key])
    assert finding.code == "copied_downward"
    assert district.short_name in finding.sentence
    assert to(document, ["government"], ["ecology-bureau"]) == []


@pytest.mark.parametrize(("kind", "title"), [("letter", "函"), ("notice", "通知"), ("circular", "通报")])
def test_letters_and_notices_do_not_go_upward(paper, kind, title):
    document = paper(kind, f"关于巡查的{title}")
    assert [one.code for one in to(document, ["government"])] == ["sent_to_superior"]
    assert to(document, ["ecology-bureau"]) == []


def test_minutes_have_no_main_recipient(paper):
    document = paper("minutes", "协调会议纪要")
    assert [one.code for one in to(document, ["ecology-bureau"])] == ["main_recipient_of_minutes"]
    drawn = paper_of(document)
    assert (drawn.layout, drawn.mark[-2:], drawn.signature, drawn.main) == ("minutes", "纪要", "", "")


def test_gate_refuses_with_the_rule_that_is_broken(office, paper):
    document = paper("request", "关于补水的请示")
    attempt = Attempt(office.table, office.table.acts[0], Actor.system("平台"), document.matter, None, now(), now())
    with pytest.raises(Refused) as caught:
        papers.PAPER_RULES.holds(attempt)
    assert (caught.value.code, caught.value.status) == ("request_without_closing", 422)
    assert [problem.code for problem in caught.value.problems] == ["request_without_closing", "request_without_contact"]


def test_recipients_are_checked_when_the_paper_is_addressed(paper):
    document = paper("letter", "关于巡查的函")
    recipients.address(document, "annual-report", today())
    with pytest.raises(Refused) as caught:
        papers.check_recipients(document)
    assert caught.value.code == "sent_to_superior"


def test_upward_papers_name_the_person_who_signed(office, paper, monkeypatch):
    matter = office.open()
    office.do("save", matter, sections={"履职情况": "巡查。"})
    monkeypatch.setitem(papers._used, KIND, "report")
    office.do("sign", matter, number="云农水〔2026〕1号")
    drawn = paper_of(matter.documents.get())
    assert drawn.upward
    assert drawn.signer == "市农水局liaison1"
    assert drawn.mark == f"{matter.holder.name}文件"


def test_kinds_nobody_named_and_cities_without_kinds_have_no_rules(paper, monkeypatch, example_book):
    document = paper("request", "关于补水")
    assert found(document)
    plain = Rulebook.from_json(example_book.model_copy(update={"papers": {}, "retention": {}}).to_json())
    assert papers.row_of(document, plain) is None
    monkeypatch.delitem(papers._used, KIND)
    assert found(document) == []
    with pytest.raises(ValueError, match="no kind of paper"):
        papers.use("toy", "novel")


def test_an_edition_without_the_new_sections_keeps_its_digest(example_book):
    older = example_book.model_copy(update={"papers": {}, "retention": {}})
    assert "papers" not in json.loads(older.to_json())
    assert Rulebook.from_json(older.to_json()).digest == Rulebook.from_json(older.to_json()).digest
    assert example_book.retention_of("annual_report").period == "permanent"
    assert example_book.retention_of("anything").period == "years_10"
    assert Rulebook.from_json(older.to_json()).retention_of("anything") is None
