"""Adopted and proposed versions, never changed, and the published text of the plan for display beside the clauses."""

from __future__ import annotations

from django.db import models


class RulebookVersion(models.Model):
    """A rulebook as it was adopted. Deadlines and matters keep the digest of theirs.

    The portal reads its rules, which are public, to understand what people ask; not who adopted it.
    """

    append_only = True
    portal_sees = ("digest", "content", "adopted_at")

    digest = models.CharField(max_length=64, primary_key=True)
    city = models.CharField(max_length=60)
    edition = models.CharField(max_length=60)
    content = models.TextField()
    adopted_at = models.DateTimeField()
    adopted_by = models.CharField(max_length=200)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "rulebook_version"
        indexes = [models.Index(fields=["-adopted_at"], name="rulebook_version_latest")]  # store.current()


class Proposal(models.Model):
    """A rulebook laid on the table: loaded, checked, and not in force. Who adopts it adopts what was looked at."""

    append_only = True

    digest = models.CharField(max_length=64, primary_key=True)
    edition = models.CharField(max_length=60)
    content = models.TextField()
    file = models.CharField(max_length=200)
    cases = models.IntegerField()
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=200)

    class Meta:
        db_table = "rulebook_proposal"


class PlanText(models.Model):
    """One article of the published plan, as imported. The repository itself contains no sentence of it."""

    city = models.CharField(max_length=60)
    article = models.IntegerField()
    chapter = models.IntegerField()
    chapter_title = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    text = models.TextField()
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "rulebook_plan_text"
        constraints = [models.UniqueConstraint(fields=["city", "article"], name="rulebook_plan_text_once")]
