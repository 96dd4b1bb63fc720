"""How far the weekly digests of a week have been written."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deliveries', '0001_deliveries_and_settings'),
    ]

    operations = [
        migrations.CreateModel(
            name='WeeklyRun',
            fields=[
                ('week', models.DateField(primary_key=True, serialize=False)),
                ('reached', models.BigIntegerField(default=0)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'deliveries_weekly',
            },
        ),
    ]
