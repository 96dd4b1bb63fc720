"""An import may open accounts; its links rest sealed until they are fetched."""

import ecoduty.kernel.sealing.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enrolment', '0001_imports'),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='without_account',
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name='import',
            name='invite',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='import',
            name='invited',
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name='import',
            name='uninvited',
            field=models.CharField(blank=True, max_length=600),
        ),
        migrations.AddField(
            model_name='import',
            name='links',
            field=ecoduty.kernel.sealing.fields.SealedText(bound_to='id', default=''),
        ),
        migrations.AddField(
            model_name='import',
            name='links_ready',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='import',
            name='links_taken_at',
            field=models.DateTimeField(null=True),
        ),
    ]
