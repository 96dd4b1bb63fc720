"""What the acts up to the assessment do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ecoduty.casework.matters.opening import relate
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement.circle import name_side, open_restricted
from ecoduty.mechanisms.enforcement.counterparts import seen_by_number
from ecoduty.mechanisms.enforcement.damage import checks, data, queries, states
from ecoduty.mechanisms.enforcement.damage.models import EcoDamage
from ecoduty.mechanisms.enforcement.damage.states import Finding, Way
from ecoduty.mechanisms.enforcement.relations import PROCURATORATE
from ecoduty.organisation.directory.models import Body


def register(attempt: Attempt) -> None:
    """Open the case at the actor's body, known to its own side. Raises Refused `unknown_matter` and what the checks raise."""
    given: data.RegisterDamage = attempt.data
    checks.listed(attempt, "source", given.source, "sources")
    checks.come(attempt, "received_on", given.received_on)
    known_on = given.known_on or given.received_on
    checks.come(attempt, "known_on", known_on)
    about = seen_by_number(attempt.actor, given.about)
    holder = Body.objects.select_related("region").get(key=attempt.actor.body)
    matter = open_restricted(
        attempt, title=given.title, holder=holder, state=states.CHECKING.code, officers=given.officers
    )
    matter.eco_damage = EcoDamage.objects.create(
        matter=matter, source=given.source, source_note=given.source_note, place=given.place, what=given.what,
        received_on=given.received_on, known_on=known_on,
    )  # fmt: skip
    if about is not None:
        relate(attempt, about)


def report_check(attempt: Attempt) -> None:
    """What was found. Raises Refused `ground_missing` where it should not be claimed and nobody says why."""
    given: data.ReportCheck = attempt.data
    own = own_of(attempt)
    checks.after(attempt, "checked_on", given.checked_on, own.received_on, "收到线索之日")
    if given.finding is Finding.NOT:
        if not given.ground:
            raise wrong("ground", "ground_missing", "建议不启动索赔的，请选属于哪种情形。")
        checks.listed(attempt, "ground", given.ground, "not-starting-grounds")
    keep(own, finding=given.finding, checked_on=given.checked_on, check_text=given.text, estimate=given.estimate,
         not_started_for=given.ground if given.finding is Finding.NOT else "")  # fmt: skip


def file_damage(attempt: Attempt) -> None:
    """Compensation is claimed."""
    keep(own_of(attempt), not_started_for="")


def do_not_start(attempt: Attempt) -> None:
    """No compensation is claimed; the procuratorate sees it from now on (code art. 1073). Raises Refused `unknown_choice`."""
    given: data.DoNotStart = attempt.data
    checks.listed(attempt, "ground", given.ground, "not-starting-grounds")
    keep(own_of(attempt), not_started_for=given.ground)
    show(attempt, "不启动索赔")


def do_not_sue(attempt: Attempt) -> None:
    """The department does not sue; the procuratorate sees it from now on."""
    show(attempt, "磋商不成且不起诉")


def show_procuratorate(attempt: Attempt) -> None:
    """The platform's own act once a watched limit has passed."""
    show(attempt, attempt.data.because)


def show(attempt: Attempt, because: str) -> None:
    """Let the procuratorate in, once. Raises Refused `nobody_there` where it has nobody in such a post."""
    own = own_of(attempt)
    if own.shown_at is not None:
        return
    body = queries.procuratorate_of(attempt.subject.holder, local_date(attempt.recorded_at))
    if body is None:
        raise Refused("nobody_there", "机构目录里没有人民检察院，请先补齐。", status=422)
    name_side(attempt, body, PROCURATORATE)
    keep(own, shown_at=attempt.recorded_at, shown_for=because[:40])


def begin_again(attempt: Attempt) -> None:
    """It is looked into anew: what had been decided no longer holds."""
    keep(own_of(attempt), finding="", not_started_for="", failed_for="", failed_on=None)


def commission(attempt: Attempt) -> None:
    """Who assesses, and how. Raises Refused `not_simple` where a simple assessment's conditions are not all met."""
    given: data.Commission = attempt.data
    own = own_of(attempt)
    checks.after(attempt, "commissioned_on", given.commissioned_on, own.checked_on, "核查完成之日")
    if given.way is Way.SIMPLE:
        if not (given.plain and given.undisputed):
            raise wrong(
                "way", "not_simple", "简易评估须损害事实简单、责任认定没有争议，两项都要勾选；不符合的请选鉴定评估。"
            )
        _small(own.estimate, _day(attempt))
    keep(own, way=given.way, institution=given.institution, commissioned_on=given.commissioned_on)


def record_assessment(attempt: Attempt) -> None:
    """The amount. Raises Refused `not_simple` where a simple assessment came to more than it may."""
    given: data.RecordAssessment = attempt.data
    own = own_of(attempt)
    checks.after(attempt, "assessed_on", given.assessed_on, own.commissioned_on, "委托日期")
    if own.way == Way.SIMPLE:
        _small(given.amount, _day(attempt), field="amount")
    checks.file_of(attempt, given.file)
    keep(own, amount=given.amount, assessment_number=given.number, assessed_on=given.assessed_on)


def _small(amount: Any, on: date, field: str = "way") -> None:
    most = queries.number("simple-limit-yuan", on)
    if amount is not None and amount > most:
        raise wrong(field, "not_simple", f"损害数额超过{most}元，不能用简易评估：请改委托鉴定评估。")


def mark_major(attempt: Attempt) -> None:
    """A major case is reported to who is above. Raises Refused `unknown_choice`."""
    checks.listed(attempt, "kind", attempt.data.kind, "major-kinds")
    keep(own_of(attempt), major=attempt.data.kind)


def report_major(attempt: Attempt) -> None:
    """It was reported. Raises Refused `day_in_future`."""
    given: data.ReportMajor = attempt.data
    own = own_of(attempt)
    checks.after(attempt, "reported_on", given.reported_on, own.received_on, "收到线索之日")
    keep(own, major_number=given.number, major_reported_on=given.reported_on)


def own_of(attempt: Attempt) -> EcoDamage:
    """The row of the case acted on."""
    own: EcoDamage = attempt.subject.eco_damage
    return own


def keep(own: EcoDamage, **values: Any) -> None:
    """Change these columns of the row."""
    for name, value in values.items():
        setattr(own, name, value)
    own.save(update_fields=list(values))


def received(content: Mapping[str, Any]) -> dict[str, Any]:
    """What another case hands over, as the fields of `data.RegisterDamage`; the rest is not asked for."""
    return {name: value for name, value in content.items() if name in data.RegisterDamage.model_fields}


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)


__all__ = [
    "begin_again", "commission", "do_not_start", "do_not_sue", "file_damage", "keep", "mark_major", "own_of", "received",
    "record_assessment", "register", "report_check", "report_major", "show", "show_procuratorate",
]  # fmt: skip
