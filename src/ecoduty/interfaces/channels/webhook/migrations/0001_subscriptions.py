"""Subscriptions of other systems to acts."""

import django.contrib.postgres.fields
import django.db.models.deletion
import ecoduty.kernel.sealing.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('outbox', '0001_messages'),
        ('tokens', '0001_tokens'),
    ]

    operations = [
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=1000)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('acts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('nonce', models.CharField(max_length=32)),
                ('secret', ecoduty.kernel.sealing.fields.SealedText(bound_to='nonce')),
                ('state', models.CharField(default='active', max_length=20)),
                ('version', models.IntegerField(default=0)),
                ('last_occurred_at', models.DateTimeField(null=True)),
                ('token', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tokens.token')),
            ],
            options={
                'db_table': 'webhook_subscription',
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('state', 'active')), fields=['id'], name='webhook_active')],
            },
        ),
        # read by those who ask what became of the deliveries of one subscription
        migrations.RunSQL(
            "CREATE INDEX webhook_deliveries ON outbox_message (key, id DESC) WHERE channel = 'webhook'",
            "DROP INDEX webhook_deliveries",
        ),
    ]
