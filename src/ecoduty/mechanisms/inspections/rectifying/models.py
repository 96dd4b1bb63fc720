"""What the full road leaves behind; all of it append-only, so that a relapse is read with its history."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ecoduty.mechanisms.inspections.rectifying.states import Altered, Kept, Passed


class RectificationPlan(models.Model):
    """The five elements: who carries it out, goal, limit, key measures, who accepts. The last one holds."""

    append_only = True

    problem = models.ForeignKey("inspections.Problem", models.PROTECT, related_name="plans")
    implementer = models.CharField(max_length=200)
    goal = models.TextField()
    limit_on = models.DateField()
    measures = models.TextField()
    accepting = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "inspections_rectification_plan"
        ordering: ClassVar = ["problem", "id"]


class Evidence(models.Model):
    """A file that shows something. `taken_on` is when a photo was taken, `reason` why that day is out of the way."""

    append_only = True

    problem = models.ForeignKey("inspections.Problem", models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=200)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    taken_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "inspections_evidence"
        ordering: ClassVar = ["problem", "id"]


class SpotCheck(models.Model):
    """Somebody went there and looked."""

    append_only = True

    problem = models.ForeignKey("inspections.Problem", models.PROTECT, related_name="checks")
    checked_on = models.DateField()
    checkers = models.CharField(max_length=300)
    result = models.CharField(max_length=8, choices=Passed.choices)
    text = models.TextField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "inspections_spot_check"
        ordering: ClassVar = ["problem", "id"]


class Acceptance(models.Model):
    """谁验收谁负责: a body's named person signs. `files` are the files as accepted ({id, name, sm3}), `digest` SM3 over them."""

    append_only = True

    problem = models.ForeignKey("inspections.Problem", models.PROTECT, related_name="acceptances")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    person = models.CharField(max_length=60)
    post = models.CharField(max_length=120)
    accepted_on = models.DateField()
    text = models.TextField()
    files = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "inspections_acceptance"
        ordering: ClassVar = ["problem", "id"]


class Comparison(models.Model):
    """When the files of an acceptance were last read whole and compared; one row each, replaced every time."""

    acceptance = models.OneToOneField(Acceptance, models.PROTECT, primary_key=True, related_name="comparison")
    at = models.DateTimeField()

    class Meta:
        db_table = "inspections_comparison"


class AlteredFile(models.Model):
    """A file that is no longer what was accepted; found by the platform, never taken back."""

    append_only = True

    acceptance = models.ForeignKey(Acceptance, models.PROTECT, related_name="altered")
    file = models.UUIDField()
    name = models.CharField(max_length=160)
    how = models.CharField(max_length=8, choices=Altered.choices)
    at = models.DateTimeField()

    class Meta:
        db_table = "inspections_altered_file"
        ordering: ClassVar = ["acceptance", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["acceptance", "file"], name="inspections_altered_once")
        ]


class NoticeObjection(models.Model):
    """What somebody objected while the result was before the public."""

    append_only = True

    problem = models.ForeignKey("inspections.Problem", models.PROTECT, related_name="objections")
    received_on = models.DateField()
    whose = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "inspections_notice_objection"
        ordering: ClassVar = ["problem", "id"]


class ObjectionAnswer(models.Model):
    """How an objection was settled."""

    append_only = True

    objection = models.OneToOneField(NoticeObjection, models.PROTECT, related_name="answer")
    upheld = models.BooleanField()
    text = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "inspections_objection_answer"


class Withholding(models.Model):
    """Why a result is not shown to the public, and on whose word. `ground` is a code of `problem.withholding-grounds`."""

    append_only = True

    problem = models.ForeignKey("inspections.Problem", models.PROTECT, related_name="withholdings")
    ground = models.CharField(max_length=40)
    reason = models.TextField()
    authority = models.CharField(max_length=300)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "inspections_withholding"
        ordering: ClassVar = ["problem", "id"]


class LookBack(models.Model):
    """Some months later: does it hold. `false_closing`: whoever looked found that it had never been put right."""

    append_only = True

    problem = models.ForeignKey("inspections.Problem", models.PROTECT, related_name="look_backs")
    looked_on = models.DateField()
    result = models.CharField(max_length=8, choices=Kept.choices)
    false_closing = models.BooleanField(default=False, db_default=False)
    text = models.TextField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "inspections_look_back"
        ordering: ClassVar = ["problem", "id"]


__all__ = [
    "Acceptance", "AlteredFile", "Comparison", "Evidence", "LookBack", "NoticeObjection", "ObjectionAnswer",
    "RectificationPlan", "SpotCheck", "Withholding",
]  # fmt: skip
