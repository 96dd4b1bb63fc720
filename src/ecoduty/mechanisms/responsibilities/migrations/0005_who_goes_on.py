"""Who answers for a row after its body was merged or renamed; rows there are answer for themselves."""

from __future__ import annotations

from django.db import migrations, models

OWN = "UPDATE {table} SET body_now = body_id"


class Migration(migrations.Migration):
    dependencies = [("responsibilities", "0004_brought_files")]

    operations = [
        operation
        for model, table in (("findablerow", "responsibilities_findable"), ("findableinside", "responsibilities_findable_inside"))
        for operation in (
            migrations.AddField(model, "body_now", models.BigIntegerField(default=0), preserve_default=False),
            migrations.AddField(model, "later", models.JSONField(default=list)),
            migrations.RunSQL(OWN.format(table=table), migrations.RunSQL.noop),
        )
    ]
