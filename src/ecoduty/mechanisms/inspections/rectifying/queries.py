"""Questions about the full road: who may accept, what is still open, what was altered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q

from ecoduty.casework.matters.models import Link, LinkKind
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.inspections.models import Problem
from ecoduty.mechanisms.inspections.rectifying.models import Acceptance, AlteredFile, NoticeObjection
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

PLAN, PLAN_APPROVAL, PROGRESS = "problem.plan", "problem.plan-approval", "problem.progress"
ACCEPTANCE, PUBLICATION, NOTICE = "problem.acceptance", "problem.publication", "problem.notice"
CLOSE_OUT, LOOK_BACK = "problem.close-out", "problem.look-back"
PLAN_MONTHLY = "problem.plan-inspection"
_ACCEPTING, _GROUNDS = "problem.accepting-kinds", "problem.withholding-grounds"


def accepting_bodies(own: Problem, on: date) -> list[Body]:
    """Who may accept: in a district its own bodies or the city's, for the city everybody's; never the responsible or the
    inspected body itself.
    """
    kinds = rulebooks.current().words(_ACCEPTING, on=on)
    found = directory.bodies(on=on).filter(Q(kind__in=kinds) | Q(pk=own.found_by_id))
    if own.found_by.level == Level.DISTRICT:
        found = found.filter(Q(region=own.found_by.region_id) | Q(level=Level.CITY))
    return list(found.exclude(pk__in=[pk for pk in (own.responsible_id, own.inspected_id) if pk]))


def withholding_grounds(on: date) -> Mapping[str, str]:
    """Code and name of the grounds on which a result is not shown to the public."""
    return dict(rulebooks.current().pairs(_GROUNDS, on=on))


def open_objections(own: Problem) -> Sequence[NoticeObjection]:
    """Objections to the notice that nobody settled yet."""
    return list(own.objections.filter(answer=None))


def policy_settled(own: Problem) -> bool:
    """Whether it was said what becomes of the policy, or a task was made of it."""
    return bool(own.policy) or Link.objects.filter(source=own.pk, kind=LinkKind.ORIGIN, target__kind="task").exists()


def last_acceptance(own: Problem) -> Acceptance | None:
    """The acceptance that holds."""
    return own.acceptances.select_related("body").order_by("-id").first()


def altered(own: Problem) -> Sequence[AlteredFile]:
    """Files found altered since they were accepted."""
    return list(AlteredFile.objects.filter(acceptance__problem=own))


__all__ = [
    "ACCEPTANCE", "CLOSE_OUT", "LOOK_BACK", "NOTICE", "PLAN", "PLAN_APPROVAL", "PLAN_MONTHLY", "PROGRESS", "PUBLICATION",
    "accepting_bodies", "altered", "last_acceptance", "open_objections", "policy_settled", "withholding_grounds",
]  # fmt: skip
