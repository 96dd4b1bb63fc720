"""Alarms about the platform itself; what is still asked about a matter is found at once."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_contact_of_people'),
        ('duties', '0001_instances_deadlines_changes'),
        ('escalation', '0001_rungs_notices'),
        ('matters', '0001_matters'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('reminder', '时限提醒'), ('urging', '催办'), ('release', '待签发'), ('escalation', '升级告知'), ('vacancy', '岗位空缺'), ('review', '期限待核对'), ('system', '系统告警'), ('other', '通知')], max_length=12),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('cancelled_at', None), ('matter__isnull', False), ('read_at', None)), fields=['matter'], name='escalation_notice_asking'),
        ),
    ]
