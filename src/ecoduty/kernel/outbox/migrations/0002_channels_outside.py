"""Channels that lead outside: how they go, and since when each message should have left."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0001_messages'),
    ]

    operations = [
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('state', models.CharField(default='working', max_length=12)),
                ('failures', models.IntegerField(default=0)),
                ('failing_since', models.DateTimeField(null=True)),
                ('try_again_at', models.DateTimeField(null=True)),
                ('last_error', models.TextField(blank=True)),
                ('last_sent_at', models.DateTimeField(null=True)),
                ('version', models.IntegerField(default=0)),
                ('last_occurred_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'outbox_channel',
            },
        ),
        migrations.AddField(
            model_name='message',
            name='due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL('UPDATE outbox_message SET due_at = written_at', migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='message',
            name='due_at',
            field=models.DateTimeField(),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['channel', 'next_try_at', 'id'], name='outbox_channel_due'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['channel', 'due_at'], name='outbox_backlog'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'dead')), fields=['channel', 'id'], name='outbox_dead'),
        ),
    ]
