"""A rehearsal may be a simulation: nothing in it was ever real."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('clock', '0002_rehearsal')]

    operations = [migrations.AddField("rehearsal", "simulated", models.BooleanField(db_default=False, default=False))]
