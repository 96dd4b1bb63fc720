from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enforcement', '0018_recommendations_on_paper'),
    ]

    operations = [
        migrations.AddField(
            model_name='courtenforcement',
            name='deferred_until',
            field=models.DateField(null=True),
        ),
    ]
