"""Indexes by which the audit administrator's page finds entries about security, newest first, all or of one act.

They stand on the ledger's table, which knows nothing of accounts; they hold the entries of these kinds alone, so that no
act on a matter pays for them.
"""

from typing import ClassVar

from django.db import migrations

_KINDS = "WHERE kind IN ('account', 'entrance', 'token')"


class Migration(migrations.Migration):
    """Two partial indexes."""

    dependencies: ClassVar = [
        ("accounts", "0004_linked_subjects"),
        ("ledger", "0002_guarded_by_the_database"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(
            f"CREATE INDEX accounts_security_entry ON ledger_entry (id) {_KINDS}",
            "DROP INDEX accounts_security_entry",
        ),
        migrations.RunSQL(
            f"CREATE INDEX accounts_security_entry_act ON ledger_entry (act, id) {_KINDS}",
            "DROP INDEX accounts_security_entry_act",
        ),
    ]
