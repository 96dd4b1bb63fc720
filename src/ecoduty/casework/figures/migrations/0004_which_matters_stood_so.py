"""Which matters stood how at the close of a day. Nights recorded before have numbers only; all matters are noted for the next."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

_before = import_module("ecoduty.casework.figures.migrations.0002_counted_by_the_database")
NAMES, OF_MATTER = _before.NAMES, _before.OF_MATTER
COUNTED = "WHERE secrecy <> 'restricted'"


def touch(source: str) -> str:
    return f"INSERT INTO figures_touched (matter_id) SELECT id FROM {source} {COUNTED};"


# What an update leaves as it was is neither counted nor noted. One statement for both: it is part of every act.
UPDATED = f"""
WITH moved AS (
    SELECT id, {NAMES}, sum(amount) AS amount FROM (
        SELECT id, {OF_MATTER}, -1 AS amount FROM gone {COUNTED}
        UNION ALL
        SELECT id, {OF_MATTER}, 1 FROM fresh {COUNTED}
    ) AS both_sides GROUP BY id, {NAMES} HAVING sum(amount) <> 0
), noted AS (
    INSERT INTO figures_touched (matter_id) SELECT DISTINCT id FROM moved
)
INSERT INTO figures_delta ({NAMES}, amount) SELECT {NAMES}, sum(amount) FROM moved
GROUP BY {NAMES} HAVING sum(amount) <> 0;
"""


def function(inserted: str, updated: str, deleted: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION figures_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        {inserted}
    ELSIF TG_OP = 'UPDATE' THEN
        {updated}
    ELSE
        {deleted}
    END IF;
    RETURN NULL;
END $$;
"""


COUNTS = _before.write_down(_before.FRESH), _before.write_down(_before.GONE)
NOTING = function(COUNTS[0] + touch("fresh"), UPDATED, COUNTS[1] + touch("gone"))
COUNTING = function(COUNTS[0], _before.write_down(f"{_before.GONE} UNION ALL {_before.FRESH}"), COUNTS[1])
# Nobody changes a matter between the first note of it and the trigger's.
BEGIN = f"LOCK TABLE matters_matter IN SHARE ROW EXCLUSIVE MODE; {NOTING} {touch('matters_matter')}"


def body(*, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        null=null,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to="directory.body",
    )


def matter() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to="matters.matter",
    )


class Migration(migrations.Migration):
    """Two tables, a column that says which nights have lists, and a trigger that notes what it counts."""

    dependencies = [('figures', '0003_totals_of_a_night'), ("matters", "0001_matters"), ("directory", "0002_adoption")]

    operations = [
        migrations.AddField("snapshotnight", "listed", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="Touched",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("matter", matter()),
            ],
            options={"db_table": "figures_touched"},
        ),
        migrations.CreateModel(
            name="Stood",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("duty", models.CharField(blank=True, max_length=80)),
                ("period", models.CharField(blank=True, max_length=20)),
                ("state", models.CharField(max_length=60)),
                ("secrecy", models.CharField(max_length=12)),
                ("open", models.BooleanField()),
                ("missed", models.BooleanField()),
                ("next_due_at", models.DateTimeField(null=True)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("holder", body()),
                ("region", body(null=True)),
                ("matter", matter()),
            ],
            options={
                "db_table": "figures_stood",
                "indexes": [
                    models.Index(condition=models.Q(("until", None)), fields=["matter"], name="figures_stood_open"),
                    models.Index(fields=["kind", "holder"], name="figures_stood_kind"),
                    models.Index(condition=models.Q(("open", True)), fields=["next_due_at"], name="figures_stood_due"),
                ],
            },
        ),
        migrations.RunSQL(BEGIN, COUNTING),
    ]
