"""The fixed words of a list: its kind, what part a body has in a matter, who enforces, what the public may read."""

from __future__ import annotations

from django.db import models


class ListKind(models.TextChoices):
    """The list of one body (article 4), or the one of a whole city or district (article 6)."""

    SPECIFIC = "specific", "具体事项清单"
    CONSOLIDATED = "consolidated", "责任清单"


class Role(models.TextChoices):
    """What part a body has. One leads, or an explicit pair does it jointly; whoever supports names who leads."""

    LEAD = "lead", "牵头"
    INDEPENDENT = "independent", "独立负责"
    JOINT = "joint", "会同"
    SUPPORT = "support", "配合"
    GUIDE = "guide", "指导"
    SUPERVISE = "supervise", "监督"


LEADING = (Role.LEAD, Role.INDEPENDENT, Role.JOINT, Role.GUIDE, Role.SUPERVISE)  # whose own matter it is


class SupportRole(models.TextChoices):
    """What another body does in a matter."""

    JOINT = "joint", "会同"
    SUPPORTER = "supporter", "配合"


class RowLevel(models.TextChoices):
    """On which level the matter is dealt with."""

    CITY = "city", "市级"
    DISTRICT = "district", "区级"
    BOTH = "both", "市区共管"


class Enforcing(models.TextChoices):
    """Who enforces it: decides to whom a clue is handed on (article 18)."""

    OWN = "own", "本部门执法"
    MOVED = "moved", "划转综合执法"
    NONE = "none", "无执法权"
    VERTICAL = "vertical", "上级垂直管理"


class Openness(models.TextChoices):
    """What the public may read of a row."""

    OPEN = "open", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class OpenReason(models.TextChoices):
    """Why a list is compiled or revised."""

    FIRST = "first", "首次编制"
    PROVINCIAL = "provincial", "省级对口部门公布或修订清单"
    LAW = "law", "法律法规政策变化"
    DETERMINATION = "determination", "牵头部门研究明确"
    REORGANISATION = "reorganisation", "机构或职责调整"
    OTHER = "other", "其他"


class Answer(models.TextChoices):
    """What a department whose list overlaps says. Silence is no answer."""

    ASKED = "asked", "未答复"
    AGREE = "agree", "同意"
    OBJECTION = "objection", "有异议"
    WITHDRAWN = "withdrawn", "异议已撤回"
    LAPSED = "lapsed", "不再征求"


class FilingState(models.TextChoices):
    """Where the filing with the committee office stands (clause 4.7). It never touches the list's effect."""

    NONE = "", "未报备"
    FILED = "filed", "已报备，待备案"
    CORRECTION = "correction", "要求补正"
    ACCEPTED = "accepted", "已备案"


class Authority(models.TextChoices):
    """Who approves a list: the department itself, or party committee and government."""

    DEPARTMENT = "department", "本部门"
    PARTY_COMMITTEE = "party_committee", "党委"
    GOVERNMENT = "government", "政府"


class ImportState(models.TextChoices):
    """How far a file brought for a list is."""

    WAITING = "waiting", "等候读取"
    READING = "reading", "正在读取"
    READ = "read", "待确认"
    CONFIRMED = "confirmed", "已导入"
    FAILED = "failed", "没有读出"
