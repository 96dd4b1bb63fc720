"""Where a filing stands."""

from __future__ import annotations

from django.db import models

from ecoduty.kernel.flow import State

_MAKER, _REVIEWER = "制定机关", "备案审查机关"
TO_FILE = State("to_file", "待报备", waits_for=_MAKER)
FILED = State("filed", "待登记", waits_for=_REVIEWER)
COMPLETING = State("completing", "待补正", waits_for=_MAKER, main=False)
REVIEWING = State("reviewing", "审查中", waits_for=_REVIEWER)
CORRECTING = State("correcting", "待纠正", waits_for=_MAKER, main=False)
CORRECTED = State("corrected", "待核对纠正", waits_for=_REVIEWER, main=False)
IN_FORCE = State("in_force", "已备案，有效", waits_for=_MAKER)
ENDED = State("ended", "已失效或者废止", open=False)
NOT_TO_FILE = State("not_to_file", "不属报备范围", open=False, main=False)

STATES = (TO_FILE, FILED, COMPLETING, REVIEWING, CORRECTING, CORRECTED, IN_FORCE, ENDED, NOT_TO_FILE)


class Finding(models.TextChoices):
    """What filing review came to."""

    IN_ORDER = "in_order", "合法适当，准予备案"
    TO_CORRECT = "to_correct", "须纠正"


class Evaluation(models.TextChoices):
    """What becomes of it before it ends."""

    KEEP = "keep", "继续有效"
    REVISE = "revise", "修订后重新公布"
    REPEAL = "repeal", "废止"
    LAPSE = "lapse", "到期自行失效"
