"""Importing the published text of the plan: an act on the rulebook, so that the ledger says who did it from which file."""

from __future__ import annotations

from typing import Any

from pydantic import Field, PrivateAttr

from ecoduty.kernel.flow import Act, ActData, Attempt, Guard, Who
from ecoduty.kernel.ledger.chain import sm3
from ecoduty.kernel.rulebook import NotAPlanError, store
from ecoduty.kernel.rulebook.plan_text import PlanDocument, compare, parse_plan
from ecoduty.organisation.directory.states import DIRECTOR


class ImportPlanText(ActData):
    """导入方案原文: the text of the published plan and the name of the file it came from."""

    text: str = Field(title="方案原文", min_length=1, json_schema_extra={"widget": "long_text"})
    file: str = Field(default="", title="文件名", max_length=200)
    _document: PlanDocument = PrivateAttr()

    def model_post_init(self, context: object, /) -> None:  # noqa: ARG002 -- pydantic calls it so
        """Take the text apart. A text that is no plan is a ValueError, which the gate reports as bad data."""
        try:
            self._document = parse_plan(self.text)
        except NotAPlanError as error:
            raise ValueError(str(error)) from error

    @property
    def document(self) -> PlanDocument:
        """The plan, taken apart."""
        return self._document

    def facts(self) -> dict[str, Any]:
        """The ledger keeps the digest; the text stands in the database for display."""
        return {"file": self.file, "sm3": sm3(self.text.encode()).hex(), "articles": len(self.document.articles)}


def _this_plan(attempt: Attempt) -> bool:
    try:
        compare(attempt.data.document, store.version(attempt.subject.digest))
    except NotAPlanError:
        return False
    return True


def _import(attempt: Attempt) -> None:
    city = store.version(attempt.subject.digest).city.code
    store.store_plan_text(attempt.data.document, city=city, imported_at=attempt.recorded_at)


def import_act(adopted: str) -> Act:
    """The row of the rulebook's act table: possible once a rulebook is in force; a later import replaces the text."""
    return Act(
        "import_plan_text", "导入方案原文", (adopted,), None,
        (Who("system", (), "平台"), Who("committee_office", (DIRECTOR,), "市环委办主任")),
        data=ImportPlanText, effect=_import, aside=True, hint="只供对照显示，效力以正式文件为准。",
        guards=(Guard("not_this_plan", "文本的各条标题与规则书都对不上，不是本市的方案。", _this_plan, asks_data=True),),
    )  # fmt: skip


__all__ = ["ImportPlanText", "import_act"]
