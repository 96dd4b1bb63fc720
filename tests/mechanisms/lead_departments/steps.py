"""Steps that tests of lead determinations take: raise, accept, negotiate, refer, approve, publish."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI, today
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Actor, Done, perform
from ecoduty.mechanisms.lead_departments.flow import DETERMINATION, KIND
from tests.city import City

ITEM = "餐饮游船油烟扰民监管"
IMPACT = "鹭江沿岸三个社区居民今年反映二十余次，夜间尤重，涉及两千余户。"
CITY_TALKS = ("transport-bureau", "port-authority", "urban-enforcement-bureau")
CITY_ECOLOGY = "ecology-bureau"


def at(month: int, day: int, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, 0, tzinfo=SHANGHAI)


def scan(actor: Actor, name: str = "审定文件.txt") -> str:
    """A scan that this actor uploaded and no act has taken yet."""
    stored = storage.store(storage.Content(name, f"{name}原件".encode()), owner=storage.upload_owner(actor.uploader))
    return str(stored.public_id)


def item(**more: Any) -> dict[str, Any]:
    return {"item": ITEM, "field": "air", "impact": IMPACT, "words": ["船上炒菜油烟", "游船餐厅味道大"], **more}


class Road:
    """Does acts on one determination, by account."""

    def __init__(self, city: City, raiser: str = "water-bureau.liaison", **more: Any) -> None:
        self.city = city
        done = perform(DETERMINATION, "raise", actor=city.actor(raiser), data=item(**more))
        self.pk = done.subject.pk
        self.raiser = raiser
        self.ecology = self.matter.holder.key

    @classmethod
    def of(cls, city: City, matter: Matter) -> Road:
        """The road of one that another mechanism handed over."""
        road = cls.__new__(cls)
        road.city, road.pk, road.raiser = city, matter.pk, ""
        road.ecology = road.matter.holder.key
        return road

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "region", "lead_determination").get(pk=self.pk, kind=KIND)

    @property
    def state(self) -> str:
        return self.matter.state

    def do(self, post: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Done:
        username = post if "." in post else f"{self.ecology}.{post}"
        return perform(DETERMINATION, act, self.pk, actor=self.city.actor(username), data=data, **more)

    def to_negotiation(self, bodies: tuple[str, ...] = CITY_TALKS) -> None:
        self.do("liaison", "accept")
        self.do("liaison", "convene", {"concerned": list(bodies)})

    def say(self, body: str, stance: str, post: str = "liaison") -> None:
        words = {"stance": stance, "reason": "按职责分工研究后答复。", "basis": "本单位三定规定"}
        self.do(f"{body}.{post}", "give_position", words)

    def to_agreement(self) -> None:
        self.to_negotiation()
        self.say("transport-bureau", "lead")
        self.say("port-authority", "support")
        self.say("urban-enforcement-bureau", "support")
        self.do("liaison", "record_agreement", named("transport-bureau", "port-authority", "urban-enforcement-bureau",
                                                     opinion="由市交通局牵头。"))  # fmt: skip

    def to_disagreement(self, bodies: tuple[str, ...] = CITY_TALKS) -> None:
        self.to_negotiation(bodies)
        for body in bodies:
            self.say(body, "not_ours")
        self.do("liaison", "record_disagreement", {"note": "三家都认为不属本单位职责，法律依据理解不一。"})

    def to_proposal(self) -> None:
        self.to_disagreement()
        self.do("liaison", "refer_to_staffing_office", {"note": "提请协调明确牵头部门。"})
        self.do("staffing-office.liaison", "propose", proposal())

    def approve(self, post: str = "liaison", act: str = "record_approval", lead: str = "transport-bureau",
                supporters: tuple[str, ...] = ("port-authority",)) -> None:  # fmt: skip
        self.do("liaison", "submit_for_approval", {"number": "厦环〔2026〕88号"})
        username = post if "." in post else f"{self.ecology}.{post}"
        file = scan(self.city.actor(username))
        self.do(post, act, approval(file, lead, *supporters))

    def publish(self) -> None:
        self.do("deputy", "clear_public_version")
        self.do("liaison", "register_publication",
                {"own_url": "https://ecology.example.gov.cn/lead/1.html", "published_on": today().isoformat()})  # fmt: skip


def named(lead: str, *supporters: str, **more: Any) -> dict[str, Any]:
    return {"lead": lead, "supporters": list(supporters), **more}


def proposal(lead: str = "transport-bureau", *supporters: str) -> dict[str, Any]:
    return named(lead, *(supporters or ("port-authority",)), opinion="一件事情由一个部门负责，建议由其牵头。",
                 number="厦委编办〔2026〕21号", decided_on=today().isoformat())  # fmt: skip


def approval(file: str, lead: str, *supporters: str, on: date | None = None) -> dict[str, Any]:
    return named(lead, *supporters, number="厦委〔2026〕9号", decided_on=(on or today()).isoformat(), file=file)
