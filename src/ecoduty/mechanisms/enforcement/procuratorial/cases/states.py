"""Where a public interest case stands, and of which of the two sorts it is."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

_PROCURATORATE, _COURT = "人民检察院", "人民法院"
INVESTIGATING = State("investigating", "调查中", waits_for=_PROCURATORATE)
NOTICED = State("noticed", "诉前公告中", waits_for=_PROCURATORATE)
RECOMMENDED = State("recommended", "诉前检察建议中", waits_for="被建议单位", main=False)
READY = State("ready", "待起诉", waits_for=_PROCURATORATE)
SUED = State("sued", "待判决", waits_for=_COURT)
JUDGED = State("judged", "待执行", waits_for=_COURT)
EXECUTED = State("executed", "已执行", open=False)
ENDED = State("ended", "已终结", open=False, main=False)

ALL = (INVESTIGATING, NOTICED, RECOMMENDED, READY, SUED, JUDGED, EXECUTED, ENDED)


class Sort(models.TextChoices):
    """Against who did the damage, or against who should have kept it from being done."""

    CIVIL = "civil", "民事公益诉讼"
    ADMINISTRATIVE = "administrative", "行政公益诉讼"


__all__ = ["ALL", "ENDED", "EXECUTED", "INVESTIGATING", "JUDGED", "NOTICED", "READY", "RECOMMENDED", "SUED", "Sort"]
