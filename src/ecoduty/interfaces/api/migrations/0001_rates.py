"""How often each token called, counted without the write-ahead log: it matters for a minute only."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Rate',
            fields=[
                ('pk', models.CompositePrimaryKey('token', 'minute', 'slot', blank=True, editable=False, primary_key=True, serialize=False)),
                ('token', models.BigIntegerField()),
                ('minute', models.BigIntegerField()),
                ('slot', models.SmallIntegerField()),
                ('calls', models.IntegerField()),
            ],
            options={
                'db_table': 'api_rate',
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE api_rate SET UNLOGGED, SET (fillfactor = 50)",
            "ALTER TABLE api_rate SET LOGGED, RESET (fillfactor)",
        ),
    ]
