"""To whom a complaint goes: a pure function of the lists in force, the city's rules, and the district it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet

from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.responsible import SURE, WHO_IS_RESPONSIBLE, Responsible
from ecoduty.casework.search.meaning import Meaning, understand
from ecoduty.mechanisms.complaints.routing.rules import Named, Owner, Rules, rules
from ecoduty.mechanisms.complaints.routing.suggestion import Suggestion
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

_ASKED = 8  # rows that are asked for
_OWNED, _OWNED_TOO = 0.6, 0.55  # how sure the first rule that speaks makes that its owner leads, and those after it
_NEAR = 0.4  # what is left of a row that is only near in wording
_UNMISTAKEN = 0.85  # from here on it is not only near
_ALONE = 0.5  # from here on a row answers though no word of the surroundings was said
_DECISIVE = 0.7  # from here on a row is the matter itself, though something else is complained of beside it
_NOBODYS = "现行清单没有写到这件事，可提请明确牵头部门"


def suggest(text: str, district: str, on: date) -> Suggestion:
    """To whom a text goes on a day. `district` is its code, name or name without 区; empty or unknown for the whole city.

    Words that only say where are no part of it. Its statements do not grow with the text. Nobody is suggested where nobody keeps
    lists.
    """
    home, known = district_named(district), rules(on)
    if known.places is None:
        return _suggest(text, home, known, on)
    told = known.places.without_describing(text)
    rest = known.places.without(told)
    if rest != told:
        found = _suggest(rest, home, known, on)
        if found.body_key and found.rows[0].score >= _DECISIVE:  # else the landmark may be what is complained of
            return found
    return _suggest(told, home, known, on)


def _suggest(text: str, home: Body | None, known: Rules, on: date) -> Suggestion:
    meaning = understand(text, on)
    elsewhere = _said(known.elsewhere, meaning)
    if elsewhere and not _ours(meaning):
        return Suggestion(f"说的是外地的事（{elsewhere[1][0]}），不属本市", out_of_scope=True, go_to=elsewhere[0].name)
    rows = _city_first(_weighed(_rows(text, home, on), meaning, known), home, on)
    best = rows[0] if rows and rows[0].score >= SURE else None
    other = _said(known.out_of_scope, meaning)
    if other and (best is None or best.score < _DECISIVE):
        return Suggestion(
            f"说的是“{'、'.join(other[1])}”，不属生态环境事项", out_of_scope=True, go_to=other[0].name, rows=rows
        )
    around = bool(known.fields(meaning)) or any(map(meaning.has, known.environment))
    if best is None or (not around and best.score < _ALONE):
        return _nobodys(rows, around=around or bool(_said(known.not_in_lists, meaning)))
    return _led(best, rows, meaning, known, home, on)


def district_named(named: str) -> Body | None:
    """The district of that code, name or name without its last character; None for none and for one nobody knows."""
    wanted = named.strip()
    if not wanted:
        return None
    return next(
        (one for one in directory.districts() if wanted in {one.key, one.region_code, one.name, one.name[:-1]}), None
    )


def _rows(text: str, home: Body | None, on: date) -> list[Responsible]:
    if not text.strip() or not asked(WHO_IS_RESPONSIBLE):
        return []
    region = home.region_code if home else ""
    return list(ask(WHO_IS_RESPONSIBLE)(text, region=region, on=on, most=_ASKED))


def _weighed(rows: Sequence[Responsible], meaning: Meaning, known: Rules) -> tuple[Responsible, ...]:
    """Rows after the city's rules, the likeliest first. A rule makes no body lead that has no row; a row that names what is
    mostly in no list is not only near.
    """
    owners: dict[str, float] = {}
    for one in known.fields(meaning):
        owners.setdefault(one.body, _OWNED_TOO if owners else _OWNED)
    near = _said(known.not_in_lists, meaning)
    weighed = []
    for row in rows:
        score = 1 - (1 - row.score) * (1 - owners.get(row.body_key, 0))
        if near and row.score < _UNMISTAKEN and near[1][0] not in f"{row.name}{row.why}":
            score *= _NEAR
        weighed.append(replace(row, score=round(score, 4)))
    return tuple(sorted(weighed, key=lambda row: -row.score))


def _city_first(rows: tuple[Responsible, ...], home: Body | None, on: date) -> tuple[Responsible, ...]:
    """Rows of the district's bodies after those of the city's that really answer: the city leads unless a rule says else."""
    if home is None or not rows:
        return rows
    local = set(_bodies_of(home, on).values_list("key", flat=True))
    return tuple(sorted(rows, key=lambda row: (row.score < SURE, row.body_key in local, -row.score)))


def _bodies_of(home: Body, on: date) -> QuerySet[Body]:
    return directory.bodies(on=on).filter(level=Level.DISTRICT, region=home)


def _led(
    best: Responsible, rows: tuple[Responsible, ...], meaning: Meaning, known: Rules, home: Body | None, on: date
) -> Suggestion:
    because = best.why
    field = next((one.field for one in known.fields(meaning) if one.body == best.body_key), "")
    local = _local(known.district_led, meaning, home, on)
    if local is not None:
        rule, body = local
        because = f"{rule.field}由所在区承办；{because}"
        return Suggestion(because, body.key, body.short_name, rows=rows)
    if field:
        because = f"按领域属{field}；{because}"
    return Suggestion(because, best.body_key, best.body_short_name, row=best, rows=rows)


def _local(led: Sequence[Owner], meaning: Meaning, home: Body | None, on: date) -> tuple[Owner, Body] | None:
    """The rule by which the district's body leads, and the body; None where no rule speaks or the district has none."""
    rule = next((one for one in led if meaning.way(one.ways)), None) if home else None
    if rule is None or home is None:
        return None
    body = _bodies_of(home, on).filter(key__endswith=f"-{rule.body}").first()
    return (rule, body) if body else None


def _nobodys(rows: tuple[Responsible, ...], *, around: bool) -> Suggestion:
    if around:
        return Suggestion(_NOBODYS, rows=rows)
    return Suggestion("没有说到生态环境方面的事", out_of_scope=True, go_to="12345热线综合受理", rows=rows)


def _said(named: Sequence[Named], meaning: Meaning) -> tuple[Named, tuple[str, ...]] | None:
    """The first that was said, and in which words."""
    for one in named:
        way = meaning.way(one.ways)
        if way:
            return one, way
    return None


def _ours(meaning: Meaning) -> bool:
    """Whether a district of this city is named as well."""
    return any(one.name[:-1] in meaning.said for one in directory.districts())


__all__ = ["district_named", "suggest"]
