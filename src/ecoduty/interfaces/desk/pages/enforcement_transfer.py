"""What criminal transfers add to the generic pages. Nobody gets here who is not named in the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.deadlines import basis_words
from ecoduty.interfaces.desk.forms import Choices, Prefill
from ecoduty.interfaces.desk.pages.enforcement_shared import INLINE, people, shared_choices, shared_tabs
from ecoduty.interfaces.desk.parts import Fact, PageLink, Parts, Tab, register
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Act, Actor
from ecoduty.kernel.flow.gate import may_create
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.offences import groups
from ecoduty.mechanisms.enforcement.on_paper import ENTERED_WITH_SCAN
from ecoduty.mechanisms.enforcement.pieces import queries as pieces
from ecoduty.mechanisms.enforcement.relations import OFFICER, OTHER_SIDES, POLICE
from ecoduty.mechanisms.enforcement.transfer import acts, queries, states
from ecoduty.mechanisms.enforcement.transfer.flow import TRANSFERS
from ecoduty.mechanisms.enforcement.transfer.models import CriminalTransfer
from ecoduty.organisation.directory import queries as directory

_DAY = timedelta(hours=24)
_WITHIN_A_DAY = frozenset({"ask_materials", "pass_to_police", "return_transfer"})
_LETTER = "transfer-letter"
_COUNTED = states.codes(states.NOT_FILED, states.WITHDRAWN)


def _road(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- the same for everybody named
    """Every paper in its order, the rounds, the two countings, what came of it."""
    own, on = queries.own_of(matter), today()
    return {
        "own": own,
        "crime": queries.crimes(on).get(own.crime, own.crime),
        "group": dict(groups(on)).get(own.group, own.group),
        "team": "、".join(person.name for person in circle.team_of(matter, on)),
        "sent": words.moment(own.sent_at, on) if own.sent_at else "",
        "received": words.moment(own.received_at, on) if own.received_at else "",
        "papers": [
            {"row": paper, "label": _label(paper.act), "when": words.moment(paper.at, on)}
            for paper in queries.papers(own)
        ],
        "rounds": [
            {
                "row": one,
                "asked": words.moment(one.asked_at, on),
                "answered": words.moment(one.answered_at, on) if one.answered_at else "",
            }
            for one in queries.rounds(own)
        ],
        "countings": _countings(matter, own, on),
        "outcome": own.get_outcome_display(),
    }


def _label(act: str) -> str:
    row = TRANSFERS.by_code.get(act)
    return row.label if row else act


def _countings(matter: Matter, own: CriminalTransfer, on: date) -> Sequence[Mapping[str, Any]]:
    """Both ways of counting, while it can still be asked for reconsideration."""
    if matter.state not in _COUNTED:
        return ()
    return [
        {
            "line": line,
            "due": words.day(line.due, on),
            "left": words.left(line.due, on),
            "basis": basis_words(line.basis),
        }
        for line in queries.countings(matter.holder, own)
    ]


def _other_side(act: Act, matter: Matter, actor: Actor) -> str:
    """Whose act it is, for whoever would enter it on their behalf; empty for their own people."""
    if ENTERED_WITH_SCAN not in act.guards:
        return ""
    sides = [who for who in act.who if who.relation in OTHER_SIDES]
    relations = matter.relations_of(actor, today())
    return "" if any(who.allows(actor, relations) for who in sides) else "、".join(who.label for who in sides)


def _before(act: Act, subject: Any, actor: Actor) -> Mapping[str, Any]:
    """Above the sending: what is still missing; above what is due within a day: until when; above the application: both days;
    above another office's act: whose it is.
    """
    if subject is None:
        return {}
    own, on = queries.own_of(subject), today()
    told: dict[str, Any] = {}
    if side := _other_side(act, subject, actor):
        told["side"] = side
    if act.code in {"send_transfer", "approve_transfer"}:
        told["checked"] = True
        told["missing"] = pieces.missing(subject, acts.LEG)
        told["pieces"] = len(pieces.standing(subject))
    if act.code == "suggest_supervision":
        told["checked"] = True
        told["missing"] = pieces.missing(subject, acts.SUPERVISION)
        told["pieces"] = len(pieces.standing(subject))
    if act.code in _WITHIN_A_DAY and own.received_at:
        told["until"] = words.moment(own.received_at + _DAY, on)
    if act.code in {"approve_transfer", "refuse_transfer"}:
        told["crime"] = queries.crimes(on).get(own.crime, own.crime)
        told["facts_found"] = own.facts_found
    if act.code == "apply_reconsideration":
        told["countings"] = _countings(subject, own, on)
    return {"before": "desk/enforcement/transfer_before.html", "matter": subject, **told} if told else {}


def _facts(matter: Matter) -> list[Fact]:
    own = queries.own_of(matter)
    found = []
    if own.crime:
        found.append(Fact("涉嫌", queries.crimes(today()).get(own.crime, own.crime)))
    if own.letter_number:
        found.append(Fact("移送书", own.letter_number))
    return found


def _bodies(sort: str, matter: Matter, on: date) -> Choices:
    return [(body.key, body.short_name) for body in queries.bodies_of(sort, matter.holder, on)]


def _prefill(act: Act, subject: Any, actor: Actor) -> Prefill:
    on = today()
    if act.code == "register_transfer":
        team = circle.in_posts(actor.body_id or 0, OFFICER, on)
        listed = {"group": groups(on), "officers": people(team)}
        return Prefill(choices=listed, values={"officers": [str(row.person_id) for row in team][:2]})
    if subject is None:
        return Prefill()
    choices = shared_choices(act.code, subject, actor)
    if choices:
        return Prefill(choices=choices)
    return _own_prefill(act.code, subject, queries.own_of(subject), actor)


def _own_prefill(code: str, matter: Matter, own: CriminalTransfer, actor: Actor) -> Prefill:
    """Bodies of the same level first; what the record knows already. Who enters a paper types the number that stands on it."""
    on = today()
    if code == "report_transfer":
        values = {"facts_found": own.facts_found} if own.facts_found else {}
        return Prefill(
            choices={"crime": list(queries.crimes(on).items())}, values=values, source="行政案件" if values else ""
        )
    if code == "send_transfer":
        offered = {sort: _bodies(sort, matter, on) for sort in ("police", "procuratorate")}
        values = {sort: rows[0][0] for sort, rows in offered.items() if rows}
        letter = next((one.number for one in pieces.standing(matter) if one.code == _LETTER and one.number), "")
        known = {"letter_number": letter} if letter else {}
        return Prefill(choices=offered, values={**values, **known}, sources=dict.fromkeys(known, "案件移送书"))
    if code == "pass_to_police":
        others = [pair for pair in _bodies("police", matter, on) if own.police is None or pair[0] != own.police.key]
        return Prefill(choices={"police": others})
    if code == "prosecute":
        courts = _bodies("court", matter, on)
        return Prefill(choices={"court": courts}, values={"court": courts[0][0]} if courts else {})
    if code == "receive_transfer" and POLICE in matter.relations_of(actor, on):
        return Prefill(values={"letter_number": own.letter_number}, sources={"letter_number": "移送书"})
    return Prefill()


def _may_register(actor: Actor) -> bool:
    """Whether this person is an enforcement officer of a body that enforces."""
    body = directory.bodies(on=today()).filter(key=actor.body).exists() if actor.body else False
    return body and may_create(TRANSFERS.by_code["register_transfer"], actor)


register(
    queries.KIND,
    Parts(
        tabs=(Tab("road", "经过", "desk/enforcement/transfer.html", _road), *shared_tabs()),
        facts=_facts,
        prefill=_prefill,
        before=_before,
        inline=INLINE,
        pages=(PageLink("登记移送案件", "desk:register-transfer", _may_register, begins=True),),
    ),
)
