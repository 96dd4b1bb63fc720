"""Where an administrative case stands, and the words of what hangs on it."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

REGISTERED = State("registered", "待立案", waits_for="办案人员、单位负责人")
INVESTIGATING = State("investigating", "调查取证", waits_for="办案人员")
NOTIFIED = State("notified", "已告知，听取意见", waits_for="办案人员")
REVIEWING = State("reviewing", "待法制审核", waits_for="法制审核人员")
TO_DECIDE = State("to_decide", "待决定", waits_for="单位负责人")
DECIDED = State("decided", "待送达", waits_for="办案人员")
SERVED = State("served", "待履行", waits_for="当事人、办案人员")
TO_CLOSE = State("to_close", "待结案", waits_for="单位负责人")
CLOSED = State("closed", "已结案", open=False)
HEARING = State("hearing", "听证中", waits_for="办案人员", main=False)
WITH_POLICE = State("with_police", "移送公安期间", waits_for="公安机关", main=False)
UNTRANSFERRED = State("untransferred", "结案复查，待说明", waits_for="单位负责人", main=False)
NOT_FILED = State("not_filed", "不予立案", open=False, main=False)
REVOKED = State("revoked", "已撤销立案", open=False, main=False)

ALL = (
    REGISTERED, INVESTIGATING, NOTIFIED, REVIEWING, TO_DECIDE, DECIDED, SERVED, TO_CLOSE, CLOSED,
    HEARING, WITH_POLICE, UNTRANSFERRED, NOT_FILED, REVOKED,
)  # fmt: skip

UNDECIDED = (INVESTIGATING.code, NOTIFIED.code, HEARING.code, REVIEWING.code, TO_DECIDE.code)
"""Filed and not decided: the ninety days run."""
AFTER_DECISION = (DECIDED.code, SERVED.code, TO_CLOSE.code)
FILED = (*UNDECIDED, *AFTER_DECISION, WITH_POLICE.code)
MEASURED_IN = (REGISTERED.code, *FILED, UNTRANSFERRED.code, CLOSED.code)
"""Where measured facts may be entered: also of a closed case, when a report comes late."""


class Sort(models.TextChoices):
    """Measures against goods and places before a decision."""

    PRESERVATION = "preservation", "先行登记保存"
    SEIZURE = "seizure", "查封、扣押"


class Handling(models.TextChoices):
    """What became of what was preserved or seized."""

    RETURNED = "returned", "退还"
    SEIZED = "seized", "转为查封、扣押"
    CONFISCATED = "confiscated", "依法没收"
    PASSED_ON = "passed_on", "移送有关机关"
    LIFTED = "lifted", "解除"
    LAPSED = "lapsed", "逾期自动解除"


class Excluded(models.TextChoices):
    """Periods that do not count; `police` begins and ends with a transfer, the others by the officers' word."""

    HEARING = "hearing", "听证"
    ANNOUNCEMENT = "announcement", "公告"
    MONITORING = "monitoring", "监测、检测"
    APPRAISAL = "appraisal", "鉴定"
    ASSESSMENT = "assessment", "评估、检验、认定"
    POLICE = "police", "移送公安机关期间"


class Way(models.TextChoices):
    """How a paper reached the party."""

    DIRECT = "direct", "直接送达"
    ON_THE_SPOT = "on_the_spot", "当场宣告交付"
    LEFT = "left", "留置送达"
    ELECTRONIC = "electronic", "电子送达"
    MAIL = "mail", "邮寄送达"
    ANNOUNCED = "announced", "公告送达"


class Heard(models.TextChoices):
    """What the party did with its right to state its case."""

    STATED = "stated", "提出了陈述申辩"
    WAIVED = "waived", "书面放弃陈述申辩和听证"


class Outcome(models.TextChoices):
    """What became of a case at the police, the procuratorate or the court."""

    FILED = "filed", "公安机关立案"
    NOT_FILED = "not_filed", "不予立案"
    WITHDRAWN = "withdrawn", "撤销案件"
    RETURNED = "returned", "退回"
    NOT_PROSECUTED = "not_prosecuted", "不起诉"
    ACQUITTED = "acquitted", "判决无罪"
    EXEMPTED = "exempted", "免予刑事处罚"
    CONVICTED = "convicted", "判决有罪并处刑罚"


class Choice(models.TextChoices):
    """What a person decided where elements of a crime are met."""

    TRANSFER = "transfer", "移送公安机关"
    KEPT = "kept", "不移送，有书面理由"


class Annulment(models.TextChoices):
    """What became of a decision on review or in court."""

    CHANGED = "changed", "被变更"
    REVOKED = "revoked", "被撤销"
    UNLAWFUL = "unlawful", "被确认违法"
    VOID = "void", "被确认无效"


class Correction(models.TextChoices):
    """What a review of an order to correct found."""

    CORRECTED = "corrected", "已经改正"
    STILL = "still", "没有改正，继续违法排放"
    REFUSED = "refused", "拒绝、阻挠复查"


__all__ = [
    "AFTER_DECISION", "ALL", "CLOSED", "DECIDED", "FILED", "HEARING", "INVESTIGATING", "MEASURED_IN", "NOTIFIED",
    "NOT_FILED", "REGISTERED", "REVIEWING", "REVOKED", "SERVED", "TO_CLOSE", "TO_DECIDE", "UNDECIDED", "UNTRANSFERRED", "WITH_POLICE",
    "Annulment", "Choice", "Correction", "Excluded", "Handling", "Heard", "Outcome", "Sort", "Way",
]  # fmt: skip
