"""What the directory adds to act pages: who and what there is to choose from in a body, what stands now, and today as
the first guess."""

from __future__ import annotations

from typing import Any

from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.interfaces.desk.parts import Parts, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.organisation.directory.choices import choices_for, values_for

_TODAY = ("since", "until")


def _prefill(act: Act, body: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- the same for every post
    if body is None:
        return Prefill()
    fields = act.data.model_fields
    first = {name: today() for name in _TODAY if name in fields and fields[name].is_required()}
    return Prefill(values=first | values_for(act, body, today()), choices=dict(choices_for(act, body, today())))


register("body", Parts(prefill=_prefill))
