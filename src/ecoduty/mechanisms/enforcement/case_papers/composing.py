"""What the record of a case knows, put into the text of a paper; what it does not know stays an open line for a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from ecoduty.casework.matters.models import Matter, Party
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.rulebook import schema
from ecoduty.mechanisms.enforcement.case_papers import signs
from ecoduty.mechanisms.enforcement.circle import team_of
from ecoduty.mechanisms.enforcement.concerned import queries as concerned
from ecoduty.mechanisms.enforcement.concerned.states import Part
from ecoduty.mechanisms.enforcement.pieces import queries as pieces
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

BLANK = "＿＿＿＿＿＿"
_FIELD = re.compile(r"\{([a-z_]+)(?::([a-z0-9_]+))?\}")
Known = Callable[[Matter], Mapping[str, str]]
_known: dict[str, Known] = {}


def known_of(kind: str, known: Known) -> None:
    """Say what a room knows of its cases beside what every case has: name of a field in the texts → words."""
    _known[kind] = known


def composed(paper: schema.CasePaper, matter: Matter, on: date) -> tuple[str, str]:
    """Title and text of the paper for this case, as the record stands on that day."""
    values = _values(paper, matter, on)
    dates = _dates(matter) if "{on:" in paper.text + paper.title else {}

    def one(found: re.Match[str]) -> str:
        name, act = found[1], found[2]
        return (dates.get(act, "") if name == "on" else values.get(name, "")) or BLANK

    return _FIELD.sub(one, paper.title), _FIELD.sub(one, paper.text)


def blanks(text: str) -> int:
    """How many places are still open for a person."""
    return text.count(BLANK)


def _values(paper: schema.CasePaper, matter: Matter, on: date) -> dict[str, str]:
    to = addressee(paper, matter, on)
    return {
        "title": matter.title,
        "number": matter.number,
        "holder": matter.holder.name,
        "to": to.name if to else "",
        "opened": spoken_date(local_date(matter.opened_at)),
        "today": spoken_date(on),
        "officers": "、".join(person.name for person in team_of(matter, on)),
        **_persons(matter),
        "pieces": _pieces(matter),
        **(_known[matter.kind](matter) if matter.kind in _known else {}),
    }


def _persons(matter: Matter) -> dict[str, str]:
    """Signs, never names: the text is kept."""
    where = signs.places(matter)
    rows = concerned.standing(matter)
    lines = [
        f"- {signs.sign(where[row.pk])}（{Part(row.part).label}），号码：{signs.sign(where[row.pk], number=True)}"
        for row in rows
    ]
    return {"concerned": "、".join(signs.sign(where[row.pk]) for row in rows), "persons": "\n".join(lines)}


def _pieces(matter: Matter) -> str:
    """The materials that stand, as a table."""
    found = [piece for piece in pieces.standing(matter) if not piece.none_because]
    if not found:
        return ""
    rows = [
        f"| {place} | {_cell(piece.title)} | {_cell(piece.number)} | {piece.pages or ''} | {'原件' if piece.original else '复印件'} |"
        for place, piece in enumerate(found, start=1)
    ]
    return "\n".join(["| 序号 | 材料 | 文号 | 页数 | 原件 |", "|---|---|---|---|---|", *rows])


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")


def _dates(matter: Matter) -> dict[str, str]:
    """The day on which each act was last done, in words."""
    found = Entry.objects.filter(stream=matter.stream).order_by("seq").values_list("act", "occurred_at")
    return {act: spoken_date(local_date(at)) for act, at in found}


def addressee(paper: schema.CasePaper, matter: Matter, on: date) -> Body | None:
    """Where the paper goes: the office of its side that takes part in the case, else the one of the holder's level and district."""
    if paper.to is None or paper.to == "administrative":
        return None
    party = Party.objects.filter(matter=matter, body__kind=paper.to, until=None).select_related("body").first()
    if party is not None:
        return party.body
    holder = matter.holder
    near = directory.bodies(on=on).filter(kind=paper.to, level=holder.level).order_by("order")
    return near.filter(region_id=holder.region_id).first() or near.first()


__all__ = ["BLANK", "addressee", "blanks", "composed", "known_of"]
