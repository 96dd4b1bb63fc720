"""Items whose lead is being determined, before the public (article 5)."""

from __future__ import annotations

import uuid

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publications", "0004_lists")]

    operations = [
        migrations.CreateModel(
            name="PublishedUndetermined",
            fields=[
                ("public_id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("matter_id", models.BigIntegerField()),
                ("item", models.CharField(max_length=200)),
                ("field", models.CharField(blank=True, max_length=40)),
                ("field_label", models.CharField(blank=True, max_length=60)),
                ("region", models.CharField(blank=True, max_length=6)),
                ("region_name", models.CharField(max_length=60)),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "publications_published_undetermined",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="publications_undetermined_days_forward",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("matter_id",),
                        name="publications_undetermined_once",
                    ),
                ],
            },
        )
    ]
