"""Instruments of the legal basis library, and where provisions of repealed ones went."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, unique=True)),
                ('kind', models.CharField(choices=[('law', '法律'), ('regulation', '行政法规'), ('local_regulation', '地方性法规'), ('rule', '规章'), ('interpretation', '司法解释'), ('party', '党内法规'), ('mandate', '三定规定'), ('policy', '规范性文件'), ('other', '其他文件')], max_length=20)),
                ('title', models.CharField(max_length=300)),
                ('edition', models.CharField(blank=True, max_length=20)),
                ('number', models.CharField(blank=True, max_length=80)),
                ('issuer', models.CharField(blank=True, max_length=120)),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), default=list, size=None)),
                ('body', models.CharField(blank=True, max_length=80)),
                ('issued', models.DateField(null=True)),
                ('in_force', models.DateField(null=True)),
                ('repealed', models.DateField(null=True)),
                ('articles', models.PositiveSmallIntegerField(null=True)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('state', models.CharField(default='pending', max_length=20)),
                ('version', models.IntegerField(default=0)),
                ('last_occurred_at', models.DateTimeField(null=True)),
                ('repealed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repeals', to='legal_basis.instrument')),
            ],
            options={
                'db_table': 'legal_basis_instrument',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Mapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.PositiveSmallIntegerField(default=0)),
                ('inserted', models.PositiveSmallIntegerField(default=0)),
                ('paragraph', models.PositiveSmallIntegerField(default=0)),
                ('item', models.PositiveSmallIntegerField(default=0)),
                ('subitem', models.PositiveSmallIntegerField(default=0)),
                ('part', models.CharField(blank=True, max_length=60)),
                ('revision', models.PositiveSmallIntegerField()),
                ('order', models.PositiveSmallIntegerField()),
                ('new_article', models.PositiveSmallIntegerField(default=0)),
                ('new_inserted', models.PositiveSmallIntegerField(default=0)),
                ('new_paragraph', models.PositiveSmallIntegerField(default=0)),
                ('new_item', models.PositiveSmallIntegerField(default=0)),
                ('new_subitem', models.PositiveSmallIntegerField(default=0)),
                ('new_part', models.CharField(blank=True, max_length=60)),
                ('recorded_at', models.DateTimeField()),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mappings', to='legal_basis.instrument')),
                ('target', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='takes_over', to='legal_basis.instrument')),
            ],
            options={
                'db_table': 'legal_basis_mapping',
                'ordering': ['id'],
            },
        ),
        migrations.AddConstraint(
            model_name='instrument',
            constraint=models.UniqueConstraint(fields=('title', 'edition'), name='legal_basis_title_once'),
        ),
        migrations.AddConstraint(
            model_name='instrument',
            constraint=models.CheckConstraint(condition=models.Q(('repealed', None), ('in_force', None), ('repealed__gte', models.F('in_force')), _connector='OR'), name='legal_basis_days_forward'),
        ),
        migrations.AddConstraint(
            model_name='mapping',
            constraint=models.UniqueConstraint(fields=('instrument', 'article', 'inserted', 'paragraph', 'item', 'subitem', 'part', 'revision', 'order'), name='legal_basis_mapping_once'),
        ),
    ]
