"""Where a joint listing stands."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

PROPOSED = State("proposed", "待各方同意", waits_for="联合挂牌单位")
OBJECTED = State("objected", "有不同意见", waits_for="提出单位办案人员", main=False)
AGREED = State("agreed", "待挂牌", waits_for="提出单位负责人")
LISTED = State("listed", "挂牌督办中", waits_for="被督办单位")
REPORTED = State("reported", "待核查", waits_for="提出单位办案人员")
CHECKED = State("checked", "待同意摘牌", waits_for="各联合挂牌单位")
DELISTED = State("delisted", "已摘牌", open=False)
NOT_LISTED = State("not_listed", "未挂牌", open=False, main=False)

ALL = (PROPOSED, OBJECTED, AGREED, LISTED, REPORTED, CHECKED, DELISTED, NOT_LISTED)
BEFORE = (PROPOSED.code, OBJECTED.code, AGREED.code)
ON_THE_LIST = (LISTED.code, REPORTED.code, CHECKED.code)
"""While it stands there, the listed case is not closed in the ordinary way (clause 18.4)."""


class About(models.TextChoices):
    """What the joint bodies are asked."""

    LISTING = "listing", "挂牌"
    DELISTING = "delisting", "摘牌"


__all__ = [
    "AGREED", "ALL", "BEFORE", "CHECKED", "DELISTED", "LISTED", "NOT_LISTED", "OBJECTED", "ON_THE_LIST", "PROPOSED", "REPORTED",
    "About",
]  # fmt: skip
