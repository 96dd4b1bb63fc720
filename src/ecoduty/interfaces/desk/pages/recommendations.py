"""What procuratorial recommendations add to the generic pages. Nobody gets here who is not named in the matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.pages.enforcement_shared import INLINE, shared_choices, shared_tabs
from ecoduty.interfaces.desk.pages.papers import PAPER
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import local_date, today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.mechanisms.enforcement.procuratorial import bodies
from ecoduty.mechanisms.enforcement.procuratorial.recommendations import queries
from ecoduty.mechanisms.enforcement.procuratorial.recommendations.states import ANSWERING, Verdict
from ecoduty.organisation.directory.models import Body

_SHORT = 30


def _letter(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own, on = queries.own_of(matter), today()
    case = own.case if own.case_id and Matter.objects.filter(visible_to(actor), pk=own.case_id).exists() else None
    return {
        "own": own,
        "matter": matter,
        "issued": words.day(own.issued_on, on),
        "received": words.day(own.received_on, on) if own.received_on else "",
        "demands": list(own.demands.order_by("order")),
        "sued": words.day(own.sued_on, on) if own.sued_on else "",
        "case": case,
    }


def _rectification(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody named
    """Every demand with what was done about it, and what a reply still lacks."""
    own, on = queries.own_of(matter), today()
    lines = queries.lines(own)
    return {
        "matter": matter,
        "may_change": matter.state in ANSWERING,
        "lines": [
            {"line": line, "measures": [{"row": row, "on": words.day(row.on, on)} for row in line.measures]}
            for line in lines
        ],
        "lacking": [line.demand.order for line in lines if line.missing],
        "done": sum(not line.missing for line in lines),
    }


def _judged(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    own, on = queries.own_of(matter), today()
    return {
        "own": own,
        "replies": [
            {
                "row": row,
                "when": words.day(local_date(row.replied_at), on),
                "judged": words.day(local_date(row.judged_at), on) if row.judged_at else "",
            }
            for row in queries.replies(own)
        ],
        "looked": [
            {"row": row, "when": words.day(local_date(row.looked_at), on), "verdict": Verdict(row.verdict).label}
            for row in own.look_backs.order_by("pk")
        ],
        "supplement_by": words.day(own.supplement_by, on) if own.supplement_by else "",
        "sued": words.day(own.sued_on, on) if own.sued_on else "",
    }


def _facts(matter: Matter) -> list[Fact]:
    own = queries.own_of(matter)
    urgent = [Fact("", "紧急")] if own.urgent else []
    received = [Fact("收到", words.day(own.received_on, today()))] if own.received_on else []
    return [Fact("", own.procuratorate.short_name), Fact("文书号", own.number), *received, *urgent]


def _bodies(found: Iterable[Body]) -> Choices:
    return [(body.key, body.short_name) for body in found]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    on = today()
    if act.code == "issue_recommendation":
        return Prefill(choices={"addressee": _bodies(bodies.addressees(on))}, values={"issued_on": on})
    if act.code == "register_recommendation":
        found = [body for body in bodies.procuratorates(on) if body.level != "province"] or bodies.procuratorates(on)
        return Prefill(
            choices={"procuratorate": _bodies(found)},
            values={"procuratorate": found[0].key if len(found) == 1 else "", "received_on": on},
        )
    return Prefill(choices=_choices(act.code, subject, actor)) if subject is not None else Prefill()


def _choices(code: str, matter: Matter, actor: Actor) -> dict[str, Choices]:
    """What can be chosen in the form of an act."""
    if code == "add_measure":
        rows = matter.procuratorial_recommendation.demands.order_by("order")
        return {"demand": [(str(row.pk), f"{row.order}．{_short(row.text)}") for row in rows]}
    if code == "take_out_measure":
        lines = queries.lines(matter.procuratorial_recommendation)
        return {"measure": [(str(row.pk), _short(row.text)) for line in lines for row in line.measures]}
    if code == "sue_on_recommendation":
        return {"court": _bodies(bodies.courts(today()))}
    return shared_choices(code, matter, actor)


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


def _about(act: Act, subject: Any, said: Mapping[str, str]) -> Mapping[str, Any]:  # noqa: ARG001 -- as the registry calls it
    """Beside a demand stands the way to its form: that demand is chosen."""
    if act.code == "add_measure" and said.get("demand", "").isdecimal():
        return {"demand": said["demand"], "on": today()}
    return {}


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """Above the reply and what judges it: demand by demand what was done."""
    if subject is None or act.code not in {"reply_recommendation", "judge_reply", "look_back_recommendation"}:
        return {}
    return {
        "before": "desk/enforcement/recommendation_rectification.html",
        "content": {**_rectification(subject, actor), "may_change": False},
    }


register(
    queries.KIND,
    Parts(
        tabs=(
            Tab("letter", "检察建议", "desk/enforcement/recommendation_letter.html", _letter),
            Tab(
                "rectification", "整改清单", "desk/enforcement/recommendation_rectification.html", _rectification,
                lambda matter: matter.procuratorial_recommendation.demands.count(),
            ),
            Tab("judged", "回复和审查", "desk/enforcement/recommendation_judged.html", _judged),
            PAPER,
            *shared_tabs(),
        ),
        facts=_facts,
        prefill=_prefill,
        about=_about,
        before=_before,
        inline=INLINE | {"take_out_measure"},
        pages=(
            PageLink("发出检察建议", "desk:issue-recommendation", queries.may_issue, begins=True),
            PageLink("登记收到的检察建议", "desk:register-recommendation", queries.may_register, begins=True),
        ),
    ),
)  # fmt: skip
