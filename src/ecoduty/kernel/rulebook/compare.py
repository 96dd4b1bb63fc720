"""What changed between two rulebooks, in sentences for the person who has to approve the new one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ecoduty.kernel.rulebook.sections import CITY, SECTIONS

if TYPE_CHECKING:
    from ecoduty.kernel.rulebook.book import Rulebook

_FIELDS = {
    "addressee": "对象",
    "aliases": "别名",
    "alternatives": "其他情形",
    "asks": "请示用语",
    "at_least": "至少",
    "basis": "依据",
    "bearer": "责任主体",
    "bearers": "责任机构",
    "bodies": "机构",
    "chapter": "章",
    "check": "校验",
    "clauses": "款",
    "closings": "结语",
    "conditions": "条件",
    "consequence": "后果",
    "coordinator": "须有统筹负责人",
    "copies": "抄送",
    "copy": "抄送",
    "copy_list": "抄送名单",
    "dated": "取值",
    "day": "日",
    "days": "天数",
    "delivery": "送达方式",
    "district": "属地区",
    "district_office": "属地区环委办",
    "due": "到期日",
    "edition": "版次",
    "effect": "影响",
    "enforcement": "执法方式",
    "extensions": "延长",
    "fact": "事实",
    "first_period": "首期",
    "gist": "转述",
    "holder": "主体",
    "holder_body": "主办单位",
    "holder_unit": "主办处室",
    "hours": "小时数",
    "imprint": "版记位置",
    "internal": "内部件",
    "kind": "类型",
    "kinds": "种类",
    "label": "名称",
    "ladder": "催办梯子",
    "layout": "格式",
    "leader_in_charge": "分管领导",
    "level": "层级",
    "limits": "时限",
    "main": "主送",
    "mark": "发文机关标志",
    "mode": "编号方式",
    "month": "月",
    "n": "数",
    "name": "全称",
    "named_person": "点名的人",
    "note": "说明",
    "opens": "开办日",
    "order": "次序",
    "oversight": "统管岗位",
    "owes": "义务",
    "paper": "文书",
    "pattern": "式样",
    "pending": "待核",
    "period": "保管期限",
    "place": "在单位内还是对外",
    "portfolio": "分管",
    "prefix": "代字",
    "provision": "条款",
    "public": "公开件",
    "ranks": "职级",
    "recipients": "收件岗位",
    "release": "放行岗位",
    "restricted": "受限件",
    "rhythm": "频次",
    "roll": "遇休息日顺延",
    "rule": "算法",
    "rules": "规则",
    "rungs": "梯级",
    "says": "提示",
    "sealed": "加盖印章",
    "sender": "发出单位",
    "short_name": "简称",
    "shows": "看得见的结果",
    "since": "起始日",
    "situation": "情形",
    "starts_from": "起算",
    "superiors": "上级主管部门",
    "supervisor": "督办",
    "supporter": "协办",
    "tags": "标签",
    "title": "标题",
    "to": "去向",
    "unit": "单位",
    "unless": "例外",
    "until": "截止日",
    "upward": "上行文",
    "value": "值",
    "when": "何时",
    "words": "词语",
    "year": "年",
}
_IDENTITIES = ("key", "since")  # what tells the items of a list apart


@dataclass(frozen=True)
class Change:
    """One difference: `path` runs from the section's key down to the field; added or removed entries have no path below."""

    kind: Literal["added", "removed", "changed"]
    section: str
    key: str
    label: str
    path: tuple[str, ...] = ()
    before: Any = None
    after: Any = None

    @property
    def sentence(self) -> str:
        """The change in Chinese."""
        section = SECTIONS[self.section].label if self.section in SECTIONS else "城市"
        what = f"{section}“{self.key}”" + (f"（{self.label}）" if self.label and self.label != self.key else "")
        if not self.path:
            return f"{'新增' if self.kind == 'added' else '删去'}{what}"
        where = "、".join(_FIELDS.get(part, part) for part in self.path)
        if self.kind == "added":
            return f"{what}：{where}新增{_shown(self.after)}"
        if self.kind == "removed":
            return f"{what}：{where}删去{_shown(self.before)}"
        return f"{what}：{where}由{_shown(self.before)}改为{_shown(self.after)}"

    def __str__(self) -> str:
        return self.sentence


def difference(old: Rulebook, new: Rulebook) -> list[Change]:
    """Every change from `old` to `new`, section by section, in the order of the new rulebook."""
    before, after = old.model_dump(mode="json"), new.model_dump(mode="json")
    changes = [
        Change(kind, CITY, CITY, new.city.name, path, was, now)
        for kind, path, was, now in _walk(before[CITY], after[CITY], ())
    ]
    for section in SECTIONS:
        changes += _section(section, before[section], after[section])
    return changes


def _section(section: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for key, entry in after.items():
        if key not in before:
            yield Change("added", section, key, _label(entry))
            continue
        for kind, path, was, now in _walk(before[key], entry, ()):
            yield Change(kind, section, key, _label(entry), path, was, now)
    for key, entry in before.items():
        if key not in after:
            yield Change("removed", section, key, _label(entry))


_Step = tuple[Literal["added", "removed", "changed"], tuple[str, ...], Any, Any]


def _walk(before: Any, after: Any, path: tuple[str, ...]) -> Iterator[_Step]:
    if before == after:
        return
    left, right = _items(before), _items(after)
    if left is None or right is None:
        yield "changed", path, before, after
        return
    for name in [*right, *(name for name in left if name not in right)]:
        if name not in left:
            yield "added", (*path, name), None, right[name]
        elif name not in right:
            yield "removed", (*path, name), left[name], None
        else:
            yield from _walk(left[name], right[name], (*path, name))


def _items(value: Any) -> dict[str, Any] | None:
    """The parts of a value by name; None where it is best shown whole."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        for identity in _IDENTITIES:
            names = [item.get(identity) for item in value]
            if all(names) and len(set(names)) == len(names):
                return dict(zip(names, value, strict=True))
    return None


def _label(entry: dict[str, Any]) -> str:
    return str(entry.get("label") or entry.get("short_name") or entry.get("title") or entry.get("name") or "")


def _shown(value: Any) -> str:
    if value is None or value in ("", []):
        return "空"
    if isinstance(value, bool):
        return "“是”" if value else "“否”"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"“{text}”"
