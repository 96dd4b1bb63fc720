"""Words of the full road."""

from __future__ import annotations

from django.db import models


class Kept(models.TextChoices):
    """What a look-back found."""

    HOLDS = "holds", "没有复发"
    RELAPSED = "relapsed", "复发"


class Passed(models.TextChoices):
    """What a check on the spot found."""

    PASSED = "passed", "已到位"
    FAILED = "failed", "不到位"


class Policy(models.TextChoices):
    """What became of the policy that let the problem happen (clause 9.2)."""

    DRAFTED = "drafted", "起草或修订制度"
    EXISTING = "existing", "已有制度文件解决"
    TASK = "task", "另立任务完善"
    NOT_NEEDED = "not_needed", "不需要改制度"


class Altered(models.TextChoices):
    """How a file differs from what was accepted."""

    CHANGED = "changed", "内容变了"
    MISSING = "missing", "找不到了"


__all__ = ["Altered", "Kept", "Passed", "Policy"]
