"""Conditions on the list of cases."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from ecoduty.mechanisms.enforcement.administrative.models import AdministrativeCase, ElementFinding
from ecoduty.mechanisms.enforcement.administrative.states import Choice

CRIME = {"open": "符合，还没有决定", "transfer": "已经移送", "kept": "不移送，有书面理由"}


def in_group(group: str) -> Q:
    """Cases of a group of offences."""
    return Q(Exists(AdministrativeCase.objects.filter(pk=OuterRef("pk"), group=group)))


def by_crime(code: str) -> Q:
    """Cases by what was decided about elements of a crime that are met."""
    found = ElementFinding.objects.filter(pk=OuterRef("pk"))
    if code == "open":
        return Q(Exists(found.filter(~Q(met=[]) | ~Q(otherwise=""), choice="")))
    return Q(Exists(found.filter(choice={"transfer": Choice.TRANSFER, "kept": Choice.KEPT}.get(code, ""))))


__all__ = ["CRIME", "by_crime", "in_group"]
