"""Who an account is at a provider of unified log-in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_invitations'),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkedSubject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issuer', models.CharField(max_length=200)),
                ('subject', models.CharField(max_length=255)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='linked_subjects', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'accounts_linked_subject',
                'constraints': [models.UniqueConstraint(fields=('issuer', 'subject'), name='accounts_linked_subject_once'), models.UniqueConstraint(fields=('account', 'issuer'), name='accounts_linked_subject_one')],
            },
        ),
    ]
