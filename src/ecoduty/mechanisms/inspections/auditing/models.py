"""What an audit project has beside its matter."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class AuditProject(models.Model):
    """The audit of one leading official's duties for natural resources and the environment (clause 14.3).

    The matter's holder is the body that audits. The official is named by post and term, never by name: `term_to` is empty for
    who is still in office. `period_from` and `period_to` are what is audited. `silent` says that the audited gave no opinion in
    time.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="audit_project")
    by = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    audited = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    post_title = models.CharField(max_length=80)
    term_from = models.DateField()
    term_to = models.DateField(null=True)
    period_from = models.DateField()
    period_to = models.DateField()
    basis = models.TextField()
    scope = models.TextField()
    team = models.CharField(max_length=500)
    notice_number = models.CharField(max_length=80, blank=True)
    notified_on = models.DateField(null=True)
    draft = models.TextField(blank=True)
    opinion = models.TextField(blank=True)
    opinion_on = models.DateField(null=True)
    silent = models.BooleanField(default=False, db_default=False)
    report_number = models.CharField(max_length=80, blank=True)
    report = models.TextField(blank=True)
    reported_on = models.DateField(null=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    used = models.TextField(blank=True)

    class Meta:
        db_table = "inspections_audit_project"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(period_from__lte=F("period_to")), name="inspections_audit_period"),
            models.CheckConstraint(
                condition=Q(term_to=None) | Q(term_from__lte=F("term_to")), name="inspections_audit_term"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audited.short_name}{self.post_title}"


__all__ = ["AuditProject"]
