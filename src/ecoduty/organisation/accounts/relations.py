"""How an actor stands to an account: it is his own, or his body's, or he keeps all accounts, or he is an administrator."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ecoduty.organisation.accounts.states import ADMINISTRATORS
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

if TYPE_CHECKING:
    from ecoduty.kernel.flow.actor import Actor
    from ecoduty.organisation.accounts.models import Account


def relations(account: Account, actor: Actor, on: date) -> frozenset[str]:
    """The relations of an actor to an account; empty for whoever has nothing to do with it."""
    if actor.is_system:
        return frozenset({"system"})
    found = set()
    if actor.account is not None and actor.account == account.pk:
        found.add("own")
    if actor.post_kind in ADMINISTRATORS:
        found.add("administrator")
    if account.office:  # administrators' accounts are kept by administrators alone
        return frozenset(found)
    if actor.body_id is not None and _belongs(account, actor.body_id, on):
        found.add("own_body")
    if COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY:
        found.add("committee_office")
    return frozenset(found)


def _belongs(account: Account, body_id: int, on: date) -> bool:
    """Whether the person behind the account holds posts in that body on that day and in no other.

    Who holds a post elsewhere too is out of reach: a reset would hand that post's powers to this body.
    """
    if account.person_id is None:
        return False
    held = Appointment.objects.filter(holding(on), person=account.person_id).values_list("post__body", flat=True)
    return set(held) == {body_id}
