"""The road of cases between the offices, for who handles them: restricted cases are in no figure of anybody else's."""

from __future__ import annotations

from django.urls import reverse

from ecoduty.interfaces.desk import leg_statistics
from ecoduty.interfaces.desk.cockpit.asking import Asked, Section
from ecoduty.interfaces.desk.leg_statistics import Question
from ecoduty.mechanisms.enforcement.statistics import queries


def section(asked: Asked) -> Section:
    """Every leg with what is under way, what is late there, and its median; else the sentence why there is nothing."""
    visit = asked.visit
    if asked.on is not None:
        return Section("cases", "案件走到哪里", {"why": "案件的分段只有现在的数，不能回看往日。"})
    if not leg_statistics.may_see(visit.actor):
        why = "行政处罚和移送司法的案件只有点名的人知道，不进任何统计；办理案件的人在“分段统计”里看自己知道的案件。"
        return Section("cases", "案件走到哪里", {"why": why})
    question = Question.read({})
    found = queries.standing(leg_statistics.person_of(visit), question.since(visit.today))
    lines = leg_statistics.lines(found, question, visit.today)
    return Section(
        "cases",
        "案件走到哪里",
        {"lines": lines, "cases": found.cases, "url": reverse("desk:leg-statistics")},
        "您知道的案件，近十二个月",
    )


__all__ = ["section"]
