"""A matter says itself when time stands still for all it owes, so that lists show it as its own page does."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0001_matters")]

    operations = [
        migrations.AddField("matter", "suspended", models.BooleanField(default=False, db_default=False)),
    ]
