"""Conditions of the acts on tokens."""

from __future__ import annotations

from datetime import timedelta

from ecoduty.kernel.clock import local_date, wall_now
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.organisation.directory.models import Post
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, SYSTEM_ADMINISTRATOR, Level
from ecoduty.organisation.tokens.states import LONGEST_DAYS, MACHINE_KINDS, Scope


def post_of(attempt: Attempt) -> Post | None:
    """The post that an issuing act names, if it is in force today."""
    given = attempt.data
    rows = Post.objects.select_related("body").filter(body__key=given.body, key=given.post)
    found = rows.first()
    on = local_date(attempt.recorded_at)
    return found if found and found.holds_on(on) and found.body.exists_on(on) else None


def _post_known(attempt: Attempt) -> bool:
    return post_of(attempt) is not None


def _machine_post(attempt: Attempt) -> bool:
    found = post_of(attempt)
    return found is not None and found.kind in MACHINE_KINDS


def _own_body(attempt: Attempt) -> bool:
    actor = attempt.actor
    if actor.is_system or actor.post_kind == SYSTEM_ADMINISTRATOR:
        return True
    restricted = Scope.LINKAGE_READ in attempt.data.scopes  # what it opens the office itself may not read
    if COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY and not restricted:
        return True
    return actor.token is None and bool(actor.body == attempt.data.body)


def _ends_in_time(attempt: Attempt) -> bool:
    today = wall_now().date()
    return bool(today <= attempt.data.expires_on <= today + timedelta(days=LONGEST_DAYS))


post_known = Guard("token_post_unknown", "名录中没有这个机构或岗位，或者它今天不在用。", _post_known, asks_data=True)
machine_post = Guard(
    "token_post_personal",
    "令牌只能代联络员或经办人办理；审核、签发、批示须本人办理，不发令牌。",
    _machine_post,
    asks_data=True,
)
own_body = Guard("other_bodys_token", "只能为本单位发放令牌。", _own_body, asks_data=True)
ends_in_time = Guard("token_span", "有效期须从今天起、最长一年（366天）。", _ends_in_time, asks_data=True)
