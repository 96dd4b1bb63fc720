"""What referrals and requests for assistance add to the generic pages. Nobody gets here who is not named in the matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.reading import readings
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.mechanisms.accountability import contents, looking, queries
from ecoduty.mechanisms.accountability.models import Assistance, Referral
from ecoduty.mechanisms.accountability.states import PARTS
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Appointment, Body

_READINGS_SHOWN = 30


def _own(matter: Matter) -> Referral:
    return Referral.objects.select_related("made_by", "registered_by", "reviewed_by", "destination", "matter").get(
        pk=matter.pk
    )


def _rows(own: Referral) -> list[dict[str, Any]]:
    """The correspondence in words."""
    situations, consequences = queries.situations(today()), queries.consequences(today())
    return [
        {
            "row": row,
            "situation": situations.get(row.situation, row.situation),
            "consequence": consequences.get(row.consequence, row.consequence),
        }
        for row in queries.rows(own)
    ]


def _elements(matter: Matter, actor: Actor) -> Mapping[str, Any]:
    own, on = _own(matter), today()
    opened = contents.names(own, actor)
    ranks = queries.words("ranks", on)
    return {
        "own": own,
        "matter": matter,
        "register_only": queries.register_only(),
        "established": words.day(own.established_on, on),
        "source": queries.words("sources", on).get(own.source, own.source),
        "reviewed": words.day(own.reviewed_at, on) if own.reviewed_at else "",
        "narrative": contents.narrative(own),
        "opened": bool(opened),
        "may_change": own.matter.state == "registered",
        "rows": _rows(own),
        "concerned": [
            {
                "row": row,
                "rank": ranks.get(row.rank, row.rank),
                "name": opened.get(row.pk) or ("＊＊＊" if row.name else "未登记"),
            }
            for row in queries.concerned(own)
        ],
    }


def _inventory(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody named
    own = _own(matter)
    found = queries.items(own)
    return {
        "items": found, "matter": matter, "pages": sum(item.pages for item in found),
        "may_change": matter.state in {"registered", "compared", "weighed", "reviewed"},
    }  # fmt: skip


def _passing(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    own, on = _own(matter), today()
    return {
        "own": own,
        "referred": words.day(own.referred_on, on) if own.referred_on else "",
        "received": words.day(own.received_on, on) if own.received_on else "",
        "outcome": queries.words("outcomes", on).get(own.outcome, own.outcome),
        "outcome_on": words.day(own.outcome_on, on) if own.outcome_on else "",
        "not_referred_for": queries.words("not-referring-reasons", on).get(own.not_referred_for, own.not_referred_for),
        "asked": [{"row": row, "matter": row.matter, "due": row.matter.next_due_on} for row in queries.assistance(own)],
    }


def _named(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- as above
    on = today()
    return {
        "named": [
            {"person": row.person, "part": PARTS.get(row.relation, row.relation), "since": words.day(row.since, on)}
            for row in queries.named(matter, on)
        ],
        "readings": [
            {"entry": one, "when": words.moment(one.recorded_at, on)} for one in readings(matter, _READINGS_SHOWN)
        ],
        "most": _READINGS_SHOWN,
    }


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """Above what weighs and reviews: findings about due diligence; above the destination: what the table proposes."""
    if subject is None or act.code not in {"weigh_exemption", "review", "set_destination"}:
        return {}
    own, on = _own(subject), today()
    return {
        "before": "desk/accountability/before.html",
        "rows": _rows(own) if act.code == "review" else [],
        "weighing": act.code != "set_destination",
        "found": looking.exemptions(own, actor),
        "looked_at": own.looked_at,
        "proposed": [] if act.code == "weigh_exemption" else looking.proposals(own, on),
        "own": own,
    }


def _facts(matter: Matter) -> list[Fact]:
    own = _own(matter)
    return [Fact("移交对象", own.destination.short_name)] if own.destination else []


def _people(rows: Iterable[Appointment]) -> Choices:
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row.post.own_title)
    named = {row.person_id: row.person.name for row in rows}
    return [(str(pk), f"{named[pk]}（{'、'.join(titles)}）") for pk, titles in found.items()]


def _bodies(bodies: Iterable[Body]) -> Choices:
    return [(body.key, body.short_name) for body in bodies]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    on = today()
    if act.code == "register_referral":
        others = [row for row in queries.heads(actor.body_id or 0, on) if row.person_id != actor.person]
        listed = {"source": list(queries.words("sources", on).items()), "reviewer": _people(others)}
        return Prefill(choices=listed, values={"established_on": on.isoformat()})
    if subject is None:
        return Prefill()
    own = _own(subject)
    proposed = looking.proposals(own, on) if act.code == "set_destination" else []
    first = next((one.first for one in proposed if one.first is not None), None)
    return Prefill(choices=_choices(act.code, own), values={"destination": first.key} if first else {})


def _choices(code: str, own: Referral) -> dict[str, Choices]:
    """What can be chosen in the form of an act."""
    on = today()
    listed: dict[str, Callable[[], dict[str, Choices]]] = {
        "add_row": lambda: {
            "situation": list(queries.situations(on).items()),
            "consequence": list(queries.consequences(on).items()),
        },
        "add_concerned": lambda: {
            "body": _bodies(directory.bodies(on=on)),
            "rank": list(queries.words("ranks", on).items()),
        },
        "set_destination": lambda: {"destination": _bodies(queries.destinations(on))},
        "record_outcome": lambda: {"outcome": list(queries.words("outcomes", on).items())},
        "decide_not_to_refer": lambda: {"reason": list(queries.words("not-referring-reasons", on).items())},
        "ask_assistance": lambda: {
            "body": _bodies(directory.bodies(on=on).exclude(pk=own.made_by_id)),
            "posts": list(queries.answering_posts(on).items()),
        },
    }
    return listed[code]() if code in listed else _standing(code, own)


def _standing(code: str, own: Referral) -> dict[str, Choices]:
    """What can be taken out, and who can be let in or out."""
    on = today()
    if code == "take_out_row":
        return {"row": [(str(row.pk), row.duty or row.situation or row.consequence) for row in queries.rows(own)]}
    if code == "take_out_concerned":
        return {"person": [(str(row.pk), f"{row.body.short_name} {row.post}") for row in queries.concerned(own)]}
    if code == "take_out_item":
        return {"item": [(str(item.pk), item.name) for item in queries.items(own)]}
    known = {row.person_id for row in queries.named(own.matter, on)}
    if code == "let_in":
        return {"person": _people([row for row in queries.in_office(own.made_by_id, on) if row.person_id not in known])}
    if code == "let_out":
        return {"person": [(str(row.person_id), row.person.name) for row in queries.named(own.matter, on)]}
    return {}


def _request(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody named
    own = Assistance.objects.select_related("asked_by").get(pk=matter.pk)
    return {"own": own, "answered": words.day(own.answered_on, today()) if own.answered_on else ""}


register(
    queries.KIND,
    Parts(
        tabs=(
            Tab("elements", "要件", "desk/accountability/elements.html", _elements),
            Tab(
                "inventory", "材料清单", "desk/accountability/inventory.html", _inventory,
                lambda matter: len(queries.items(matter.referral)),
            ),
            Tab("passing", "移交和协查", "desk/accountability/passing.html", _passing),
            Tab("named", "知情人", "desk/accountability/named.html", _named, lambda matter: len(queries.named(matter, today()))),
        ),
        facts=_facts,
        prefill=_prefill,
        before=_before,
        inline=frozenset({"take_out_row", "take_out_concerned", "take_out_item"}),
        pages=(PageLink("登记移交件", "desk:register-referral", queries.may_register, begins=True),),
    ),
)  # fmt: skip
register(
    queries.ASSISTANCE,
    Parts(
        tabs=(
            Tab("request", "协查要求", "desk/accountability/request.html", _request),
            Tab("named", "知情人", "desk/accountability/named.html", _named),
        ),
        facts=lambda matter: [Fact("请求单位", matter.assistance.asked_by.short_name)],
    ),
)
