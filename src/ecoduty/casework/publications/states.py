"""Stations of a publication and outcomes of looking at its page."""

from __future__ import annotations

from django.db import models


class PublicationState(models.TextChoices):
    """How far a publication is."""

    PREPARED = "prepared", "公开版已备"
    REGISTERED = "registered", "已公开"
    DECLINING = "declining", "不公开待批"
    DECLINED = "declined", "不予公开"
    WITHDRAWN = "withdrawn", "已撤下"


class LinkState(models.TextChoices):
    """What a department's own page looked like when the platform looked."""

    FINE = "fine", "正常"
    ALTERED = "altered", "内容有变"
    GONE = "gone", "页面不在"
    UNREACHABLE = "unreachable", "打不开"
    REFUSED = "refused", "地址不予访问"


# Outcomes that a person has to look at.
TROUBLED = (LinkState.ALTERED, LinkState.GONE, LinkState.UNREACHABLE, LinkState.REFUSED)
