"""Where target letters begin, and the portrait of a body: who answers for it, what it met and was late with (clause 2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.figures import reading
from ecoduty.casework.figures.registry import Scope
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import shell
from ecoduty.interfaces.desk.pages.appraisals import may_draft
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel import flow
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.appraisals import queries
from ecoduty.mechanisms.appraisals.models import TargetLetter
from ecoduty.mechanisms.appraisals.states import DROPPED
from ecoduty.organisation.access import OVERSIGHT, oversight_of, portfolio_of
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

_WORDS = (("all", "全部"), ("open", "在办"), ("overdue", "逾期"), ("closed_in_time", "按期办结"), ("closed", "办结"))
_MORE = (("problem.open", "问题在办"), ("commendation.published", "受到表彰"))


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the list behind it; `late` where it is one of what is overdue, and there is any."""

    value: int
    url: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of duty of a body: its numbers in the order of the columns, and the share closed in time."""

    label: str
    numbers: Sequence[Number]
    share: int | None


@require_http_methods(["GET", "POST"])
@staff
def new(visit: Visit) -> HttpResponse:
    """A letter for a body and a year (clause 2.3). Raises Refused for whoever does not draw them up."""
    if not may_draft(visit.actor):
        raise refuse("not_permitted", act="拟定责任书", who="考核机关", title=visit.actor.title)
    return acts.begin(visit, queries.KIND, "draft_letter")


@require_GET
@staff
def portraits(visit: Visit) -> HttpResponse:
    """Every body that the visitor may look at, with its last letter: in January that is still the year before's."""
    bodies = _bodies(visit)
    letters = {
        row.body_id: row
        for row in TargetLetter.objects.filter(
            matter__in=Matter.objects.filter(visible_to(visit.actor), kind=queries.KIND)
        )
        .exclude(matter__state=DROPPED.code)
        .select_related("matter")
        .order_by("year")  # the later one takes the place of the one before
    }
    names = queries.grade_names(visit.today)
    lines = [
        {
            "body": body,
            "letter": letters.get(body.pk),
            "grade": names.get(letters[body.pk].grade, "") if body.pk in letters else "",
        }
        for body in bodies
    ]
    content = {"lines": lines, "may_draft": may_draft(visit.actor)}
    return shell.render(visit, "desk/appraisals/portraits.html", content, kind=queries.KIND)


@require_GET
@staff
def portrait(visit: Visit, key: str) -> HttpResponse:
    """One body. Raises Refused `not_found` for whoever may not look at it."""
    body = next((one for one in _bodies(visit) if one.key == key), None)
    if body is None:
        raise refuse("not_found")
    scope = Scope.OVERSIGHT if OVERSIGHT in oversight_of(visit.actor) else Scope.OWN_BODY
    kinds = [
        kind for kind in rulebooks.current().words("appraisal.portrait-kinds", on=visit.today) if kind in flow.tables()
    ]
    narrow = {"body": body.key} if scope is Scope.OVERSIGHT else {}
    wanted = [f"{kind}.{word}" for kind in kinds for word, _ in _WORDS] + [key for key, _ in _MORE]
    found = (
        reading.values(wanted, visit.actor, scope=scope, **narrow)
        if scope is Scope.OVERSIGHT or body.pk in visit.actor.bodies
        else {}
    )
    rows = [_row(kind, found) for kind in kinds] if found else []
    people = directory.holders([body], ("principal", "deputy", "coordinator"), visit.today)
    letters = TargetLetter.objects.filter(
        body=body, matter__in=Matter.objects.filter(visible_to(visit.actor), kind=queries.KIND)
    ).select_related("matter")
    coordinator = directory.coordinator(body, visit.today)
    content = {
        "body": body, "columns": [word for _, word in _WORDS], "rows": [row for row in rows if row.numbers[0].value],
        "people": [row for row in people if row.post.kind == "principal"], "coordinator": coordinator,
        "leaders": directory.leaders_in_charge(body, visit.today),
        "letters": list(letters.order_by("-year")), "grades": queries.grade_names(visit.today),
        "more": [(label, _number(found[key])) for key, label in _MORE] if found else [], "shown": bool(found),
    }  # fmt: skip
    return shell.render(visit, "desk/appraisals/portrait.html", content, kind=queries.KIND)


def _bodies(visit: Visit) -> list[Body]:
    """Whose portrait the visitor may see: those of the plan for oversight, the leader's for a leader, one's own for anybody."""
    actor, on = visit.actor, visit.today
    every = queries.appraised(on)
    if OVERSIGHT in oversight_of(actor):
        return every
    mine = actor.bodies | portfolio_of(actor, on)
    return [body for body in every if body.pk in mine]


def _row(kind: str, found: dict[str, reading.Reading]) -> Row:
    numbers = [_number(found[f"{kind}.{word}"], late=word == "overdue") for word, _ in _WORDS]
    closed = found[f"{kind}.closed"].value
    answerable = closed + found[f"{kind}.overdue"].value
    share = round(100 * found[f"{kind}.closed_in_time"].value / answerable) if answerable else None
    return Row(flow.table(kind).label, numbers, share)


def _number(one: reading.Reading, *, late: bool = False) -> Number:
    return Number(one.value, f"{reverse('desk:matters')}?{urlencode(one.url_params)}", late and one.value > 0)
