"""Steps that tests of policy documents take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Done, Refused, perform
from ecoduty.mechanisms.policy_documents.flow import POLICY_DOCUMENT
from ecoduty.mechanisms.policy_documents.models import PolicyDocument
from tests.city import City

OWN, NAME = "water-bureau.liaison", "厦门市入河排放口监督管理办法"


def issued(**more: Any) -> dict[str, Any]:
    """What is entered when a document comes out that names its lead."""
    return {
        "number": "厦水〔2026〕12号", "issued_on": "2026-11-20", "valid_from": "2026-12-01", "valid_until": "2028-11-30",
        "ecology": "yes", "lead_said": "named", "lead": "water-bureau", "duties": "第五条：市水利局牵头，市生态环境局配合。",
        **more,
    }  # fmt: skip


def without(*names: str, **more: Any) -> dict[str, Any]:
    return {name: value for name, value in issued(**more).items() if name not in names}


def registered(**more: Any) -> dict[str, Any]:
    return issued(name=NAME, sort="normative", **more)


class Paper:
    """Does acts on one document, by account."""

    def __init__(self, city: City, who: str = OWN, **more: Any) -> None:
        self.city, self.who = city, who
        given = {"name": NAME, "sort": "normative", **more}
        self.pk = perform(POLICY_DOCUMENT, "draft_document", actor=city.actor(who), data=given).subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "region").get(pk=self.pk)

    @property
    def own(self) -> PolicyDocument:
        return PolicyDocument.objects.get(pk=self.pk)

    def do(self, act: str, data: Mapping[str, Any] | None = None, who: str = "") -> Done:
        return perform(POLICY_DOCUMENT, act, self.pk, actor=self.city.actor(who or self.who), data=data)

    def refused(self, act: str, data: Mapping[str, Any] | None = None, who: str = "") -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(act, data, who)
        except Refused as refused:
            return refused
        raise AssertionError(f"{act} was not refused")

    def in_force(self, **more: Any) -> Paper:
        self.do("issue_document", issued(**more))
        return self

    def clocks(self) -> dict[str, str]:
        """Open deadlines: key → last day."""
        rows = Deadline.objects.filter(matter=self.pk, state__in=("running", "missed"))
        return {row.key: str(row.due_on) for row in rows}
