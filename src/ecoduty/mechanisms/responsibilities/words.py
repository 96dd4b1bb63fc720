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
