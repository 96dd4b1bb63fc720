"""Bodies are merged, split, renamed: their lists go on, nothing is lost, and who was responsible on which day stays known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.ports import ask
from ecoduty.casework.ports.listed import ROWS_OWED, ROWS_SEEN
from ecoduty.casework.ports.responsible import ROW_NAMED
from ecoduty.casework.publications.listed import PublishedList
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.responsibilities.finding import asking
from ecoduty.mechanisms.responsibilities.models import ResponsibilityList
from ecoduty.organisation.directory.flow import BODY
from ecoduty.organisation.directory.models import Body
from tests.city import City
from tests.mechanisms.responsibilities.listing import PLAIN, SEWAGE, Compiler, at, published, through
from tests.mechanisms.responsibilities.test_consolidated import Consolidated

OLD, NEW = "water-bureau", "ecology-bureau"
SAND = {"name": "河道采砂的许可和巡查", "field": "water", "words": ["挖沙", "采砂"]}
FUMES = {"name": "工业企业废气排放的监督检查", "field": "air", "words": ["工厂废气"]}
FIRST = date(2026, 11, 22)


def dissolve(city: City, body: str = OLD, successor: str = NEW, **more: Any) -> None:
    data = {"until": today().isoformat(), "successor": successor, **more}
    perform(BODY, "dissolve", body, actor=city.actor("committee-office.clerk"), data=data)


def rename(city: City, body: str, name: str, short_name: str) -> None:
    data = {"name": name, "short_name": short_name, "since": today().isoformat()}
    perform(BODY, "rename", body, actor=city.actor("committee-office.clerk"), data=data)


def who(text: str, on: date) -> str:
    found = asking.find(text, on=on)
    return found[0].body_short_name if found else ""


def names(found: Compiler) -> list[str]:
    return sorted(found.list.rows.values_list("name", flat=True))


# ------------------------------------------------------------------ merged while it is prepared


def test_a_list_in_work_becomes_the_successors_with_its_clock_and_beside_the_successors_own_rows(city):
    published(city, NEW, FUMES)
    city.clock.move_to(at(11, 25))
    water = Compiler(city, data={"reason": "provincial", "published_on": "2026-11-02"}).draft(SAND | PLAIN, SEWAGE)
    due = list(Deadline.objects.filter(matter=water.pk).order_by("rule").values_list("rule", "due_on"))
    dissolve(city)

    taken = Compiler.of(city, water.list)
    assert (taken.body, taken.matter.holder.key, taken.matter.state) == (NEW, NEW, "drafting")
    assert names(taken) == sorted([PLAIN["name"], SEWAGE["name"], FUMES["name"]])
    assert {row.body.key for row in taken.list.rows.select_related("body")} == {NEW}
    assert not taken.row(SEWAGE["name"]).supports.exists()  # it was to be supported by who now leads it
    assert (
        list(Deadline.objects.filter(matter=water.pk, holder__key=NEW).order_by("rule").values_list("rule", "due_on"))
        == due
    )
    entry = Entry.objects.get(stream=taken.matter.stream, act="follow_reform")
    assert (entry.facts["former"], entry.facts["heir"], entry.facts["rows"]) == (OLD, NEW, 1)
    through(taken)
    shown = PublishedList.objects.get(body_key=NEW, until=None)
    assert (taken.list.edition, shown.edition, shown.rows.count()) == (2, 2, 3)
    assert (
        not Deadline.objects.filter(matter=water.pk, rule="responsibility-list.publication")
        .exclude(state="met")
        .exists()
    )
    assert verify_stream(taken.matter.stream) is None


def test_of_two_in_work_one_goes_on_with_the_rows_and_the_clocks_of_both(city):
    water = Compiler(city, data={"reason": "provincial", "published_on": "2026-11-02"}).draft(PLAIN)
    ecology = Compiler(city, NEW, {"reason": "provincial", "published_on": "2026-11-20"}).draft(FUMES | SEWAGE)
    ecology.do("liaison", "remove_row", {"row": str(ecology.list.rows.get().key), "reason": "重写"})
    ecology.draft({**FUMES, "unit": "大气处", "bases": PLAIN["bases"]}).to_consulting()
    dissolve(city)
    assert (water.matter.state, water.matter.open, water.list.preparing) == ("dropped", False, False)
    assert not Deadline.objects.filter(matter=water.pk, state="running").exists()
    assert (ecology.matter.state, names(ecology)) == ("drafting", sorted([FUMES["name"], PLAIN["name"]]))
    clocks = Deadline.objects.filter(matter=ecology.pk, state="running", rule="responsibility-list.publication")
    assert sorted(clocks.values_list("due_on", flat=True)) == [date(2027, 1, 2), date(2027, 1, 20)]
    through(ecology)
    assert {
        row.state for row in clocks.model.objects.filter(matter=ecology.pk, rule="responsibility-list.publication")
    } == {"met"}


def test_what_was_taken_out_of_a_draft_does_not_come_back_by_a_merger(city):
    published(city, OLD, SAND, PLAIN)
    city.clock.move_to(at(11, 25))
    water = Compiler(city, data={"reason": "law", "note": "法典施行"})
    water.do("liaison", "begin_drafting")
    water.do("liaison", "remove_row", {"row": str(water.row(SAND["name"]).key), "reason": "不再承担"})
    dissolve(city)
    assert names(Compiler.of(city, water.list)) == [PLAIN["name"]]


# ------------------------------------------------------------------ merged while it holds


def test_a_list_in_force_is_answered_by_the_successor_until_its_own_next_list(city):
    water = published(city, OLD, SAND)
    published(city, NEW, FUMES)
    key = water.list.rows.get().key
    city.clock.move_to(at(12, 10))
    dissolve(city)
    after, before = date(2026, 12, 10), date(2026, 12, 9)
    assert (who("有人挖沙", before), who("有人挖沙", after)) == ("市水利局", "市生态环境局")
    named = ask(ROW_NAMED)(key, on=after)
    assert named is not None
    assert (named.body_key, named.list_title) == (NEW, "市水利局具体事项清单第1版")
    assert "原由市水利局负责" in asking.find("挖沙", on=after)[0].why
    assert water.list.until is None
    assert water.matter.holder.key == NEW  # its filing is still open
    shown = PublishedList.objects.get(body_key=OLD)
    assert shown.became == "市水利局自2026年12月10日起撤销，这份清单由市生态环境局承接，至其修订公布新的清单为止"
    page = city.client("committee-office.clerk").get("/lists/").content.decode()
    assert "承接市水利局第1版" in page
    assert "由市生态环境局承接" in city.client("ocean-bureau.liaison").get(
        f"/lists/{water.matter.public_id}/").content.decode()  # fmt: skip

    city.clock.move_to(at(12, 20))
    revision = Compiler(city, NEW, {"reason": "other", "note": "机构改革"})
    assert names(revision) == sorted([FUMES["name"], SAND["name"]])
    assert revision.row(SAND["name"]).key == key
    revision.do("liaison", "begin_drafting")
    through(revision)
    shown.refresh_from_db()
    assert (water.list.until, shown.until) == (date(2026, 12, 20), date(2026, 12, 20))
    found = ask(ROW_NAMED)(key, on=date(2026, 12, 20))
    assert found is not None
    assert found.list_title == "市生态环境局具体事项清单第2版"
    assert [who("有人挖沙", day) for day in (FIRST, before, after, date(2026, 12, 20))] == [
        "市水利局", "市水利局", "市生态环境局", "市生态环境局",
    ]  # fmt: skip


def test_a_draft_that_is_further_on_goes_back_with_the_rows_that_came(city):
    published(city, OLD, SAND)
    city.clock.move_to(at(11, 25))
    ecology = Compiler(city, NEW).draft(SEWAGE | {"supporters": ["ocean-bureau"]}).to_consulting()
    dissolve(city)
    assert ecology.matter.state == "drafting"
    assert names(ecology) == sorted([SEWAGE["name"], SAND["name"]])
    assert not Deadline.objects.filter(
        matter=ecology.pk, rule="responsibility-list.consultation", state="running"
    ).exists()
    through(ecology)
    assert ResponsibilityList.objects.get(body__key=OLD).until == date(2026, 11, 25)


def test_mergers_one_after_the_other_are_followed_to_the_end(city):
    published(city, OLD, SAND)
    city.clock.move_to(at(12, 1))
    dissolve(city, OLD, "ocean-bureau")
    city.clock.move_to(at(12, 15))
    dissolve(city, "ocean-bureau", NEW)
    days = (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 15))
    assert [who("有人挖沙", day) for day in days] == ["市水利局", "市海洋局", "市生态环境局"]
    assert [one["key"] for one in PublishedList.objects.get(body_key=OLD).later] == ["ocean-bureau", NEW]
    city.clock.move_to(at(12, 20))
    assert names(Compiler(city, NEW)) == [SAND["name"]]


def test_a_merger_entered_later_is_answered_from_its_own_day(city):
    published(city, OLD, SAND)
    city.clock.move_to(at(12, 15))
    dissolve(city, until="2026-12-01")
    assert (who("有人挖沙", date(2026, 11, 30)), who("有人挖沙", date(2026, 12, 1))) == ("市水利局", "市生态环境局")


def test_the_citys_list_names_who_answers(city):
    published(city, OLD, SAND, SEWAGE)
    city.clock.move_to(at(12, 10))
    dissolve(city, OLD, "ocean-bureau")
    whole = Consolidated(city)
    whole.do("ecology-bureau.liaison", "compile")
    assert {row.body.key for row in whole.list.rows.select_related("body")} == {"ocean-bureau"}
    assert {row.lead.key for row in whole.list.rows.select_related("lead")} == {"ocean-bureau"}


# ------------------------------------------------------------------ split, renamed, asked


def test_a_body_is_split_and_each_row_is_its_own_parts_from_its_own_day(city):
    published(city, OLD, SAND, {**PLAIN, "words": ["水土流失"]})
    city.clock.move_to(at(12, 1))
    dissolve(city, OLD, "resources-planning-bureau")  # the part that goes on
    city.clock.move_to(at(12, 10))
    going_on = Compiler(city, "resources-planning-bureau", {"reason": "other", "note": "机构改革"})
    going_on.do("liaison", "begin_drafting")
    going_on.do("liaison", "remove_row", {"row": str(going_on.row(SAND["name"]).key), "reason": "划归市海洋局"})
    through(going_on)
    published(city, "ocean-bureau", SAND)
    days = (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 10))
    assert [who("有人挖沙", day) for day in days] == ["市水利局", "市资源规划局", "市海洋局"]
    assert [who("水土流失", day) for day in days] == ["市水利局", "市资源规划局", "市资源规划局"]


def test_a_renamed_body_is_found_by_both_names_and_called_as_on_the_day(city):
    published(city, OLD, SAND)
    city.clock.move_to(at(12, 10))
    rename(city, OLD, "厦门市水务局", "市水务局")
    before, after = date(2026, 12, 9), date(2026, 12, 10)
    assert (who("挖沙", before), who("挖沙", after)) == ("市水利局", "市水务局")
    assert who("市水务局", after) == who("市水利局", after) == "市水务局"
    shown = PublishedList.objects.get(body_key=OLD)
    assert (shown.body_short_name, shown.became) == ("市水利局", "市水利局自2026年12月10日起更名为市水务局")
    city.clock.move_to(at(12, 20))
    revision = Compiler(city, data={"reason": "other", "note": "更名"})
    revision.do("liaison", "begin_drafting")
    through(revision)
    assert PublishedList.objects.get(edition=2).became == ""
    assert asking.find("挖沙", on=date(2026, 12, 20))[0].list_title == "市水务局具体事项清单第2版"


def test_a_body_that_was_asked_is_merged_into_the_one_that_asks_or_into_another_that_was_asked(city):
    rows = (SEWAGE | {"supporters": ["ocean-bureau"]}, PLAIN | {"supporters": ["agriculture-bureau"]})
    water = Compiler(city).draft(*rows, {**SEWAGE, "name": "入海河口的水质巡查", "supporters": [NEW]}).to_consulting()
    water.others("agriculture-bureau.liaison", "answer_consultation", {"answer": "objection", "text": "应由我局牵头"})
    dissolve(city, "agriculture-bureau", OLD)  # whoever objected is now part of the department itself
    dissolve(city, "ocean-bureau", NEW)  # both were asked: one answers for two
    for _ in range(2):
        water.others(f"{NEW}.liaison", "answer_consultation", {"answer": "agree"})
    assert {one.body.key: one.answer for one in water.list.opinions.select_related("body")} == {
        "agriculture-bureau": "lapsed", "ocean-bureau": "agree", NEW: "agree",
    }  # fmt: skip
    water.to_approved().publish()
    assert water.matter.state == "filing"


def test_rows_that_others_hang_on_stand_at_the_successor_from_that_day_on(city):
    published(city, OLD, SAND)
    city.clock.move_to(at(12, 1))
    reader, heir = city.actor("committee-office.clerk"), Body.objects.get(key=NEW)
    before = today()
    dissolve(city)
    city.clock.move_to(at(12, 2))
    for on, key in ((before - timedelta(days=1), OLD), (today(), NEW)):
        assert [(row.body_key, row.name) for row in ask(ROWS_SEEN)(reader, on)] == [(key, SAND["name"])]
    assert [row.name for row in ask(ROWS_SEEN)(reader, today(), bodies={heir.pk})] == [SAND["name"]]
    assert [(row.body_id, row.name) for row in ask(ROWS_OWED)({heir.pk})] == [(heir.pk, SAND["name"])]
