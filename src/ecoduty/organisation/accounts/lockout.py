"""What a person reads who entered a wrong password too often. The count itself is kept by axes, in wall time."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class LockoutNotice:
    """The page's content: after how many failures, for how many minutes, and the sentence that says so."""

    failures: int
    minutes: int
    title: str
    sentence: str


def lockout_notice() -> LockoutNotice:
    """The notice of this installation, from its settings."""
    failures = int(settings.AXES_FAILURE_LIMIT)
    minutes = round(float(settings.AXES_COOLOFF_TIME) * 60)
    return LockoutNotice(
        failures,
        minutes,
        "登录暂时锁定",
        f"口令连续输错{failures}次，这个用户名在本机上锁定{minutes}分钟。"
        "到时可再登录；急用请联系本单位机构管理员或市环委办解除锁定、重置口令。",
    )
