"""Who goes on with a restricted matter of accountability when everybody named in it has left office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.succession.orphans import Side, head_of, inherits, named_in_office
from ecoduty.kernel.sealing import SealingError
from ecoduty.kernel.sealing.fields import column
from ecoduty.mechanisms.accountability import queries, states
from ecoduty.mechanisms.accountability.models import Assistance, Concerned, Omission, Referral
from ecoduty.mechanisms.accountability.omissions import flow as omissions
from ecoduty.mechanisms.accountability.omissions.states import DECIDER
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body, Person

_ACTING = (states.HANDLER, states.REVIEWER)


def install() -> None:
    """Register the three kinds. A head comes in as second person: to go on he has to let in somebody who handles it.

    Of a request for assistance only who asked is looked after: he sees that nobody answers, and asks anew.
    """
    inherits(queries.KIND, Side(_ACTING, states.REVIEWER, _of_referral))
    inherits(queries.ASSISTANCE, Side((states.ASKER,), states.ASKER, _of_request))
    inherits(omissions.KIND, Side((DECIDER,), DECIDER, _of_hint))


def _of_referral(matter: Matter, on: date) -> Sequence[int]:
    own: Referral = matter.referral
    return _head(own, on)


def _of_request(matter: Matter, on: date) -> Sequence[int]:
    """Who handles the referral now, else who reviews it; only where nobody is left there, the head of the body."""
    own: Assistance = matter.assistance
    referral = Matter.objects.get(pk=own.referral_id)
    for relation in _ACTING:
        found = named_in_office(referral, [relation], on)
        if found:
            return found
    return _head(own.referral, on)


def _of_hint(matter: Matter, on: date) -> Sequence[int]:
    """Not where the body has meanwhile become the one that has to put it right."""
    own: Omission = matter.omission
    if own.about.holder_id == directory.answering(matter.holder, on).pk:
        return ()
    found = head_of(matter.holder, on)
    return (found.pk,) if found else ()


def _head(own: Referral, on: date) -> Sequence[int]:
    found = head_of(own.made_by, on)
    return (found.pk,) if found and not _concerned(own, own.made_by, found, on) else ()


def _concerned(own: Referral, body: Body, person: Person, on: date) -> bool:
    """Whether it may be about him: his name, or somebody of his own body who is only given by post. A name that cannot be read
    here may be his.
    """
    near = {body.pk, directory.answering(body, on).pk}
    sealed = column(Concerned, "name")
    for row in queries.concerned(own):
        try:
            same = sealed.open(row.name, row.place) == person.name if row.name else row.body_id in near
        except SealingError:
            return True
        if same:
            return True
    return False
