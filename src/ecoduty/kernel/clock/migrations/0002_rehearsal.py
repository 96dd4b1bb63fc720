"""The mark of a rehearsal database: a table that is empty everywhere else."""

from __future__ import annotations

from datetime import timedelta

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clock", "0001_calendar_days")]

    operations = [
        migrations.CreateModel(
            name="Rehearsal",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=300)),
                ("copied_at", models.DateTimeField()),
                ("offset", models.DurationField(db_column="clock_offset", default=timedelta)),
            ],
            options={"db_table": "clock_rehearsal"},
        ),
        migrations.AddConstraint(
            "Rehearsal", models.CheckConstraint(condition=models.Q(("id", 1)), name="clock_rehearsal_one")
        ),
    ]
