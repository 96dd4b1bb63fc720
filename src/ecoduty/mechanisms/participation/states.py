"""Where a campaign and a collection of opinions stand."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

PLANNED = State("planned", "计划中", waits_for="主办单位联络员")
HELD = State("held", "已开展", open=False)
CALLED_OFF = State("called_off", "已取消", open=False)
CAMPAIGN_STATES = (PLANNED, HELD, CALLED_OFF)

DRAFTING = State("drafting", "起草中", waits_for="征集单位联络员")
COLLECTING = State("collecting", "征集中", waits_for="公众")
SORTING = State("sorting", "研究采纳中", waits_for="征集单位联络员")
PUBLISHED = State("published", "已公布采纳情况", open=False)
CANCELLED = State("cancelled", "已终止", open=False)
OPINION_STATES = (DRAFTING, COLLECTING, SORTING, PUBLISHED, CANCELLED)


class Verdict(models.TextChoices):
    """How a group of opinions was taken up."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    NOT = "not", "未采纳"
    NOTED = "noted", "留作参考"
