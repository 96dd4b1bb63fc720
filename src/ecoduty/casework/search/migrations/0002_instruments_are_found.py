"""Instruments of the legal basis library can be found."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_search_rows'),
    ]

    operations = [
        migrations.AlterField(
            model_name='searchrow',
            name='kind',
            field=models.CharField(choices=[('matter', '办件'), ('document', '公文'), ('publication', '公开'), ('body', '机构'), ('person', '人员'), ('clause', '条款'), ('instrument', '法律依据')], max_length=20),
        ),
    ]
