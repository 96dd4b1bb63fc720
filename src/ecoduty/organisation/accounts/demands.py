"""Who must have a second factor: by post, by office, or because the security administrator asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.rules import sign_in_rules
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment, Delegation


def factor_demanded(account: Account, on: date, posts: Iterable[str] | None = None) -> bool:
    """Whether this account must have a second factor on a day.

    `posts` are the kinds of post it can act in, where the caller knows them: then no query is asked.
    """
    wanted = sign_in_rules(on).factor_posts
    if account.factor_required or account.office in wanted:
        return True
    return any(kind in wanted for kind in (_kinds(account, on) if posts is None else posts))


def _kinds(account: Account, on: date) -> set[str]:
    own = Appointment.objects.filter(holding(on), person=account.person_id or 0).values_list("post__kind", flat=True)
    lent = Delegation.objects.filter(holding(on), delegate=account.person_id or 0).values_list("post__kind", flat=True)
    return {*own, *lent}
