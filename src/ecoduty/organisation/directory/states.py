"""Stations and fixed words of the directory."""

from __future__ import annotations

from django.db import models

ACTIVE = "active"
DISSOLVED = "dissolved"


class Level(models.TextChoices):
    """Level of government a body belongs to; `outside` is answerable to nobody in this city."""

    CITY = "city", "市级"
    DISTRICT = "district", "区级"
    PROVINCE = "province", "省级"
    OUTSIDE = "outside", "市外垂直管理"


class Enforcement(models.TextChoices):
    """Who acts for a body where the law must be enforced (clause 18 asks)."""

    OWN = "own", "本单位队伍执法"
    CENTRALISED = "centralised", "划转集中执法"
    ENTRUSTED = "entrusted", "委托执法"
    REFER = "refer", "无执法权，转有权机关"
    VERTICAL = "vertical", "上级垂直管理"


class Side(models.TextChoices):
    """Which house a leader answers in."""

    GOVERNMENT = "government", "政府"
    PARTY = "party", "党委"


class LineKind(models.TextChoices):
    """How a body above stands to the body below."""

    SUPERIOR = "superior", "上级主管部门"
    COUNTERPART = "counterpart", "对口部门"


# Kinds of bodies and posts that the directory itself speaks of; rulebooks bring any others.
DISTRICT = "district"
COMMITTEE_OFFICE = "committee_office"
PRINCIPAL = "principal"
DEPUTY = "deputy"
LIAISON = "liaison"
DIRECTOR = "director"
CLERK = "clerk"
SECRETARY = "secretary"
KEEPER = "directory_keeper"
# Offices of the platform, held by an account and not in a body.
SYSTEM_ADMINISTRATOR = "system_administrator"
SECURITY_ADMINISTRATOR = "security_administrator"
AUDIT_ADMINISTRATOR = "audit_administrator"
COORDINATOR = "coordinator"  # no post: a designation beside the post (clause 10.2)

OVERSIGHT_TAG = "oversight_bodies"  # the rulebook's group of bodies that watch over all others
OFFICE_KINDS = (DIRECTOR, CLERK, KEEPER)  # keep the directory from the committee office
OWN_KINDS = (PRINCIPAL, KEEPER)  # keep their own body's page
LEADING_KINDS = frozenset({PRINCIPAL, DEPUTY})  # 负责同志, among whom the coordinator is chosen (clause 10.2)
