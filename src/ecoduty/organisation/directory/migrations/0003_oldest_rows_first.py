"""Rows that began before these records come before dated ones; no change of a table."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_adoption'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='appointment',
            options={'ordering': [models.OrderBy(models.F('since'), nulls_first=True), 'id']},
        ),
        migrations.AlterModelOptions(
            name='bodyname',
            options={'ordering': [models.OrderBy(models.F('since'), nulls_first=True), 'id']},
        ),
        migrations.AlterModelOptions(
            name='coordinator',
            options={'ordering': [models.OrderBy(models.F('since'), nulls_first=True), 'id']},
        ),
        migrations.AlterModelOptions(
            name='delegation',
            options={'ordering': [models.OrderBy(models.F('since'), nulls_first=True), 'id']},
        ),
    ]
