"""Stations of a token, what it may be let do, and which posts it may act in."""

from __future__ import annotations

from django.db import models

from ecoduty.organisation.directory.states import CLERK, LIAISON

ACTIVE = "active"
REVOKED = "revoked"


class Scope(models.TextChoices):
    """What a token is let do. None contains another."""

    DIRECTORY_READ = "directory:read", "读机构、在任人员和规则书"
    MATTERS_READ = "matters:read", "读办件、期限、公文和文件"
    ACTS_WRITE = "acts:write", "办理动作、上传文件"
    PUBLICATIONS_READ = "publications:read", "读公开件"
    FIGURES_READ = "figures:read", "读统计数字"
    LEDGER_READ = "ledger:read", "读留痕和凭证"
    WEBHOOKS_WRITE = "webhooks:write", "管理事件推送"
    LINKAGE_READ = "linkage:read", "两法衔接：读本机关有份的受限案件和待录入事项"
    REPORTS_WRITE = "reports:write", "代公众提交反映（Open311）"


# A machine stands in for whoever prepares and files. Reviewing, signing and instructing are a person's own.
MACHINE_KINDS = (LIAISON, CLERK, "linkage_officer")
LINKAGE_SYSTEM = "linkage_system"
"""What an actor whose token has `linkage:read` is: another system that an office works its cases with."""
LONGEST_DAYS = 366
