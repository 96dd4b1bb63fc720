"""The acts of inviting somebody and of taking an invitation up."""

from __future__ import annotations

from typing import ClassVar

from axes.utils import reset as forget_failures
from django.contrib.auth.hashers import make_password
from pydantic import Field, SecretStr

from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import Act, ActData, Attempt, Guard, Refused
from ecoduty.organisation.accounts import guards, invitations, sessions
from ecoduty.organisation.accounts.keepers import KEEPERS, OWN
from ecoduty.organisation.accounts.models import Account, Invitation
from ecoduty.organisation.accounts.not_own import not_own
from ecoduty.organisation.accounts.states import OPEN


class Accept(ActData):
    """凭邀请设置口令."""

    secrets: ClassVar[frozenset[str]] = frozenset({"token", "password"})

    token: SecretStr
    password: SecretStr = Field(title="口令", json_schema_extra={"widget": "password"})


def _invite(attempt: Attempt) -> None:
    account: Account = attempt.subject
    word, account.told_link = invitations.new_token()
    account.fresh_invitation = invitations.fresh(account, word)
    attempt.record(username=account.username)


def _accept(attempt: Attempt) -> None:
    account: Account = attempt.subject
    account.password = make_password(attempt.data.password.get_secret_value())
    account.must_change_password = False
    forget_failures(username=account.username)
    ended = sessions.end_all(account, "password_reset")
    Invitation.objects.filter(account=account, used_at=None, withdrawn_at=None).update(used_at=wall_now())
    attempt.record(**sessions.told(ended))


def _usable(attempt: Attempt) -> bool:
    """Asked again under the lock: of two who open one link at once, one is too late."""
    try:
        return bool(invitations.find(attempt.data.token.get_secret_value()).account_id == attempt.subject.pk)
    except Refused:
        return False


usable = Guard("invitation_used", "这个邀请链接已经用过或已过期，请联系管理员重新发送。", _usable, asks_data=True)

INVITATION_ACTS = (
    Act("invite", "发邀请链接", (OPEN,), None, KEEPERS, effect=_invite, guards=(not_own,),
        hint="本人凭链接自己设口令；以前发的链接作废。口令忘了也可以这样办。"),
    Act("accept_invitation", "凭邀请设置口令", (OPEN,), None, (OWN,), data=Accept, effect=_accept,
        guards=(usable, guards.good_password)),
)  # fmt: skip
