"""What happens to problems by itself."""

from __future__ import annotations

from django.db.models import F, Value
from django.db.models.functions import Mod

from ecoduty.kernel.clock import now, today
from ecoduty.kernel.clock.routine import nightly
from ecoduty.kernel.flow import Actor, perform
from ecoduty.mechanisms.inspections.flow import PROBLEMS
from ecoduty.mechanisms.inspections.models import Acceptance, Comparison
from ecoduty.mechanisms.inspections.planning import reminding
from ecoduty.mechanisms.inspections.planning.flow import INSPECTION_PLANS
from ecoduty.mechanisms.inspections.rectifying.evidence import differences

_WEEK = 7


def check_accepted_files(share: int | None = None) -> int:
    """Compare files with what was accepted: a seventh of all acceptances, or the given one (0 to 6). How many have changed anew.

    Safe to run at any time and twice: what was written down is not written again.
    """
    wanted = today().weekday() if share is None else share
    rows = Acceptance.objects.annotate(turn=Mod(F("pk"), Value(_WEEK))).filter(turn=wanted)
    found, done = 0, []
    for acceptance in rows.iterator():
        done.append(Comparison(acceptance=acceptance, at=now()))
        known = {str(one) for one in acceptance.altered.values_list("file", flat=True)}
        if any(one.public_id not in known for one in differences(acceptance)):
            data = {"acceptance": acceptance.pk}
            perform(PROBLEMS, "note_altered_evidence", acceptance.problem_id, actor=Actor.system("证据核对"), data=data)
            found += 1
    # No act: when a machine looked last is no state of a problem, and tens of thousands are looked at in a night.
    Comparison.objects.bulk_create(
        done, 1000, update_conflicts=True, unique_fields=["acceptance"], update_fields=["at"]
    )
    return found


@nightly("02:20", "inspections.check_evidence")
def check_evidence() -> int:
    """At night: whether accepted files are still what was accepted; each once a week."""
    return check_accepted_files()


def remind_of_undone_lines() -> int:
    """Tell every body, once for each line, that a month it planned for is over without an inspection. How many plans.

    Safe to run at any time and twice.
    """
    plans = sorted(set(reminding.untold(today()).values_list("plan", flat=True)))
    for plan in plans:
        perform(INSPECTION_PLANS, reminding.ACT, plan, actor=Actor.system("计划提醒"))
    return len(plans)


@nightly("05:40", "inspections.remind_of_undone_lines")
def remind_daily() -> int:
    """Before the day begins: lines whose months are over."""
    return remind_of_undone_lines()
