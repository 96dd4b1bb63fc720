"""What whoever a case is about is, and how he stands to it."""

from __future__ import annotations

from django.db import models


class Sort(models.TextChoices):
    """A human being or an organisation."""

    PERSON = "person", "个人"
    ENTERPRISE = "enterprise", "企业、单位"


class Part(models.TextChoices):
    """How it stands to the case."""

    RESPONDENT = "respondent", "当事人"
    SUSPECT = "suspect", "犯罪嫌疑人"
    IN_CHARGE = "in_charge", "直接负责的主管人员"
    RESPONSIBLE = "responsible", "其他直接责任人员"
    VICTIM = "victim", "受害人"
    LIABLE = "liable", "赔偿义务人"
