"""A deadline that follows another may go on with its ladder instead of beginning it anew."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0002_suspended_matters")]

    operations = [
        migrations.AddField(
            model_name="deadline",
            name="resumes",
            field=models.CharField(blank=True, db_default="", default="", max_length=80),
        ),
    ]
