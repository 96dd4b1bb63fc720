"""Steps that tests of police support and of obstruction take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import ActTable, Done, Refused, perform
from ecoduty.mechanisms.enforcement.obstruction.flow import OBSTRUCTIONS, SUPPORTS
from tests.city import City

OFFICER, SECOND = "ecology-bureau.enforcement-officer-1", "ecology-bureau.enforcement-officer-2"
HEAD, POLICE = "ecology-bureau.deputy", "police.linkage-officer"
FOR_POLICE = "厦门市公安局"
ASKED = {
    "purpose": "entry", "wanted_at": "2026-11-22T14:00", "place": "某工业园区甲公司",
    "text": "拟对甲公司突击检查，上次检查被门卫阻拦一小时。",
}  # fmt: skip
HINDERED = {
    "happened_at": "2026-11-22T09:10", "place": "某工业园区甲公司大门", "manner": "refuse-entry",
    "text": "执法人员出示证件要求进入检查，门卫锁门并推搡，持续四十分钟。",
}  # fmt: skip
AGREED = {"agreed": "yes", "text": "由辖区派出所两名民警到场，带队岗位为副所长。"}
HANDLED = {"handled_at": "2026-11-22T09:55", "measures": ["order"], "text": "民警到场后门卫开门，检查照常进行。"}
PUNISHED = {
    "decision": "public_order", "decided_on": "2026-11-22", "number": "厦公行罚〔2026〕9号", "text": "行政拘留三日",
}  # fmt: skip
PAPERS = ("obstruction-report", "duty-proof", "recording", "witness")


def officers(city: City) -> list[int | None]:
    return [city.actor(OFFICER).person, city.actor(SECOND).person]


def upload(city: City, who: str, text: bytes = b"%PDF-1.4\n%%EOF\n", name: str = "scan.pdf") -> str:
    """The reference of a file that somebody uploaded."""
    account = city.account(who).pk
    made = storage.store(storage.Content(name, text), owner=storage.upload_owner(account), account=account)
    return str(made.public_id)


class Road:
    """Does acts on one matter of either kind, by account."""

    table: ActTable

    def __init__(self, city: City, pk: int) -> None:
        self.city, self.pk = city, pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "region").get(pk=self.pk)

    @property
    def state(self) -> str:
        return self.matter.state

    def do(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Done:
        return perform(self.table, act, self.pk, actor=self.city.actor(who), data=data, **more)

    def refused(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(who, act, data, **more)
        except Refused as found:
            return found
        raise AssertionError(f"{who} could {act}")


class Support(Road):
    """A request for police support."""

    table = SUPPORTS

    def __init__(self, city: City, who: str = OFFICER, **more: Any) -> None:
        data = {**ASKED, "officers": officers(city), **more}
        super().__init__(city, perform(SUPPORTS, "request_support", actor=city.actor(who), data=data).subject.pk)

    def to_handled(self) -> None:
        self.do(POLICE, "answer_support", AGREED)
        self.do(POLICE, "handle_support", HANDLED)


class Obstructed(Road):
    """A report of obstruction."""

    table = OBSTRUCTIONS

    def __init__(self, city: City, who: str = OFFICER, **more: Any) -> None:
        data = {**HINDERED, "officers": officers(city), **more}
        super().__init__(
            city, perform(OBSTRUCTIONS, "prepare_obstruction", actor=city.actor(who), data=data).subject.pk
        )

    def papers(self) -> None:
        for paper in PAPERS:
            self.do(OFFICER, "add_piece", {"paper": paper, "pages": 2})

    def to_reported(self) -> None:
        self.papers()
        self.do(OFFICER, "report_obstruction")

    def to_received(self) -> None:
        self.to_reported()
        self.do(POLICE, "receive_obstruction", {"receipt_number": "厦公受〔2026〕18号"})

    def to_decided(self, decision: Mapping[str, Any] = PUNISHED) -> None:
        self.to_received()
        self.do(POLICE, "decide_obstruction", decision)
