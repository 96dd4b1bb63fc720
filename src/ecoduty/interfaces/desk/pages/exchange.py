"""What packages and received files add to the generic pages (clause 18.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.interfaces.desk.pages.case_sharing import TAB, packages_of
from ecoduty.interfaces.desk.pages.enforcement_shared import INLINE, shared_choices, shared_tabs
from ecoduty.interfaces.desk.parts import Fact, Parts, Tab, register
from ecoduty.kernel.flow import Act, Actor, tables
from ecoduty.mechanisms.enforcement.sharing.packages import partners, receiving
from ecoduty.mechanisms.enforcement.sharing.packages.models import ReceivedFile


def _own(matter: Matter) -> ReceivedFile:
    return ReceivedFile.objects.select_related("sender", "partner").get(pk=matter.pk)


def steps(own: ReceivedFile) -> Sequence[Mapping[str, str]]:
    """The answers that the sender's case can take, as far as they are known here."""
    table = tables().get(own.content.get("kind", ""))
    return [step for step in own.content.get("answers", ()) if table is not None and step["act"] in table.by_code]


def _came(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody named
    own = _own(matter)
    return {"own": own, "matter": matter, "open": matter.open, "steps": steps(own), "packages": packages_of(matter)}


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    return Prefill() if subject is None else Prefill(choices=shared_choices(act.code, subject, actor))


def bodies() -> list[tuple[str, str]]:
    """The bodies that a partner can speak for, to choose from."""
    return [(body.key, body.short_name) for body in partners.bodies()]


def _partner(act: Act, subject: Any, actor: Actor) -> Prefill:  # noqa: ARG001 -- the same for everybody who may
    return Prefill(choices={"bodies": bodies()} if act.code == "trust_partner" else {})


register(
    receiving.KIND,
    Parts(
        tabs=(
            Tab("came", "来件", "desk/enforcement/sharing/came.html", _came),
            *(tab for tab in shared_tabs() if tab is not TAB),
        ),
        facts=lambda matter: [Fact("发来机关", _own(matter).sender.short_name)],
        prefill=_prefill,
        inline=INLINE,
        instead={"answer_file": "desk:answer-received"},
    ),
)
register(partners.KIND, Parts(prefill=_partner))

__all__ = ["bodies", "steps"]
