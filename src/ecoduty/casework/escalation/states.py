"""Stations of a rung, and what a notice is about."""

from __future__ import annotations

from django.db import models


class RungState(models.TextChoices):
    """Where a rung stands. Inside rungs fire; outside ones are prepared and then decided by the releasing post."""

    FIRED = "fired", "已提醒"
    PREPARED = "prepared", "待签发"
    RELEASED = "released", "已发出"
    MERGED = "merged", "已并入"
    HELD = "held", "暂不发"
    LAPSED = "lapsed", "已失效"


UNDECIDED = (RungState.PREPARED, RungState.HELD)  # can still be released


class Place(models.TextChoices):
    """Whether a rung stays inside the holder."""

    INSIDE = "inside", "单位内部"
    OUTSIDE = "outside", "对外"


class NoticeKind(models.TextChoices):
    """What a notice is about."""

    REMINDER = "reminder", "时限提醒"
    URGING = "urging", "催办"
    RELEASE = "release", "待签发"
    ESCALATION = "escalation", "升级告知"
    VACANCY = "vacancy", "岗位空缺"
    REVIEW = "review", "期限待核对"
    FILTER = "filter", "常用筛选"
    WEEKLY = "weekly", "每周小结"
    WEEKLY_BODY = "weekly_body", "单位每周小结"
    SYSTEM = "system", "系统告警"
    OTHER = "other", "通知"


# Kinds that ask somebody to do something; pointless once the matter is closed. Its holder is asked no more, either, once
# it is in other hands.
OF_THE_HOLDER = (NoticeKind.REMINDER, NoticeKind.URGING)
ASKING = (*OF_THE_HOLDER, NoticeKind.RELEASE, NoticeKind.REVIEW)


RESTRICTED_WORDS = "一件受限办件"  # all that a notice may say of a restricted matter
