"""The line to 12345, its work orders and the messages about them."""

import django.db.models.deletion
import ecoduty.kernel.sealing.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('matters', '0002_suspended'),
        ('outbox', '0002_channels_outside'),
    ]

    operations = [
        migrations.CreateModel(
            name='Correspondence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('theirs', models.CharField(max_length=80)),
                ('ours', models.CharField(max_length=80)),
                ('made_at', models.DateTimeField()),
                ('by', models.CharField(max_length=200)),
            ],
            options={
                'db_table': 'hotline12345_correspondence',
                'constraints': [models.UniqueConstraint(fields=('kind', 'theirs'), name='hotline12345_means_once')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('app', models.CharField(max_length=40, unique=True)),
                ('transport', models.CharField(default='https', max_length=8)),
                ('url', models.CharField(blank=True, max_length=1000)),
                ('algorithm', models.CharField(max_length=20)),
                ('nonce', models.CharField(max_length=32)),
                ('secret', ecoduty.kernel.sealing.fields.SealedText(bound_to='nonce')),
                ('former', ecoduty.kernel.sealing.fields.SealedText(blank=True, bound_to='nonce', default='')),
                ('former_until', models.DateTimeField(null=True)),
                ('state', models.CharField(default='active', max_length=12)),
                ('version', models.IntegerField(default=0)),
                ('last_occurred_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'hotline12345_link',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('state',), name='hotline12345_one_line')],
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=80, unique=True)),
                ('applied', models.IntegerField(default=0)),
                ('due_at', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField()),
                ('state', models.CharField(default='linked', max_length=12)),
                ('version', models.IntegerField(default=0)),
                ('last_occurred_at', models.DateTimeField(null=True)),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hotline12345.link')),
                ('matter', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
            ],
            options={
                'db_table': 'hotline12345_order',
            },
        ),
        migrations.CreateModel(
            name='Nonce',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.CharField(max_length=80)),
                ('at', models.DateTimeField(db_index=True)),
                ('link', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='hotline12345.link')),
            ],
            options={
                'db_table': 'hotline12345_nonce',
                'constraints': [models.UniqueConstraint(fields=('link', 'value'), name='hotline12345_nonce_once')],
            },
        ),
        migrations.CreateModel(
            name='Exchange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('incoming', models.BooleanField()),
                ('sequence', models.IntegerField()),
                ('message_id', models.CharField(max_length=80)),
                ('type', models.CharField(max_length=40)),
                ('state', models.CharField(choices=[('held', '等前一条'), ('waiting', '待处理'), ('applied', '已办理'), ('dismissed', '不再办理'), ('written', '待送出'), ('sent', '已送达'), ('void', '已作废')], max_length=12)),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('place', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('content', ecoduty.kernel.sealing.fields.SealedText(blank=True, bound_to='place', default='')),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('told', models.JSONField(default=dict)),
                ('code', models.CharField(blank=True, max_length=60)),
                ('why', models.CharField(blank=True, max_length=500)),
                ('missing', models.JSONField(default=list)),
                ('mapped', models.JSONField(default=dict)),
                ('answer', models.JSONField(default=dict)),
                ('tried_version', models.IntegerField(null=True)),
                ('outbox', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outbox.message')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchanges', to='hotline12345.order')),
            ],
            options={
                'db_table': 'hotline12345_exchange',
                'indexes': [models.Index(condition=models.Q(('state__in', ['held', 'waiting'])), fields=['state', 'id'], name='hotline12345_unsettled'), models.Index(fields=['-at'], name='hotline12345_latest')],
                'constraints': [models.UniqueConstraint(fields=('incoming', 'message_id'), name='hotline12345_message_once'), models.UniqueConstraint(fields=('incoming', 'order', 'sequence'), name='hotline12345_sequence_once')],
            },
        ),
    ]
