"""A body is dissolved: everything open that it holds, takes part in or has to decide passes to its successor.

In the transaction of the directory's act, through the gate, each matter with an entry of its own. What turns up later
(a matter reopened, one that was just being opened) is found by the sweep and passed on in the same way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import connection, transaction

from ecoduty.casework.escalation import notices, sweep
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Addressees
from ecoduty.casework.escalation.states import NoticeKind
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.passing import TAKING_OVER, PassOn
from ecoduty.casework.matters.rules import Sight, visible_to
from ecoduty.casework.succession.holdings import open_with, undecided_of
from ecoduty.kernel import flow
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Actor, Attempt, Item, Refused, registry
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COORDINATOR, LIAISON, PRINCIPAL
from ecoduty.organisation.directory.succession import ENDING_ACTS

ORDER = 60
ACTOR = Actor.system("机构撤销")
TOLD = (LIAISON, COORDINATOR, PRINCIPAL)


def install() -> None:
    """Register with the gate and with the sweep."""
    registry.before_write("succession", on_ending, ORDER)
    sweep.register("left_behind", left_behind)


def on_ending(attempts: Sequence[Attempt]) -> None:
    """A body is dissolved, or its successor is named at last.

    Raises Refused `open_matters_left` where something is open and nobody would go on with it.
    """
    for attempt in attempts:
        if attempt.table.kind != "body" or attempt.act.code not in ENDING_ACTS:
            continue
        body: Body = attempt.subject
        if body.heir is None:
            _refuse_leaving(body, attempt.actor)
        else:
            _wait_for_openings(body)
            moved = take_over(body, body.heir, body.valid_to or local_date(attempt.occurred_at))
            _tell(body, body.heir, moved, attempt)


def take_over(former: Body, heir: Body, since: date) -> list[int]:
    """Pass on whatever is open with a body; ids of the matters it held. A constant number of statements for each kind."""
    data = PassOn(former=former.pk, heir=heir.pk, since=since)
    held: list[int] = []
    for kind, numbers in _by_kind(open_with(former)).items():
        held += Matter.objects.filter(pk__in=numbers, holder=former).values_list("pk", flat=True)
        items = [Item(number, data) for number in numbers]
        flow.perform_many(flow.table(kind), TAKING_OVER, items, actor=ACTOR)
    return held


def left_behind(moment: datetime) -> int:
    """Open matters with a body that is no more, though somebody answers for it: passed on. Their number.

    One query where there is none, which is nearly always.
    """
    found = Matter.objects.filter(open=True, holder__heir__isnull=False).order_by()
    bodies = Body.objects.filter(pk__in=found.values("holder")).select_related("heir")
    count = 0
    for body in bodies:
        if body.heir is not None:
            with transaction.atomic():
                count += len(take_over(body, body.heir, body.valid_to or local_date(moment)))
    return count


def _by_kind(pairs: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, kind in pairs:
        found[kind].append(number)
    return dict(sorted(found.items()))


def _wait_for_openings(body: Body) -> None:
    """Whoever is just opening a matter for the body is waited for, and who comes after waits for us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM directory_body WHERE id = %s FOR UPDATE", [body.pk])


def _refuse_leaving(body: Body, actor: Actor) -> None:
    """Restricted matters are no ground to refuse: they hang on the persons named in them, and nobody else may hear of them."""
    ordinary = Matter.objects.filter(open=True, holder=body).exclude(secrecy=Secrecy.RESTRICTED)
    seen = ordinary.filter(visible_to(actor, Sight.EXISTS)) if not actor.is_system else ordinary
    count, waiting = seen.count(), undecided_of(body).count()
    parts = [f"{count}件未办结的事项"] if count else []
    parts += [f"{waiting}件待签发的升级事项"] if waiting else []
    if not parts and ordinary.exists():
        parts = ["未办结的事项"]
    if parts:
        raise Refused(
            "open_matters_left",
            f"{body.short_name}还有{'、'.join(parts)}。请选择职责承接单位，它们随之转过去；不转的，先逐件办结再撤销。",
        )


def _tell(former: Body, heir: Body, held: Sequence[int], attempt: Attempt) -> None:
    """One notice to the successor's liaison, coordinator and principal. Restricted matters are not counted in it."""
    count = Matter.objects.filter(pk__in=held).exclude(secrecy=Secrecy.RESTRICTED).count()
    if not count:
        return
    on = local_date(attempt.recorded_at)
    seats = Addressees({(heir.pk, role) for role in TOLD}, on).of(heir.pk, TOLD)
    since = spoken_date(former.valid_to or on)
    text = f"{former.name}自{since}起撤销，由{heir.name}承接。它未办结的{count}件办件已转入主办，期限照旧，请安排人员接着办。"
    title = f"承接{former.short_name}的{count}件办件"
    notices.write([Draft(seat, NoticeKind.OTHER, title, text, statutory=True) for seat in seats], attempt.recorded_at)
    attempt.record(passed_on=count)
