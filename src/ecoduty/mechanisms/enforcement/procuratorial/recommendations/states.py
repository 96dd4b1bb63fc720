"""Where a recommendation stands, and what can become of its demands."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

_PROCURATORATE, _BODY = "人民检察院", "被建议单位"
ISSUED = State("issued", "待签收", waits_for=_BODY)
RECEIVED = State("received", "待回复", waits_for=_BODY)
REPLIED = State("replied", "待审查", waits_for=_PROCURATORATE)
SUPPLEMENT = State("supplement", "待补充履职", waits_for=_BODY, main=False)
LOOKING_BACK = State("looking_back", "待回访", waits_for=_PROCURATORATE)
TO_SUE = State("to_sue", "拟起诉", waits_for=_PROCURATORATE, main=False)
SUED = State("sued", "已起诉", open=False, main=False)
CLOSED = State("closed", "已办结", open=False)
WITHDRAWN = State("withdrawn", "已撤回", open=False, main=False)

ALL = (ISSUED, RECEIVED, REPLIED, SUPPLEMENT, LOOKING_BACK, TO_SUE, SUED, CLOSED, WITHDRAWN)
OWING = (RECEIVED.code, SUPPLEMENT.code)
ANSWERING = (*OWING, TO_SUE.code)  # a late reply is still one, as long as there is no suit


class Verdict(models.TextChoices):
    """What the procuratorate finds in a reply, or when it looks back."""

    PERFORMED = "performed", "已依法履职"
    PARTLY = "partly", "部分履职，须补充"
    NOT = "not", "未依法履职，拟起诉"


class Progress(models.TextChoices):
    """How far a measure is."""

    DONE = "done", "已完成"
    UNDER_WAY = "under_way", "正在办"


__all__ = [
    "ALL", "ANSWERING", "CLOSED", "ISSUED", "LOOKING_BACK", "OWING", "RECEIVED", "REPLIED", "SUED", "SUPPLEMENT", "TO_SUE", "WITHDRAWN",
    "Progress", "Verdict",
]  # fmt: skip
