"""Questions about recommendations: what was demanded, what was done about it, what a reply still lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.enforcement.procuratorial import bodies
from ecoduty.mechanisms.enforcement.procuratorial.recommendations.models import (
    ProcuratorialRecommendation,
    RecommendationReply,
    RecommendedDemand,
    RecommendedMeasure,
)
from ecoduty.mechanisms.enforcement.procuratorial.recommendations.states import Progress
from ecoduty.organisation.directory.models import Body

KIND = "procuratorial_recommendation"
RECEIPT, REPLY = "public-interest.recommendation-receipt", "public-interest.recommendation-reply"
SUPPLEMENT, FOLLOW_UP = "public-interest.supplementary-reply", "public-interest.follow-up"


@dataclass(frozen=True, slots=True)
class Line:
    """One demand with what was done about it, and what is missing for a reply (empty where nothing is)."""

    demand: RecommendedDemand
    measures: Sequence[RecommendedMeasure]
    missing: str


def lines(own: ProcuratorialRecommendation) -> list[Line]:
    """Every demand, in order. Two queries."""
    found: dict[int, list[RecommendedMeasure]] = {}
    measures = RecommendedMeasure.objects.filter(demand__recommendation=own, taken_out_at=None)
    for row in measures.select_related("evidence").order_by("pk"):
        found.setdefault(row.demand_id, []).append(row)
    return [Line(one, found.get(one.pk, []), _missing(found.get(one.pk, []))) for one in own.demands.order_by("order")]


def _missing(rows: Sequence[RecommendedMeasure]) -> str:
    if not rows:
        return "没有整改情况"
    bare = [row for row in rows if row.progress == Progress.DONE and not row.evidence_id and not row.evidence_note]
    return "已完成的没有凭证" if bare else ""


def replies(own: ProcuratorialRecommendation) -> Sequence[RecommendationReply]:
    """The replies, in order."""
    return list(own.replies.select_related("letter").order_by("pk"))


def own_of(matter: Matter) -> ProcuratorialRecommendation:
    """The recommendation of a matter with what pages show of it."""
    rows = ProcuratorialRecommendation.objects.select_related(
        "matter__holder", "procuratorate", "letter", "court", "case"
    )
    return rows.get(pk=matter.pk)


def may_issue(actor: Actor) -> bool:
    """Whether this post issues recommendations: in a procuratorate, in person."""
    return _in(actor, [bodies.PROCURATORATE_KIND])


def may_register(actor: Actor) -> bool:
    """Whether this post enters one that came on paper: in a body to which one may be addressed."""
    return _in(actor, bodies.addressee_kinds())


def _in(actor: Actor, kinds: Sequence[str]) -> bool:
    if actor.person is None or actor.delegated_from or actor.post_kind not in bodies.REGISTERING:
        return False
    return Body.objects.filter(key=actor.body, kind__in=kinds).exists()


def of_case(case: Matter) -> Matter | None:
    """The recommendation made in a public interest case, the last one."""
    row = ProcuratorialRecommendation.objects.filter(case=case).select_related("matter__holder").order_by("-pk").first()
    return row.matter if row else None
