"""The list behind a number of a past day: which matters they were, how each stood then and stands now (clause 4.8)."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from ecoduty.casework.figures import lookback as then
from ecoduty.casework.figures.lookback import NoListError, Past
from ecoduty.casework.figures.reading import NoSnapshotError
from ecoduty.interfaces.desk import counted, export, lookback, shell, words
from ecoduty.interfaces.desk.lookback import ON
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Refused

_COLUMNS = (
    ("当日", 12), ("标题", 56), ("当日主办", 18), ("当日状态", 14), ("当日期限", 20), ("现在", 14), ("现在状态", 14),
    ("现在主办", 18), ("编号", 18),
)  # fmt: skip


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """`?on=2026-12-31&figure=…` as a number's address has it; `?format=xlsx` the same as a file.

    Raises Refused for a day that cannot be looked at, one without lists, and an address that no number gave out.
    """
    past = _read(visit)
    address = lookback.address({"figure": past.figure.key, "scope": past.scope.value, **past.narrowed}, past.night.on)
    if visit.request.GET.get("format") == "xlsx":
        return _excel(past, visit)
    asked = visit.request.GET.get("page", "1")
    page = lookback.page(past, visit, int(asked) if asked.isdecimal() and len(asked) < 7 else 1)
    missed = visit.request.GET[ON] != past.night.on.isoformat()
    content = {
        "page": page, "past": past, "figure": lookback.chip(past), "day": words.day(past.night.on, visit.today),
        "missed": words.day(lookback.past_day(visit.request.GET[ON], visit.today) or visit.today, visit.today) if missed else "",
        "back": f"{reverse('desk:cockpit')}?{ON}={past.night.on.isoformat()}", "excel": f"{address}&format=xlsx",
        "previous": f"{address}&page={page.number - 1}" if page.number > 1 else "",
        "next": f"{address}&page={page.number + 1}" if page.number < page.pages else "",
    }  # fmt: skip
    return shell.render(visit, "desk/lookback.html", content)


def _read(visit: Visit) -> Past:
    given = visit.request.GET.dict()
    on = lookback.past_day(given.get(ON, ""), visit.today)
    if on is None:
        raise Refused("day_to_come", "今天还没有过完，往日的清单请选今天以前的日子。", status=422)
    try:
        return then.look_back(given, visit.actor, on)
    except NoListError as error:
        raise Refused("list_not_kept", f"{error}清单从记下以后的日子起才有。", status=404) from error
    except NoSnapshotError as error:
        raise Refused("no_snapshot", str(error), status=404) from error
    except (KeyError, ValueError) as error:
        raise counted.no_such_figure() from error


def _excel(past: Past, visit: Visit) -> HttpResponse:
    lines = [
        [
            one.light.word, one.title, one.holder, one.state, one.due, one.now.light.word, one.now.state, one.now.holder,
            one.number,
        ]
        for one in lookback.every_line(past, visit)
    ]  # fmt: skip
    day = words.day(past.night.on, visit.today)
    total = past.rows.count()
    notes = [f"{lookback.chip(past)}：{day}24时的情形，共{total}件。"]
    if past.counted > total:
        notes.append(f"当时数到{past.counted}件，其中{past.counted - total}件现在不在您能看到的范围里，没有列出。")
    if total > lookback.EXPORT_LIMIT:
        notes.append(f"只导出前{lookback.EXPORT_LIMIT}件。")
    content = export.workbook(
        "往日清单", [label for label, _ in _COLUMNS], lines, [width for _, width in _COLUMNS], notes
    )
    return export.attachment(content, f"往日清单{past.night.on:%Y%m%d}")
