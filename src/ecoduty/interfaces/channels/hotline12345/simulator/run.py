"""A whole simulation: orders go in by a bad line, people work on them, a line that breaks down brings the news back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ecoduty.interfaces.channels.hotline12345.simulator.people import People
from ecoduty.interfaces.channels.hotline12345.simulator.receiver import Receiver
from ecoduty.interfaces.channels.hotline12345.simulator.sender import Sender
from ecoduty.kernel.clock import wall_now

WAIT = 0.25  # hours of the platform's time between two looks
_CONFIRMED = ["order.dispatched", "order.receipt", "order.feedback", "order.completion"]
_RETURNED = ["order.dispatched", "order.receipt", "order.return", "order.feedback", "order.completion"]
_EVERY = 5  # one of so many orders is given back


@dataclass(frozen=True, slots=True)
class Plan:
    """How many orders, how long the other side is away (days of the platform's time), how long to wait for what is owed."""

    orders: int = 20
    down_days: float = 3.0
    patience: float = 48.0  # hours of the platform's time without anything new
    prefix: str = "SIM"


@dataclass
class Result:
    """What is printed. Everything but `counts` must be 0 or empty."""

    orders: int = 0
    sent: int = 0
    told: int = 0
    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0
    bad_signatures: int = 0
    refused: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    down_days: float = 0.0
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def well(self) -> bool:
        """Whether nothing was lost, doubled, out of order or refused."""
        return not (self.lost or self.doubled or self.out_of_order or self.bad_signatures or self.refused)


class Simulation:
    """One run."""

    def __init__(
        self,
        plan: Plan,
        sender: Sender,
        receiver: Receiver,
        people: People,
        say: Callable[[str], object] = bool,
    ) -> None:
        self.plan, self.sender, self.receiver, self.people, self.say = plan, sender, receiver, people, say
        stamp = f"{wall_now():%Y%m%d%H%M%S}"
        self.orders = [f"{plan.prefix}-{stamp}-{number:04d}" for number in range(1, plan.orders + 1)]
        self.sent: list[str] = []
        self.sequences: Counter[str] = Counter()

    def run(self) -> Result:
        """Orders in; the other side away while people work; back; returns refused; followed up; completed."""
        begun = wall_now()
        self.receiver.up()
        self.say(f"送入{len(self.orders)}张工单……")
        for number, order in enumerate(self.orders):
            self._send_all(order, _incoming(number))
        self.say(f"对方断线{self.plan.down_days:g}天，平台照常办理……")
        self.receiver.down()
        for number, order in enumerate(self.orders):
            self._work(order, returned=_returned(number))
        self._pass_days(self.plan.down_days)
        self.say("对方恢复，等平台把积压的送来……")
        self.receiver.up()
        self._wait(lambda _: 3)
        self.say("不同意退单的退回去办，其余送入回访结果……")
        for number, order in enumerate(self.orders):
            if _returned(number):
                self._send_all(order, [("return.refused", {"note": "经核仍属该单位"})])
                self._answer(order)
        self._wait(lambda number: len(_expected(number)) - 1)
        for order in self.orders:
            self._send_all(order, [("follow_up.result", _FOLLOWED)])
        self._wait(lambda number: len(_expected(number)))
        result = self._result()
        result.seconds = round((wall_now() - begun).total_seconds(), 1)
        self.receiver.down()
        return result

    def _send_all(self, order: str, said: list[tuple[str, dict[str, Any]]]) -> None:
        messages = []
        for kind, data in said:
            self.sequences[order] += 1
            number = self.sequences[order]
            messages.append(
                {
                    "id": f"{order}-{number}", "type": kind, "order": order, "sequence": number,
                    "sent_at": wall_now().isoformat(timespec="seconds"), "data": data,
                }
            )  # fmt: skip
        self.sent += [message["id"] for message in messages]
        self.sender.send_all(messages)

    def _work(self, order: str, *, returned: bool) -> None:
        """What people do about an order; every fifth is given back, and 12345 will not agree."""
        for matter in sorted(self.sender.answers.matters.get(order, ())):
            self.people.dispatch(matter)
            self.people.act(matter, "sign_for")
            if returned:
                self.people.act(matter, "give_back", {"nobodys": True, "reason": "联调模拟：清单中没有这一条"})
        if not returned:
            self._answer(order)

    def _answer(self, order: str) -> None:
        for matter in sorted(self.sender.answers.matters.get(order, ())):
            self.people.act(
                matter, "answer", {"answer": "联调模拟：已到模拟路1号现场核查，工地已停止夜间施工，承诺不再发生。"}
            )
            self.people.approve(matter)

    def _pass_days(self, days: float) -> None:
        passed = 0.0
        while passed < days * 24:
            self.people.pass_time(1.0)
            passed += 1.0

    def _wait(self, wanted: Callable[[int], int]) -> None:
        """Until so much was told about every order, or nothing new has come for longer than patience lasts."""
        waited, came = 0.0, -1
        while waited < self.plan.patience:
            told = [len(self.receiver.received.types(order)) for order in self.orders]
            if all(count >= wanted(number) for number, count in enumerate(told)):
                return
            waited, came = (0.0, sum(told)) if sum(told) > came else (waited + WAIT, came)
            self.people.pass_time(WAIT)

    def _result(self) -> Result:
        answers, received = self.sender.answers, self.receiver.received
        unanswered = [one for one in self.sent if one not in answers.first]
        missing = [f"来：{one}" for one in unanswered]
        doubled = received.doubled(self.orders) + answers.counts["another answer"] + received.counts["changed"]
        for number, order in enumerate(self.orders):
            left = list(received.types(order))
            for kind in _expected(number):
                if kind in left:
                    left.remove(kind)
                else:
                    missing.append(f"去：{order} {kind}")
            doubled += len(left)
            doubled += max(0, len(answers.matters.get(order, ())) - 1)
            if order not in answers.matters:
                missing.append(f"来：{order} 没有对应的反映")
        return Result(
            orders=len(self.orders), sent=len(self.sent), told=received.told(self.orders),
            lost=len(missing), doubled=doubled, out_of_order=received.out_of_order(self.orders),
            bad_signatures=received.counts["bad signatures"], refused=answers.refused, missing=missing,
            down_days=self.plan.down_days, counts={**answers.counts, **received.counts},
        )  # fmt: skip


def _returned(number: int) -> bool:
    return number % _EVERY == _EVERY - 1


def _expected(number: int) -> list[str]:
    """What has to be told about an order in the end."""
    return _RETURNED if _returned(number) else _CONFIRMED


def _incoming(number: int) -> list[tuple[str, dict[str, Any]]]:
    said = {
        "content": f"联调模拟第{number + 1}件：夜里工地打桩，睡不着。", "category_code": "HB02", "type_code": "TS",
        "area_code": "", "address": "模拟路1号", "caller": {"name": "模拟", "phone": "", "anonymous": True},
    }  # fmt: skip
    changed = {"content": f"联调模拟第{number + 1}件（更正）：工地在另一侧。", "change_reason": "来电人更正"}
    return [("order.pushed", said), ("order.changed", changed), ("order.urged", {"note": "来电人再次来电"})]


_FOLLOWED = {"resolved": True, "satisfaction": "1", "accepted": True, "note": "反映人满意"}
