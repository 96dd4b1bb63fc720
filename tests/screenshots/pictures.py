"""Pictures of every page, to be looked at: `make screenshots` writes var/screenshots/ (1440 and 390 px, light and dark).

`make screenshots ARGS="matter worklist"` takes only pages whose name contains one of the words. The city is the one
of the tests, two months on: reports under way at every station, some late, some published.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from ecoduty.casework.deliveries import composing, outside
from ecoduty.casework.deliveries.outside import Outside
from ecoduty.casework.duties.instances import open_due
from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Seat
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.intakes.taking import take_in
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.saved_filters.acts import SHELF
from ecoduty.kernel.clock import SHANGHAI, now
from ecoduty.kernel.clock.time import forbid_rehearsal
from ecoduty.kernel.flow import Actor, perform
from ecoduty.kernel.outbox import drainer
from ecoduty.kernel.outbox.models import Message
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory.flow import BODY
from ecoduty.organisation.directory.models import Person
from tests.city import PASSWORD, City
from tests.interfaces.channels.hotline12345.other_side import OtherSide, connected
from tests.interfaces.channels.hotline12345.steps import Work
from tests.mechanisms.reports.writing import ANNUAL, DECEMBER, HALF_YEAR, Writer, at
from tests.screenshots import (
    appraising,
    capable,
    cooperating,
    deciding,
    elsewhere,
    enforcing,
    inspecting,
    judging,
    legally,
    omitting,
    on_the_road,
    on_the_spot,
    ordered,
    overseeing,
    participating,
    passing_on,
    penalising,
    plans,
    proposing,
    prosecuting,
    public,
    referring,
    responsible,
    sharing,
    situating,
    together,
    transferring,
    yearly,
)

FOLDER = Path(__file__).resolve().parents[2] / "var" / "screenshots"
WIDTHS = {"1440": {"width": 1440, "height": 900}, "390": {"width": 390, "height": 844}}
TEXTS = {
    "绿色低碳发展": "全年用水总量控制在6.82亿立方米，万元工业增加值用水量较上年下降4.1%；新建再生水利用设施3处，"
    "日回用能力增加2.6万吨。\n重点用水户全部安装在线计量，超计划用水预警12次。",
    "督察整改": "承担督察整改任务7项，已销号6项；余下1项为沿线截污管网错接，凭证齐备，正在办理销号。",
    "污染防治攻坚": "清理入河排口112个，5条溪流全年达标天数合计1673天；收到涉水举报268件，按时答复251件。",
    "生态系统质量": "完成水土流失治理18.4平方公里，核定生态下泄流量的小水电站23座。",
}


def furnish(city: City) -> Matter:
    """Bring the city's reports to many stations; the water bureau's annual report waits for its principal."""
    city.clock.move_to(datetime(2026, 11, 25, 9, 0, tzinfo=SHANGHAI))
    open_due()
    for number, body in enumerate(("industry-bureau", "finance-bureau", "water-bureau", "ecology-bureau")):
        if report := Matter.objects.filter(kind=HALF_YEAR, holder__key=body).first():
            city.clock.move_to(datetime(2026, 11, 26 + number % 3, 15, 0, tzinfo=SHANGHAI))
            Writer(city, report).write()
    city.clock.move_to(DECEMBER)
    open_due()
    reports = {matter.holder.key: matter for matter in Matter.objects.filter(kind=ANNUAL).select_related("holder")}
    others = [Writer(city, matter) for key, matter in reports.items() if key != "water-bureau"]
    water = Writer(city, reports["water-bureau"])
    for day, hour, work in _story(water, others):
        city.clock.move_to(at(1, day, hour))
        work()
    _reach(city)
    _line(city)
    _filters(city)
    return reports["water-bureau"]


def _filters(city: City) -> None:
    """Lists that two people of the water bureau look at every day; one of them wants to be told."""
    for name in ("water-bureau.principal", "water-bureau.liaison"):
        account = city.account(name)
        for label, query in (("年度专题报告", {"kind": ANNUAL, "state": "all"}), ("本周到期的", {"due": "week"})):
            kept = perform(SHELF, "keep", account.pk, actor=city.actor(name), data={"name": label, "query": query})
        told = {"filter": kept.subject.every[-1].key, "notify": True}
        perform(SHELF, "watch", account.pk, actor=city.actor(name), data=told)


def _line(city: City) -> None:
    """The line to 12345: an order that is handled, one with unknown codes, one with a gap, one that 12345 refused."""
    side = OtherSide(connected(url="https://12345.example.gov.cn/ecoduty/messages"))
    first, second, third = (f"XM12345-20270121-000{number}" for number in (1, 2, 3))
    side.push(first)
    Work(city).sign_for()
    Message.objects.filter(channel="hotline12345").update(
        state="dead", last_error="12345热线答复422，order_closed：工单已在对方办结"
    )
    side.push(second, category_code="HB77", area_code="350299", query_code="Q2")
    side.push(third, query_code="Q3")
    side.say(third, "order.urged", {"note": "来电人再次来电"}, sequence=4)
    side.say(first, "follow_up.result", {"resolved": True, "satisfaction": "1", "accepted": True})


def _reach(city: City) -> None:
    """Mail and work chat are configured; the work chat is away, a mail address is refused, one mail has left."""
    moods = {"workchat": drainer.ChannelDownError("连接不上网关：ConnectTimeout")}

    def deliver(channel: str) -> drainer.Channel:
        def send(key: str, payload: dict[str, Any]) -> None:
            outgoing = composing.compose(payload["message"], channel)
            if channel in moods:
                raise moods[channel]
            if "deputy" in outgoing.address:
                raise drainer.DeliveryRefusedError("邮件服务器不接受收件地址：550 5.1.1 没有这个信箱")
            composing.sent(outgoing)

        return send

    outside.offer(Outside("email", "电子邮件", "mail"), deliver("email"))
    outside.offer(Outside("workchat", "政务消息", "mobile"), deliver("workchat"))
    for name in ("water-bureau.liaison", "water-bureau.deputy", "water-bureau.principal"):
        Person.objects.filter(accounts__username=name).update(mail=f"{name}@example.gov.cn")
    Person.objects.filter(accounts__username="water-bureau.principal").update(mobile="13800001234")
    for name in ("liaison", "deputy", "principal"):
        actor = city.actor(f"water-bureau.{name}")
        notices.write([Draft(Seat(actor.post or 0, actor.person), "urging", "催办")], now())
    drainer.drain()


def _story(water: Writer, others: list[Writer]) -> list[tuple[int, int, Callable[[], object]]]:
    """What happens in January, in its order: day, hour, deed."""
    first = {**TEXTS, "绿色低碳发展": "全年用水总量控制在6.82亿立方米。"}
    deeds: list[tuple[int, int, Callable[[], object]]] = [(day, 8, sweep) for day in (5, 10, 16, 20, 22)]
    for number, writer in enumerate(others):
        if number % 3:
            deeds.append((6, 10, partial(writer.write, **TEXTS)))
        if number % 3 == 1:
            deeds.append((8, 10, partial(writer.do, "liaison", "submit_for_review")))
        if number % 6 == 1:
            deeds.append((11, 10, partial(writer.do, "deputy", "pass_review")))
        if number % 12 == 1:
            deeds.append((12, 10, partial(writer.do, "principal", "sign", {"number": "厦环〔2027〕1号"})))
    deeds += [
        (12, 11, partial(water.write, **first)),
        (19, 16, partial(water.do, "liaison", "submit_for_review")),
        (20, 10, partial(water.do, "deputy", "return_for_revision", {"note": "第一节缺再生水利用数据"})),
        (21, 16, partial(water.write, **TEXTS)),
        (21, 17, partial(water.do, "liaison", "submit_for_review")),
        (22, 9, partial(water.do, "deputy", "pass_review", {"note": "数据与四节核对无误"})),
    ]
    return sorted(deeds, key=lambda deed: deed[:2])


def pages(matter: Matter) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    here = f"/matters/{matter.public_id}/"
    principal, liaison, clerk = "water-bureau.principal", "water-bureau.liaison", "committee-office.clerk"
    return {
        "worklist": (principal, "/"),
        "worklist-empty": ("water-bureau.deputy", "/"),
        "worklist-office": ("committee-office.director", "/"),
        "matters": (clerk, "/matters/"),
        "matters-figure": (clerk, "/matters/?figure=annual_report.open&scope=oversight&period=2026&kind=annual_report"),
        "matters-kind": (clerk, "/matters/?kind=annual_report"),
        "matter": (principal, here),
        "matter-versions": (principal, f"{here}?tab=versions"),
        "matter-paper": (principal, f"{here}?tab=paper"),
        "matter-office": (clerk, here),
        "act-sign": (principal, f"{here}sign/"),
        "versions": (principal, f"{here}versions/?old=1&new=2"),
        "act-draft": (liaison, f"{_drafting()}save_draft/"),
        "ledger": (principal, f"{here}ledger/"),
        "inbox": (liaison, "/inbox/"),
        "inbox-by-matter": (liaison, "/inbox/?by=matter"),
        "filters": (liaison, "/filters/"),
        "matters-keep": (liaison, "/matters/?due=week"),
        "notice-settings": (liaison, "/account/notices/"),
        "hotline12345": ("hotline-office.hotline-clerk", "/channels/hotline12345/"),
        "hotline12345-order": ("hotline-office.hotline-clerk", "/channels/hotline12345/XM12345-20270121-0001/"),
        "hotline12345-act": (
            "construction-bureau.liaison",
            "/channels/hotline12345/XM12345-20270121-0001/ask_extension/",
        ),
        "outside": ("committee-office.director", "/system/outside/"),
        "directory": (liaison, "/directory/"),
        "body": (principal, "/directory/water-bureau/"),
        "legal-basis": (clerk, "/legal-basis/"),
        "legal-basis-code": (liaison, "/legal-basis/ecological-code/"),
        "legal-basis-old": (clerk, "/legal-basis/air-pollution-law/"),
        "legal-basis-register": (clerk, "/legal-basis/new/register/"),
        "merging-body": (clerk, "/directory/water-bureau/dissolve/"),
        "merging-choice": (clerk, "/directory/water-bureau/merge_person/"),
        "merging-people": (clerk, f"/directory/water-bureau/merge_person/?{_two_rows()}"),
        "appoint": (clerk, "/directory/water-bureau/appoint/"),
        "progress": (clerk, "/progress/"),
        "search": (principal, "/search/?q=水利局"),
        "search-nothing": (liaison, "/search/?q=企鹅"),
        "search-text": (principal, "/search/?q=督察整改"),
        "people": (clerk, "/people/import/"),
        "plan": (liaison, "/plan/"),
        "not-found": (liaison, "/nothing/"),
        "password": (liaison, "/password/"),
        "account": (liaison, "/account/"),
        "factor": (liaison, "/account/factor/"),
        "login": ("", "/login/"),
        "portal": ("", "/portal/"),
        "portal-plan": ("", "/portal/plan/"),
        "portal-reports": ("", "/portal/reports/"),
        "portal-year": ("", "/portal/reports/2026/"),
        "portal-body": ("", "/portal/bodies/water-bureau/"),
        "portal-accessibility": ("", "/portal/accessibility/"),
        "portal-nothing": ("", "/portal/nothing/"),
        "system-accounts": (clerk, "/system/accounts/"),
        "system-account": (clerk, f"/system/accounts/{Account.objects.get(username=liaison).pk}/"),
    }


def _two_rows() -> str:
    kept = Person.objects.get(accounts__username="water-bureau.liaison")
    data = {"post": "second", "name": kept.name, "since": "2026-06-01"}
    post = {"key": "second", "kind": "clerk", "title": "经办人", "since": "2026-01-01"}
    perform(BODY, "add_post", "ocean-bureau", actor=Actor.system("人员"), data=post)
    perform(BODY, "appoint", "ocean-bureau", actor=Actor.system("人员"), data=data)
    return f"person={Person.objects.filter(name=kept.name).latest('pk').pk}&into={kept.pk}"


def _drafting() -> str:
    matter = Matter.objects.filter(kind=ANNUAL, state="drafting", holder__key="water-bureau").first()
    half = Matter.objects.filter(kind=HALF_YEAR, state="drafting", holder__key="water-bureau").first()
    return f"/matters/{(matter or half or Matter.objects.first()).public_id}/"  # type: ignore[union-attr]  # furnished above


@pytest.fixture
def pictures(browser: Browser, live_server_url: str) -> Iterator[Pictures]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    taken = Pictures(browser, live_server_url)
    yield taken
    taken.close()


class Pictures:
    """Browser pages by person, width and scheme, signed in once each."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.known: dict[tuple[str, str, str], Page] = {}

    def page(self, who: str, width: str, scheme: str, *, again: bool = False) -> Page:
        key = (who, width, scheme)
        if again or key not in self.known:
            context = self.browser.new_context(
                base_url=self.url, viewport=WIDTHS[width], color_scheme=scheme, locale="zh-CN"
            )
            page = self.known[key] = context.new_page()
            if not who:
                return page
            page.goto("/login/")
            page.get_by_label("用户名").fill(who)
            page.get_by_label("口令").fill(PASSWORD)
            page.get_by_role("button", name="登录").click()
            page.wait_for_load_state("load")
        return self.known[key]

    def take(self, name: str, who: str, address: str, step: Callable[[Page], None] | None = None) -> None:
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                page = self.page(who, width, scheme)
                page.goto(address)
                if "/login/" in page.url and who:  # a fourth log-in of one person ended his first
                    page = self.page(who, width, scheme, again=True)
                    page.goto(address)
                if step is not None:
                    step(page)
                page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png", full_page=True)

    def book(self, name: str, address: str) -> None:
        """What somebody sees who books on the portal, and what his number and code answer with."""
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                page = self.page("", width, scheme)
                page.goto(address)
                page.get_by_label("联系人姓名").fill("林某")
                page.get_by_label("电话").fill(f"13800{len(scheme)}{width:0>5}")
                page.get_by_role("button", name="预约").click()
                page.get_by_role("heading", name="预约已提交").wait_for()
                page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png", full_page=True)
                take_in()
                page.get_by_role("button", name="看结果").click()
                page.get_by_role("heading", name="查预约").wait_for()
                page.screenshot(path=FOLDER / f"{name}-result-{width}-{scheme}.png", full_page=True)

    def close(self) -> None:
        for page in self.known.values():
            page.context.close()


def _take(pictures: Pictures, wanted: Mapping[str, tuple[str, str]]) -> None:
    words = os.environ.get("SCREENSHOTS", "").split()
    for name, (who, address) in wanted.items():
        if not words or any(word in name for word in words):
            pictures.take(name, who, address)


def test_pictures_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """Every page once for each width and scheme; the log-in page as strangers see it."""
    _take(pictures, pages(furnish(fresh_city)))


def test_pictures_of_who_is_responsible_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """Lists, lead determinations, complaints, and the public's pages of them."""
    _take(pictures, responsible.pages(fresh_city))


def test_pictures_of_another_city_are_taken(fresh_other_city: City, pictures: Pictures) -> None:
    """A city whose plan has numbers of its own: the plan, a clause, a matter, an act, the cockpit, the public's pages."""
    _take(pictures, elsewhere.pages(fresh_other_city))


def test_pictures_of_courts_and_bureaus_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """A joint meeting and its decisions, written inquiries."""
    _take(pictures, cooperating.pages(fresh_city))


def test_pictures_of_the_procuratorate_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """Recommendations, public interest cases, supervised suits."""
    _take(pictures, prosecuting.pages(fresh_city))


def test_pictures_of_damage_and_suits_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """Claims for damage, the five kinds of suits, reconsiderations."""
    _take(pictures, judging.pages(fresh_city))


def test_pictures_of_working_together_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """Requests for cooperation and the ladder."""
    _take(pictures, together.pages(fresh_city))


def test_pictures_of_referrals_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """What the few who know of a referral see, and what others do."""
    _take(pictures, referring.pages(fresh_city))


def test_pictures_of_detention_listing_and_the_court_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """What officers, police and court see of cases that go to them."""
    _take(pictures, enforcing.pages(fresh_city))


def test_pictures_of_sharing_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """What is to be entered, the shared view, packages, letters, copies."""
    _take(pictures, sharing.pages(fresh_city))


def test_pictures_of_administrative_cases_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """Cases under way, decided, red; what the procuratorate sees."""
    _take(pictures, penalising.pages(fresh_city))


def test_pictures_of_clues_and_of_police_support_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """Clues from both sides, support on the spot, obstruction of officers."""
    _take(pictures, passing_on.pages(fresh_city))


def test_pictures_of_cases_on_their_road_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """A case between the offices, where cases stick, papers drawn up."""
    _take(pictures, on_the_road.pages(fresh_city))


def test_pictures_of_leaders_on_the_spot_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """Visits, the problems that were found, the map."""
    _take(pictures, on_the_spot.pages(fresh_city))


def test_pictures_of_open_days_and_participation_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """Facilities, opinions, campaigns, the map of reports; at the desk and before the public."""
    wanted = participating.pages(fresh_city)
    _take(pictures, wanted)
    pictures.book("portal-booked", wanted["portal-opening"][1])


def test_pictures_of_what_residents_send_and_follow_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """The public's form, step by step, and every standing of what was sent."""
    words = os.environ.get("SCREENSHOTS", "").split()
    for name, (who, address, step) in public.steps(fresh_city).items():
        if not words or any(word in name for word in words):
            pictures.take(name, who, address, step)


def test_pictures_of_plans_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """A year's plan and its tasks."""
    _take(pictures, plans.pages(fresh_city))


def test_pictures_of_the_lists_of_a_year_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """Tasks as a table, a board and over time, projects, responsibilities, the check, 民生实事."""
    _take(pictures, yearly.pages(fresh_city))


def test_pictures_of_orders_and_policies_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """A supervision order, what its receivers report, and the registers of policy documents."""
    _take(pictures, ordered.pages(fresh_city))


def test_pictures_of_meetings_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """Meetings, topics, and who has reported on what."""
    _take(pictures, deciding.pages(fresh_city))


def test_pictures_of_an_omitted_referral_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """What a named head is shown of a case that was not referred in time."""
    _take(pictures, omitting.pages(fresh_city))


def test_pictures_of_capacity_and_protection_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """The grass roots beside their targets, what protects people, what was found about somebody's diligence."""
    _take(pictures, capable.pages(fresh_city))


def test_pictures_of_inspections_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """Inspection plans of a year."""
    _take(pictures, inspecting.pages(fresh_city))


def test_pictures_of_legal_review_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """A draft under review, a document that is filed."""
    _take(pictures, legally.pages(fresh_city))


def test_pictures_of_the_yearly_catalogue_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """What came out last year, in January."""
    _take(pictures, legally.in_january(fresh_city))


def test_pictures_of_appraisals_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """Target letters and portraits."""
    _take(pictures, appraising.pages(fresh_city))


def test_pictures_of_criminal_transfers_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """Cases at several stations, on the pages of officers, police, procuratorate and court."""
    _take(pictures, transferring.pages(fresh_city))


def test_pictures_of_the_situation_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """Progress calls, bulletins, analyses."""
    _take(pictures, situating.pages(fresh_city))


def test_pictures_of_the_cockpit_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """The whole city, a leader's portfolio, one department, a district; looking back; the wall."""
    _take(pictures, overseeing.pages(fresh_city))


def test_pictures_of_the_rulebook_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """Its rules, two versions, another one proposed and what it would move."""
    _take(pictures, proposing.pages(fresh_city))


def test_pictures_of_a_rehearsal_are_taken(fresh_city: City, pictures: Pictures) -> None:
    """Where its clock stands, what came of turning it."""
    try:
        _take(pictures, proposing.rehearsed(fresh_city))
        _take(pictures, proposing.turning(fresh_city))
    finally:
        forbid_rehearsal()
