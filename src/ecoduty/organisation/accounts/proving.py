"""Proving the second factor: one act of checking, and what is said when the code is not right."""

from __future__ import annotations

from datetime import datetime

from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.organisation.accounts import factor
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.models import Account

CODE = "_code"  # the name of the field in every form that asks for it

_SAID = {
    factor.WRONG: ("factor_wrong", "动态口令不对。请核对手机时间是否准确，再输入现在显示的六位数字。"),
    factor.USED: ("factor_used", "这个动态口令已经用过，请等手机上换成下一个再输入（最多30秒）。"),
}


def prove(account: Account, code: str, actor: Actor, purpose: str) -> datetime:
    """When the factor was proved: now. Every attempt stands in the account's stream, right or wrong.

    Raises Refused: `factor_wrong`, `factor_used`, `factor_blocked`, `no_factor`, `key_file_missing`.
    """
    given = {"code": code.strip()[:80], "purpose": purpose}
    done = perform(ACCOUNT, "check_factor", account.pk, actor=actor, data=given)
    said = _SAID.get(done.subject.outcome)
    if said is not None:
        problem = Problem(CODE, said[0], said[1].rstrip("。"))
        raise Refused(*said, status=422, problems=(problem,))
    return wall_now()
