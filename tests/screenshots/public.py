"""What residents see of their reports, step by step: the form, its look-over, the number and code, and every standing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from ecoduty.casework.intakes.models import Mark
from ecoduty.casework.intakes.taking import take_in
from ecoduty.kernel.flow import Actor, perform
from ecoduty.mechanisms.complaints.flow import COMPLAINT
from ecoduty.mechanisms.responsibilities import samples
from tests.city import City
from tests.database import ROOT
from tests.interfaces.portal.complaints.citizen import FOLLOW, FORM, Citizen
from tests.mechanisms.responsibilities.listing import at

TEXT = "从上周三起，每天夜里十一点多到凌晨两点，工地一直在打桩，整栋楼都在震，老人和孩子睡不着。打过一次电话，停了一晚又开始。"
ANSWER = (
    "您反映的湖滨南路工地夜间打桩一事，我局于12月21日夜间到现场检查，该工地未取得夜间施工证明，已责令立即停止夜间施工并立案查处。\n"
    "施工单位已在北侧安装隔声屏，12月24日起22时至次日6时不再进行打桩作业。我局将连续一周夜间抽查。"
)
Step = Callable[[Page], None]


def steps(city: City) -> dict[str, tuple[str, str, Step]]:
    """Name of the picture → who looks at which address and what he does there."""
    city.clock.move_to(at(12, 20))
    samples.load(ROOT / "rulebooks" / "xiamen", Actor.system("示例"))
    for _ in range(6):
        Citizen().send()
    held, spam = (
        Citizen(
            place="杏林湾路与杏前路口",
            district="jimei",
            text="路口渣土车不盖篷布，晚上八点后扬尘很大。",
            category="dust",
        ),
        Citizen(text="加微信领红包，日入过千"),
    )
    for one in (held, spam):
        token = one.open()
        city.clock.advance(timedelta(seconds=30))
        one.send(token, proof="")
    take_in()
    followed = {name: _at_station(city, name) for name in ("received", "handling", "answered", "refused", "closed")}
    Mark.objects.all().delete()
    return {
        "public-home": ("", "/portal/", _look),
        "public-home-large": ("", "/portal/type/?large=1&next=/portal/", _look),
        "public-form-large": ("", FORM, _look),
        "public-home-normal": ("", "/portal/type/?large=0&next=/portal/", _look),
        "public-form": ("", FORM, _look),
        "public-form-marked": ("", FORM, _mark),
        "public-form-wrong": ("", FORM, _wrong),
        "public-look-over": ("", FORM, _look_over),
        "public-sent": ("", FORM, _send),
        "public-ask": ("", FOLLOW, _look),
        "public-ask-wrong": ("", FOLLOW, _asks("270210-0000-0000", "0000")),
        **{f"public-{name}": ("", FOLLOW, _asks(one.number, one.code)) for name, one in followed.items()},
        "public-code": ("", "/portal/complaints/code/", _look),
        "public-code-asked": ("", "/portal/complaints/code/", _lost),
        "intakes": ("committee-office.clerk", "/complaints/intakes/", _look),
    }


def _at_station(city: City, name: str) -> Citizen:
    citizen = Citizen("198.51.100.8", text=TEXT)
    citizen.send()
    take_in()
    clerk, bureau = "committee-office.clerk", "urban-enforcement-bureau.liaison"
    road = {
        "received": [],
        "refused": [(clerk, "refuse", {"ground": "outside", "go_where": "属邻里生活噪声，请向社区居民委员会或者派出所反映。"})],
        "handling": [(clerk, "accept", {}), (clerk, "dispatch", {"body": "urban-enforcement-bureau", "reason": "夜间施工"}), (bureau, "sign_for", {})],
    }  # fmt: skip
    road["answered"] = [*road["handling"], (bureau, "answer", {"answer": ANSWER}), (clerk, "approve_answer", {})]
    said = {"satisfaction": "satisfied", "resolved": True, "accepted": True, "note": "停了"}
    road["closed"] = [*road["answered"], (clerk, "follow_up", said)]
    for who, act, data in road[name]:
        city.clock.advance(timedelta(hours=2))
        perform(COMPLAINT, act, citizen.complaint.pk, actor=city.actor(who), data=data)
    return citizen


def _look(page: Page) -> None:
    page.wait_for_load_state("load")


def _fill(page: Page) -> None:
    page.get_by_label("反映哪一类").select_option("noise")
    page.get_by_label("什么事、什么时候").fill(TEXT)
    page.get_by_label("所在区").select_option("siming")
    page.get_by_label("地点").fill("湖滨南路某工地北侧")


def _mark(page: Page) -> None:
    _fill(page)
    page.locator(".map input").click(position={"x": 175, "y": 280})
    page.wait_for_load_state("load")


def _wrong(page: Page) -> None:
    page.locator("form.complain").evaluate("form => { form.noValidate = true; }")
    page.get_by_label("什么事、什么时候").fill("吵")
    page.get_by_label("实名").check()
    page.get_by_label("电话").fill("十三八")
    page.get_by_role("button", name="核对").click()
    page.get_by_text("填的都在").wait_for()


def _look_over(page: Page) -> None:
    _fill(page)
    page.get_by_label("实名").check()
    page.get_by_label("姓名").fill("张三")
    page.get_by_label("电话").fill("13800000000")
    page.get_by_role("button", name="核对").click()
    page.get_by_role("heading", name="核对后发送").wait_for()
    expect(page.get_by_text("浏览器正在作一次自动核验")).to_be_hidden()


def _send(page: Page) -> None:
    _look_over(page)
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_role("heading", name="已收到")).to_be_visible()


def _asks(number: str, code: str) -> Step:
    def ask(page: Page) -> None:
        page.get_by_label("编号").fill(number)
        page.get_by_label("查询码", exact=True).fill(code)
        page.get_by_role("button", name="查进度").click()
        page.wait_for_load_state("load")

    return ask


def _lost(page: Page) -> None:
    page.get_by_label("手机号码").fill("13800000000")
    page.get_by_role("button", name="发送短信").click()
    page.get_by_role("status").wait_for()


__all__ = ["steps"]
