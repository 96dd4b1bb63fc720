"""Inspection plans: basis and purpose of every line, caps, overlaps, one inspection of two (clause 14.1)."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.figures.tallies import tally
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Refused
from ecoduty.mechanisms.inspections.planning import importing, objects, overlaps, reminding
from ecoduty.mechanisms.inspections.planning.flow import INSPECTION_PLANS
from ecoduty.mechanisms.inspections.planning.models import InspectionObject, LineChange, PlanLine
from ecoduty.mechanisms.inspections.tasks import remind_of_undone_lines
from tests.mechanisms.inspections.planning_steps import Inspected, Plan, line
from tests.mechanisms.who_may import checked

ON = date(2026, 11, 23)
OFFICE = "committee-office.director"


def test_a_plan_is_drafted_approved_carried_out_and_closed(city):
    plan = Plan(city)
    assert plan.refused(plan.writer, "submit_inspection_plan").code == "plan_empty"
    plan.add()
    plan.do(plan.writer, "submit_inspection_plan")
    plan.do(plan.head, "return_inspection_plan", {"note": "依据写到条款。"})
    plan.do(plan.writer, "change_line", line(line=plan.last.pk, when="q2"))
    assert plan.last.when == "二季度"
    plan.in_force()
    assert Notice.objects.filter(title__startswith="年度检查计划报备").exists()
    assert plan.refused(plan.writer, "add_line", line()).code == "wrong_state"
    plan.do(plan.head, "adjust_line", line(line=plan.last.pk, when="9", reason="汛期顺延。"))
    change = LineChange.objects.get(line__plan=plan.pk)
    assert ("二季度" in change.before, change.reason) == (True, "汛期顺延。")
    plan.do(plan.head, "withdraw_line", {"line": plan.last.pk, "reason": "并入省级督察。"})
    plan.do(plan.head, "close_inspection_plan", {"note": "年度终了。"})
    assert (plan.state, plan.matter.open) == ("closed", False)


def test_a_body_has_one_plan_a_year_and_only_who_inspects_has_one(city):
    Plan(city)
    with pytest.raises(Refused, match="已有检查计划"):
        Plan(city)
    with pytest.raises(Refused, match="不编制年度督查检查计划"):
        Plan(city, "staffing-office")


@pytest.mark.parametrize("missing", ["basis", "purpose", "kind", "method", "when"])
def test_no_line_goes_without_basis_and_purpose(city, missing):
    plan = Plan(city)
    refused = plan.refused(plan.writer, "add_line", line(**{missing: ""}))
    assert refused.code == "bad_data"
    assert missing in {problem.field for problem in refused.problems}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"body": ""}, "object_missing"),
        ({"site_name": "某某电镀厂", "site_region": "jimei"}, "object_twice"),
        ({"body": "", "site_name": "某某电镀厂"}, "region_missing"),
        ({"body": "", "site_name": "（ ）", "site_region": "jimei"}, "object_missing"),
        ({"body": "", "site": "999999"}, "object_unknown"),
        ({"body": "province-ecology"}, "object_unknown"),
        ({"kind": "gossip"}, "unknown_kind"),
        ({"kind": "self"}, "self_of_another"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(city, given, code):
    plan = Plan(city)
    refused = plan.refused(plan.writer, "add_line", line(**given))
    assert refused.code == code
    assert refused.problems
    assert not PlanLine.objects.exists()


def test_the_same_site_is_one_however_it_is_written(city):
    plan = Plan(city)
    first = plan.add(body="", site_name="厦门某某电镀（集团）有限公司", site_region="jimei")
    second = plan.add(body="", site_name="厦门某某电镀(集团) 有限公司", site_region="jimei", when="9")
    elsewhere = plan.add(body="", site_name="厦门某某电镀（集团）有限公司", site_region="haicang")
    assert first.object_id == second.object_id != elsewhere.object_id
    third = plan.refused(plan.writer, "add_line", line(body="", site=str(first.object_id), when="11"))
    assert third.code == "over_cap"
    assert "已有2次检查" in third.sentence


def test_going_over_the_cap_needs_a_reason_and_the_committee_offices_word(city):
    Plan(city, "committee-office").add(when="1")
    other = Plan(city, "ocean-bureau")
    other.add(when="6")
    other.in_force()
    plan = Plan(city)
    plan.add(when="10")  # the committee office's is a draft yet: it counts for nobody else
    office = Plan.__new__(Plan)
    office.city, office.body, office.writer, office.head = city, "committee-office", "committee-office.clerk", OFFICE
    office.pk = PlanLine.objects.get(plan__body__key="committee-office").plan_id
    office.in_force()
    refused = plan.refused(plan.writer, "submit_inspection_plan")
    assert refused.code == "over_cap"
    assert "3次" in refused.sentence
    plan.do(plan.writer, "change_line", line(line=plan.last.pk, when="10", over_reason="群众反映集中，须再查一次。"))
    plan.do(plan.writer, "submit_inspection_plan")
    assert plan.refused(plan.head, "approve_inspection_plan").code == "over_cap_ungranted"
    assert plan.refused(plan.head, "grant_over_cap", {"line": plan.last.pk, "note": "同意。"}).code == "not_the_granter"
    plan.do(OFFICE, "grant_over_cap", {"line": plan.last.pk, "note": "同意，不再增加。"})
    plan.do(plan.head, "approve_inspection_plan")
    assert plan.last.over_granted_by
    assert objects.counts(2026, ON)[plan.last.object_id] == 3


def test_two_bodies_that_meet_are_told_and_can_inspect_as_one(city):
    first, second = Plan(city, "ocean-bureau"), Plan(city)
    first.add(when="3")
    first.in_force()
    second.add(when="4")
    second.do(second.writer, "submit_inspection_plan")
    second.do(second.head, "approve_inspection_plan")
    assert Notice.objects.filter(title__startswith="检查计划有重叠").exists()
    met = overlaps.of_plan(second.matter, ON)
    assert [one.other.plan.body.key for one in met] == ["ocean-bureau"]
    second.do(second.writer, "offer_joining", {"pair": met[0].pair, "note": "三月底一起去。"})
    assert second.refused(second.writer, "offer_joining", {"pair": met[0].pair}).code == "offer_made"
    offer = second.last.offers_made.get()
    assert first.refused(first.head, "decline_joining", {"offer": offer.pk}).code == "reason_missing"
    first.do(first.head, "accept_joining", {"offer": offer.pk})
    assert first.last.joint_with_id == second.last.pk
    assert overlaps.of_plan(second.matter, ON) == []
    assert objects.counts(2026, ON)[second.last.object_id] == 1  # two bodies, one inspection
    assert first.refused(first.head, "accept_joining", {"offer": offer.pk}).code == "no_offer"


def test_covert_inspections_are_nothing_to_their_object(city):
    plan, own = Plan(city), Plan(city, "water-bureau")
    plan.add(kind="covert", when="3")
    plan.in_force()
    own.add(body="water-bureau", kind="routine", when="3")
    own.do(own.writer, "submit_inspection_plan")
    assert overlaps.of_plan(own.matter, ON) == []
    number = own.last.object_id
    me = city.actor("water-bureau.liaison").bodies
    assert objects.shown_counts(2026, ON, me)[number] == 1
    assert objects.counts(2026, ON)[number] == 2
    assert not plan.matter.relations_of(city.actor("water-bureau.principal"), ON)
    assert not Notice.objects.filter(title__startswith="检查计划有重叠", post__body__key="water-bureau").exists()


HEAD = "对象\t所在区\t种类\t时间\t方式\t依据\t目的\t超上限理由\n"
ROWS = (
    "市水利局\t\t日常检查\t3月\t现场检查\t《水污染防治法》第三十条\t查排口整治\t\n"
    "某某电镀厂\t集美区\t暗查暗访\t二季度\t现场检查\t《水污染防治法》第三十条\t查偷排漏排\t\n"
)


def test_lines_come_by_pasting_or_as_a_workbook_all_or_none(city):
    plan = Plan(city)
    plan.do(plan.writer, "import_lines", {"lines": HEAD + ROWS})
    assert [one.when for one in PlanLine.objects.filter(plan=plan.pk)] == ["3月", "二季度"]
    book = Workbook()
    for row in [["检查计划"], *[part.split("\t") for part in (HEAD + ROWS.replace("电镀厂", "化工厂")).splitlines()]]:
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    account = city.account(plan.writer)
    upload = SimpleUploadedFile("计划.xlsx", content.getvalue())
    file = storage.store(upload, owner=storage.upload_owner(account.pk), account=account.pk)
    plan.do(plan.writer, "import_lines", {"file": str(file.public_id)})
    assert PlanLine.objects.filter(plan=plan.pk).count() == 4
    third = plan.refused(plan.writer, "import_lines", {"lines": HEAD + ROWS})
    assert third.code == "plan_lines_unread"
    assert "第2行" in third.sentence
    assert "超过上限" in third.sentence
    assert PlanLine.objects.filter(plan=plan.pk).count() == 4


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        ("", "plan_lines_empty", "没有计划项"),
        ("市水利局｜｜日常检查｜3月｜现场检查｜｜查排口整治｜", "plan_lines_unread", "第1行没有写依据"),
        ("市水利局｜｜闲逛｜3月｜现场检查｜《水法》第一条｜查排口整治｜", "plan_lines_unread", "种类"),
        ("市水利局｜｜日常检查｜十三月｜现场检查｜《水法》第一条｜查排口整治｜", "plan_lines_unread", "看不懂"),
        (
            "某某厂房｜天涯区｜日常检查｜3月｜现场检查｜《水法》第一条｜查排口整治｜",
            "plan_lines_unread",
            "没有“天涯区”",
        ),
        ("市水利局｜\n" * 501, "plan_lines_too_many", "501行"),
    ],
)
def test_lines_that_cannot_be_taken_say_which_and_none_is_taken(city, rows, code, said):
    plan = Plan(city)
    refused = plan.refused(plan.writer, "import_lines", {"lines": rows})
    assert refused.code == code
    assert said in refused.sentence
    assert not PlanLine.objects.exists()
    assert not InspectionObject.objects.filter(body=None).exists()


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("3月", (3, 3)),
        ("12", (12, 12)),
        ("第二季度", (4, 6)),
        ("Q4", (10, 12)),
        ("3-5月", (3, 5)),
        ("5-3月", None),
        ("春天", None),
    ],
)
def test_months_are_read_as_people_write_them(written, found):
    assert importing.months(written) == found


def test_a_district_inspects_its_own(city):
    plan = Plan(city, "siming-committee-office")
    assert plan.refused(plan.writer, "add_line", line()).code == "object_unknown"
    elsewhere = line(body="", site_name="某某电镀厂", site_region="jimei")
    assert plan.refused(plan.writer, "add_line", elsewhere).code == "other_district"
    plan.add(body="", site_name="某某电镀厂")
    assert plan.last.object.region.key == "siming"


@pytest.mark.clause("25.2", page="/inspection-plans/")
def test_whoever_plans_no_self_check_is_named_from_the_rulebooks_day(city):
    found = tally("inspection_plan.without_self_check")
    assert not found.members(date(2026, 3, 31))
    assert "water-bureau" in {one.body for one in found.members(ON)}
    plan = Plan(city, "water-bureau")
    plan.add(kind="self", body="water-bureau")
    assert "water-bureau" in {one.body for one in found.members(ON)}  # a draft is no plan
    plan.in_force()
    assert "water-bureau" not in {one.body for one in found.members(ON)}
    page = city.client("committee-office.clerk").get("/inspection-plans/?only=without_self_check").content.decode()
    assert "市海洋局" in page
    assert "市水利局" not in page.partition("<main")[2]


def test_every_act_is_refused_to_whoever_may_not(city):
    plan = Plan(city)
    plan.add()
    roles = (
        "ecology-bureau.liaison",
        "ecology-bureau.principal",
        "water-bureau.principal",
        OFFICE,
        "siming-committee-office.clerk",
    )
    assert checked(city, INSPECTION_PLANS, plan.matter, roles) > 150


@pytest.mark.clause("14.1", page="/inspection-plans/")
def test_the_year_is_seen_by_body_and_month_and_narrows_to_lists(city, django_assert_max_num_queries):
    plan, other = Plan(city), Plan(city, "ocean-bureau")
    for one, month in ((plan, "4"), (other, "3")):
        one.add(when=month)
        one.add(body="construction-bureau", kind="special", when="q4")
        one.in_force()
    plan.do(
        plan.head,
        "supplement_line",
        line(body="water-bureau", when="11", over_reason="群众反映集中。", reason="市领导批示。"),
    )
    client = city.client("committee-office.clerk")
    with django_assert_max_num_queries(60):
        page = client.get("/inspection-plans/").content.decode()
    assert "对象超过年度上限 <b>1</b>" in page
    assert "与别的单位重叠 <b>4</b>" in page
    assert "与市海洋局3月重叠" in page
    over = client.get("/inspection-plans/?only=over").content.decode()
    assert "超上限待批准" in over
    assert "市建设局" not in over.partition('<h2 class="grp"><b>计划项')[2]
    for gossip in ("year=1999", "month=13", "kind=gossip", "only=gossip"):
        assert client.get(f"/inspection-plans/?{gossip}").status_code == 404
    book = client.get("/inspection-plans/export.xlsx?kind=special")
    assert book.status_code == 200
    sheet = load_workbook(BytesIO(book.content)).active
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["市建设局", "市建设局"]
    assert (
        "市生态环境局"
        not in city.client("water-bureau.liaison").get("/inspection-plans/").content.decode().partition("<main")[2]
    )


def test_the_count_stands_beside_the_object_when_choosing_it(city):
    Plan(city, "ocean-bureau").add()
    other = Plan(city)
    other.add(when="9")
    other.in_force()
    own = Plan(city, "construction-bureau")
    form = city.client("construction-bureau.liaison").get(f"/matters/{own.matter.public_id}/add_line/").content.decode()
    assert "市水利局　本年1次" in form
    pages = city.client("ecology-bureau.liaison").get(f"/matters/{other.matter.public_id}/").content.decode()
    assert "《水污染防治法》第三十条" in pages


def test_a_month_over_without_an_inspection_is_a_number_with_its_list_and_told_once(city):
    plan = Plan(city)
    plan.add(when="3")
    plan.add(when="12", body="ocean-bureau")
    page = "/inspection-plans/?only=undone"
    assert city.client(plan.writer).get(page).content.decode().count('class="late">月份已过还没有检查') == 0
    assert remind_of_undone_lines() == 0
    plan.in_force()
    shown = city.client(plan.writer).get(page).content.decode()
    assert shown.count('class="late">月份已过还没有检查') == 1
    assert "月份已过还没有检查 <b>1</b>" in shown
    assert remind_of_undone_lines() == 1
    told = Notice.objects.filter(matter=plan.pk, title="计划的检查到月未办：1项")
    assert told.exists()
    many = told.count()
    assert remind_of_undone_lines() == 0
    assert told.count() == many
    first = PlanLine.objects.filter(plan=plan.pk, last_month=3).get()
    Inspected(city, "prepare_planned", line=str(first.pk))
    assert reminding.undone(ON).count() == 0
    assert "月份已过还没有检查 <b>0</b>" in city.client(plan.writer).get(page).content.decode()
