"""The list of one department from collecting to its filing, through the gate (clauses 4.1–4.7)."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.publications.listed import PublishedList, PublishedRow
from ecoduty.kernel.flow import Actor, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.responsibilities.finding.asking import find
from ecoduty.mechanisms.responsibilities.finding.models import FindableInside, FindableRow, InsidePosting, OpenPosting
from ecoduty.mechanisms.responsibilities.flow import SPECIFIC_TABLE
from ecoduty.mechanisms.responsibilities.models import ResponsibilityList
from tests.mechanisms.responsibilities.listing import CODE, PLAIN, SEWAGE, URL, Compiler, at, refusal


def test_the_road_to_effect_and_into_the_files(city):
    water = Compiler(city).draft(PLAIN, SEWAGE).to_consulting()
    asked = water.list.opinions.get()
    assert (asked.body.key, asked.answer) == ("ecology-bureau", "asked")
    water.others("ecology-bureau.liaison", "answer_consultation", {"answer": "agree"})
    water.to_approved().publish()
    found = water.list
    assert (water.matter.state, found.edition, found.in_force) == ("filing", 1, date(2026, 11, 22))
    assert [row.number for row in found.rows.order_by("order")] == ["XM-HB-SLJ-2026-001", "XM-HB-SLJ-2026-002"]
    shown = PublishedList.objects.get(body_key="water-bureau")
    assert (shown.own_url, shown.until, PublishedRow.objects.filter(in_list=shown).count()) == (URL, None, 2)
    water.do("liaison", "file_with_office")
    office = "committee-office.clerk"
    water.others(office, "ask_correction", {"opinion": "请补报审定会议纪要"})
    assert refusal(water.others, office, "accept_filing", {"number": "厦环委备1号"}).code == "not_filed"
    assert water.list.in_force == date(2026, 11, 22)
    water.do("liaison", "correct_filing", {"note": "已补报审定会议纪要"})
    water.others(office, "accept_filing", {"number": "厦环委备1号"})
    assert (water.matter.state, water.matter.open, water.list.filing_number) == ("effective", False, "厦环委备1号")
    assert verify_stream(water.matter.stream) is None


def test_the_provincial_day_starts_both_clocks_and_the_end_of_a_month_does_not_roll(city):
    city.clock.move_to(at(1, 5))
    water = Compiler(city, data={"reason": "provincial", "published_on": "2026-12-31"})
    found = Deadline.objects.filter(matter=water.pk).order_by("key")
    assert [(row.rule, row.due_on, row.basis["kind"]) for row in found] == [
        ("responsibility-list.filing", date(2027, 2, 28), "plan"),
        ("responsibility-list.publication", date(2027, 2, 28), "plan"),
    ]  # a Sunday, and no 31st of February
    assert "28" in str(found[0].explanation)
    assert water.matter.next_due_on == date(2027, 2, 28)


def test_a_provincial_day_in_the_future_is_refused(city):
    refused = refusal(Compiler, city, data={"reason": "provincial", "published_on": "2026-12-01"})
    assert (refused.code, refused.status) == ("provincial_in_future", 422)
    assert "2026年12月1日" in refused.sentence


def test_every_later_provincial_revision_starts_a_clock_of_its_own_and_publication_meets_them_all(city):
    water = Compiler(city, data={"reason": "provincial", "published_on": "2026-11-02"})
    water.others(
        "committee-office.clerk", "register_provincial", {"published_on": "2026-11-20", "title": "省级清单"}
    )  # fmt: skip
    again = refusal(water.do, "liaison", "register_provincial", {"published_on": "2026-11-20"})
    assert again.code == "provincial_known"
    due = Deadline.objects.filter(matter=water.pk, rule="responsibility-list.publication").order_by("due_on")
    assert [row.due_on for row in due] == [date(2027, 1, 2), date(2027, 1, 20)]
    water.draft(PLAIN).to_consulting().to_approved().publish()
    assert {row.state for row in due.all()} == {"met"}
    filing = Deadline.objects.filter(matter=water.pk, rule="responsibility-list.filing")
    assert {row.state for row in filing} == {"running"}
    water.do("liaison", "file_with_office")
    assert {row.state for row in filing.all()} == {"met"}


def test_whoever_has_no_counterpart_starts_on_the_rulebooks_own_day(city):
    from ecoduty.organisation.directory.models import Line  # noqa: PLC0415 -- only here

    Line.objects.filter(body__key="water-bureau").update(until=date(2026, 1, 1), since=None)
    water = Compiler(city)
    noted = water.list.provincial.get()
    assert (noted.by_default, noted.published_on) == (True, date(2026, 12, 1))
    assert water.matter.next_due_on == date(2027, 2, 1)


def test_one_list_of_a_body_is_in_work_at_a_time(city):
    water = Compiler(city)
    refused = refusal(Compiler, city)
    assert refused.code == "list_open_already"
    assert water.matter.number in refused.sentence
    Compiler(city, "ocean-bureau")


def test_nobody_opens_the_list_of_another_but_the_citys_committee_office(city):
    assert refusal(Compiler, city, data={"body": "市海洋局"}).code == "list_of_another"
    done = perform(
        SPECIFIC_TABLE, "open", actor=city.actor("committee-office.clerk"),
        data={"reason": "provincial", "body": "市海洋局", "published_on": "2026-11-20"},
    )  # fmt: skip
    assert done.subject.holder.key == "ocean-bureau"


def test_a_revision_takes_over_rows_with_their_keys_and_replaces_the_version_on_its_day(city):
    water = Compiler(city).draft(PLAIN).to_consulting().to_approved().publish()
    first = water.list
    city.clock.move_to(at(12, 20))
    revision = Compiler(city, data={"reason": "law", "note": "法典施行"})
    assert [row.key for row in revision.list.rows.all()] == [row.key for row in first.rows.all()]
    assert revision.list.based_on_id == first.pk
    revision.draft(SEWAGE).to_consulting()
    revision.others("ecology-bureau.deputy", "answer_consultation", {"answer": "agree"})
    revision.to_approved().publish(in_force="2027-01-01")
    assert (water.list.until, revision.list.in_force, revision.list.edition) == (date(2027, 1, 1), date(2027, 1, 1), 2)
    assert revision.row(PLAIN["name"]).number == first.rows.get().number


def test_a_sample_is_in_force_at_once_and_gives_way_to_the_real_list(city):
    rows = [PLAIN, {**SEWAGE, "words": ["排污口"]}]
    done = perform(
        SPECIFIC_TABLE, "load_sample", actor=Actor.system("示例"), data={"body": "water-bureau", "rows": rows}
    )
    sample = ResponsibilityList.objects.get(pk=done.subject.pk)
    assert (done.subject.state, sample.sample, sample.preparing, sample.rows.count()) == ("effective", True, False, 2)
    assert sample.rows.get(name=SEWAGE["name"]).words == ["排污口"]
    city.clock.move_to(at(12, 1))
    water = Compiler(city)
    assert not water.list.rows.exists()
    water.draft(PLAIN).to_consulting().to_approved().publish()
    sample.refresh_from_db()
    assert (sample.until, water.list.edition) == (date(2026, 12, 1), 1)


def test_days_out_of_order_are_refused_and_nothing_is_written(city):
    water = Compiler(city).draft(PLAIN).to_consulting().to_approved()
    assert refusal(water.publish, published_on="2026-11-23").code == "published_in_future"
    assert refusal(water.publish, published_on="2026-11-20").code == "published_before_approval"
    assert refusal(water.publish, in_force="2026-11-01").code == "in_force_before_publication"
    assert (water.matter.state, water.list.in_force) == ("approved", None)
    water.publish()
    assert water.list.in_force == date(2026, 11, 22)


def test_a_list_is_taken_down_with_its_reason(city):
    water = Compiler(city).draft(PLAIN).to_consulting().to_approved().publish()
    water.do("principal", "withdraw_publication", {"reason": "依据适用有误，重新公布"})
    assert (water.matter.state, water.list.until) == ("withdrawn", date(2026, 11, 23))
    assert PublishedList.objects.get(body_key="water-bureau").withdrawn_reason == "依据适用有误，重新公布"


def test_what_was_taken_down_is_found_inside_for_the_days_it_held_and_stands_nowhere_as_in_force(city):
    water = Compiler(city).draft(PLAIN).to_consulting().to_approved().publish()
    assert FindableRow.objects.filter(list_id=water.pk).count() == 1
    water.do("principal", "withdraw_publication", {"reason": "依据适用有误，重新公布"})
    for model in (FindableRow, OpenPosting):
        assert not model.objects.filter(list_id=water.pk).exists()
    assert FindableInside.objects.get(list_id=water.pk).until == date(2026, 11, 23)
    assert InsidePosting.objects.filter(list_id=water.pk).exists()
    assert [one.name for one in find("水土保持方案审批", on=date(2026, 11, 22))] == [PLAIN["name"]]
    assert not find("水土保持方案审批", on=date(2026, 11, 23))
    overview = city.client("finance-bureau.liaison").get("/lists/").content.decode()
    assert "施行中" not in overview
    assert f"/lists/{water.matter.public_id}/" not in overview
    page = city.client("water-bureau.liaison").get(f"/lists/{water.matter.public_id}/").content.decode()
    assert "这份清单已于2026年11月22日撤回，不再施行" in page
    assert "依据适用有误，重新公布" in page
    again = Compiler(city, data={"reason": "other", "note": "更正后重新公布"})
    assert city.client("water-bureau.liaison").get(f"/lists/{again.matter.public_id}/changes/").status_code == 404


def test_who_has_a_clock_running_cannot_drop_the_list(city):
    water = Compiler(city, data={"reason": "provincial", "published_on": "2026-11-20"})
    assert refusal(water.do, "principal", "drop", {"note": "不想办了"}).code == "clock_is_running"
    ocean = Compiler(city, "ocean-bureau")
    ocean.do("principal", "drop", {"note": "机构调整后再编"})
    assert (ocean.matter.open, ocean.list.preparing) == (False, False)
    Compiler(city, "ocean-bureau")


def test_it_goes_back_from_every_stage_with_a_reason(city):
    water = Compiler(city).draft(PLAIN)
    water.do("deputy", "return_to_collecting", {"note": "还差林业的"})
    water.draft(SEWAGE)
    for stage in ("checking", "consulting", "approving", "approved"):
        water.do("liaison", "submit_for_check")
        if stage != "checking":
            water.do("deputy", "start_consultation")
        if stage in {"approving", "approved"}:
            water.others(
                "ecology-bureau.liaison", "answer_consultation", {"answer": "agree"}
            ) if stage == "approving" else None
            water.do("liaison", "submit_for_approval")
        if stage == "approved":
            water.do("principal", "approve", {"meeting": "局务会", "approved_on": "2026-11-22"})
        assert water.matter.state == stage
        water.do("principal", "return_for_revision", {"note": "责任处室要改"})
        assert water.matter.state == "drafting"
    notes = Entry.objects.filter(stream=water.matter.stream, act="return_for_revision").values_list("facts", flat=True)
    assert {facts["note"] for facts in notes} == {"责任处室要改"}


def test_invalid_bases_stop_the_check_row_by_row(city):
    bad = {**PLAIN, "name": "一项引了旧法的事", "bases": "《中华人民共和国水污染防治法》第十条"}
    beyond = {**PLAIN, "name": "一项引了没有的条", "bases": f"{CODE}第一千三百条"}
    bare = {**PLAIN, "name": "一项没有依据的事", "bases": ""}
    water = Compiler(city).draft(PLAIN, bad, beyond, bare)
    refused = refusal(water.do, "liaison", "submit_for_check")
    assert (refused.code, refused.clause) == ("list_has_findings", "4.3")
    by_row = {problem.field: problem.code for problem in refused.problems}
    assert by_row == {
        str(water.row(bad["name"]).key): "responsibility_invalid_basis",
        str(water.row(beyond["name"]).key): "responsibility_invalid_basis",
        str(water.row(bare["name"]).key): "responsibility_no_basis",
    }
    assert water.matter.state == "drafting"
