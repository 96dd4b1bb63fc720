"""What progress calls and their answers add to the generic pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Prefill, Section
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.situation.calls import columns, queries
from ecoduty.mechanisms.situation.calls.flow import PROGRESS_CALL
from ecoduty.mechanisms.situation.calls.models import CallAnswer, ProgressCall
from ecoduty.organisation.directory.models import Body


def _own(matter: Matter) -> ProgressCall:
    own: ProgressCall = matter.progress_call  # kept on the matter: read once a page
    return own


def _merged(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it
    own = _own(matter)
    result = queries.merged(own)
    listed = list(own.bodies.order_by("order", "key")) if not result.lines else []
    return {
        "own": own, "matter": matter, "merged": result, "listed": listed, "limit": words.day(own.limit_on, today()),
        "asked": columns.written(columns.kept(own.columns), queries.figures()) if not result.lines else "", "figures": queries.figures(),
    }  # fmt: skip


def _answer(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    own = CallAnswer.objects.select_related("call__matter__holder").get(pk=matter.pk)
    rows = [(one, own.values.get(one.key, ""), own.sources.get(one.key, "")) for one in columns.kept(own.call.columns)]
    on = today()
    return {
        "own": own, "rows": rows, "caller": own.call.matter.holder, "limit": words.day(own.call.limit_on, on),
        "seen": words.moment(own.seen_at, on) if own.seen_at else "",
        "answered": words.moment(own.answered_at, on) if own.answered_at else "",
    }  # fmt: skip


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    body = Body.objects.select_related("region").filter(key=actor.body).first() if subject is None else subject.holder
    if act.code not in {"prepare_call", "edit_call"} or body is None:
        return Prefill()
    choices = {"bodies": [(one.key, one.short_name) for one in queries.callable_bodies(body, today())]}
    if subject is None:
        return Prefill(choices=choices)
    own = _own(subject)
    values = {
        "subject": subject.title.partition("：")[2], "grounds": own.grounds, "limit_on": own.limit_on,
        "columns": columns.written(columns.kept(own.columns), queries.figures()), "bodies": [one.key for one in own.bodies.all()],
    }  # fmt: skip
    return Prefill(choices=choices, values=values)


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the shape of everything before a form
    """Above what asks for columns: which figures the platform knows."""
    if act.code not in {"prepare_call", "edit_call"}:
        return {}
    return {
        "before": "desk/situation/figures.html",
        "figures": sorted(set(queries.figures().values())),
    }


def _answer_prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    """What the body entered before, else what the platform knows, with its source."""
    if act.code != "answer_call" or subject is None:
        return Prefill()
    own = CallAnswer.objects.select_related("call").get(pk=subject.pk)
    found = columns.kept(own.call.columns)
    known = queries.known(found, actor)
    parts = []
    for one in found:
        value, source = known.get(one.key, ("", ""))
        given = own.values.get(one.key, "") or value
        title = f"{one.label}（{one.unit}）" if one.unit else one.label
        parts.append(Section(one.key, title, "", given, source if given == value else "", short=one.sort == "number"))
    return Prefill(sections={"values": parts}, values={"remark": own.remark})


def may_call(actor: Actor) -> bool:
    """Whether this post, in a body that has somebody to ask, calls."""
    return actor.body_id is not None and may_create(PROGRESS_CALL.by_code["prepare_call"], actor)


register(
    queries.CALL,
    Parts(
        tabs=(Tab("merged", "汇总", "desk/situation/merged.html", _merged),),
        facts=lambda matter: [Fact("填报期限", words.day(_own(matter).limit_on, today()))],
        prefill=_prefill,
        before=_before,
        pages=(PageLink("拟定调度", "desk:new-progress-call", may_call, begins=True),),
    ),
)
register(
    queries.ANSWER,
    Parts(
        tabs=(Tab("answer", "填报内容", "desk/situation/answer.html", _answer),),
        facts=lambda matter: [Fact("发起单位", matter.call_answer.call.matter.holder.short_name)],
        prefill=_answer_prefill,
    ),
)
