from django.contrib.postgres.indexes import HashIndex
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("complaints", "0002_whole_life")]

    operations = [
        migrations.AddIndex(
            model_name="reply", index=HashIndex(fields=["text"], name="complaints_reply_same_text")
        ),
    ]
