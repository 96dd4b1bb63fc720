"""When two rows of one person are joined in the directory: the account in use goes along, and two in use are refused.

Closed accounts stay with the row they were opened for: whoever needs one gets a new one for the row that stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from ecoduty.kernel.flow import Act, ActData, Actor, Attempt, Item, Refused, Who, perform_many, registry, table
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.states import OPEN
from ecoduty.organisation.directory.joining import MERGE, people_of

ORDER = 40


class FollowPerson(ActData):
    """The person's other row."""

    person: int = Field(title="保留的人员记录")


def _follow(attempt: Attempt) -> None:
    attempt.record(username=attempt.subject.username, former_person=attempt.subject.person_id)
    attempt.subject.person_id = attempt.data.person


FOLLOW = Act(
    "follow_person", "随重复人员合并", (OPEN,), None, (Who("system", (), "平台"),), data=FollowPerson, effect=_follow,
    aside=True,
)  # fmt: skip


def on_joining(attempts: Sequence[Attempt]) -> None:
    """Raises Refused `administrators_account` and `two_accounts`."""
    for attempt in attempts:
        if attempt.table.kind != "body" or attempt.act.code != MERGE:
            continue
        gone, kept = people_of(attempt)
        accounts = list(Account.objects.filter(person__in=[gone, kept]).order_by("username"))
        if any(account.office for account in accounts):
            raise Refused(
                "administrators_account",
                "其中一条记录有平台管理员账号，不能合并：管理员账号不与办理岗位的账号混用。",
            )
        in_use = [account for account in accounts if account.state == OPEN]
        if {account.person_id for account in in_use} == {gone.pk, kept.pk}:
            names = "、".join(account.username for account in in_use)
            raise Refused(
                "two_accounts",
                f"两条记录都有在用的账号（{names}）：请先在“账号管理”停用本人不再使用的一个，再合并。",
            )
        going = [Item(account.pk, FollowPerson(person=kept.pk)) for account in in_use if account.person_id == gone.pk]
        if going:
            perform_many(table("account"), FOLLOW.code, going, actor=Actor.system("人员合并"))


def install() -> None:
    """Register with the gate."""
    registry.before_write("accounts-joining", on_joining, ORDER)
