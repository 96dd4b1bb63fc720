"""Notices on their way outside by person and channel, what people want of them, calendar addresses."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_accounts'),
        ('directory', '0004_contact_of_people'),
        ('duties', '0001_instances_deadlines_changes'),
        ('escalation', '0001_rungs_notices'),
        ('matters', '0001_matters'),
        ('outbox', '0002_channels_outside'),
    ]

    operations = [
        migrations.CreateModel(
            name='NoticeSettings',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('chosen', models.JSONField(default=dict)),
                ('calendar_digest', models.BinaryField(max_length=32, null=True, unique=True)),
                ('calendar_made_at', models.DateTimeField(null=True)),
                ('state', models.CharField(default='in_use', max_length=20)),
                ('version', models.IntegerField(default=0)),
                ('last_occurred_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'deliveries_settings',
            },
        ),
        migrations.CreateModel(
            name='OutsideChannel',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('outbox.channel',),
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=20)),
                ('mode', models.CharField(choices=[('at_once', '即时'), ('digest', '每日汇总'), ('off', '不发')], max_length=8)),
                ('written_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('deadline', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='duties.deadline')),
                ('matter', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='outbox.message')),
                ('notice', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='escalation.notice')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
            ],
            options={
                'db_table': 'deliveries_delivery',
                'indexes': [models.Index(condition=models.Q(('cancelled_at', None), ('sent_at', None), ('message', None)), fields=['due_at'], name='deliveries_digest'), models.Index(condition=models.Q(('cancelled_at', None), ('sent_at', None), ('matter__isnull', False)), fields=['matter'], name='deliveries_of_matter'), models.Index(condition=models.Q(('cancelled_at', None), ('sent_at', None), ('deadline__isnull', False)), fields=['deadline'], name='deliveries_of_deadline')],
                'constraints': [models.UniqueConstraint(fields=('notice', 'person', 'channel'), name='deliveries_once')],
            },
        ),
    ]
