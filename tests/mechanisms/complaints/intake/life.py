"""A report of the public's pages on its way, act by act."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.intakes.models import PublicStanding
from ecoduty.casework.intakes.taking import take_in
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, perform
from ecoduty.mechanisms.complaints.flow import COMPLAINT
from tests.city import City
from tests.interfaces.portal.complaints.citizen import Citizen

CLERK, HANDLER = "committee-office.clerk", "water-bureau.liaison"
ANSWER = "已责令停止夜间施工，并安装隔声屏。"


class Life:
    """One report that has become a complaint."""

    def __init__(self, city: City, **entered: Any) -> None:
        self.city = city
        self.citizen = Citizen(**entered)
        assert self.citizen.send().status_code == 200
        assert take_in() == 1
        self.pk: int = self.citizen.complaint.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.get(pk=self.pk)

    @property
    def standing(self) -> PublicStanding:
        return PublicStanding.objects.get(reference=self.citizen.number)

    def do(self, act: str, who: str | Actor = CLERK, **data: Any) -> None:
        self.city.clock.advance(timedelta(hours=1))
        actor = self.city.actor(who) if isinstance(who, str) else who
        perform(COMPLAINT, act, self.pk, actor=actor, data=data)

    def hand_to(self, body: str = "water-bureau") -> None:
        self.do("accept")
        self.do("dispatch", body=body, reason="内部理由不外露")
        self.do("sign_for", f"{body}.liaison")

    def answered(self, answer: str = ANSWER) -> None:
        self.do("answer", HANDLER, answer=answer)
        self.do("approve_answer")

    @property
    def limit(self) -> Deadline:
        return Deadline.objects.get(matter=self.pk, key="complaint.answer")

    def extend(self, reason: str) -> None:
        until = today() + timedelta(days=40)
        self.do(
            "extend_deadline", deadline=self.limit.pk, until=until.isoformat(), reason=reason, authority="负责人批准"
        )
