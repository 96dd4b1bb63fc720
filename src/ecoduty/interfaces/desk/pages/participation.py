"""What campaigns and collections of opinions add to the generic pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Fact, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.mechanisms.participation import data, queries
from ecoduty.mechanisms.participation.models import Campaign, Comment, Opinion
from ecoduty.mechanisms.participation.states import Verdict

_SHOWN = 500
_CLIPPED = 60  # characters of an opinion in a list to choose from


def _campaign(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- public words
    own = Campaign.objects.get(pk=matter.pk)
    return {"own": own, "form": queries.forms(today()).get(own.form, own.form), "when": _days(own)}


def _days(own: Campaign) -> str:
    first = words.day(own.starts_on, today())
    return first if own.ends_on == own.starts_on else f"{first}至{words.day(own.ends_on, today())}"


def _campaign_facts(matter: Matter) -> list[Fact]:
    own = Campaign.objects.get(pk=matter.pk)
    found = [Fact("", queries.forms(today()).get(own.form, own.form)), Fact("时间", _days(own))]
    if own.took_part is not None:
        found.append(Fact("现场参加", f"{own.took_part}人"))
    return [*found, Fact("", "已在门户公布" if own.shown else "未在门户公布")]


def _campaign_prefill(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- the same for every post
    if not issubclass(act.data, data.CampaignFacts):
        return Prefill()
    values: dict[str, Any] = {}
    if subject is not None:
        own = Campaign.objects.get(pk=subject.pk)
        values = {name: getattr(own, name) for name in data.CampaignFacts.model_fields if name != "title"}
        values["title"] = subject.title
    return Prefill(values=values, choices={"form": list(queries.forms(today()).items())})


def _text(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it whole
    return {"own": Opinion.objects.get(pk=matter.pk)}


def _comments(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    found = list(Comment.objects.filter(opinion=matter.pk).select_related("group").order_by("id")[:_SHOWN])
    groups = Opinion.objects.get(pk=matter.pk).groups.annotate(n=Count("comments")).order_by("-n", "pk")
    return {
        "rows": [(words.day(one.received_at, today()), one) for one in found],
        "groups": [(one, Verdict(one.verdict).label if one.verdict else "") for one in groups],
        "loose": sum(one.group_id is None and not one.aside for one in found),
        "matter": matter,
    }


def _comment_count(matter: Matter) -> int:
    return Comment.objects.filter(opinion=matter.pk).count()


def _opinion_facts(matter: Matter) -> list[Fact]:
    own = Opinion.objects.get(pk=matter.pk)
    found = []
    if own.opens_on and own.closes_on:
        found.append(Fact("征集", f"{words.day(own.opens_on, today())}至{words.day(own.closes_on, today())}"))
    if own.short_reason:
        found.append(Fact("缩短的理由", own.short_reason))
    return [*found, Fact("收到", f"{_comment_count(matter)}条")] if own.opens_on else found


def _opinion_prefill(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- the same for every post
    if subject is None:
        return Prefill()
    if act.code == "amend":
        own = Opinion.objects.get(pk=subject.pk)
        return Prefill(values={"title": subject.title, "background": own.background, "text": own.text})
    return Prefill(choices=_choices(act, subject))


def _choices(act: Act, subject: Matter) -> dict[str, Choices]:
    if act.code in {"sort", "set_aside"}:
        rows = Comment.objects.filter(opinion=subject.pk).select_related("group").order_by("group_id", "id")[:_SHOWN]
        return {"comments": [(str(one.pk), _clip(one)) for one in rows]}
    if act.code == "answer_group":
        groups = Opinion.objects.get(pk=subject.pk).groups.annotate(n=Count("comments")).order_by("verdict", "-n", "pk")
        return {
            "group": [(str(one.pk), f"{one.name}（{one.n}条）{'，已写' if one.verdict else ''}") for one in groups],
            "verdict": list(Verdict.choices),
        }
    return {}


def _clip(one: Comment) -> str:
    text = " ".join(one.text.split())
    said = text if len(text) <= _CLIPPED else f"{text[:_CLIPPED]}…"
    where = f"（{one.group.name}）" if one.group else "（不作为意见）" if one.aside else ""
    return f"{said}{where}"


register(
    queries.CAMPAIGN,
    Parts(
        tabs=(Tab("campaign", "活动", "desk/participation/campaign.html", _campaign),),
        facts=_campaign_facts,
        prefill=_campaign_prefill,
    ),
)
register(
    queries.OPINION,
    Parts(
        tabs=(
            Tab("comments", "意见", "desk/participation/comments.html", _comments, _comment_count),
            Tab("text", "征求意见的内容", "desk/participation/text.html", _text),
        ),
        facts=_opinion_facts,
        prefill=_opinion_prefill,
    ),
)
