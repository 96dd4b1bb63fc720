"""Where a rehearsal's clock is being turned to: one row, there from the beginning."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Turning",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("state", models.CharField(default="standing", max_length=20)),
                ("version", models.IntegerField(default=0)),
                ("last_occurred_at", models.DateTimeField(null=True)),
                ("began_at", models.DateTimeField(null=True)),
                ("until", models.DateTimeField(null=True)),
                ("by", models.CharField(blank=True, max_length=200)),
                ("lived_on", models.DateField(null=True)),
                ("failed", models.IntegerField(default=0)),
            ],
            options={"db_table": "rehearsal_turning"},
        ),
        migrations.AddConstraint(
            "Turning", models.CheckConstraint(condition=models.Q(("id", 1)), name="rehearsal_turning_one")
        ),
        migrations.RunSQL(
            "INSERT INTO rehearsal_turning (id, state, version, by, failed) VALUES (1, 'standing', 0, '', 0)",
            migrations.RunSQL.noop,
        ),
    ]
