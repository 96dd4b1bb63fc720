"""What a joint listing has beside its matter."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ecoduty.mechanisms.enforcement.listing.states import About


class Listing(models.Model):
    """A case that several bodies list and press together. `case` is the listed case, where it is one of this platform.

    `round` counts how often the joint bodies were asked. `reported` is the last month of the listing (the first is 1) that a
    report covers.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="listing")
    case = models.ForeignKey("matters.Matter", models.PROTECT, null=True, related_name="listings")
    supervised = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    requirements = models.JSONField(default=list)
    standard = models.CharField(max_length=1000)
    in_charge = models.CharField(max_length=100)
    until = models.DateField()
    round = models.PositiveSmallIntegerField(default=1)
    notice_number = models.CharField(max_length=80, blank=True)
    listed_on = models.DateField(null=True)
    reported = models.PositiveSmallIntegerField(default=0)
    completed_on = models.DateField(null=True)
    check_note = models.CharField(max_length=500, blank=True)
    checked_on = models.DateField(null=True)
    delisted_on = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "enforcement_listing"


class ListingBody(models.Model):
    """A body that lists jointly."""

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="bodies")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")

    class Meta:
        db_table = "enforcement_listing_body"
        ordering: ClassVar = ["listing", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "body"], name="enforcement_listing_body_once")
        ]


class ListingOpinion(models.Model):
    """What a body said when it was asked whether to list, or to take off the list: once for each asking."""

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="opinions")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    about = models.CharField(max_length=12, choices=About.choices)
    round = models.PositiveSmallIntegerField()
    agrees = models.BooleanField()
    text = models.CharField(max_length=500, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        db_table = "enforcement_listing_opinion"
        ordering: ClassVar = ["listing", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["listing", "body", "about", "round"], name="enforcement_listing_opinion_once"
            ),
        ]


class ListingProgress(models.Model):
    """A report of the supervised body. It covers the months `first` to `last` of the listing; none where its month had one."""

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="progress")
    text = models.CharField(max_length=2000)
    reported_at = models.DateTimeField()
    first = models.PositiveSmallIntegerField(null=True)
    last = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = "enforcement_listing_progress"
        ordering: ClassVar = ["listing", "id"]


__all__ = ["Listing", "ListingBody", "ListingOpinion", "ListingProgress"]
