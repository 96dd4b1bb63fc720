"""Who took over from a dissolved body, and which of two rows of one person stands. What was dissolved before is filled in
from the ledger; its open matters follow at the first sweep.
"""

import django.db.models.deletion
from django.db import migrations, models

FROM_THE_LEDGER = """
UPDATE directory_body AS b SET successor_id = s.id
FROM ledger_entry AS e JOIN directory_body AS s ON s.key = e.facts->>'successor'
WHERE e.kind = 'body' AND e.act = 'dissolve' AND e.stream = 'body:' || b.key AND b.state = 'dissolved' AND s.id <> b.id;
WITH RECURSIVE chain(id, heir, depth) AS (
    SELECT id, successor_id, 1 FROM directory_body WHERE successor_id IS NOT NULL
    UNION ALL
    SELECT chain.id, b.successor_id, chain.depth + 1 FROM chain JOIN directory_body AS b ON b.id = chain.heir
    WHERE b.successor_id IS NOT NULL AND chain.depth < 100
)
UPDATE directory_body AS b SET heir_id = last.heir
FROM (SELECT DISTINCT ON (id) id, heir FROM chain ORDER BY id, depth DESC) AS last
WHERE b.id = last.id AND b.id <> last.heir;
"""


def link(name: str, model: str, field: str, back: str) -> migrations.AddField:
    return migrations.AddField(
        model_name=model,
        name=field,
        field=models.ForeignKey(
            null=True, on_delete=django.db.models.deletion.PROTECT, related_name=back, to=f"directory.{name}"
        ),
    )


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_contact_of_people'),
        ('ledger', '0002_guarded_by_the_database'),
    ]

    operations = [
        link("body", "body", "successor", "+"),
        link("body", "body", "heir", "inherited"),
        link("person", "person", "merged_into", "duplicates"),
        # the constraints of the new columns are checked before the table is touched again
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.RunSQL(FROM_THE_LEDGER, migrations.RunSQL.noop),
    ]
