"""Publications as the staff knows them, and the tables the portal may read."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from ecoduty.casework.publications.commendations import PublishedCommendation
from ecoduty.casework.publications.listed import PublishedList, PublishedRow
from ecoduty.casework.publications.mapped import PublishedHotspots, PublishedMap
from ecoduty.casework.publications.openings import PublishedFacility, PublishedSession
from ecoduty.casework.publications.participation import PublishedCampaign, PublishedOpinion
from ecoduty.casework.publications.states import TROUBLED, LinkState, PublicationState
from ecoduty.casework.publications.undetermined import PublishedUndetermined


class Publication(models.Model):
    """What becomes of one matter before the public. `content` is the public version: an ordered list of {title, text}.

    `marked` has the sections in which something is withheld, as they were sent with marks around it; `cleared` is the SM3
    of the public version that another post cleared. `snapshot` is the SM3 of what was registered: title, content, address and day.
    """

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="publications")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    year = models.IntegerField()
    period = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=12, choices=PublicationState.choices)
    content = models.JSONField(default=list)
    marked = models.JSONField(default=dict)
    grounds = models.CharField(max_length=500, blank=True)
    prepared_by = models.CharField(max_length=200)
    prepared_account = models.BigIntegerField(null=True)
    prepared_post = models.BigIntegerField(null=True)
    cleared = models.CharField(max_length=64, blank=True)
    cleared_by = models.CharField(max_length=200, blank=True)
    cleared_at = models.DateTimeField(null=True)
    prepared_at = models.DateTimeField()
    own_url = models.CharField(max_length=1000, blank=True)
    published_on = models.DateField(null=True)
    snapshot = models.CharField(max_length=64, blank=True)
    registered_at = models.DateTimeField(null=True)
    registered_by = models.CharField(max_length=200, blank=True)
    declined_reason = models.TextField(blank=True)
    public_reason = models.CharField(max_length=300, blank=True)
    asked_by = models.CharField(max_length=200, blank=True)
    asked_post = models.BigIntegerField(null=True)
    asked_account = models.BigIntegerField(null=True)
    approved_by = models.CharField(max_length=200, blank=True)
    declined_on = models.DateField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    withdrawn_on = models.DateField(null=True)
    link_state = models.CharField(max_length=12, choices=LinkState.choices, blank=True)
    link_checked_at = models.DateTimeField(null=True)
    fingerprint = models.JSONField(default=list)

    class Meta:
        db_table = "publications_publication"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["matter"], condition=~Q(state=PublicationState.WITHDRAWN), name="publications_one_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(state=PublicationState.REGISTERED)
                | (~Q(own_url="") & Q(published_on__isnull=False) & ~Q(snapshot="")),
                name="publications_registered_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state=PublicationState.DECLINED)
                | (~Q(declined_reason="") & ~Q(public_reason="") & ~Q(approved_by="")),
                name="publications_declined_is_approved",
            ),
        ]
        indexes: ClassVar = [
            # read by links.due(): which pages to look at next
            models.Index(
                fields=["link_checked_at"],
                name="publications_to_check",
                condition=Q(state=PublicationState.REGISTERED),
            ),
            # read by lists: what a body published
            models.Index(fields=["body", "-published_on"], name="publications_of_body"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def link_troubled(self) -> bool:
        """Whether somebody has to look at the department's page."""
        return self.link_state in TROUBLED


class LinkCheck(models.Model):
    """One look at a department's own page."""

    append_only = True

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="link_checks")
    checked_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=LinkState.choices)
    status = models.IntegerField(null=True)
    sm3 = models.CharField(max_length=64, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "publications_link_check"
        ordering: ClassVar = ["-checked_at", "-id"]


class PublishedItem(models.Model):
    """A snapshot the portal shows. It names its body by copied words, so that the portal needs no other table.

    `content` can only ever become empty, and only by withdrawal; a trigger sees to it. Items that were declined have
    a reason and neither content nor address.
    """

    append_only = True
    app_updates = ("content", "withdrawn_on", "withdrawn_reason")
    portal_may = "select"

    public_id = models.UUIDField(primary_key=True)
    city = models.CharField(max_length=60)
    body_key = models.CharField(max_length=80)
    body_name = models.CharField(max_length=120)
    body_short_name = models.CharField(max_length=60)
    body_order = models.IntegerField()
    kind = models.CharField(max_length=60)
    kind_label = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    year = models.IntegerField()
    period = models.CharField(max_length=20, blank=True)
    content = models.JSONField(null=True)
    own_url = models.CharField(max_length=1000, blank=True)
    published_on = models.DateField()
    declined_reason = models.CharField(max_length=300, blank=True)
    snapshot = models.CharField(max_length=64, blank=True)
    registered_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "publications_published_item"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | (~Q(withdrawn_reason="") & Q(content=None)),
                name="publications_withdrawn_says_why",
            ),
        ]
        indexes: ClassVar = [
            # read by the portal: latest first; one body; one kind and year
            models.Index(fields=["-registered_at"], name="publications_item_latest"),
            models.Index(fields=["body_key", "-published_on"], name="publications_item_of_body"),
            models.Index(fields=["kind", "year", "body_order"], name="publications_item_year"),
        ]

    def __str__(self) -> str:
        return self.title


class PublishedPlan(models.Model):
    """The plan as the public sees it, cut out of the rulebook and the directory. The latest row counts."""

    append_only = True
    portal_may = "select"

    digest = models.CharField(max_length=64)
    content = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "publications_published_plan"
        indexes: ClassVar = [
            models.Index(fields=["-published_at"], name="publications_plan_latest"),  # read by every portal page
        ]


__all__ = [
    "LinkCheck", "Publication", "PublishedCampaign", "PublishedCommendation", "PublishedFacility", "PublishedHotspots", "PublishedItem",
    "PublishedList", "PublishedMap", "PublishedOpinion", "PublishedPlan", "PublishedRow", "PublishedSession",
    "PublishedUndetermined",
]  # fmt: skip
