"""What accounts add to act pages: whom an account can be opened for."""

from __future__ import annotations

from typing import Any

from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.interfaces.desk.parts import Parts, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.states import SYSTEM_ADMINISTRATOR
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

_MOST = 500  # people to choose from; a whole city is opened by import


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if act.code != "open" or subject is not None:
        return Prefill()
    without = Appointment.objects.filter(holding(today())).exclude(
        person__in=Account.objects.exclude(person=None).values("person")
    )
    everybody = actor.post_kind == SYSTEM_ADMINISTRATOR or (
        COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY
    )
    if not everybody:
        without = without.filter(post__body=actor.body_id or 0)
    rows = without.select_related("person", "post__body").order_by("post__body__order", "post__order", "pk")[:_MOST]
    people = {
        str(row.person_id): f"{row.person.name}（{row.post.body.short_name}·{row.post.own_title}）" for row in rows
    }
    return Prefill(choices={"person": list(people.items())})


register("account", Parts(prefill=_prefill))
