"""The sheets of the file and their columns: one place for template, export, reading and checking."""

from __future__ import annotations

from dataclasses import dataclass

YES, NO = "是", "否"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, what to write there, whether it must be filled; `choices` names a list of the sheet 选项."""

    key: str
    heading: str
    hint: str
    needed: bool = False
    width: int = 14
    choices: str = ""
    date: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet by its name."""

    key: str
    name: str
    about: str
    columns: tuple[Column, ...]


_BODY = Column("body", "机构", "机构的代码、全称或简称，须在“机构”表或名录中", needed=True, width=22, choices="机构")

BODIES = Sheet("bodies", "机构", "新设机构，或更正已有机构的登记。已有的机构不必列出。", (
    Column("key", "机构代码", "小写英文，一经确定不再更改，如 water-bureau", needed=True, width=22),
    Column("name", "全称", "改了全称或简称即为更名，旧名称保留", needed=True, width=28),
    Column("short_name", "简称", "公文中使用的规范化简称", needed=True, width=16),
    Column("kind", "机构类型", "从列表中选；已有机构不能改", needed=True, choices="机构类型"),
    Column("level", "层级", "从列表中选；已有机构不能改", needed=True, choices="层级"),
    Column("region_code", "行政区划代码", "2至6位数字", needed=True),
    Column("order", "排列次序", "公文排序用的整数"),
    Column("official_code", "信用代码", "统一社会信用代码或机构编码", width=22),
    Column("parent", "隶属", "上级机构的代码、全称或简称", width=22),
    Column("coordinator_required", "须定统筹同志", "是或否", choices="是否"),
    Column("since", "设立或更名日期", "空着：新设的视为早已存在，更名的按导入生效日", date=True, width=16),
))  # fmt: skip
UNITS = Sheet("units", "内设机构", "增设或撤销内设机构。", (
    _BODY,
    Column("name", "名称", "内设机构的名称", needed=True, width=22),
    Column("order", "排列次序", "整数"),
    Column("since", "设立日期", "空着按导入生效日", date=True),
    Column("until", "撤销日期", "填了即撤销；其岗位须先撤销", date=True),
))  # fmt: skip
POSTS = Sheet("posts", "岗位", "增设或撤销岗位。岗位决定能办什么，只有环委办可以增设。", (
    _BODY,
    Column("key", "岗位代码", "小写英文，本单位内不重复，如 liaison", needed=True, width=18),
    Column("title", "岗位名称", "如 联络员", needed=True, width=18),
    Column("kind", "岗位类别", "从列表中选，决定权限", needed=True, choices="岗位类别", width=18),
    Column("unit", "内设机构", "属于哪个内设机构，可空", width=18),
    Column("order", "排列次序", "整数"),
    Column("single", "一岗一人", "是或否，空着为是", choices="是否"),
    Column("since", "设立日期", "空着按导入生效日", date=True),
    Column("until", "撤销日期", "填了即撤销；在任的人须先免职", date=True),
))  # fmt: skip
PEOPLE = Sheet("people", "人员", "一人任一个岗位写一行；任几个岗位写几行。没有列出的人不变。", (
    Column("person", "人员编号", "名录中已有的人填编号（导出的表里有）；新来的人空着", width=10),
    Column("name", "姓名", "", needed=True, width=12),
    _BODY,
    Column("post", "岗位", "岗位的代码或名称，须在“岗位”表或名录中", needed=True, width=18),
    Column("since", "任职日期", "从哪一天起任职", date=True),
    Column("until", "免职日期", "填了即从当日起不再任职；调动：原岗位一行填免职日期，新岗位另写一行", date=True),
    Column("mobile", "手机号码", "发通知用，可空；空着不改", width=16),
    Column("mail", "电子邮箱", "发通知用，可空；空着不改", width=26),
))  # fmt: skip
SHEETS = (BODIES, UNITS, POSTS, PEOPLE)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
EXPLANATION, LISTS = "填写说明", "选项"
