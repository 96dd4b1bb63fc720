"""Filters people keep, and what stands in those they are told about."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0005_index_of_security_entries'),
        ('matters', '0002_suspended'),
    ]

    operations = [
        migrations.CreateModel(
            name='Shelf',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('filters', models.JSONField(default=list)),
                ('watched', models.BooleanField(default=False)),
                ('state', models.CharField(default='in_use', max_length=20)),
                ('version', models.IntegerField(default=0)),
                ('last_occurred_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'saved_filters_shelf',
                'indexes': [models.Index(condition=models.Q(('watched', True)), fields=['account'], name='saved_filters_watched')],
            },
        ),
        migrations.CreateModel(
            name='Entered',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter', models.CharField(max_length=12)),
                ('since', models.DateTimeField()),
                ('left_at', models.DateTimeField(null=True)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
                ('shelf', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entered', to='saved_filters.shelf')),
            ],
            options={
                'db_table': 'saved_filters_entered',
                'constraints': [models.UniqueConstraint(fields=('shelf', 'filter', 'matter'), name='saved_filters_entered_once')],
            },
        ),
    ]
