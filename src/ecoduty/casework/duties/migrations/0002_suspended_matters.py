"""Matters whose only open deadlines are suspended say so from now on."""

from __future__ import annotations

from django.db import migrations

_FILL = """
UPDATE matters_matter SET suspended = true WHERE open AND next_due_at IS NULL AND EXISTS (
    SELECT FROM duties_deadline WHERE matter_id = matters_matter.id AND state = 'suspended'
)
"""


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_instances_deadlines_changes"), ("matters", "0002_suspended")]

    operations = [migrations.RunSQL(_FILL, migrations.RunSQL.noop)]
