"""Steps that tests of facility openings take."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.intakes import sending
from ecoduty.casework.intakes.models import PublicStanding
from ecoduty.casework.intakes.sending import Sent
from ecoduty.casework.intakes.states import IntakeKind
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Done, perform
from ecoduty.kernel.sealing import boxes
from ecoduty.mechanisms.facility_openings.data import INTERVAL
from ecoduty.mechanisms.facility_openings.flow import FACILITY
from ecoduty.mechanisms.facility_openings.models import Session
from tests.city import City

LIAISON = "municipal-gardens-bureau.liaison"
FACTS = {
    "name": "示例污水处理厂", "operator": "示例水务公司", "district": "siming", "address": "示例路1号北门",
    "route": "进水格栅—生化池—中控室", "requirements": "穿平底鞋，十二岁以下由家长陪同", "languages": "普通话、闽南语",
}  # fmt: skip


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026 if month >= 11 else 2027, month, day, hour, tzinfo=SHANGHAI)


class Doors:
    """One facility, by acts of its body's liaison; the city's clock stands at 22 November 2026."""

    def __init__(self, city: City, by: str = LIAISON, kind: str = "sewage", **more: Any) -> None:
        self.city = city
        self.by = by
        given = {**FACTS, "kind": kind, **more}
        self.pk = perform(FACILITY, "register", actor=city.actor(by), data=given).subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "region", "facility").get(pk=self.pk)

    @property
    def interval(self) -> Deadline | None:
        return Deadline.objects.filter(matter=self.pk, key=INTERVAL).order_by("-pk").first()

    def do(self, act: str, data: Mapping[str, Any] | None = None, who: str = "") -> Done:
        return perform(FACILITY, act, self.pk, actor=self.city.actor(who or self.by), data=data)

    def announce(self, starts_at: datetime | None = None, capacity: int = 10, **more: Any) -> Session:
        begins = starts_at or at(12, 12)
        given = {"starts_at": begins, "ends_at": begins + timedelta(hours=2), "capacity": capacity, **more}
        self.do("schedule", given)
        return Session.objects.filter(facility=self.pk).latest("pk")

    def hold(self, session: Session, **more: Any) -> Done:
        return self.do("record_visit", {"session": str(session.public_id), **({"residents": 8} | more)})


def asked(
    session: Session, seats: int = 1, phone: str = "13900000001", *, wants_sms: bool = False, **more: Any
) -> Sent:
    """A booking as the portal writes it."""
    content = {"session": str(session.public_id), "seats": seats, "organisation": "", "group": "", **more}
    person = {"name": "陈某", "phone": phone, "wants_sms": wants_sms}
    return sending.hand_in(
        IntakeKind.BOOKING, secrets.token_hex(16), content, person, public_key=boxes.public_key(), address="", held=False,
        using="default",
    )  # fmt: skip


def said(sent: Sent, kind: IntakeKind, **content: Any) -> None:
    """Something later by who has number and code."""
    sending.word(kind, sent.reference, content, address="", using="default")


def standing(sent: Sent) -> tuple[str, str]:
    """State and sentence that number and code answer with."""
    found = PublicStanding.objects.get(pk=sent.reference)
    return found.state, found.next_steps
