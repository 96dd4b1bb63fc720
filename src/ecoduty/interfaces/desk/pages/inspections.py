"""What problems add to the generic pages: what was found, what was done about it, filters of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import choices, words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.pages import clues, problem_hearing, problem_rectifying, problem_road
from ecoduty.interfaces.desk.parts import Fact, Filter, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.inspections import queries
from ecoduty.mechanisms.inspections.flow import PROBLEMS
from ecoduty.mechanisms.inspections.models import Problem
from ecoduty.mechanisms.inspections.queries import KIND
from ecoduty.mechanisms.inspections.roads import Road
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

NOT_SAID = "none"
_SHOWN = "_problem_shown"
_SHOWN_BEFORE = {
    "ask_statement",
    "give_statement",
    "determine",
    "assign",
    "plan_measures",
    "apply_closing",
    "strike_off",
    "return_problem",
}


def _own(matter: Matter) -> Problem:
    """The problem with what its page shows of it; read once for each page, and then `matter.problem` for guards and counts, too."""
    if not hasattr(matter, _SHOWN):
        own = Problem.objects.select_related("found_by__region", "district", "responsible", "inspected").get(
            pk=matter.pk
        )
        own.matter = matter
        setattr(matter, _SHOWN, own)
    found: Problem = getattr(matter, _SHOWN)
    return found


def _content(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it whole
    own = _own(matter)
    done = queries.rectifications(own)
    return {
        "own": own,
        "matter": matter,
        "source": queries.sources(today()).get(own.source, own.source),
        "found": words.day(own.found_on, today()),
        "limit": words.day(own.limit_on, today()) if own.limit_on else "",
        "last": done[-1] if done else None,
        "fixed": problem_hearing.fixed(own),
    }


def _rectification(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    own = _own(matter)
    rows = [
        {"row": row, "when": words.day(row.at, today()), "what": PROBLEMS.by_code[row.act].label}
        for row in reversed(queries.rectifications(own))
    ]
    return {"own": own, "rows": rows}


def where(own: Problem) -> str:
    """District and place in one line."""
    return " ".join([*([own.district.short_name] if own.district else []), *([own.place] if own.place else [])])


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    responsible = [Fact("责任", own.responsible.short_name)] if own.responsible else []
    relapsed = [Fact("复发", f"{own.relapses}次")] if own.relapses else []
    return [Fact("地点", where(own)), Fact("登记", own.found_by.short_name), *responsible, *relapsed]


def _needs(matter: Matter) -> Choices:
    return [(str(number), need) for number, need in enumerate(_own(matter).closing_needs)]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if act.code in {"register", "edit_problem"}:
        return _content_of(subject, actor)
    if act.code == "assign":
        bodies = queries.responsible_bodies(_own(subject).found_by, today())
        return Prefill(choices={"responsible": [(body.key, body.short_name) for body in bodies]})
    if act.code == "mark_place":
        own = _own(subject)
        point = {"longitude": own.longitude, "latitude": own.latitude}
        values: dict[str, str] = {name: f"{value:.5f}" for name, value in point.items() if value is not None}
        values["district"] = own.district.key if own.district else ""
        return Prefill(choices={"district": queries.districts(own.found_by)}, values=values)
    if act.code in problem_hearing.ACTS:
        return problem_hearing.prefill(act, _own(subject), actor)
    if act.code in problem_rectifying.ACTS:
        return problem_rectifying.prefill(act, subject, _own(subject), actor)
    return _onward(act, subject, actor)


def _onward(act: Act, subject: Any, actor: Actor) -> Prefill:
    """What goes on as a clue or as a task takes over what was found."""
    if act.code == "clue_from_problem":
        own = _own(subject)
        known = {"text": own.text, "place": own.place}
        return Prefill(values=known, choices=clues.from_body(directory.body(actor.body)))
    return Prefill(values={"name": subject.title}) if act.code == "pass_to_task" else Prefill()


def _content_of(subject: Any, actor: Actor) -> Prefill:
    finder = Body.objects.select_related("region").filter(key=actor.body).first()
    own = _own(subject) if subject is not None else None
    values = {"found_on": today().isoformat()}
    if own is not None:
        values = {
            "title": subject.title, "text": own.text, "found_on": own.found_on.isoformat(), "source": own.source,
            "source_note": own.source_note, "district": own.district.key if own.district else "", "place": own.place,
        }  # fmt: skip
    listed = {"source": list(queries.sources(today()).items()), "district": queries.districts(finder)}
    return Prefill(choices=listed, values=values)


def may_register(actor: Actor) -> bool:
    """Whether this post registers problems."""
    return may_create(PROBLEMS.by_code["register"], actor)


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """Above what assigns, plans or judges: what was found, what is asked for, what was said last (clause 13.2)."""
    if subject is None or act.code not in _SHOWN_BEFORE:
        return {}
    return {"before": "desk/problems/problem.html", "content": _content(subject, actor)}


def _districts() -> Sequence[tuple[str, str]]:
    return [*directory.districts().order_by("order").values_list("key", "short_name"), (NOT_SAID, "未写明")]


choices.register("problem_closing_needs", _needs)
choices.register("problem_open_objections", problem_rectifying.open_objections)
register(
    KIND,
    Parts(
        tabs=(
            Tab("problem", "问题与要求", "desk/problems/problem.html", _content),
            problem_hearing.TAB,
            problem_rectifying.TAB,
            Tab(
                "rectification", "整改经过", "desk/problems/rectification.html", _rectification,
                lambda matter: matter.problem.rectifications.count(),
            ),
        ),
        facts=_facts,
        drawn=problem_road.drawn,
        prefill=_prefill,
        before=_before,
        instead={"mark_place": "desk:place"},
        pages=(PageLink("登记问题", "desk:register-problem", may_register, begins=True), PageLink("问题分布", "desk:problems")),
        filters=(
            Filter(
                "district", "所在区", _districts,
                lambda value: Q(problem__district=None) if value == NOT_SAID else Q(problem__district__key=value),
            ),
            *problem_rectifying.FILTERS,
            Filter("road", "整改方式", lambda: Road.choices, lambda value: Q(problem__road=value)),
            Filter(
                "source", "来源", lambda: list(queries.sources(today()).items()), lambda value: Q(problem__source=value)
            ),
        ),
    ),
)  # fmt: skip
