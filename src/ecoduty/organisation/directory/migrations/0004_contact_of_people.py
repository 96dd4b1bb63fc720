"""Where people are reached: mobile number and mail address, empty until somebody registers them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0003_oldest_rows_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='mail',
            field=models.CharField(blank=True, default='', max_length=120),
        ),
        migrations.AddField(
            model_name='person',
            name='mobile',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
    ]
