"""What the library adds to act pages: bodies and instruments to choose from, and what stands now where it is corrected."""

from __future__ import annotations

from typing import Any

from ecoduty.casework.legal_basis.data import Correct
from ecoduty.casework.legal_basis.models import Instrument
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Parts, register
from ecoduty.kernel.flow import Act, Actor
from ecoduty.organisation.directory.models import Body


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- the same for every post
    values: dict[str, Any] = {}
    choices: dict[str, Choices] = {}
    fields = act.data.model_fields
    if act.data is Correct and subject is not None:
        values = {name: getattr(subject, name) for name in fields}
    if "body" in fields:
        choices["body"] = list(Body.objects.filter(valid_to=None).values_list("key", "short_name"))
    if "by" in fields:
        others = Instrument.objects.exclude(pk=subject.pk) if subject is not None else Instrument.objects.all()
        choices["by"] = [
            (key, f"{title}{edition and f'（{edition}）'}")
            for key, title, edition in others.values_list("key", "title", "edition")
        ]
    return Prefill(values=values, choices=choices)


register("instrument", Parts(prefill=_prefill))
