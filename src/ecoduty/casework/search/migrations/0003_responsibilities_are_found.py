"""Rows of the lists in force can be found."""

from __future__ import annotations

from django.db import migrations, models

KINDS = [
    ("matter", "办件"), ("document", "公文"), ("publication", "公开"), ("body", "机构"), ("person", "人员"),
    ("clause", "条款"), ("instrument", "法律依据"), ("responsibility", "事项"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("search", "0002_instruments_are_found")]

    operations = [migrations.AlterField("searchrow", "kind", models.CharField(choices=KINDS, max_length=20))]
