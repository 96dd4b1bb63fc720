"""The minutes of a joint meeting, put together from what was entered for it: nothing is written twice (clause 20.3)."""

from __future__ import annotations

from ecoduty.casework.documents.rendering.paper import chinese_date
from ecoduty.casework.matters.models import Party, PartyRole
from ecoduty.mechanisms.enforcement.meetings import queries
from ecoduty.mechanisms.enforcement.meetings.models import JointDecision, JointMeeting


def sections(own: JointMeeting) -> list[tuple[str, str]]:
    """Title and text of each section."""
    parts = [("会议情况", _held(own)), ("研究的议题", _topics(own))]
    decided = queries.decisions(own)
    said = "\n".join(_decision(row) for row in decided) or "会议没有形成需要分工落实的议定事项。"
    return [*parts, ("议定事项", said)]


def _held(own: JointMeeting) -> str:
    place = f"在{own.place}" if own.place else ""
    when = chinese_date(own.held_on or own.planned_on)
    came = [row.body.short_name for row in own.attendance.select_related("body") if row.attended]
    away = [row.body.short_name for row in own.attendance.select_related("body") if row.attended is False]
    absent = f"\n缺席：{'、'.join(away)}。" if away else ""
    return (
        f"{when}，{own.matter.holder.name}{place}召集联席会议，{own.chair}主持。\n参加单位：{'、'.join(came)}。{absent}"
    )


def _topics(own: JointMeeting) -> str:
    lines = []
    for row in own.agenda.all():
        by = f"（{row.presenter}汇报）" if row.presenter else ""
        lines.append(f"{row.order}．{row.title}{by}。")
    return "\n".join(lines)


def _decision(row: JointDecision) -> str:
    parties = Party.objects.filter(matter=row.pk, role=PartyRole.SUPPORTER, until=None).select_related("body")
    helpers = [party.body.short_name for party in parties.order_by("body__order")]
    with_ = f"，{'、'.join(helpers)}配合" if helpers else ""
    return f"{row.order}．{row.text.rstrip('。')}。（{row.matter.holder.short_name}负责{with_}，{chinese_date(row.due_on)}前完成）"
