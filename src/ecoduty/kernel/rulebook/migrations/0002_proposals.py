"""Rulebooks that were proposed and looked at before anybody adopts them."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('rulebook', '0001_adopted_versions')]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("edition", models.CharField(max_length=60)),
                ("content", models.TextField()),
                ("file", models.CharField(max_length=200)),
                ("cases", models.IntegerField()),
                ("proposed_at", models.DateTimeField()),
                ("proposed_by", models.CharField(max_length=200)),
            ],
            options={"db_table": "rulebook_proposal"},
        ),
    ]
