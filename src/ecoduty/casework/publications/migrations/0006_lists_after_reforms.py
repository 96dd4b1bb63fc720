"""What became of the body whose list it is: its new name, or who goes on for it."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publications", "0005_undetermined")]

    operations = [migrations.AddField("publishedlist", "later", models.JSONField(default=list))]
