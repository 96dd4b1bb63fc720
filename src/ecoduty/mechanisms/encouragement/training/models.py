"""A body's training plan of a year, its courses, and who took part: people with an account by name, others as numbers only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class TrainingPlan(models.Model):
    """The plan of one body for one year (clause 16.1). The matter's holder is the body that goes on with it.

    `to_train` is how many officials the body has to train that year (null: not said yet), `to_train_source` where the
    number is from. `teaches` says of a party school whether ecology is in its teaching (null: not said), `teaching_proof`
    where that can be read.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="training_plan")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    year = models.IntegerField()
    goals = models.TextField()
    to_train = models.PositiveIntegerField(null=True)
    to_train_source = models.CharField(max_length=200, blank=True)
    teaches = models.BooleanField(null=True)
    teaching_proof = models.CharField(max_length=500, blank=True)
    teaching_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "encouragement_training_plan"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "year"], name="encouragement_plan_once"),
            models.CheckConstraint(
                condition=Q(to_train=None) | ~Q(to_train_source=""), name="encouragement_number_has_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body.short_name} {self.year}"


class Course(models.Model):
    """One course of a plan. `held_on` and `held_hours` are what it was, null before; `cancelled` says why it is not held.

    `topic` is a code of the rulebook's `training.topics`, `teacher` a role and body rather than a name.
    """

    plan = models.ForeignKey(TrainingPlan, models.PROTECT, related_name="courses")
    name = models.CharField(max_length=200)
    topic = models.CharField(max_length=40)
    planned_on = models.DateField()
    hours = models.DecimalField(max_digits=5, decimal_places=1)
    teacher = models.CharField(max_length=120)
    audience = models.CharField(max_length=200)
    held_on = models.DateField(null=True)
    held_hours = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    note = models.TextField(blank=True)
    cancelled = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "encouragement_course"
        ordering: ClassVar = ["planned_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(held_on=None) | Q(cancelled=""), name="encouragement_course_held_or_cancelled"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Attendance(models.Model):
    """Who took part in a course. A person in office by name (`heads` 1); others only as so many heads of a body.

    `body` is null where the directory does not know it: then `body_name` has the word. A row struck says why.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="attendances")
    body = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    body_name = models.CharField(max_length=120)
    person = models.ForeignKey("directory.Person", models.PROTECT, null=True, related_name="+")
    post_title = models.CharField(max_length=60, blank=True)
    heads = models.PositiveIntegerField(default=1)
    struck = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "encouragement_attendance"
        ordering: ClassVar = ["course", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["course", "person"], condition=Q(struck=""), name="encouragement_person_once"
            ),
            models.CheckConstraint(
                condition=Q(person=None, heads__gte=1) | Q(person__isnull=False, heads=1),
                name="encouragement_one_head_each",
            ),
        ]
        indexes: ClassVar = [
            # read by coverage: who of a body took part
            models.Index(fields=["body", "person"], name="encouragement_of_body", condition=Q(struck="")),
        ]


__all__ = ["Attendance", "Course", "TrainingPlan"]
