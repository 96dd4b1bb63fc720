"""A second factor, log-ins that last, the three administrators, and the entrance as a subject of its own."""

import django.db.models.deletion
import ecoduty.kernel.sealing.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Factor',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='factor', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('secret', ecoduty.kernel.sealing.fields.SealedText(bound_to='account_id')),
                ('last_step', models.BigIntegerField(default=0)),
                ('failures', models.SmallIntegerField(default=0)),
                ('blocked_until', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'accounts_factor',
            },
        ),
        migrations.AddField(
            model_name='account',
            name='factor_required',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='account',
            name='factor_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='account',
            name='office',
            field=models.CharField(blank=True, default='', max_length=30),
        ),
        migrations.CreateModel(
            name='Entrance',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('state', models.CharField(default='open', max_length=20)),
                ('version', models.IntegerField(default=0)),
                ('last_occurred_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'accounts_entrance',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='accounts_entrance_one')],
            },
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(max_length=32)),
                ('used_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recovery_codes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'accounts_recovery_code',
                'constraints': [models.UniqueConstraint(fields=('account', 'digest'), name='accounts_recovery_code_once')],
            },
        ),
        migrations.CreateModel(
            name='SignInSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, unique=True)),
                ('method', models.CharField(max_length=20)),
                ('address', models.CharField(blank=True, max_length=45)),
                ('agent', models.CharField(blank=True, max_length=200)),
                ('begun_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('how_ended', models.CharField(blank=True, max_length=20)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'accounts_session',
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['account', 'seen_at'], name='accounts_session_open')],
            },
        ),
        migrations.RunSQL(
            "INSERT INTO accounts_entrance (id, state, version) VALUES (1, 'open', 0)",
            migrations.RunSQL.noop,
        ),
    ]
