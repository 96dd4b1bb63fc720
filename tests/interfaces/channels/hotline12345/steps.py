"""What people do about an order, in tests."""

from __future__ import annotations

from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import perform
from ecoduty.mechanisms.complaints.flow import COMPLAINT
from tests.city import City

CLERK, BUILDER = "hotline-office.hotline-clerk", "construction-bureau.liaison"
ANSWER = "已到湖滨南路1号工地查看，夜间施工已停，工地承诺今后22时后不再打桩。"


def complaint() -> Any:
    return Matter.objects.select_related("complaint__reporter", "holder", "region").get(kind="complaint")


class Work:
    """Acts of people on the one complaint there is."""

    def __init__(self, city: City) -> None:
        self.city = city

    def do(self, who: str, act: str, **data: Any) -> None:
        perform(COMPLAINT, act, complaint().pk, actor=self.city.actor(who), data=data)

    def dispatch(self) -> None:
        self.do(CLERK, "dispatch", body="construction-bureau", reason="工地噪声归建设部门管")

    def sign_for(self) -> None:
        self.dispatch()
        self.do(BUILDER, "sign_for")

    def give_back(self) -> None:
        self.sign_for()
        self.do(BUILDER, "give_back", nobodys=True, reason="清单中没有涵盖此事的一条")

    def answer(self) -> None:
        self.do(BUILDER, "answer", answer=ANSWER)

    def approve(self) -> None:
        self.do(CLERK, "approve_answer")

    def answered(self) -> None:
        self.sign_for()
        self.answer()
        self.approve()
