"""Campaigns, and texts the public is asked about: what was planned and held, what is asked, how opinions were taken up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Sum
from django.http import HttpRequest, HttpResponse, QueryDict

from ecoduty.casework.intakes import forms
from ecoduty.casework.intakes.states import IntakeKind
from ecoduty.casework.publications.models import PublishedCampaign, PublishedOpinion
from ecoduty.interfaces.portal import door, reading
from ecoduty.interfaces.portal.answering import missing, public_with, render
from ecoduty.interfaces.portal.door import NotSent, open_to_everybody
from ecoduty.interfaces.portal.reading import ALIAS
from ecoduty.kernel.clock import today

SECTION = "participation"
SHOWN = 60
_LONGEST, _LONGEST_GROUP = 2000, 80
_WITHDRAWN = "withdrawn"


def last_change() -> tuple[str, datetime | None]:
    """When anything about campaigns and opinions last changed. Two queries."""
    found = [
        model.objects.using(ALIAS).aggregate(n=Count("pk"), at=Max("changed_at"))
        for model in (PublishedCampaign, PublishedOpinion)
    ]
    return repr(found), max((one["at"] for one in found if one["at"] is not None), default=None)


@public_with(last_change)
def campaigns(request: HttpRequest) -> HttpResponse:
    """What comes, what was held, this year's numbers (clause 24.1)."""
    rows = list(
        PublishedCampaign.objects.using(ALIAS).exclude(state=_WITHDRAWN).order_by("-starts_on", "title")[:SHOWN]
    )
    held = PublishedCampaign.objects.using(ALIAS).filter(state="held", starts_on__year=today().year)
    content = {
        "plan": reading.plan(), "section": SECTION, "rows": rows,
        "coming": [one for one in rows[::-1] if one.state == "planned" and one.ends_on >= today()],
        "past": [one for one in rows if one.state != "planned" or one.ends_on < today()],
        "year": held.aggregate(n=Count("pk"), took_part=Sum("took_part"), bodies=Count("body_key", distinct=True)),
    }  # fmt: skip
    return render(request, "campaigns.html", content)


@public_with(last_change)
def campaign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One campaign; taken down, its address says why."""
    found = PublishedCampaign.objects.using(ALIAS).filter(pk=public_id).first()
    if found is None:
        return missing(request, "没有这个活动")
    return render(request, "campaign.html", {"plan": reading.plan(), "section": SECTION, "campaign": found})


@public_with(last_change)
def opinions(request: HttpRequest) -> HttpResponse:
    """What is asked now, what is being studied, how earlier opinions were taken up (clause 24.5)."""
    rows = list(PublishedOpinion.objects.using(ALIAS).order_by("-opens_on", "title")[:SHOWN])
    groups = (
        ("正在征集", "collecting", [one for one in rows if one.takes(today())]),
        (
            "正在研究",
            "sorting",
            [one for one in rows if one.state in {"sorting", "collecting"} and not one.takes(today())],
        ),
        ("已公布采纳情况", "published", [one for one in rows if one.state == "published"]),
        ("已终止", "cancelled", [one for one in rows if one.state == "cancelled"]),
    )
    content = {"plan": reading.plan(), "section": SECTION, "groups": [one for one in groups if one[2]]}
    return render(request, "opinions.html", content)


@dataclass
class Filled:
    """An opinion as it was typed."""

    text: str = ""
    organisation: str = ""
    problems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, posted: QueryDict) -> Filled:
        """What was typed, checked."""
        found = cls(
            text=posted.get("text", "").replace("\0", "").replace("\r\n", "\n").strip(),
            organisation=posted.get("organisation", "").replace("\0", "").replace("\n", " ").strip(),
        )
        if not found.text:
            found.problems["text"] = "请写下您的意见。"
        elif len(found.text) > _LONGEST:
            found.problems["text"] = f"意见不能超过{_LONGEST}字，现有{len(found.text)}字，请精简或分几条提。"
        if len(found.organisation) > _LONGEST_GROUP:
            found.problems["organisation"] = f"不能超过{_LONGEST_GROUP}个字。"
        return found


@open_to_everybody
def opinion(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The text, who asks, until when; the result once there is one. A POST hands in an opinion and gives number and code."""
    found = PublishedOpinion.objects.using(ALIAS).filter(pk=public_id).first()
    if found is None:
        return missing(request, "没有这次征集")
    numbers = forms.shown(forms.DOOR, using=ALIAS)
    if request.method != "POST":
        return _render(request, found, Filled(), numbers)
    filled = Filled.read(request.POST)
    if not found.takes(today()):
        filled.problems["form"] = "征集已经截止，不再收意见。"
    if numbers is None:
        filled.problems["form"] = "网上提意见还没有开通，请把意见寄给征集单位。"
    if filled.problems or numbers is None:
        return _render(request, found, filled, numbers, 422)
    return _hand_in(request, found, filled, numbers)


def _hand_in(request: HttpRequest, found: PublishedOpinion, filled: Filled, numbers: dict[str, Any]) -> HttpResponse:
    content = {"opinion": str(found.pk), "text": filled.text, "organisation": filled.organisation}
    sent = door.hand_in(request, numbers, IntakeKind.OPINION, content, {}, press="提意见")
    if isinstance(sent, NotSent):
        filled.problems["form"] = sent.sentence
        return _render(request, found, filled, numbers, sent.status, again=sent.again)
    return render(request, "said.html", {"plan": reading.plan(), "section": SECTION, "opinion": found, "sent": sent})


def _render(
    request: HttpRequest, found: PublishedOpinion, filled: Filled, numbers: dict[str, Any] | None, status: int = 200,
    *, again: bool = False,
) -> HttpResponse:  # fmt: skip
    carried = "" if again else request.POST.get("token", "")[:200]
    content = {
        "plan": reading.plan(), "section": SECTION, "opinion": found, "filled": filled, "longest": _LONGEST,
        "takes": found.takes(today()) and bool(numbers), "token": door.token(carried, numbers) if numbers else None,
    }  # fmt: skip
    return render(request, "opinion.html", content, status=status)


@open_to_everybody
def comment(request: HttpRequest) -> HttpResponse:
    """What became of an opinion, for whoever has number and code."""
    content: dict[str, Any] = {"plan": reading.plan(), "section": SECTION, "number": ""}
    if request.method != "POST":
        return render(request, "comment.html", content)
    numbers = forms.shown(forms.DOOR, using=ALIAS)
    if numbers is None:
        return door.plain(request, "网上提意见还没有开通", "平台还没有启用网上提意见。", 503)
    number, code = request.POST.get("number", ""), request.POST.get("code", "")
    found, problem, status = door.look_up(numbers, number, code, door.address_of(request))
    if found is None or (found.standing and found.standing.kind != IntakeKind.OPINION):
        told = {"number": number[:60], "problem": problem or "这不是意见的编号，请到“查进度”查。"}
        return render(request, "comment.html", {**content, **told}, status=status if found is None else 404)
    key = found.standing.about if found.standing else None
    about = PublishedOpinion.objects.using(ALIAS).filter(pk=key).first()
    return render(request, "comment.html", {**content, "found": found, "opinion": about})
