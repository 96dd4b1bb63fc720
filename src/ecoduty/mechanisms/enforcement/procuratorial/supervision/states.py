"""Where the supervision of a suit stands, and of which sort it is."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

_PROCURATORATE = "人民检察院"
REVIEWING = State("reviewing", "审查中", waits_for=_PROCURATORATE)
SUBMITTED = State("submitted", "待法院处理", waits_for="人民法院")
ANSWERED = State("answered", "待登记结果", waits_for=_PROCURATORATE)
CLOSED = State("closed", "已办结", open=False)
NOT_SUPPORTED = State("not_supported", "不支持监督申请", open=False, main=False)
WITHDRAWN = State("withdrawn", "已撤回", open=False, main=False)

ALL = (REVIEWING, SUBMITTED, ANSWERED, CLOSED, NOT_SUPPORTED, WITHDRAWN)


class Sort(models.TextChoices):
    """By which means the procuratorate supervises."""

    PROTEST = "protest", "抗诉"
    RETRIAL = "retrial", "再审检察建议"
    EXECUTION = "execution", "执行监督"


class Branch(models.TextChoices):
    """What kind of suit it was."""

    CIVIL = "civil", "民事诉讼"
    ADMINISTRATIVE = "administrative", "行政诉讼"


__all__ = ["ALL", "ANSWERED", "CLOSED", "NOT_SUPPORTED", "REVIEWING", "SUBMITTED", "WITHDRAWN", "Branch", "Sort"]
