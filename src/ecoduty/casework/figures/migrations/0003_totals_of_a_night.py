"""Totals of every night: what trends are drawn from. Nights recorded before are added up from their snapshots."""

import django.db.models.deletion
from django.db import migrations, models

COLUMNS = '("on", holder_id, region_id, kind, secrecy, open, overdue, closed, closed_in_time)'
# The close of a day is 24:00 in Shanghai.
BEFORE = f"""
INSERT INTO figures_night_total {COLUMNS}
SELECT night."on", held.holder_id, held.region_id, held.kind, held.secrecy,
       coalesce(sum(held.amount) FILTER (WHERE held.open), 0),
       coalesce(sum(held.amount) FILTER (
           WHERE held.open AND held.next_due_at <= ((night."on" + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')), 0),
       coalesce(sum(held.amount) FILTER (WHERE NOT held.open), 0),
       coalesce(sum(held.amount) FILTER (WHERE NOT held.open AND NOT held.missed), 0)
FROM figures_snapshot_night AS night
JOIN figures_snapshot AS held ON held.since <= night."on" AND (held.until IS NULL OR held.until > night."on")
GROUP BY night."on", held.holder_id, held.region_id, held.kind, held.secrecy HAVING sum(held.amount) <> 0;
"""


class Migration(migrations.Migration):
    """One table, filled from what was kept."""

    dependencies = [('figures', '0002_counted_by_the_database')]

    operations = [
        migrations.CreateModel(
            name="NightTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("kind", models.CharField(max_length=60)),
                ("secrecy", models.CharField(max_length=12)),
                ("open", models.BigIntegerField()),
                ("overdue", models.BigIntegerField()),
                ("closed", models.BigIntegerField()),
                ("closed_in_time", models.BigIntegerField()),
                (
                    "holder",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="directory.body",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="directory.body",
                    ),
                ),
            ],
            options={
                "db_table": "figures_night_total",
                "indexes": [models.Index(fields=["on"], name="figures_night_total_on")],
            },
        ),
        migrations.RunSQL(BEFORE, "DELETE FROM figures_night_total;"),
    ]
