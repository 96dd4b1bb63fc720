"""What a facility has beside its matter: plans, sessions with their record, bookings.

Who booked stands sealed in the booking and is erased by rule after the visit; everything else names nobody.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ecoduty.kernel.sealing.fields import SealedText
from ecoduty.mechanisms.facility_openings.states import BookingState, SessionState


class Facility(models.Model):
    """One facility. `kind` is a code of the rulebook's; the holder of the matter is the body responsible for its openings."""

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="facility")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    operator = models.CharField(max_length=120)
    district = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=200)
    route = models.TextField(blank=True)
    requirements = models.TextField(blank=True)
    languages = models.CharField(max_length=100, blank=True)
    about = models.TextField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    last_opened_on = models.DateField(null=True)
    sample = models.BooleanField(default=False)

    class Meta:
        db_table = "facility_openings_facility"


class Plan(models.Model):
    """The opening plan of a half year: in which months, how it goes. The latest of a period counts."""

    append_only = True

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="plans")
    period = models.CharField(max_length=20)
    months = ArrayField(models.PositiveSmallIntegerField())
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        db_table = "facility_openings_plan"
        ordering: ClassVar = ["facility", "id"]


class Session(models.Model):
    """One opening. `taken` counts confirmed seats, `waiting` those on the waiting list; both change under the facility's lock.

    `visitors` and `groups` (kind of visitor → number) are the record of who came.
    """

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="sessions")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    route = models.TextField(blank=True)
    requirements = models.TextField(blank=True)
    languages = models.CharField(max_length=100, blank=True)
    capacity = models.PositiveIntegerField()
    waiting_limit = models.PositiveIntegerField(default=0)
    own_seats = models.PositiveIntegerField()
    books_until = models.DateTimeField()
    taken = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, choices=SessionState.choices, default=SessionState.SCHEDULED)
    reason = models.CharField(max_length=300, blank=True)
    visitors = models.PositiveIntegerField(null=True)
    groups = models.JSONField(default=dict)
    record = models.TextField(blank=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "facility_openings_session"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="facility_openings_has_seats"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="facility_openings_time_forward"),
        ]
        indexes: ClassVar = [
            # read by the desk's 设施开放 and by every act on a session
            models.Index(fields=["facility", "-starts_at"], name="facility_openings_sessions"),
        ]


class Booking(models.Model):
    """Seats that somebody asked for, on the portal or by telephone. `contact` is sealed and leaves with the visit;
    `organisation` names no person, `group` is one of VISITORS for a group. `taken_by` is who took it by telephone.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="bookings")
    reference = models.CharField(max_length=20, unique=True)
    seats = models.PositiveIntegerField()
    organisation = models.CharField(max_length=80, blank=True)
    group = models.CharField(max_length=20, blank=True)
    contact = SealedText(blank=True, default="", bound_to="reference")
    wants_sms = models.BooleanField(default=False)
    taken_by = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=BookingState.choices)
    score = models.PositiveSmallIntegerField(null=True)
    feedback = models.TextField(blank=True)
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "facility_openings_booking"
        ordering: ClassVar = ["session", "id"]
        indexes: ClassVar = [
            # read by tasks.erase_contacts(): whose contact is still there
            models.Index(fields=["session"], name="facility_openings_to_erase", condition=~Q(contact="")),
        ]


__all__ = ["Booking", "Facility", "Plan", "Session"]
