"""A plan of one body for one year, and tasks with their lead, supporters, milestones and progress."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from ecoduty.mechanisms.work_plans.projects.models import Project, ProjectReport


class WorkPlan(models.Model):
    """What a body sets out to do in a year. One per body and year, whatever became of it."""

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="work_plan")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    goals = models.TextField()

    class Meta:
        db_table = "plans_work_plan"
        constraints: ClassVar = [models.UniqueConstraint(fields=["body", "year"], name="plans_one_plan_a_year")]

    def __str__(self) -> str:
        return f"{self.body.short_name}{self.year}年度工作计划"


class PlanField(models.Model):
    """What a plan does in one of the fields of clause 8.3 (a code of the rulebook's), or why nothing this year."""

    plan = models.ForeignKey(WorkPlan, models.PROTECT, related_name="fields")
    field = models.CharField(max_length=40)
    does = models.TextField(blank=True)
    none_reason = models.TextField(blank=True)

    class Meta:
        db_table = "plans_field"
        ordering: ClassVar = ["plan", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "field"], name="plans_field_once"),
            models.CheckConstraint(
                condition=~Q(does="") & Q(none_reason="") | Q(does="") & ~Q(none_reason=""),
                name="plans_field_one_of_two",
            ),
        ]


class PlanProof(models.Model):
    """A business meeting, plan or check that shows one of the synchronies of clause 8.3: a matter, or words with a day."""

    plan = models.ForeignKey(WorkPlan, models.PROTECT, related_name="proofs")
    synchrony = models.CharField(max_length=40)
    shown_by = models.ForeignKey("matters.Matter", models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    on = models.DateField(null=True)

    class Meta:
        db_table = "plans_proof"
        ordering: ClassVar = ["plan", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(shown_by__isnull=False) | ~Q(words="") & Q(on__isnull=False), name="plans_proof_shows"
            ),
        ]


class Task(models.Model):
    """One task. The lead is the matter's holder once it is issued; before that, whoever drafts it holds it.

    `continues` is the task of last year's plan that this one was copied from.
    `issued_at` is empty for a draft, in which goal, measures, requirements, limit and lead may still be missing.

    `limit_on` is the last day as it was issued: extensions stand on the deadline. `source` is a code of the rulebook's,
    `row` the key of a listed responsibility, `project` what it is done by (`needs_project` says that one is due), `percent` what the lead reported last (0 to 100). `weight` is without a
    unit; null where none was declared.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="task")
    plan = models.ForeignKey(WorkPlan, models.PROTECT, null=True, related_name="tasks")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    continues = models.ForeignKey("self", models.PROTECT, null=True, related_name="continued_by")
    issued_by = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    lead = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    goal = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    requirements = models.TextField(blank=True)
    limit_on = models.DateField(null=True)
    issued_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=40)
    source_note = models.CharField(max_length=200, blank=True)
    livelihood = models.BooleanField(default=False)
    weight = models.PositiveSmallIntegerField(null=True)
    row = models.UUIDField(null=True)
    row_name = models.CharField(max_length=300, blank=True)
    needs_project = models.BooleanField(default=False, db_default=False)
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="tasks")
    unit = models.CharField(max_length=60, blank=True)
    person = models.CharField(max_length=60, blank=True)
    percent = models.PositiveSmallIntegerField(default=0, db_default=0)
    result = models.TextField(blank=True)

    class Meta:
        db_table = "plans_task"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="plans_task_percent"),
            models.CheckConstraint(condition=~Q(parent=F("matter")), name="plans_task_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(issued_at=None)
                | ~Q(goal="") & ~Q(measures="") & ~Q(requirements="") & Q(limit_on__isnull=False, lead__isnull=False),
                name="plans_task_issued_whole",
            ),
        ]
        indexes: ClassVar = [
            # read by the lists of the year: which listed responsibilities have a task
            models.Index(fields=["row"], name="plans_task_row", condition=Q(row__isnull=False)),
            # read by 民生实事
            models.Index(fields=["matter"], name="plans_task_livelihood", condition=Q(livelihood=True)),
        ]

    def __str__(self) -> str:
        return self.goal

    @property
    def missing(self) -> list[str]:
        """What of clause 7.1 is not written yet, by the names of the form's fields."""
        wanted = {
            "目标": self.goal, "措施": self.measures, "要求": self.requirements, "完成时限": self.limit_on, "牵头单位": self.lead_id,
        }  # fmt: skip
        return [label for label, value in wanted.items() if not value]


class TaskPart(models.Model):
    """What a supporter owes of a task: its own result, by which unit and person."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="parts")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    result = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    person = models.CharField(max_length=60, blank=True)
    finished_at = models.DateTimeField(null=True)
    finding = models.TextField(blank=True)

    class Meta:
        db_table = "plans_task_part"
        ordering: ClassVar = ["task", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "body"], name="plans_one_part_a_body")]


class Milestone(models.Model):
    """A station on the way of a task, with its day. Two moments say that it was told of: before its day, and once that was over."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="milestones")
    name = models.CharField(max_length=120)
    due_on = models.DateField()
    reached_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    missed_told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "plans_milestone"
        ordering: ClassVar = ["task", "due_on", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "name"], name="plans_milestone_once")]
        # read every morning, by their day
        indexes: ClassVar = [
            models.Index(fields=["due_on"], name="plans_milestone_ahead", condition=Q(reached_at=None))
        ]


class Progress(models.Model):
    """What changed, said by the lead or a supporter, with what shows it."""

    append_only = True

    task = models.ForeignKey(Task, models.PROTECT, related_name="progress")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    changed = models.TextField()
    percent = models.PositiveSmallIntegerField(null=True)
    evidence = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        db_table = "plans_progress"
        ordering: ClassVar = ["task", "id"]


class TaskVersion(models.Model):
    """The core of a task as it stood before an adjustment, and on whose word it was adjusted."""

    append_only = True

    task = models.ForeignKey(Task, models.PROTECT, related_name="versions")
    goal = models.TextField()
    measures = models.TextField()
    requirements = models.TextField()
    reason = models.CharField(max_length=500)
    authority = models.CharField(max_length=200)
    until = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        db_table = "plans_task_version"
        ordering: ClassVar = ["task", "id"]


class ExtensionAsk(models.Model):
    """The lead asked for a later last day. `granted` is empty, and so is `answered_at`, until the issuer's heads answer."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="extension_asks")
    before = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=500)
    authority = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    granted = models.BooleanField(null=True)
    opinion = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "plans_extension_ask"
        ordering: ClassVar = ["task", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task"], condition=Q(answered_at=None), name="plans_one_extension_asked"),
            models.CheckConstraint(condition=Q(until__gt=F("before")), name="plans_extension_later"),
            models.CheckConstraint(
                condition=Q(answered_at=None, granted=None) | Q(answered_at__isnull=False, granted__isnull=False),
                name="plans_extension_answered",
            ),
        ]


__all__ = [
    "ExtensionAsk", "Milestone", "PlanField", "PlanProof", "Progress", "Project", "ProjectReport", "Task", "TaskPart", "TaskVersion",
    "WorkPlan",
]  # fmt: skip
