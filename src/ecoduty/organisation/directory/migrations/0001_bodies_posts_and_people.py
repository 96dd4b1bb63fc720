"""The directory: bodies, posts and who held them, with spans of days that the database keeps apart."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import ecoduty.organisation.directory.dated
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        # The preparation of the database makes this as superuser; here it is for databases prepared by hand.
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS btree_gist", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('short_name', models.CharField(max_length=60)),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, size=None)),
                ('kind', models.CharField(max_length=60)),
                ('level', models.CharField(choices=[('city', '市级'), ('district', '区级'), ('province', '省级'), ('outside', '市外垂直管理')], max_length=20)),
                ('region_code', models.CharField(max_length=6)),
                ('official_code', models.CharField(blank=True, max_length=40)),
                ('order', models.IntegerField(default=0)),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('enforcement', models.CharField(blank=True, choices=[('own', '本单位队伍执法'), ('centralised', '划转集中执法'), ('entrusted', '委托执法'), ('refer', '无执法权，转有权机关'), ('vertical', '上级垂直管理')], max_length=20)),
                ('coordinator_required', models.BooleanField(default=False)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('state', models.CharField(default='active', max_length=20)),
                ('version', models.IntegerField(default=0)),
                ('last_occurred_at', models.DateTimeField(null=True)),
                ('enforcement_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enforces_for', to='directory.body')),
                ('host', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='guests', to='directory.body')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='directory.body')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='directory.body')),
            ],
            options={
                'db_table': 'directory_body',
                'ordering': ['order', 'key'],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('kind', models.CharField(choices=[('superior', '上级主管部门'), ('counterpart', '对口部门')], max_length=20)),
                ('above', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines_below', to='directory.body')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='directory.body')),
            ],
            options={
                'db_table': 'directory_line',
                'ordering': ['above__order', 'above__key'],
            },
        ),
        migrations.AddField(
            model_name='body',
            name='above',
            field=models.ManyToManyField(related_name='below', through='directory.Line', to='directory.body'),
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('body', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body')),
            ],
            options={
                'db_table': 'directory_person',
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('key', models.SlugField(max_length=80)),
                ('kind', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=60)),
                ('order', models.IntegerField(default=0)),
                ('side', models.CharField(blank=True, choices=[('government', '政府'), ('party', '党委')], max_length=20)),
                ('serves', models.CharField(blank=True, max_length=60)),
                ('single', models.BooleanField(default=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='directory.body')),
            ],
            options={
                'db_table': 'directory_post',
                'ordering': ['order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='LeaderInCharge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('side', models.CharField(choices=[('government', '政府'), ('party', '党委')], max_length=20)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaders', to='directory.body')),
                ('leader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='in_charge_of', to='directory.post')),
            ],
            options={
                'db_table': 'directory_leader_in_charge',
                'ordering': ['leader__body__order', 'leader__order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('reason', models.CharField(max_length=200)),
                ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_taken', to='directory.person')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_given', to='directory.person')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='directory.post')),
            ],
            options={
                'db_table': 'directory_delegation',
                'ordering': ['since', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('exclusive', models.BooleanField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='directory.person')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='directory.post')),
            ],
            options={
                'db_table': 'directory_appointment',
                'ordering': ['since', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('name', models.CharField(max_length=80)),
                ('order', models.IntegerField(default=0)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='directory.body')),
            ],
            options={
                'db_table': 'directory_unit',
                'ordering': ['order', 'id'],
            },
        ),
        migrations.AddField(
            model_name='post',
            name='unit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='directory.unit'),
        ),
        migrations.CreateModel(
            name='BodyName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('name', models.CharField(max_length=120)),
                ('short_name', models.CharField(max_length=60)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='directory.body')),
            ],
            options={
                'db_table': 'directory_body_name',
                'ordering': ['since', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='directory_name_forward'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('body'), '='), (ecoduty.organisation.directory.dated.DaySpan(models.F('since'), models.F('until')), '&&')], name='directory_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Coordinator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coordinating', to='directory.appointment')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coordinators', to='directory.body')),
            ],
            options={
                'db_table': 'directory_coordinator',
                'ordering': ['since', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='directory_coordinator_forward'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('body'), '='), (ecoduty.organisation.directory.dated.DaySpan(models.F('since'), models.F('until')), '&&')], name='directory_coordinator_one')],
            },
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='directory_line_forward'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('body'), '='), (models.F('above'), '='), (models.F('kind'), '='), (ecoduty.organisation.directory.dated.DaySpan(models.F('since'), models.F('until')), '&&')], name='directory_line_once'),
        ),
        migrations.AddIndex(
            model_name='body',
            index=models.Index(fields=['order', 'key'], name='directory_body_order'),
        ),
        migrations.AddIndex(
            model_name='body',
            index=models.Index(fields=['region_code', 'kind'], name='directory_body_region'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['name'], name='directory_person_name'),
        ),
        migrations.AddConstraint(
            model_name='leaderincharge',
            constraint=models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='directory_leader_forward'),
        ),
        migrations.AddConstraint(
            model_name='leaderincharge',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('leader'), '='), (models.F('body'), '='), (ecoduty.organisation.directory.dated.DaySpan(models.F('since'), models.F('until')), '&&')], name='directory_leader_once'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='directory_delegation_forward'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('post'), '='), (models.F('holder'), '='), (ecoduty.organisation.directory.dated.DaySpan(models.F('since'), models.F('until')), '&&')], name='directory_delegation_one'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='directory_appointment_forward'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('exclusive', True)), expressions=[(models.F('post'), '='), (ecoduty.organisation.directory.dated.DaySpan(models.F('since'), models.F('until')), '&&')], name='directory_appointment_single'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('post'), '='), (models.F('person'), '='), (ecoduty.organisation.directory.dated.DaySpan(models.F('since'), models.F('until')), '&&')], name='directory_appointment_once'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='directory_unit_forward'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('body'), '='), (models.F('name'), '='), (ecoduty.organisation.directory.dated.DaySpan(models.F('since'), models.F('until')), '&&')], name='directory_unit_once'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['kind', 'body'], name='directory_post_kind'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='directory_post_forward'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('body', 'key'), name='directory_post_key'),
        ),
    ]
