"""Notices about saved filters and weekly digests."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('escalation', '0002_system_alarms'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('reminder', '时限提醒'), ('urging', '催办'), ('release', '待签发'), ('escalation', '升级告知'), ('vacancy', '岗位空缺'), ('review', '期限待核对'), ('filter', '常用筛选'), ('weekly', '每周小结'), ('weekly_body', '单位每周小结'), ('system', '系统告警'), ('other', '通知')], max_length=12),
        ),
    ]
