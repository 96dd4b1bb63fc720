"""What reports of a major situation add to the generic pages; the sheet that a leader reads and writes on."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

from ecoduty.casework.documents import texts
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.one_sheet import fit
from ecoduty.interfaces.desk.parts import PageLink, Parts, Tab, register
from ecoduty.kernel.clock import as_local, spoken_date, today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.coordination import bodies, situation_papers
from ecoduty.mechanisms.coordination.models import Situation, SituationInstruction
from ecoduty.mechanisms.coordination.situations import SITUATION

# Lines of text beside which heads, the room to write in and notes of what was cut fit on one A4; a test prints it.
LINES = 17
LINES_WRITTEN_ON = 19  # of the report and the last instructions, each with a line for who and when
_HEADS = 3  # of the report
_TITLE_COLUMNS = 26
_SHOWN = 3  # instructions on the sheet; older ones are counted


def situation_of(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody who sees it whole
    """A major situation: its reports, who received them, what the leaders wrote. Six queries, one more for each further report."""
    own = Situation.objects.select_related("document__rendered", "document__issuer").get(pk=matter.pk)
    return {
        "own": own,
        "sections": texts.text_of(texts.current(own.document)).items(),
        "recipients": list(own.document.recipients.select_related("body")),
        "further": [
            {
                "paper": paper,
                "sections": texts.text_of(texts.current(paper)).items(),
                "recipients": list(paper.recipients.all()),
            }
            for paper in situation_papers.further(matter)
            .select_related("rendered", "issuer")
            .prefetch_related("recipients__body")
        ],
        "instructions": list(own.instructions.select_related("task")),
        "matter": matter,
    }


def sheet(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same cut to one A4: the report, and the last instructions or room for one. No query."""
    parts = [(title, text) for title, text in content["sections"]]
    if content["further"]:
        last = content["further"][-1]
        number, sent = len(content["further"]), as_local(last["paper"].sent_at)
        parts.insert(
            0, (f"第{number}次续报（{sent:%-m月%-d日 %H:%M}）", "\n".join(text for _, text in last["sections"]))
        )
    every: list[SituationInstruction] = content["instructions"]
    shown = every[-_SHOWN:]
    less = 2 * (ceil(len(content["matter"].title) / _TITLE_COLUMNS) - 1)  # a second line of the title takes as much
    less += 3 * max(0, len(parts) - _HEADS)  # a further head with its note
    if not shown:
        return {"parts": fit(parts, LINES - less), "instructions": [], "earlier": 0}
    written = [(f"{one.leader}　{spoken_date(one.given_on)}", one.text) for one in shown]
    pieces = fit([*parts, *written], LINES_WRITTEN_ON - less + 2 * (_SHOWN - len(shown)))
    return {"parts": pieces[: len(parts)], "instructions": pieces[len(parts) :], "earlier": len(every) - len(shown)}


def _recipients(subject: Matter) -> Choices:
    return [(str(row.pk), row.body.short_name) for row in subject.situation.document.recipients.select_related("body")]


def _situation_prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    if act.code == "give_instruction":
        rows = subject.situation.document.recipients.filter(body__in=actor.bodies)
        mine = {"of": str(rows[0].pk)} if len(rows) == 1 else {}
        others = [(body.key, body.short_name) for body in bodies.partners(subject.holder, today())]
        return Prefill(
            values={"given_on": today().isoformat(), **mine}, choices={"of": _recipients(subject), "lead": others}
        )
    if act.code == "record_receipt":
        waiting = situation_papers.unreceipted(subject).select_related("body", "document")
        return Prefill(
            values={"received_on": today().isoformat()},
            choices={"recipient": [(str(row.pk), f"{row.body.short_name}：{row.document.title}") for row in waiting]},
        )
    return Prefill()


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """Above an instruction and what became of it: the report, and what was written on it so far."""
    if subject is None or act.code not in {"give_instruction", "report_carried_out", "report_further"}:
        return {}
    return {"before": "desk/coordination/situation.html", "content": situation_of(subject, actor)}


def _may_report(actor: Actor) -> bool:
    return may_create(SITUATION.by_code["report"], actor)


register(
    SITUATION.kind,
    Parts(
        tabs=(Tab("situation", "情况与批示", "desk/coordination/situation.html", situation_of),),
        prefill=_situation_prefill,
        before=_before,
        pages=(PageLink("上报重大情况", "desk:report-situation", _may_report, begins=True),),
    ),
)
