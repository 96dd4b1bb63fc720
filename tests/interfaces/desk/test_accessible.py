"""Pages that stand off the beaten track, wide and narrow: WCAG 2.2 AA, and nothing wider than the screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from ecoduty.casework.figures.snapshots import snapshot
from ecoduty.kernel.clock import allow_rehearsal, forbid_rehearsal, today
from ecoduty.kernel.outbox.models import Message
from tests.city import PASSWORD, City
from tests.interfaces.channels.hotline12345.other_side import OtherSide, connected
from tests.interfaces.channels.hotline12345.steps import Work
from tests.interfaces.desk.test_accounts_browser import AUDIT, _ready
from tests.mechanisms.inspections.planning_steps import Inspected, Plan
from tests.mechanisms.reports.writing import Writer, opened
from tests.mechanisms.work_plans.steps import ISSUER, in_days, plan
from tests.mechanisms.work_plans.steps import Work as Task
from tests.mechanisms.work_plans.test_batch import line, sheet
from tests.mechanisms.work_plans.test_projects import registered
from tests.organisation.enrolment.files import STAFF, filled, person
from tests.screenshots import proposing

pytestmark = pytest.mark.browser
CLERK, LIAISON = "committee-office.clerk", "water-bureau.liaison"
ORDER = "XM12345-20261122-0001"
SECTION, OLD = "督察整改", "整改任务7项。\n已销号6项。\n余下1项。"


@pytest.fixture(params=[1440, 390])
def look(request, live, new_page: Callable[..., Page], axe) -> Callable[..., Page]:
    """Sign in at one width, go there, and judge what is seen."""
    width = request.param

    def judge(page: Page) -> Page:
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        return page

    def go(username: str, *addresses: str, code: str = "") -> Page:
        page = new_page(viewport={"width": width, "height": 844})
        page.goto("/login/", timeout=30_000)  # the first request to a server brings everything in
        page.get_by_label("用户名").fill(username)
        page.get_by_label("口令", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: urlsplit(url).path != "/login/", wait_until="load")
        if code:
            page.get_by_label("动态口令").fill(code)
            with page.expect_navigation():
                page.get_by_role("button", name="登录").click()
        for address in addresses:
            page.goto(address)
            judge(page)
        return page

    go.judge = judge  # type: ignore[attr-defined]
    return go


@pytest.fixture
def report(fresh_city: City) -> Writer:
    writer = Writer(fresh_city, opened(fresh_city))
    writer.write(督察整改=OLD)
    return writer


def test_versions_papers_and_the_merge(report: Writer, look, watch):
    watch.expected.append("409")
    here = f"/matters/{report.matter.public_id}/"
    report.write(督察整改=OLD.replace("6项", "5项"))
    page = look(
        LIAISON, f"{here}versions/?old=1&new=2", f"{here}?tab=paper", f"{here}?tab=versions", f"{here}save_draft/"
    )
    page.locator("form[data-ready]").wait_for(timeout=20_000)
    report.write(督察整改=OLD.replace("6项", "4项"))
    page.get_by_role("textbox", name=SECTION).locator("p").nth(1).click()
    page.keyboard.press("End")
    page.keyboard.type("已验收。")
    expect(page.locator(f"textarea[name='sections.{SECTION}']")).to_have_value(re.compile("已验收"))
    page.get_by_role("button", name="保存成稿").click()
    expect(page.get_by_role("heading", name="合并两份改动")).to_be_visible()
    look.judge(page)


def test_wrong_cells_of_an_import(fresh_city: City, look, watch, settings, tmp_path: Path):
    watch.expected.append("422")
    settings.FILES_ROOT = tmp_path / "files"
    page = look(CLERK, "/people/import/")
    wrong = [person("王小明", mobile="1"), person(""), person("李四", body="没有这个局")]
    page.get_by_label("填好的表").set_input_files(filled(tmp_path, posts=[STAFF], people=wrong))
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_text("什么也没有写入")).to_be_visible()
    look.judge(page)


def test_channels_progress_and_security_events(report: Writer, look):
    snapshot()
    look(
        "committee-office.director",
        "/system/outside/",
        "/progress/?duty=annual-report",
        "/cockpit/",
        "/cockpit/?view=wall",
        f"/cockpit/list/?on={today() - timedelta(days=1)}&figure=standing.open",
    )
    look(AUDIT, "/system/events/", code=_ready(AUDIT).code(1))


def test_the_lists_of_a_year(fresh_city: City, look):
    project = registered(fresh_city)
    task = Task(fresh_city, source="campaign", livelihood=True, milestones=[f"{in_days(5)} 完成排查"]).under_way()
    task.do(LIAISON, "link_project", {"project": project.number})
    views = [f"/year/tasks/?year=2026&view={view}" for view in ("table", "board", "gantt")]
    this, last = (plan(fresh_city, by=CLERK, year=year) for year in (2026, 2025))
    Task(fresh_city, by=CLERK, plan=last.number)
    here = f"/matters/{this.public_id}/"
    plans = (f"{here}year-plan/", f"{here}?tab=fields", f"{here}fill_fields/", "/work-plans/", "/work-plans/gaps/")
    look(CLERK, *views, "/year/projects/?year=2026", "/year/check/?year=2026", "/livelihood/", *plans)


def test_inspections(fresh_city: City, look):
    """Plans that meet, one inspection with its problem, whom it concerns."""
    ocean, ecology = Plan(fresh_city, "ocean-bureau"), Plan(fresh_city)
    ocean.add(when="3")
    ocean.in_force()
    ecology.add(when="4")
    ecology.in_force()
    done = Inspected(fresh_city, body="construction-bureau").concluded()
    plan_, one = f"/matters/{ecology.matter.public_id}/", f"/matters/{done.matter.public_id}/"
    tabs = [f"{plan_}?tab={tab}" for tab in ("lines", "meeting")] + [
        f"{one}?tab={tab}" for tab in ("problems", "conclusion")
    ]
    objects = ("/inspection-objects/", f"/inspection-objects/{done.matter.inspection.object_id}/")
    look(CLERK, "/inspection-plans/", "/inspection-plans/?only=without_self_check", *objects, *tabs)


def test_an_invitation(fresh_city: City, look):
    page = look(CLERK, f"/system/accounts/{fresh_city.account(LIAISON).pk}/")
    page.get_by_role("button", name="发邀请链接").click()
    link = page.get_by_label("链接").input_value()
    look.judge(page)
    page.context.clear_cookies()
    page.goto(urlsplit(link).path)
    look.judge(page)


def test_the_mark_of_a_rehearsal(report: Writer, look):
    allow_rehearsal()
    try:
        page = look(LIAISON, "/", f"/matters/{report.matter.public_id}/")
        expect(page.get_by_role("note").filter(has_text="演练")).to_be_visible()
    finally:
        forbid_rehearsal()


def test_the_legal_basis_library(fresh_city: City, look):
    look(
        LIAISON, "/legal-basis/", "/legal-basis/?only=failed&on=2026-12-01", "/legal-basis/ecological-code/",
        "/legal-basis/air-pollution-law/", "/legal-basis/mandate.water-bureau/", "/search/?q=法典",
    )  # fmt: skip
    look("committee-office.director", "/legal-basis/new/register/", "/legal-basis/air-pollution-law/map_provision/")


def test_the_line_to_12345_and_the_numbers_of_complaints(fresh_city: City, look):
    side = OtherSide(connected())
    side.push(ORDER)
    Work(fresh_city).sign_for()
    Message.objects.filter(channel="hotline12345").update(state="dead", last_error="12345热线答复422：工单已办结")
    side.push(f"{ORDER}-2", category_code="HB77", area_code="350299", query_code="Q2")
    side.push(f"{ORDER}-3", query_code="Q3")
    side.say(f"{ORDER}-3", "order.urged", {"note": "来电人再次来电"}, sequence=4)
    line = "/channels/hotline12345/"
    look(
        "hotline-office.hotline-clerk", line, f"{line}{ORDER}/", f"{line}{ORDER}/ask_extension/",
        "/complaints/measures/", "/matters/?kind=complaint&state=all&category=noise&measure=sent",
    )  # fmt: skip


def test_a_sheet_of_tasks_is_previewed_drafted_and_issued(fresh_city: City, look, tmp_path: Path):
    file = tmp_path / "任务.xlsx"
    file.write_bytes(sheet(line(1), line(2, lead="无此局", weight="一百"), line(3)).read())
    page = look(ISSUER, "/tasks/drafts/", "/tasks/batch/")
    page.get_by_label("填好的表").set_input_files(file)
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_text("1行有错，不起草。")).to_be_visible()
    look.judge(page)
    page.get_by_role("button", name="起草没有问题的2件").click()
    expect(page.get_by_role("heading", name="待下达的任务")).to_be_visible()
    look.judge(page)
    page.get_by_label("下达排口整治第3件").uncheck()
    page.get_by_role("button", name="下达勾选的任务").click()
    expect(page.get_by_text("已下达1件")).to_be_visible()


def test_pages_of_the_rulebook_and_of_a_rehearsal_keep_the_rules(fresh_city: City, look: Callable[..., Page]) -> None:
    """Narrowed, two versions, a proposed one with its lists; where a rehearsal's clock stands."""
    shown = {**proposing.pages(fresh_city), **proposing.rehearsed(fresh_city)}
    try:
        look(
            proposing.HEAD,
            *(address for name, (_, address) in shown.items() if name not in {"rulebook", "rehearsal-under-way"}),
        )
    finally:
        forbid_rehearsal()
