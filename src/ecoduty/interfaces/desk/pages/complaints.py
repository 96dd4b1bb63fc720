"""What complaints add to the generic pages: to whom the lists in force send them, and the ways they went."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from ecoduty.casework.intakes.models import keeps_the_door
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.publications import privacy
from ecoduty.interfaces.channels.hotline12345.applying import SYSTEM
from ecoduty.interfaces.channels.hotline12345.models import Order
from ecoduty.interfaces.desk import undetermined, words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.pages import clues, complaint_filters
from ecoduty.interfaces.desk.pages.lead_departments import fields
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.clock import today
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.complaints import masking, quality, queries, reporters, rules, states, suggesting
from ecoduty.mechanisms.complaints import twins as looks_alike
from ecoduty.mechanisms.complaints.flow import COMPLAINT, KIND
from ecoduty.mechanisms.complaints.models import (
    Complaint,
    Dispatch,
    FollowUp,
    Reply,
    Reporter,
    Return,
    Satisfaction,
)
from ecoduty.mechanisms.complaints.routing import routing
from ecoduty.mechanisms.complaints.states import MERGED
from ecoduty.organisation.directory import queries as directory

_PICTURES = ("jpeg", "png")


def suggestion(text: str, region: str, actor: Actor) -> Mapping[str, Any]:
    """What routing suggests for a text today, and why: rows with basis and reason, and items whose lead is being determined."""
    found = routing.suggest(text, region, today())
    return {
        "suggested": found if text.strip() else None,
        "rows": [suggesting.kept(row) for row in found.rows[: suggesting.SHOWN]],
        "open_items": undetermined.items(actor, text, region, today()) if text.strip() else [],
        "text": text,
    }


def complaint_of(matter: Matter) -> Complaint:
    """A complaint with its district and who registered it."""
    return Complaint.objects.select_related("district", "registered_by").get(pk=matter.pk)


def _reported(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own = complaint_of(matter)
    on, read, written = today(), masking.reading(matter, actor), own.text
    versions = list(own.versions.select_related("district"))
    for one in (own, *versions):
        one.text, one.place = read(one.text), read(one.place)
    for one in versions:
        one.reason = read(one.reason)
    own.go_where, own.outcome_note = read(own.go_where), read(own.outcome_note)
    return {
        "own": own,
        "channel": dict(rules.channels(on)).get(own.channel, own.channel),
        "nature": dict(rules.natures(on)).get(own.nature, own.nature),
        "category": dict(rules.categories(on)).get(own.category, own.category),
        "ground": dict(rules.refusal_grounds(on)).get(own.refusal_ground, own.refusal_ground),
        "versions": versions,
        "photos": _photos(matter),
        "received": words.day(own.received_on, today()),
        "undecided": matter.state in _UNDECIDED,  # who takes it on
        **(suggestion(written, queries.region_of(own), actor) if matter.state in _UNDECIDED else {}),
        "text": own.text,
    }


def _photos(matter: Matter) -> list[Photo]:
    """The pictures that came with it and those that acts brought, the oldest first; whoever reads the page may read them."""
    kept = StoredFile.objects.filter(owner=matter.stream, kind__in=_PICTURES, removed_at=None).order_by("pk")
    return [Photo(reverse("desk:file", args=[one.public_id]), one.name, words.size(one.size)) for one in kept]


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture on the page: its address, its name, its size in words."""

    url: str
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class TwinLine:
    """A complaint that may be the same, as far as the visitor may see it."""

    number: str
    title: str
    url: str
    state: str
    received: str
    score: int
    same_place: bool


@dataclass(frozen=True, slots=True)
class Twins:
    """Those that the visitor may see, and how many others there are."""

    shown: Sequence[TwinLine]
    hidden: int

    @property
    def count(self) -> int:
        """All of them."""
        return len(self.shown) + self.hidden


def twins(visit: Visit, text: str, place: str, district: int | None, but: int | None = None) -> Twins:
    """Recent complaints of the district that are like this text: what the visitor may not see is counted only."""
    found = {one.complaint: one for one in looks_alike.like(text, district=district, on=today(), place=place, but=but)}
    if not found:
        return Twins((), 0)
    seen = Matter.objects.filter(visible_to(visit.actor), pk__in=list(found)).select_related("complaint")
    lines = [
        TwinLine(
            matter.number, matter.title, reverse("desk:matter", args=[matter.public_id]),
            COMPLAINT.state(matter.state).label, words.day(matter.complaint.received_on, today()),
            found[matter.pk].score, found[matter.pk].same_place,
        )
        for matter in seen
    ]  # fmt: skip
    lines.sort(key=lambda line: (-line.same_place, -line.score, line.number))
    return Twins(lines, len(found) - len(lines))


def hints(matter: Matter, answer: str) -> Sequence[quality.Hint]:
    """What to look at before this answer to this complaint is sent."""
    own = complaint_of(matter)
    district = own.district.short_name if own.district else ""
    found = quality.hints(answer, own.text, own.place, district)
    same = Reply.objects.filter(text=answer.strip()).exclude(complaint=own.pk).count() if answer.strip() else 0
    if same:
        found.append(quality.Hint("same_as_others", f"与另外{same}件的答复一字不差，请核对是不是用了模板。"))
    return found


def _ways(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    read = masking.reading(matter, actor)
    sent = [(row.at, "派单", row.to.short_name, row.row_name, read(row.reason), row.by)
            for row in Dispatch.objects.filter(complaint=matter.pk).select_related("to")]  # fmt: skip
    back = [(row.at, "退单", row.row_body or "无牵头部门", row.row_name, read(row.reason), row.by)
            for row in Return.objects.filter(complaint=matter.pk)]  # fmt: skip
    ways = [(words.day(at, today()), *rest) for at, *rest in sorted([*sent, *back])]
    return {"ways": ways}


def _said(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """Answers and what the reporter said to them, in their order."""
    read = masking.reading(matter, actor)
    said = [(row.at, "答复", row.body.short_name, read(row.text), row.by)
            for row in Reply.objects.filter(complaint=matter.pk).select_related("body")]  # fmt: skip
    said += [
        (row.at, "回访", _outcome(row), read(row.note), row.by) for row in FollowUp.objects.filter(complaint=matter.pk)
    ]
    merged = queries.merged_into(matter)
    return {
        "said": [(words.day(at, today()), *rest) for at, *rest in sorted(said)],
        "merged": merged,
        "kept": queries.kept(matter) if matter.state == MERGED.code else None,
    }


def _outcome(row: FollowUp) -> str:
    solved = "已解决" if row.resolved else "未解决"
    return f"{solved}，{row.get_satisfaction_display()}" + ("" if row.accepted else "，不接受答复")


def _reporter(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    """Who complained, for whoever has just said why; to everybody else only whether there is something to open."""
    row = Reporter.objects.filter(complaint=matter.pk).first()
    return {
        "row": row,
        "kept": bool(row and not row.erased_at and (row.name or row.phone)),
        "known": reporters.opened(matter.pk, actor),
        "minutes": int(reporters.OPEN_FOR.total_seconds() // 60),
        "openings": reporters.openings(matter.stream),
    }


def _way_count(matter: Matter) -> int:
    return Dispatch.objects.filter(complaint=matter.pk).count() + Return.objects.filter(complaint=matter.pk).count()


def _facts(matter: Matter) -> list[Fact]:
    own = complaint_of(matter)
    by_row = [Fact("依据事项", own.row_name)] if own.row_name else []
    return [Fact("登记", own.registered_by.short_name), *by_row, *_from_12345(own)]


def _from_12345(own: Complaint) -> list[Fact]:
    """The work order it came as, and the way to what was exchanged about it."""
    if own.external_system != SYSTEM or not Order.objects.filter(matter=own.pk).exists():
        return []
    return [Fact("12345工单", own.external_number, reverse("desk:hotline12345-order", args=[own.external_number]))]


def districts() -> Choices:
    """The districts to choose from."""
    return [(body.key, body.name) for body in directory.districts()]


def prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    """What the forms of a complaint offer to choose from, and what is known before anybody types."""
    on = today()
    if act.code in _COMING_IN:
        choices = {
            "district": districts(), "channel": rules.channels(on), "nature": rules.natures(on), "category": rules.categories(on),
        }  # fmt: skip
        known = {"received_on": on.isoformat()} if act.code == "register" else _present(act, subject, actor)
        return Prefill(values=known, choices=choices)
    ready = _CHOICES.get(act.code)
    if ready is not None:
        return Prefill(choices=ready(on))
    if act.code == "problem_from_complaint":
        own = complaint_of(subject)
        return Prefill(values={"text": privacy.masked(own.text), "place": privacy.masked(own.place)})
    if act.code == "clue_from_complaint":
        own = complaint_of(subject)
        known = {"text": privacy.masked(own.text), "place": privacy.masked(own.place)}
        return Prefill(values=known, choices=clues.from_body(subject.holder))
    if subject is None or act.code not in _CHOOSING:
        return Prefill()
    return _choosing(act, subject)


def _present(act: Act, subject: Any, actor: Actor) -> dict[str, str]:
    """What is there already, to be changed where it is wrong. Words that are partly hidden from this reader are left out."""
    if subject is None or act.code not in {"accept", "correct"}:
        return {}
    own = complaint_of(subject)
    if act.code == "accept":
        return {"nature": own.nature, "category": own.category}
    read = masking.reading(subject, actor)
    known = {"text": own.text, "place": own.place, "district": own.district.key if own.district else ""}
    return {name: value for name, value in known.items() if read(value) == value}


def _choosing(act: Act, subject: Any) -> Prefill:
    """To whom it may go: rows that answer to it, rows that returns named, bodies that handle complaints."""
    own = complaint_of(subject)
    handlers = [(body.key, body.short_name) for body in queries.handlers(own.district, today())]
    if act.code == "open_determination":
        return Prefill(
            choices={"field": fields(), "concerned": handlers}, values={"item": "", "impact": privacy.masked(own.text)}
        )
    suggested = routing.suggest(own.text, queries.region_of(own), today())
    found = suggested.rows[: suggesting.SHOWN]
    rows = [(str(row.responsibility_key), f"{row.body_short_name}：{row.name}") for row in found]
    others = list(Return.objects.filter(complaint=own, row__isnull=False).order_by("-pk"))
    rows = [*((str(row.row), f"{row.row_body}：{row.row_name}（退单指明）") for row in others), *rows]
    if act.code == "give_back":
        rows = [(str(row.responsibility_key), f"{row.body_short_name}：{row.name}") for row in found
                if row.body_id != subject.holder_id]  # fmt: skip
    known: dict[str, str] = {}
    if act.code == "dispatch" and suggested.row is not None and not others:  # what the page suggests, to be confirmed
        known = {"responsibility": str(suggested.row.responsibility_key)}
    return Prefill(values=known, choices={"responsibility": list(dict(rows).items()), "body": handlers})


_UNDECIDED = {
    one.code for one in (states.RECEIVED, states.REGISTERED, states.RETURNED, states.CONFERRAL, states.UNDETERMINED)
}
_YES_NO = [("true", "是"), ("false", "否")]
_COMING_IN = {"register", "take_in", "accept", "correct"}
_CHOICES: Mapping[str, Callable[[date], Mapping[str, Choices]]] = {
    "refuse": lambda on: {"ground": rules.refusal_grounds(on)},
    "follow_up": lambda _: {"resolved": _YES_NO, "accepted": _YES_NO, "satisfaction": list(Satisfaction.choices)},
}
_CHOOSING = {"dispatch", "give_back", "decide_conferral", "open_determination"}


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """Above the forms of dispatch, return and determination: what the lists in force say to this text; above the approval the
    answer with its hints; above the follow-up what was said and answered.
    """
    if act.code in {"approve_answer", "return_answer"} and subject is not None:
        own = complaint_of(subject)
        return {"before": "desk/complaints/answered.html", "own": own, "hints": hints(subject, own.answer)}
    if act.code in {"follow_up", "close"} and subject is not None:
        return {"before": "desk/complaints/answered.html", "own": complaint_of(subject), "hints": []}
    if act.code not in _CHOOSING:
        return {}
    own = complaint_of(subject)
    return {
        "before": "desk/complaints/beside.html",
        "complaint": own,
        "content": suggestion(own.text, queries.region_of(own), actor),
    }


def may_register(actor: Actor) -> bool:
    """Whether this post registers complaints."""
    return may_create(COMPLAINT.by_code["register"], actor)


def may_take_in(actor: Actor) -> bool:
    """Whether this post takes in what comes in batches."""
    return may_create(COMPLAINT.by_code["take_in"], actor)


register(
    KIND,
    Parts(
        tabs=(
            Tab("reported", "反映内容", "desk/complaints/reported.html", _reported),
            Tab("said", "答复回访", "desk/complaints/said.html", _said),
            Tab("ways", "派单退单", "desk/complaints/ways.html", _ways, _way_count),
            Tab("reporter", "反映人", "desk/complaints/reporter.html", _reporter),
        ),
        facts=_facts,
        prefill=prefill,
        pages=(
            PageLink("登记群众反映", "desk:register-complaint", may_register),
            PageLink("登记群众反映", "desk:register-complaint", may_register, begins=True),
            PageLink("成批登记", "desk:complaint-batch", may_take_in, begins=True),
            PageLink("办理情况", "desk:complaint-measures"),
            PageLink("门户来件", "desk:intakes", keeps_the_door),
            PageLink("各单位举报渠道", "desk:complaint-channels"),
            PageLink("12345往来", "desk:hotline12345"),
        ),
        filters=complaint_filters.FILTERS,
        behind=complaint_filters.BEHIND,
        before=_before,
        instead={"answer": "desk:answer-complaint"},
    ),
)
