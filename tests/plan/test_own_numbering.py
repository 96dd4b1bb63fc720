"""A city that numbers its plan by itself: every page cites its clauses, and none of the plan that the platform counts by."""

from __future__ import annotations

import re

from django.test import Client

from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.publications.plan import plan_content
from ecoduty.interfaces.console.acceptance import RunRecord, rows
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.rulebook import load_rulebook, store
from ecoduty.organisation.directory.adoption import adopt
from tests.database import ROOT
from tests.interfaces.api.calling import Program, issued
from tests.kernel.rulebook.small import silenced
from tests.mechanisms.lead_departments.steps import Road, at

RAISER, BUREAU, OFFICE = "economy-bureau.liaison", "ecology-bureau.liaison", "committee-office.director"


def text(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def post(client, matter, act, data):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **data})


def cited_on(page):
    """Every clause that a page names: in a link into the plan, after 依据, after an article."""
    found = re.findall(r"#c(\d+\.\d+)|/plan/(\d+\.\d+)/|依据第([\d.、]+)款", page)
    found += [(one, "", "") for one in re.findall(r"第[一二三四五六七八九十]+条((?:\d+\.\d+、?)+)", page)]
    return {clause for groups in found for some in groups for clause in some.split("、") if clause}


def test_the_plan_counts_what_serves_each_of_its_own_clauses(other_city):
    book = store.current()
    client = other_city.client(OFFICE)
    page = text(client, "/plan/")
    assert (
        f"{len(book.chapters)}章{len(book.articles)}条<b>{len(book.clauses)}</b>款，已上线<b>{len(book.clauses)}</b>款"
        in page
    )
    assert re.findall(r'id="c([\d.]+)"', page) == list(book.clauses)
    assert book.city.plan_title in page
    for clause in book.clauses:
        page = text(client, f"/plan/{clause}/")
        assert "尚未上线" not in page
        assert cited_on(page) <= set(book.clauses)
    assert "提请" in text(client, "/plan/2.1/")
    for foreign in ("5.3", "9.1", "24.2"):
        text(client, f"/plan/{foreign}/", 404)


def test_a_matter_its_acts_and_a_refusal_cite_the_city_s_clauses(other_city):
    form = text(other_city.client(RAISER), "/lead-determinations/new/")
    assert "依据<b>第二条2.1</b>" in form or "依据第二条2.1" in form
    road = Road(other_city, RAISER)
    assert road.matter.clauses == ["2.1", "2.2"]
    bureau = other_city.client(BUREAU)
    address = f"/matters/{road.matter.public_id}/"
    assert "第二条2.1、2.2" in text(bureau, address)
    assert cited_on(text(bureau, f"{address}accept/")) == {"2.1"}
    refused = post(bureau, road.matter, "return_covered", {"responsibility": "nobody-001", "note": "已有牵头部门。"})
    assert refused.status_code == 422
    assert "代码 row_unknown，依据第2.1款" in refused.content.decode()


def test_what_the_plan_has_no_clause_for_is_done_and_cites_nothing(other_city):
    form = text(other_city.client(BUREAU), "/matters/new/policy_document/draft_document/")
    assert "依据" not in form.partition('class="facts"')[2].partition("</p>")[0]
    assert cited_on(form) == set()
    assert Refused("code", "没有办成。", clause="9.1").cited() == ""
    assert Refused("code", "没有办成。", clause="5.3").cited() == "2.1"
    assert store.cited(("4.5", "4.6", "9.1")) == ("1.2", "4.2")


PAGES = ("/", "/plan/", "/plan/?view=print", "/cockpit/", "/matters/", "/rulebook/", "/search/?q=报告")


def test_no_page_names_a_clause_that_the_plan_has_not(other_city):
    Road(other_city, RAISER)
    other_city.clock.move_to(at(1, 6, year=2027))
    sweep()
    for person in (OFFICE, BUREAU):
        client = other_city.client(person)
        for address in PAGES:
            assert cited_on(text(client, address)) <= set(store.current().clauses), address


def test_reports_and_the_catalogue_open_under_the_clauses_that_the_rulebook_names(other_city):
    other_city.clock.move_to(at(1, 6, year=2027))
    sweep()
    opened = {matter.kind: matter for matter in Matter.objects.filter(holder__key="ecology-bureau")}
    assert {kind: one.clauses for kind, one in opened.items()} == {
        "annual_report": ["3.1"], "half_year_report": ["3.2"], "filing_catalogue": ["3.4"],
    }  # fmt: skip
    client = other_city.client(BUREAU)
    catalogue = f"/matters/{opened['filing_catalogue'].public_id}/"
    assert "第三条3.4" in text(client, catalogue)
    done = post(client, opened["filing_catalogue"], "report_nothing", {})
    assert done.status_code == 302
    report = text(client, f"/matters/{opened['annual_report'].public_id}/save_draft/")
    assert cited_on(report) == {"3.1"}
    assert "1个单位" in text(other_city.client(OFFICE), "/plan/3.4/")


def test_the_public_s_plan_cites_them_too(other_city):
    content = plan_content(store.current(), today())
    assert content["cited"] == {"lists": "1.1", "undetermined": "2.1", "consolidated": ""}
    assert {duty["kind"]: duty["clause"] for duty in content["duties"]} == {"annual_report": "4.1"}
    public = {article["number"]: {one["kind"] for one in article["public"]} for article in content["articles"]}
    assert public == {1: set(), 2: set(), 3: set(), 4: {"annual_report", "specific_list"}}


def test_the_public_s_pages_link_into_it_and_nowhere_else(fresh_other_city):
    for address, cited in (("", {"4.1"}), ("plan/", None), ("reports/", {"4.1"}), ("responsibilities/", {"1.1"})):
        page = text(Client(), f"/portal/{address}")
        found = set(re.findall(r"#c(\d+\.\d+)", page))
        assert found == cited if cited else set(re.findall(r'id="c([\d.]+)"', page)) == set(store.current().clauses)


def test_programs_read_the_city_s_clauses(other_city):
    road = Road(other_city, RAISER)
    _, token = issued("ecology-bureau")
    program = Program(token)
    kinds = {one["kind"]: one for one in program.get("/kinds").json()}
    assert kinds["lead_determination"]["clauses"] == ["2.1", "2.2"]
    assert kinds["task"]["clauses"] == []
    named = {clause for one in kinds.values() for clause in one["clauses"]}
    named |= {clause for one in kinds.values() for act in one["acts"] for clause in act["clauses"]}
    assert named == set(store.current().clauses) - {"3.3"}  # an act on bodies
    number = road.matter.number
    assert program.get(f"/matters/{number}").json()["clauses"] == ["2.1", "2.2"]
    accept = next(one for one in program.get(f"/matters/{number}/options").json() if one["act"] == "accept")
    assert accept["clauses"] == ["2.1"]
    refused = program.act(number, "return_covered", {"responsibility": "nobody-001", "note": "已有牵头部门。"})
    assert (refused.json()["code"], refused.json()["clause"]) == ("row_unknown", "2.1")
    figures = {one["key"]: one["clause"] for one in program.get("/figures").json()["figures"]}
    assert figures["lead_determination.disputed"] == "2.1"
    assert figures["task.open"] == ""


def test_kinds_are_filed_under_the_chapters_of_the_city_s_plan(other_city):
    page = text(other_city.client(BUREAU), "/matters/")
    rail = page.partition("一 明责")[2]
    first, second = rail.partition("二 报告与公开")[::2]
    assert "牵头部门明确" in first.partition("</details>")[0]
    assert "年度专题报告" in second.partition("</details>")[0]
    others = page.partition("其他")[2]
    assert others.index("制度文件") < others.index("现场督导") < others.index("责任追究移交") < others.index("送审草案")


def test_a_matter_keeps_the_clauses_it_was_opened_under(other_city):
    road = Road(other_city, RAISER)
    other_city.clock.move_to(at(11, 22, 11))
    adopt(silenced(store.current(), "2.1"), Actor.system("初始化"))
    assert store.cited(("5.3",)) == ()
    assert store.cited(("5.3",), under=road.matter.rulebook) == ("2.1",)
    page = text(other_city.client(BUREAU), f"/matters/{road.matter.public_id}/accept/")
    assert cited_on(page) == {"2.1"}
    later = Road(other_city, RAISER)
    assert later.matter.clauses == ["2.2"]


def test_the_acceptance_table_keeps_the_platform_s_numbers_and_names_the_city_s(tmp_path):
    book = load_rulebook(ROOT / "rulebooks" / "example-city")
    asked: list[tuple[str, str]] = []
    record = RunRecord("", {"11.4": ("tests/x.py::x",)}, {"11.4": "/plan/"}, {})

    def answer(clause: str, page: str) -> int:
        asked.append((clause, page))
        return 200

    found = {row.id: row for row in rows(book, record, answer)}
    assert list(found)[:3] == ["4.1", "4.2", "4.3"]
    assert (found["11.4"].state, found["11.4"].city_clauses, found["11.4"].owes) == (
        "live",
        ("4.1",),
        book.clauses["4.1"].owes,
    )
    assert asked == [("4.1", "/plan/")]
    assert "9.1" not in found
