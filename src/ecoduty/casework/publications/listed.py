"""Lists of responsibilities as the public sees them: frozen rows that name bodies by copied words (clauses 4.6, 6.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ecoduty.kernel.clock import spoken_date


class PublishedList(models.Model):
    """One version of a list. `until` is the first day on which it no longer holds; a later version or a reform sets it.

    `later` says what became of its body while it held: `since`, `key`, `name`, `short_name` of whoever goes on, or the body's own
    new name, in the order of the days.

    `region_key` is empty for the city's own lists. A `sample` shows what the platform can do; it is no department's word.
    """

    append_only = True
    app_updates = ("until", "later", "withdrawn_on", "withdrawn_reason", "changed_at")
    portal_may = "select"

    public_id = models.UUIDField(primary_key=True)
    city = models.CharField(max_length=60)
    kind = models.CharField(max_length=16)
    kind_label = models.CharField(max_length=60)
    level = models.CharField(max_length=12)
    region_key = models.CharField(max_length=80, blank=True)
    region_name = models.CharField(max_length=60, blank=True)
    body_key = models.CharField(max_length=80)
    body_name = models.CharField(max_length=120)
    body_short_name = models.CharField(max_length=60)
    body_order = models.IntegerField()
    edition = models.PositiveSmallIntegerField()
    in_force = models.DateField()
    until = models.DateField(null=True)
    later = models.JSONField(default=list)
    sample = models.BooleanField(default=False)
    approval = models.CharField(max_length=300, blank=True)
    own_url = models.CharField(max_length=1000, blank=True)
    published_on = models.DateField()
    snapshot = models.CharField(max_length=64)
    registered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "publications_published_list"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("in_force")), name="publications_list_days_forward"
            ),
        ]
        indexes: ClassVar = [
            # read by the portal: one body's versions, newest first
            models.Index(fields=["body_key", "kind", "-in_force"], name="publications_list_of_body"),
            # read by every portal page: whether anything changed
            models.Index(fields=["-changed_at"], name="publications_list_changed"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What the version is called."""
        return f"{self.body_short_name if self.kind == 'specific' else self.region_name}{self.kind_label}"

    @property
    def reform(self) -> Mapping[str, str]:
        """What last became of the body whose list it is; empty while nothing did."""
        return self.later[-1] if self.later else {}

    @property
    def became(self) -> str:
        """The same as a sentence."""
        found = self.reform
        if not found:
            return ""
        since = spoken_date(date.fromisoformat(found["since"]))
        if found["key"] == self.body_key:
            return f"{self.body_short_name}自{since}起更名为{found['short_name']}"
        return f"{self.body_short_name}自{since}起撤销，这份清单由{found['short_name']}承接，至其修订公布新的清单为止"

    @property
    def answering_key(self) -> str:
        """The key of the body that answers for it now."""
        return self.reform.get("key", self.body_key)

    @property
    def version(self) -> str:
        """第3版, or 示例 for what is nobody's word."""
        return "示例" if self.sample else f"第{self.edition}版"


class PublishedRow(models.Model):
    """One row of a published list. `key` is the same in all versions in which it is the same matter."""

    append_only = True
    portal_may = "select"

    in_list = models.ForeignKey(PublishedList, models.PROTECT, related_name="rows")
    order = models.PositiveSmallIntegerField()
    key = models.UUIDField()
    number = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    field = models.CharField(max_length=40, blank=True)
    field_label = models.CharField(max_length=60, blank=True)
    body_key = models.CharField(max_length=80)
    body_short_name = models.CharField(max_length=60)
    role_label = models.CharField(max_length=20)
    lead_key = models.CharField(max_length=80, blank=True)
    lead_short_name = models.CharField(max_length=60, blank=True)
    jointly = ArrayField(models.CharField(max_length=60), default=list)
    supporters = ArrayField(models.CharField(max_length=60), default=list)
    level_label = models.CharField(max_length=20, blank=True)
    unit = models.CharField(max_length=120, blank=True)
    bases = ArrayField(models.CharField(max_length=600), default=list)
    ways = ArrayField(models.CharField(max_length=60), default=list)
    enforcement_label = models.CharField(max_length=40, blank=True)
    cycle = models.CharField(max_length=40, blank=True)
    liability = models.TextField(blank=True)
    decision = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "publications_published_row"
        ordering: ClassVar = ["in_list", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["in_list", "key"], name="publications_row_once"),
        ]
        indexes: ClassVar = [
            # read by the portal: one row through its versions; one field
            models.Index(fields=["key"], name="publications_row_key"),
            models.Index(fields=["field"], name="publications_row_field"),
        ]

    def __str__(self) -> str:
        return self.name

    def facts(self) -> dict[str, str]:
        """What the row says, by the public's words; only what is filled in."""
        every = {
            "事项": self.name,
            "职责边界": self.description,
            "领域": self.field_label,
            "角色": self.role_label,
            "牵头部门": self.lead_short_name,
            "会同部门": "、".join(self.jointly),
            "配合部门": "、".join(self.supporters),
            "层级": self.level_label,
            "责任处室": self.unit,
            "依据": "；".join(self.bases),
            "履职方式": "、".join(self.ways),
            "执法": self.enforcement_label,
            "周期": self.cycle,
            "监督方式": self.liability,
            "由来": self.decision,
        }
        return {label: text for label, text in every.items() if text}


def content_of(rows: Sequence[PublishedRow]) -> list[dict[str, str]]:
    """The rows as the digest of a version covers them: number and facts, in their order."""
    return [{"编号": row.number, **row.facts()} for row in rows]


__all__ = ["PublishedList", "PublishedRow", "content_of"]
