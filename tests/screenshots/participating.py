"""A city that opens its facilities, asks for opinions and shows where the public reported what, and the pages of it."""

from __future__ import annotations

from datetime import date, datetime

from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.intakes.taking import take_in
from ecoduty.casework.publications import hotspots
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.facility_openings import samples
from ecoduty.mechanisms.participation.models import Comment, Group
from ecoduty.mechanisms.participation.tasks import close_due
from tests.city import City
from tests.database import ROOT
from tests.mechanisms.complaints.steps import Case
from tests.mechanisms.facility_openings.steps import LIAISON, Doors, asked, at
from tests.mechanisms.participation.steps import BODY, Asking, Event

TEXT = """第一条 为规范河道保洁，改善水环境，制定本办法。
第二条 河道保洁实行分级负责，市、区河道主管部门按照管理权限组织实施。
第三条 主城区河段每日巡查保洁一次，其他河段每周不少于三次。"""
OPINIONS = (
    "主城区河段应当改为每日两次，早晚各一次。",
    "夜里也要有人扫，早晨跑步时水面都是落叶。",
    "请把巡查记录公开。",
)


class Scene:
    """What the pages are about."""

    def __init__(self, city: City) -> None:
        samples.load(ROOT / "rulebooks" / "xiamen", Actor.system("示例"))
        self.doors = Doors(city, name="筼筜湖水质净化厂", operator="市政水务公司", last_opened_on="2026-10-08")
        self._visits(city)
        self._participation(city)
        self._reports(city)
        city.clock.move_to(datetime(2027, 1, 22, 10, 0, tzinfo=SHANGHAI))
        sweep()

    def _visits(self, city: City) -> None:
        doors = self.doors
        doors.do("plan", {"period": "2027H1", "months": [1, 3, 5], "text": "每场两名讲解员，先讲安全；旺季增开一场。"})
        held = doors.announce(at(12, 5), capacity=40)
        asked(held, 30, organisation="示例小学", group="students")
        take_in()
        city.clock.move_to(at(12, 6))
        doors.hold(held, students=28, residents=9)
        self.full = doors.announce(at(1, 30), capacity=4, waiting_limit=4)
        self.open = doors.announce(at(2, 20), capacity=30)
        for number, seats in enumerate((3, 1, 2)):
            asked(self.full, seats, f"1390000000{number}")
        asked(self.open, 12, "13900000008", organisation="滨北社区居委会", group="residents")
        take_in()
        called = {"session": str(self.open.public_id), "name": "何某", "phone": "05925550101", "seats": "2"}
        doors.do("book_by_phone", called)
        late = Doors(
            city,
            kind="monitoring",
            name="鼓浪屿环境空气自动监测站",
            by="ecology-bureau.liaison",
            last_opened_on="2026-11-05",
        )
        late.do("suspend", {"reason": "设备更新改造", "until": "2027-02-15"})

    def _participation(self, city: City) -> None:
        self.closed = Asking(
            city, date(2027, 1, 5), text=TEXT, background="现行办法施行十年，河道范围和作业方式都有变化。"
        )
        for said in OPINIONS:
            self.closed.say(said)
        take_in()
        city.clock.move_to(datetime(2027, 1, 6, 9, tzinfo=SHANGHAI))
        close_due()
        first, second, third = Comment.objects.order_by("id").values_list("pk", flat=True)
        for group, verdict, answer, rows in (
            ("增加保洁次数", "partly", "主城区河段改为每日两次；夜间作业扰民，暂不安排。", (first, second)),
            ("公开巡查记录", "adopted", "第七条增加一款：巡查记录按月公开。", (third,)),
        ):
            self.closed.do("sort", {"comments": [str(one) for one in rows], "group": group})
            number = Group.objects.get(name=group).pk
            self.closed.do("answer_group", {"group": str(number), "verdict": verdict, "answer": answer})
        self.closed.do("publish_result", {"result": "共收到三条，采纳两条，部分采纳一条。"}, who=f"{BODY}.principal")
        self.asking = Asking(city, date(2027, 2, 10), title="关于《厦门市湖泊保护办法（草案）》公开征求意见", text=TEXT)
        self.asking.say("湖岸线以内不要再批新的餐饮船。")
        self.asking.say("增加亲水步道的垃圾桶。")
        take_in()
        self.event = Event(
            city,
            starts_on="2027-02-02",
            ends_on="2027-02-02",
            title="世界湿地日：河长带你看湿地",
            about="讲解湿地保护和观鸟。",
        )
        self.event.do("announce")
        past = Event(city, starts_on="2027-01-05", ends_on="2027-01-06", title="节水护河进社区")
        past.do("announce")
        city.clock.move_to(datetime(2027, 1, 7, 9, tzinfo=SHANGHAI))
        past.do("record_campaign", {"took_part": 85, "reached": 12000, "summary": "两场讲座，发放节水器具。"})

    def _reports(self, city: City) -> None:
        numbers = {"siming": 19, "huli": 14, "jimei": 11, "haicang": 8, "tongan": 6, "xiangan": 2}
        texts = (
            "工地夜里打桩到两点，孩子睡不着。",
            "河水发黑发臭，有人往里排污水。",
            "饭店油烟直排楼道，呛得开不了窗。",
        )
        for district, number in numbers.items():
            for n in range(number):
                Case(city, text=texts[n % 3], district=district, received_on="2026-12-15")
        hotspots.refresh_map()
        hotspots.publish_due()


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    scene = Scene(city)
    facility = f"/matters/{scene.doors.matter.public_id}/"
    holder = f"{BODY}.liaison"
    return {
        "openings-desk": (LIAISON, "/openings/"),
        "openings-office": ("committee-office.director", "/openings/"),
        "openings-facility": (LIAISON, facility),
        "openings-plan": (LIAISON, f"{facility}?tab=facility"),
        "openings-telephone": (LIAISON, f"{facility}telephone/?session={scene.open.public_id}"),
        "openings-contacts": (LIAISON, f"{facility}contacts/?session={scene.open.public_id}"),
        "openings-schedule": (LIAISON, f"{facility}schedule/"),
        "participation-comments": (holder, f"/matters/{scene.asking.matter.public_id}/"),
        "participation-campaign": (holder, f"/matters/{scene.event.matter.public_id}/"),
        "portal-openings": ("", "/portal/openings/"),
        "portal-opening": ("", f"/portal/openings/{scene.open.public_id}/"),
        "portal-opening-full": ("", f"/portal/openings/{scene.full.public_id}/"),
        "portal-bookings": ("", "/portal/openings/bookings/"),
        "portal-opinions": ("", "/portal/opinions/"),
        "portal-opinion": ("", f"/portal/opinions/{scene.asking.matter.opinion.public_id}/"),
        "portal-opinion-result": ("", f"/portal/opinions/{scene.closed.matter.opinion.public_id}/"),
        "portal-comments": ("", "/portal/opinions/comments/"),
        "portal-campaigns": ("", "/portal/campaigns/"),
        "portal-campaign": ("", f"/portal/campaigns/{scene.event.matter.campaign.public_id}/"),
        "portal-map": ("", "/portal/map/"),
    }
