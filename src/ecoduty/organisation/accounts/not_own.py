"""The one condition that all acts of keepers share."""

from __future__ import annotations

from ecoduty.kernel.flow import Attempt, Guard


def _not_own(attempt: Attempt) -> bool:
    return attempt.actor.account is None or bool(attempt.actor.account != attempt.subject.pk)


not_own = Guard("own_account", "不能停用或重置自己的账号；口令请用“修改口令”。", _not_own)
