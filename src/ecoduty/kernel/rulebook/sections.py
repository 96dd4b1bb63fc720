"""The sections of a rulebook: which model reads an entry, and which field takes the entry's key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecoduty.kernel.rulebook import schema

if TYPE_CHECKING:
    from ecoduty.kernel.rulebook.schema.base import Entry


@dataclass(frozen=True)
class Section:
    """How the entries of a section are read; `label` is what reports and comparisons call it."""

    model: type[Entry]
    label: str
    key_field: str = "key"
    numeric: bool = False
    needed: bool = True

    @property
    def has_basis(self) -> bool:
        """Whether each entry, or each of its dated values, states a basis."""
        return bool({"basis", "dated"} & set(self.model.model_fields))


SECTIONS: dict[str, Section] = {
    "chapters": Section(schema.Chapter, "章", "number", numeric=True),
    "articles": Section(schema.Article, "条", "number", numeric=True),
    "clauses": Section(schema.Clause, "款", "id"),
    "kinds": Section(schema.BodyKind, "机构类型"),
    "bodies": Section(schema.BodySeed, "机构"),
    "districts": Section(schema.District, "区", needed=False),
    "posts": Section(schema.PostSeed, "岗位"),
    "instruments": Section(schema.Instrument, "法规文件", needed=False),
    "limits": Section(schema.Limit, "时限"),
    "duties": Section(schema.Duty, "定期义务"),
    "ladders": Section(schema.Ladder, "催办梯子"),
    "copy_lists": Section(schema.CopyList, "抄送名单"),
    "numbering": Section(schema.Numbering, "发文字号"),
    "papers": Section(schema.PaperKind, "文种", needed=False),
    "retention": Section(schema.Retention, "保管期限", needed=False),
    "visibility": Section(schema.Visibility, "可见范围"),
    "maps": Section(schema.Outlines, "示意图", needed=False),
    "situations": Section(schema.Situation, "失职失责情形", needed=False),
    "handlings": Section(schema.Handling, "处理方式", needed=False),
    "destinations": Section(schema.Destination, "移交对象", needed=False),
    "interceptions": Section(schema.Interception, "拦截词", needed=False),
    "omissions": Section(schema.Omission, "应移交未移交的提示", needed=False),
    "required_papers": Section(schema.RequiredPapers, "必备材料", needed=False),
    "limit_sets": Section(schema.LimitSet, "适用时限", needed=False),
    "case_papers": Section(schema.CasePaper, "案件文书", needed=False),
    "legs": Section(schema.Leg, "两法衔接的环节", needed=False),
    "powers": Section(schema.Power, "执法权归属", needed=False),
    "crime_elements": Section(schema.CrimeElement, "入罪情形", needed=False),
    "indicators": Section(schema.Indicator, "考核指标", needed=False),
    "values": Section(schema.Parameter, "参数", needed=False),
}
TEMPLATE = "district_template"
CITY = "city"
# what may stand at the top of a file, and whether a file's default basis reaches its entries
SOURCE_SECTIONS = {name: section.has_basis for name, section in SECTIONS.items()} | {TEMPLATE: True, CITY: False}
