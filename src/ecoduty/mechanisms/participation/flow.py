"""The act tables of campaigns and of collections of opinions."""

from __future__ import annotations

from ecoduty.casework.duties.acts import SYSTEM
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Guard, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.participation import campaigns, data, opinions, queries, states

_POSTS = ("liaison", "deputy", "principal")
ANYBODY = Who("anyone", _POSTS, "各单位")
HOLDER = Who("holder_body", _POSTS, "主办单位")
HEADS = Who("holder_body", ("deputy", "principal"), "主办单位负责人")
_PUBLICITY, _TAKING_PART = ("24.1",), ("24.5",)

_NOT_SHOWN = Guard("campaign_shown", "已经在门户公布了。", lambda attempt: not attempt.subject.campaign.shown)
_SHOWN = Guard("campaign_not_shown", "没有在门户公布，没有可以撤下的。", lambda attempt: attempt.subject.campaign.shown)
_OVER = Guard("collection_runs", "征集还没有截止，截止次日起整理。", opinions.last_day_is_over)
_SORTED = Guard(
    "opinions_unsorted", "还有意见没有归类，或者还有一组没有写采纳情况。", opinions.everything_sorted, clause="24.5"
)


def _campaign_acts() -> tuple[Act, ...]:
    planned, held = states.PLANNED.code, states.HELD.code
    return (
        Act("plan", "登记宣传活动", (START,), planned, (ANYBODY,), _PUBLICITY, data=data.CampaignFacts, effect=campaigns.plan),
        Act("amend", "修改活动", (planned,), None, (HOLDER,), _PUBLICITY, data=data.CampaignFacts, effect=campaigns.amend),
        Act("announce", "在门户公布", (planned, held), None, (HOLDER,), _PUBLICITY, guards=(_NOT_SHOWN,),
            effect=campaigns.announce),
        Act("record_campaign", "登记开展情况", (planned,), held, (HOLDER,), _PUBLICITY, data=data.CampaignRecord,
            effect=campaigns.record, main=True),
        Act("call_off", "取消活动", (planned,), states.CALLED_OFF.code, (HOLDER,), _PUBLICITY, data=data.PublicReason,
            effect=campaigns.call_off),
        Act("take_down", "从门户撤下", (planned, held, states.CALLED_OFF.code), None, (HEADS,), _PUBLICITY, guards=(_SHOWN,),
            data=data.PublicReason, effect=campaigns.take_down),
    )  # fmt: skip


def _opinion_acts() -> tuple[Act, ...]:
    drafting, collecting, sorting = states.DRAFTING.code, states.COLLECTING.code, states.SORTING.code
    reading = (collecting, sorting)
    return (
        Act("draft", "起草意见征集", (START,), drafting, (ANYBODY,), _TAKING_PART, data=data.OpinionText, effect=opinions.draft),
        Act("amend", "修改文稿", (drafting,), None, (HOLDER,), _TAKING_PART, data=data.OpinionText, effect=opinions.amend),
        Act("open_collection", "公开征集", (drafting,), collecting, (HEADS,), _TAKING_PART, data=data.OpenCollection,
            effect=opinions.open_collection, main=True, hint="在门户公布全文，接受意见"),
        Act("prolong", "延长征集", (collecting,), None, (HEADS,), _TAKING_PART, data=data.ProlongCollection,
            effect=opinions.prolong),
        Act("close", "征集截止", (collecting,), sorting, (HOLDER, SYSTEM), _TAKING_PART, data=data.CloseCollection,
            guards=(_OVER,), effect=opinions.close, main=True, hint="截止次日由平台办理；采纳情况的期限从截止日起算"),
        Act("take_comment", "收下意见", (collecting,), None, (SYSTEM,), _TAKING_PART, data=data.TakeComment,
            effect=opinions.take_comment, aside=True),
        Act("sort", "意见归类", reading, None, (HOLDER,), _TAKING_PART, data=data.SortComments, effect=opinions.sort),
        Act("set_aside", "不作为意见", reading, None, (HOLDER,), _TAKING_PART, data=data.SetCommentsAside,
            effect=opinions.set_aside),
        Act("answer_group", "写采纳情况", (sorting,), None, (HOLDER,), _TAKING_PART, data=data.AnswerGroup,
            effect=opinions.answer_group),
        Act("publish_result", "公布采纳情况", (sorting,), states.PUBLISHED.code, (HEADS,), _TAKING_PART, guards=(_SORTED,),
            data=data.PublishResult, effect=opinions.publish_result, meets=(data.RESULT,), main=True),
        Act("cancel", "终止征集", (drafting, collecting), states.CANCELLED.code, (HEADS,), _TAKING_PART,
            data=data.PublicReason, effect=opinions.cancel),
    )  # fmt: skip


CAMPAIGN = ActTable(
    kind=queries.CAMPAIGN,
    label="宣传活动",
    states=states.CAMPAIGN_STATES,
    acts=(*_campaign_acts(), *standard_acts(states.CAMPAIGN_STATES)),
    store=MatterStore(own="campaign"),
    clauses=_PUBLICITY,
)
OPINION = ActTable(
    kind=queries.OPINION,
    label="意见征集",
    states=states.OPINION_STATES,
    acts=(*_opinion_acts(), *standard_acts(states.OPINION_STATES)),
    store=MatterStore(own="opinion"),
    clauses=_TAKING_PART,
)


def install() -> None:
    """Register both tables."""
    flow.register(CAMPAIGN)
    flow.register(OPINION)
