"""What the public's form asks for, cut out of the rulebook and published; again whenever rulebook, names or days changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from ecoduty.casework.intakes import forms, offering
from ecoduty.casework.intakes.models import PublicForm
from ecoduty.kernel.clock import WorkCalendar, local_date, now, spoken_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt, registry
from ecoduty.kernel.rulebook import Rulebook, reckon
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.kernel.rulebook.schema import LimitInForce
from ecoduty.mechanisms.complaints import rules
from ecoduty.mechanisms.complaints.limits import ACCEPTANCE, ANSWER, TOLD
from ecoduty.organisation.directory import queries as directory

CHANNEL, NATURE = "web", "complaint"
_FORM = "complaint"
_MAP = "districts"
_HOTLINE = "public.hotline"
_AHEAD = 62  # days for which due days are told beforehand
_UNITS = {"natural_days": "日", "working_days": "个工作日", "calendar_months": "个月", "hours": "小时"}


def refresh() -> PublicForm | None:
    """Publish what holds now; None where the rulebook opens no form."""
    book = rulebooks.current_or_none()
    return publish(book, now()) if book else None


def publish(book: Rulebook, moment: datetime) -> PublicForm | None:
    """Write the form if it differs from the one shown; None where the rulebook opens none or nothing can be sealed."""
    door = offering.door(book, local_date(moment))
    return forms.publish(_FORM, {**content(book, local_date(moment)), **door}, moment) if door else None


def content(book: Rulebook, on: date) -> dict[str, Any]:
    """What the form shows, beside the numbers of the door; JSON without floats."""
    return {
        "city": book.city.name,
        "hotline": str(book.value(_HOTLINE, on=on)) if _HOTLINE in book.values else "",
        "categories": [list(pair) for pair in rules.categories(on)],
        "districts": _districts(book),
        "map": _map(book),
        "limits": _limits(book, on.replace(day=1)),
        "files": offering.number(book, "photos", on),
        "megabytes": offering.number(book, "photo-megabytes", on),
        "alike": {"days": offering.number(book, "alike-days", on), "least": offering.number(book, "alike-least", on)},
    }


def _districts(book: Rulebook) -> list[dict[str, Any]]:
    outlines = book.maps[_MAP].outlines if _MAP in book.maps else {}
    by_code = {district.code: key for key, district in book.districts.items()}
    return [
        {"key": body.key, "name": body.name.removeprefix(book.city.name), "code": body.region_code,
         "rings": list(outlines.get(by_code.get(body.region_code, ""), ()))}
        for body in directory.districts().order_by("order")
    ]  # fmt: skip


def _map(book: Rulebook) -> dict[str, str]:
    drawn = book.maps.get(_MAP)
    return {"label": drawn.label, "approval": drawn.approval, "source": drawn.source} if drawn else {}


def _limits(book: Rulebook, first: date) -> list[dict[str, Any]]:
    """Acceptance, and the answer at the latest: each step before it taking its whole time."""
    calendar = current_calendar()
    found = [
        (label, book.limit(rule(CHANNEL, NATURE, first).key, on=first))
        for label, rule in (
            (TOLD[ACCEPTANCE], rules.acceptance_limit),
            ("派单", rules.dispatch_limit),
            (TOLD[ANSWER], rules.answer_limit),
        )
    ]
    by: list[dict[str, str]] = [{} for _ in found]
    for n in range(_AHEAD):
        day = start = first + timedelta(days=n)
        for place, (_, limit) in enumerate(found):
            start = _due(book, limit, start, calendar)
            by[place][day.isoformat()] = spoken_date(start)
    accepted, answered = found[0], found[-1]
    return [
        {"label": accepted[0], "words": _words(accepted[1]), "basis": _basis(book, accepted[1]), "by": by[0]},
        {"label": answered[0], "words": f"{_words(answered[1])}；各环节都用满时限的，最迟", "basis": _basis(book, answered[1]), "by": by[-1]},
    ]  # fmt: skip


def _due(book: Rulebook, limit: LimitInForce, start: date, calendar: WorkCalendar) -> date:
    return reckon.limit_due(book, limit.key, start, calendar).day


def _words(limit: LimitInForce) -> str:
    start = limit.starts_from if limit.starts_from.endswith(("日", "后", "时")) else f"{limit.starts_from}之日"
    return f"自{start}起{limit.n}{_UNITS[limit.unit]}内"


def _basis(book: Rulebook, limit: LimitInForce) -> str:
    basis = limit.basis
    if basis.kind == "plan":
        return f"依据方案{basis.clause or f'第{basis.article}条'}"
    if basis.kind == "statute" and basis.instrument in book.instruments:
        return f"依据《{book.instruments[basis.instrument].title}》{basis.provision}"
    return "平台的办理要求"


def _after_adoption(attempts: Sequence[Attempt]) -> None:
    for attempt in attempts:
        if attempt.table.kind == "rulebook" and attempt.act.code == "adopt":
            rulebooks.forget()
            publish(attempt.data.book, attempt.occurred_at)


def install() -> None:
    """Follow every adoption, after the directory has its districts."""
    registry.after_entry("complaints.intake.form", _after_adoption, order=91)
