"""What a complaint has beside its matter; who complained stands apart, sealed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q

from ecoduty.kernel.sealing.fields import SealedText
from ecoduty.mechanisms.complaints.channels.models import ComplaintChannel


class Satisfaction(models.TextChoices):
    """What the reporter says of how it was handled; not the same as whether the matter itself is resolved."""

    SATISFIED = "satisfied", "满意"
    NEUTRAL = "neutral", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


class Complaint(models.Model):
    """What somebody reported. `channel`, `nature` and `category` are codes of the rulebook's; `reference` is the number the
    reporter was given, `external_*` name it in the system it came from; `longitude` and `latitude` are degrees of WGS 84.

    `suggested` are the rows as they were suggested when it was taken in, `row` is the key of the row by which it was last
    dispatched. `final` says that a conferral has decided whose it is, `again` that an answer was sent back: then its limit
    counts anew. `resolved` and `satisfaction` are what the follow-up found; null and empty where nobody was reached.
    `livelihood` says that it is treated as 民生实事 (clause 2.1).
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="complaint")
    text = models.TextField()
    district = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=300, blank=True, default="", db_default="")
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    category = models.CharField(max_length=40, blank=True, default="", db_default="")
    nature = models.CharField(max_length=40, default="complaint", db_default="complaint")
    channel = models.CharField(max_length=40)
    received_on = models.DateField()
    received_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=60, blank=True, default="", db_default="")
    external_system = models.CharField(max_length=40, blank=True, default="", db_default="")
    external_number = models.CharField(max_length=80, blank=True, default="", db_default="")
    registered_by = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    suggested = models.JSONField(default=list)
    row = models.UUIDField(null=True)
    row_name = models.CharField(max_length=300, blank=True)
    returned = models.PositiveSmallIntegerField(default=0, db_default=0)
    final = models.BooleanField(default=False, db_default=False)
    again = models.BooleanField(default=False, db_default=False)
    revision = models.PositiveSmallIntegerField(default=1, db_default=1)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    resolved = models.BooleanField(null=True)
    satisfaction = models.CharField(max_length=20, choices=Satisfaction.choices, blank=True, default="", db_default="")
    refusal_ground = models.CharField(max_length=40, blank=True, default="", db_default="")
    go_where = models.CharField(max_length=500, blank=True, default="", db_default="")
    outcome_note = models.CharField(max_length=500, blank=True, default="", db_default="")
    livelihood = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "complaints_complaint"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reference"], condition=~Q(reference=""), name="complaints_reference_once"),
            models.UniqueConstraint(
                fields=["external_system", "external_number"],
                condition=~Q(external_number=""),
                name="complaints_external_once",
            ),
        ]
        indexes: ClassVar = [
            # read by 民生实事 (clause 2.1)
            models.Index(fields=["matter"], name="complaints_livelihood", condition=Q(livelihood=True)),
        ]


class Reporter(models.Model):
    """Who complained: sealed at rest, opened only by an act with a reason. `phone_tag` finds the complaints of a phone number
    without telling it (HMAC-SM3 under a key of the key file). The entry holds a salted digest; once erased, no salt.
    """

    complaint = models.OneToOneField(Complaint, models.PROTECT, primary_key=True, related_name="reporter")
    place = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = SealedText(bound_to="place", blank=True, default="")
    phone = SealedText(bound_to="place", blank=True, default="")
    salt = SealedText(bound_to="place", blank=True, default="")
    phone_tag = models.CharField(max_length=80, blank=True)
    anonymous = models.BooleanField(default=False)
    wants_sms = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_reporter"
        indexes: ClassVar = [
            # read when somebody asks for the numbers of what he reported by his phone number
            models.Index(fields=["phone_tag"], name="complaints_reporter_phone", condition=~Q(phone_tag="")),
        ]


class Version(models.Model):
    """What a complaint said before it was corrected after it had been taken in. The present words stand on the complaint."""

    append_only = True

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    place = models.CharField(max_length=300, blank=True)
    district = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField()
    by = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)

    class Meta:
        db_table = "complaints_version"
        ordering: ClassVar = ["complaint", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "number"], name="complaints_version_once"),
        ]


class Reply(models.Model):
    """What was answered, each time anew: the one before it was sent back or not accepted."""

    append_only = True

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="replies")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        db_table = "complaints_reply"
        ordering: ClassVar = ["complaint", "id"]
        # An answer that says word for word what others were answered is hinted at while it is written.
        indexes: ClassVar = [HashIndex(fields=["text"], name="complaints_reply_same_text")]


class FollowUp(models.Model):
    """What the reporter said when he was asked: whether it is resolved, how satisfied he is, whether he accepts the answer."""

    append_only = True

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="follow_ups")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    resolved = models.BooleanField()
    satisfaction = models.CharField(max_length=20, choices=Satisfaction.choices)
    accepted = models.BooleanField()
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        db_table = "complaints_follow_up"
        ordering: ClassVar = ["complaint", "id"]


class Dispatch(models.Model):
    """To whom it was sent, by which row of a list in force, or against it with a reason."""

    append_only = True

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="dispatches")
    to = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    row = models.UUIDField(null=True)
    row_name = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        db_table = "complaints_dispatch"
        ordering: ClassVar = ["complaint", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(row__isnull=False) | ~Q(reason=""), name="complaints_dispatch_says_why"),
        ]


class Return(models.Model):
    """退单: it is not ours, and by which row of a list in force it is another's; or no row covers it at all."""

    append_only = True

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="returns")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    row = models.UUIDField(null=True)
    row_name = models.CharField(max_length=300, blank=True)
    row_body = models.CharField(max_length=60, blank=True)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        db_table = "complaints_return"
        ordering: ClassVar = ["complaint", "id"]


__all__ = [
    "Complaint",
    "ComplaintChannel",
    "Dispatch",
    "FollowUp",
    "Reply",
    "Reporter",
    "Return",
    "Satisfaction",
    "Version",
]
