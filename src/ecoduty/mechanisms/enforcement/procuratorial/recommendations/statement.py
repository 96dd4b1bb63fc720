"""履职说明: how a body followed a recommendation, put together from the record. Nothing of it is written a second time."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.documents import numbers, texts
from ecoduty.casework.documents.models import Document
from ecoduty.casework.documents.rendering.paper import chinese_date
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.enforcement.procuratorial.recommendations import queries
from ecoduty.mechanisms.enforcement.procuratorial.recommendations.models import (
    ProcuratorialRecommendation,
    RecommendedMeasure,
)
from ecoduty.mechanisms.enforcement.procuratorial.recommendations.states import Verdict


def sections(own: ProcuratorialRecommendation) -> list[tuple[str, str]]:
    """Title and text of each section: receipt, what was done about each demand, replies, what was found."""
    parts = [("收到检察建议的情况", _received(own)), ("逐项整改情况", _done(own))]
    said = _replied(own)
    return [*parts, ("回复和审查情况", said)] if said else parts


def compose(attempt: Attempt) -> None:
    """A version of the statement as the record stands now; it can be drawn up again as often as something was added."""
    own = queries.own_of(attempt.subject)
    document = texts.main_document(attempt.subject)
    if document is None:
        title = f"关于{own.procuratorate.short_name}检察建议（{own.number}）履职情况的说明"
        document = texts.start(attempt.subject, queries.KIND, title)
    texts.save(document, sections(own), attempt.actor, attempt.recorded_at)
    attempt.send(numbers.RENDER, f"document:{document.pk}", document=document.pk)
    attempt.record(version=document.version)


def drawn(own: ProcuratorialRecommendation) -> Document | None:
    """The statement where there is one."""
    return texts.main_document(own.matter)


def _received(own: ProcuratorialRecommendation) -> str:
    when = f"{chinese_date(own.received_on)}收到" if own.received_on else "尚未签收"
    pressing = "，属损害继续扩大等紧急情形，须在十五日内书面回复" if own.urgent else "，须在两个月内书面回复"
    return (
        f"{own.procuratorate.name}{chinese_date(own.issued_on)}制发{own.number}检察建议，{own.matter.holder.short_name}{when}{pressing}。"
        f"\n建议指出的问题：{own.findings}"
    )


def _done(own: ProcuratorialRecommendation) -> str:
    parts = []
    for line in queries.lines(own):
        parts.append(f"{line.demand.order}．建议：{line.demand.text.rstrip('。')}。")
        parts += [_measure(row) for row in line.measures] or ["尚无整改情况。"]
    return "\n".join(parts)


def _measure(row: RecommendedMeasure) -> str:
    when = f"{chinese_date(row.on)}{'完成' if row.progress == 'done' else '前完成'}"
    shown = row.evidence.name if row.evidence else row.evidence_note
    proof = f"（凭证：{shown}）" if shown else ""
    return f"整改：{row.text.rstrip('。')}，{when}{proof}。"


def _replied(own: ProcuratorialRecommendation) -> str:
    found = []
    for row in queries.replies(own):
        found.append(f"{_day(local_date(row.replied_at))}以{row.number}书面回复。")
        if row.verdict:
            found.append(f"{own.procuratorate.short_name}审查认为：{Verdict(row.verdict).label}。")
    found += [
        f"{_day(local_date(row.looked_at))}回访：{Verdict(row.verdict).label}。"
        for row in own.look_backs.order_by("pk")
    ]
    return "\n".join(found)


def _day(day: date) -> str:
    return chinese_date(day)
