"""Milestones: when they were reminded of and when it was told that they were missed."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two moments and the index that the morning's look uses."""

    dependencies = [("plans", "0005_extensions_asked_for")]

    operations = [
        migrations.AddField("milestone", "reminded_at", models.DateTimeField(null=True)),
        migrations.AddField("milestone", "missed_told_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "milestone",
            models.Index(condition=models.Q(("reached_at", None)), fields=["due_on"], name="plans_milestone_ahead"),
        ),
    ]
