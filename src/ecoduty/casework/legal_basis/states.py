"""Stations and fixed words of the library."""

from __future__ import annotations

from django.db import models

from ecoduty.organisation.directory.states import CLERK, DIRECTOR

PENDING = "pending"
RECORDED = "recorded"
KEEPER_KINDS = (DIRECTOR, CLERK)  # of the city's committee office


class InstrumentKind(models.TextChoices):
    """What kind of text an instrument is, by rank."""

    LAW = "law", "法律"
    REGULATION = "regulation", "行政法规"
    LOCAL_REGULATION = "local_regulation", "地方性法规"
    RULE = "rule", "规章"
    INTERPRETATION = "interpretation", "司法解释"
    PARTY = "party", "党内法规"
    MANDATE = "mandate", "三定规定"
    POLICY = "policy", "规范性文件"
    OTHER = "other", "其他文件"
