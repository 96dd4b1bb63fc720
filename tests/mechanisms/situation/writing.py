"""Steps that tests of bulletins and analyses take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Done, Refused, perform
from tests.city import City

WRITER, DEPUTY, PRINCIPAL = "ecology-bureau.liaison", "ecology-bureau.deputy", "ecology-bureau.principal"


class Paper:
    """Does acts on one bulletin or analysis, by account."""

    def __init__(self, city: City, kind: str, act: str, title: str, who: str = WRITER) -> None:
        self.city, self.kind = city, kind
        self.pk = perform(flow.table(kind), act, actor=city.actor(who), data={"title": title}).subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.get(pk=self.pk)

    def do(self, act: str, data: Mapping[str, Any] | None = None, who: str = WRITER) -> Done:
        return perform(flow.table(self.kind), act, self.pk, actor=self.city.actor(who), data=data)

    def refused(self, act: str, data: Mapping[str, Any] | None = None, who: str = WRITER) -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(act, data, who)
        except Refused as refused:
            return refused
        raise AssertionError(f"{act} was not refused")

    def to_signed(self, sections: Mapping[str, str], number: str) -> None:
        self.do("write_paper", {"sections": dict(sections)})
        self.do("submit_paper")
        self.do("pass_paper", who=DEPUTY)
        self.do("sign_paper", {"number": number}, PRINCIPAL)


def bulletin(city: City) -> Paper:
    return Paper(city, "bulletin", "begin_bulletin", "关于第三季度生态环境情况的通报")


def analysis(city: City) -> Paper:
    return Paper(city, "situation_analysis", "begin_analysis", "关于方案落实情况的研究分析报告")


BULLETIN = {
    "总体情况": "总体平稳。",
    "群众反映": "无",
    "问题整改": "无",
    "任务进展": "无",
    "提醒事项": "请各单位按期报送。",
}
ANALYSIS = {
    "落实情况": "总体落实。",
    "主要做法": "无",
    "存在问题": "无",
    "原因分析": "衔接不畅。",
    "工作建议": "见建议。",
}
