"""Which rulebook is in force: one row, there from the beginning."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_bodies_posts_and_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('state', models.CharField(default='waiting', max_length=20)),
                ('version', models.IntegerField(default=0)),
                ('last_occurred_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'directory_adoption',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='directory_adoption_one')],
            },
        ),
        migrations.RunSQL(
            "INSERT INTO directory_adoption (id, digest, state, version) VALUES (1, '', 'waiting', 0)",
            migrations.RunSQL.noop,
        ),
    ]
