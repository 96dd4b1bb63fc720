"""What a project has beside its matter."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Project(models.Model):
    """What is built or done, with whose money, from when to when. The matter's holder is the responsible body; before one is
    named, whoever registered the project.

    `investment` and `spent` are in 万元, `percent` what was reported last (0 to 100). `begin_on` is the first day, `end_on` the
    last one, as planned; `started_on` and `finished_on` as it was. Tasks hang on a project by `Task.project`.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="project")
    registered_by = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    responsible = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    content = models.TextField()
    investment = models.DecimalField(max_digits=12, decimal_places=2)
    funding = models.CharField(max_length=200)
    begin_on = models.DateField()
    end_on = models.DateField()
    started_on = models.DateField(null=True)
    finished_on = models.DateField(null=True)
    percent = models.PositiveSmallIntegerField(default=0, db_default=0)
    spent = models.DecimalField(max_digits=12, decimal_places=2, default=0, db_default=0)
    result = models.TextField(blank=True)

    class Meta:
        db_table = "plans_project"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="plans_project_percent"),
            models.CheckConstraint(condition=Q(end_on__gte=F("begin_on")), name="plans_project_days_forward"),
            models.CheckConstraint(condition=Q(investment__gte=0, spent__gte=0), name="plans_project_money"),
        ]
        indexes: ClassVar = [
            # read by the list of projects of a year
            models.Index(fields=["end_on", "begin_on"], name="plans_project_days"),
        ]

    def __str__(self) -> str:
        return self.content


class ProjectReport(models.Model):
    """How far a project was on a day: share, money spent in 万元, and what shows it."""

    append_only = True

    project = models.ForeignKey(Project, models.PROTECT, related_name="reports")
    percent = models.PositiveSmallIntegerField()
    spent = models.DecimalField(max_digits=12, decimal_places=2)
    changed = models.TextField()
    evidence = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        db_table = "plans_project_report"
        ordering: ClassVar = ["project", "id"]


__all__ = ["Project", "ProjectReport"]
