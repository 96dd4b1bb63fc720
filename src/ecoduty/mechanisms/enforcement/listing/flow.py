"""The act table of joint listings (clause 18.4): proposed, agreed, listed, reported month by month, checked, taken off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable, Attempt, Who, perform
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.concerned.masking import masked
from ecoduty.mechanisms.enforcement.every_case import case_acts
from ecoduty.mechanisms.enforcement.listing import acts, data, guards, limits, states
from ecoduty.mechanisms.enforcement.listing.queries import DURATION, KIND, LEG, PROGRESS
from ecoduty.mechanisms.enforcement.on_paper import ENTERED_WITH_SCAN, by, kept
from ecoduty.mechanisms.enforcement.relations import COURTS, HEADS, OFFICERS, PARTNERS, POLICES, PROCURATORATES

PROPOSER = Who("anyone", ("enforcement_officer",), "有执法权单位的执法人员")
_CLAUSE = ("18.4",)
_JOINT = by(POLICES, PROCURATORATES, COURTS, PARTNERS)
_PAPER = (ENTERED_WITH_SCAN,)


def _paper(effect: Callable[[Attempt], None]) -> Callable[[Attempt], None]:
    """An effect after which the scan is kept, and for which identity numbers were taken out."""
    return masked(kept(effect))


_SUPERVISED = (guards.OF_SUPERVISED, guards.ENTERED_OR_OWN)


def _until_listed() -> tuple[Act, ...]:
    proposed, objected, agreed = states.PROPOSED.code, states.OBJECTED.code, states.AGREED.code
    return (
        Act("propose_listing", "提出联合挂牌督办", (START,), proposed, (PROPOSER,), _CLAUSE,
            data=data.ProposeListing, effect=masked(acts.propose), hint="联合挂牌单位随即看得到；被督办单位挂牌之后才看得到"),
        Act("agree_listing", "同意挂牌", (proposed,), None, _JOINT, _CLAUSE, guards=_PAPER,
            data=data.AgreeToListing, effect=_paper(acts.agree_listing), or_to=(agreed,), main=True, hint="各单位都同意之后由提出单位挂牌"),
        Act("object_to_listing", "不同意挂牌", (proposed,), objected, _JOINT, _CLAUSE, guards=_PAPER,
            data=data.ObjectToListing, effect=_paper(acts.object_to_listing)),
        Act("revise_listing", "修改后再提", (objected, agreed), proposed, (OFFICERS,), _CLAUSE,
            data=data.ReviseListing, effect=masked(acts.revise), hint="各单位重新表态"),
        Act("withdraw_listing", "不挂牌", states.BEFORE, states.NOT_LISTED.code, (HEADS,), _CLAUSE,
            data=data.WithdrawListing, effect=masked(acts.withdraw)),
        Act("list_case", "挂牌", (agreed,), states.LISTED.code, (HEADS,), _CLAUSE, data=data.ListCase, effect=masked(acts.list_case),
            starts=(DURATION, PROGRESS), main=True, fresh_factor=True, hint="挂牌之后此案不能普通结案，直到摘牌"),
    )  # fmt: skip


def _on_the_list() -> tuple[Act, ...]:
    listed, reported, checked = states.LISTED.code, states.REPORTED.code, states.CHECKED.code
    return (
        Act("report_listing_progress", "报告进展", (listed,), None, _JOINT, _CLAUSE, guards=_SUPERVISED,
            data=data.ReportListingProgress, effect=_paper(acts.report_progress), meets=(PROGRESS,), starts=(PROGRESS,), main=True),
        Act("report_listing_completion", "报告办结", (listed,), reported, _JOINT, _CLAUSE, guards=_SUPERVISED,
            data=data.ReportListingCompletion, effect=_paper(acts.report_completion), meets=(PROGRESS,), main=True),
        Act("check_listing_completion", "核查", (reported,), checked, (OFFICERS,), _CLAUSE, data=data.CheckListingCompletion,
            effect=masked(acts.check_completion), or_to=(listed,), starts=(PROGRESS,), main=True, hint="没有达到标准的不勾，继续督办"),
        Act("agree_delisting", "同意摘牌", (checked,), None, (*_JOINT, HEADS), _CLAUSE, guards=_PAPER,
            data=data.AgreeToListing, effect=_paper(acts.agree_delisting), or_to=(states.DELISTED.code,), meets=(DURATION,), main=True,
            hint="提出单位和各联合单位都同意才摘牌"),
        Act("object_to_delisting", "不同意摘牌", (checked,), listed, (*_JOINT, HEADS), _CLAUSE, guards=_PAPER,
            data=data.ObjectToListing, effect=_paper(acts.object_to_delisting), starts=(PROGRESS,)),
        Act("extend_listing", "延长督办期限", states.ON_THE_LIST, None, (HEADS,), _CLAUSE, data=data.ExtendListing,
            effect=masked(acts.extend), aside=True),
    )  # fmt: skip


LISTINGS = ActTable(
    kind=KIND,
    label="联合挂牌督办",
    states=states.ALL,
    acts=(
        *_until_listed(),
        *_on_the_list(),
        *case_acts(KIND, states.ALL, (LEG,)),
    ),
    store=MatterStore(own="listing__case", restricted=True),
    clauses=_CLAUSE,
)


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """A case leads to it; `content` has the fields of `data.ProposeListing`. Raises Refused."""
    matter: Matter = perform(LISTINGS, "propose_listing", actor=actor, data=content, occurred_at=occurred_at).subject
    return matter


def install() -> None:
    """Register the table, its limits, who goes on when everybody left, and that a case may lead to it."""
    flow.register(LISTINGS)
    limits.install()
    circle.installed_kind(KIND)
    receives(KIND, receive)
