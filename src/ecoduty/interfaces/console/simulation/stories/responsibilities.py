"""Every department's own list of responsibilities: checked, put to those it touches, approved, published, filed (article 4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation import pace, people
from ecoduty.interfaces.console.simulation.stories import Steps, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import words
from ecoduty.kernel.clock import start_of_day, today
from ecoduty.kernel.flow import Refused
from ecoduty.mechanisms.responsibilities import consulting, rows, states
from ecoduty.mechanisms.responsibilities.data import PUBLICATION
from ecoduty.mechanisms.responsibilities.entries import entry_of
from ecoduty.mechanisms.responsibilities.flow import SPECIFIC_TABLE
from ecoduty.mechanisms.responsibilities.models import ResponsibilityList
from ecoduty.mechanisms.responsibilities.words import ListKind
from ecoduty.organisation.directory.models import Body

_REVIEWERS = ("deputy", "principal")


_PROVINCIAL = (8, 17)
"""Month and day of the provincial lists: what most rows rest on came into force in the middle of August of 2026."""


def in_august(rng: Random, year: int) -> datetime:
    """Soon after the provincial lists."""
    return start_of_day(date(year, *_PROVINCIAL) + timedelta(days=rng.randint(2, 14))) + timedelta(
        hours=rng.randint(9, 16)
    )


class List:
    """One list on its road."""

    def __init__(self, town: Town, rng: Random, body: Body, pk: int = 0) -> None:
        self.town, self.rng, self.body, self.pk = town, rng, body, pk
        self.lists = words("lists")

    def do(self, act: str, by: str, data: Mapping[str, Any] | None = None) -> Matter:
        """An act on it; the first one opens it."""
        matter: Matter = self.town.do(SPECIFIC_TABLE, act, self.pk or None, by=by, data=data).subject
        return matter

    def own(self, *kinds: str) -> str:
        """Somebody of the body in one of these posts."""
        return people.somebody(self.body, kinds or ("liaison",))

    @property
    def state(self) -> str:
        """Where it stands."""
        return Matter.objects.values_list("state", flat=True).get(pk=self.pk)


@story("responsibility_lists", a_year=15, starts=in_august)
def specific_list(town: Town, rng: Random, number: int) -> Steps:
    """A department's list, out of the sample rows that it finds about itself.

    A lead determination may put it back to drafting on the way, so that each step asks where it stands.
    """
    every = [one for one in people.departments() if one.coordinator_required]
    if number >= len(every):
        return
    one = List(town, rng, every[number])
    yield pace.in_days(rng, 0, 3)
    while ResponsibilityList.objects.filter(body=one.body, list_kind=ListKind.SPECIFIC, preparing=True).exists():
        yield pace.in_days(rng, 5, 9)
    one.pk = one.do(
        "open", one.own(), {"reason": "provincial", "published_on": date(town.year, *_PROVINCIAL).isoformat()}
    ).pk
    yield pace.in_days(rng, 2, 8)
    if one.state == states.COLLECTING.code:
        one.do("begin_drafting", one.own())
    if one.state == states.DRAFTING.code:
        one.do("replace_rows", one.own(), {"rows": _rows(one)})
    while one.state in states.IN_WORK:
        yield pace.in_days(rng, 1, 5)
        yield from _STEPS[one.state](one)
    yield from filed(one)


def _checked(one: List) -> Steps:
    """A row of a lead determination that came in between is completed first, by whoever the determination is about."""
    try:
        one.do("submit_for_check", one.own())
    except Refused as refused:
        if refused.code != "list_has_findings":
            raise
    yield pace.in_days(one.rng, 0, 2)


def _asked(one: List) -> Steps:
    one.do("start_consultation", one.own(*_REVIEWERS))
    yield pace.in_days(one.rng, 0, 1)


def _approved(one: List) -> Steps:
    meeting = f"{today().year}年第{one.rng.randint(9, 22)}次{one.rng.choice(one.lists['meetings'])}"
    one.do("approve", one.own("principal"), {"meeting": meeting, "approved_on": today().isoformat()})
    yield pace.before_due(one.rng, one.pk, PUBLICATION, late=0.15)


def _published(one: List) -> Steps:
    address = f"https://{one.body.key}.example.gov.cn/responsibilities/{today():%Y%m%d}.html"
    one.do("register_publication", one.own(), {"own_url": address, "published_on": today().isoformat()})
    yield pace.in_days(one.rng, 0, 4)


def _rows(one: List) -> list[dict[str, Any]]:
    """What the list has already, and what the body's sample says: whoever is responsible is named by post."""
    known = {body.pk: body for body in Body.objects.all()}
    own = [entry_of(row, known) for row in rows.read(ResponsibilityList.objects.get(pk=one.pk))]
    sample = ResponsibilityList.objects.filter(body=one.body, sample=True).order_by("pk").first()
    fresh = {"key": None, "number": "", "decision": None}
    names = {entry.name for entry in own}
    for row in rows.read(sample) if sample else ():
        if row.name not in names:
            named = {**fresh, "person_a": f"{row.unit}负责人" if row.unit else ""}
            own += [entry_of(row, known).model_copy(update=named)]
    return [entry.model_dump(mode="json") for entry in own]


def _consulted(one: List) -> Steps:
    """Each department that it touches answers for itself; an objection is talked over and withdrawn."""
    version = ResponsibilityList.objects.get(pk=one.pk)
    for opinion in list(consulting.unanswered(version)):
        yield pace.in_days(one.rng, 0, 2)
        if one.state != states.CONSULTING.code:
            return
        if opinion.pk not in {left.pk for left in consulting.unanswered(version)}:
            continue
        by = people.somebody(opinion.body)
        if one.rng.random() < 0.06:
            one.do("answer_consultation", by, {"answer": "objection", "text": one.lists["objection"]})
            yield pace.in_days(one.rng, 1, 4)
            if one.state != states.CONSULTING.code:
                return
            one.do("withdraw_objection", by, {"note": one.lists["withdrawn"]})
        else:
            one.do("answer_consultation", by, {"answer": "agree", "text": one.rng.choice(one.lists["agree"])})
    if one.state == states.CONSULTING.code:
        one.do("submit_for_approval", one.own())


def filed(one: List) -> Steps:
    """Sent to the committee office for its files; some are to be completed first."""
    rng = one.rng
    waiting = ResponsibilityList.objects.filter(pk=one.pk, matter__state=states.FILING.code, filing_state="")
    if not waiting.exists():
        return
    one.do("file_with_office", one.own())
    clerk = people.somebody(people.office(), ("clerk", "director"))
    yield pace.in_days(rng, 1, 5)
    if rng.random() < 0.15:
        one.do("ask_correction", clerk, {"opinion": one.lists["correction"]})
        yield pace.in_days(rng, 1, 5)
        one.do("correct_filing", one.own(), {"note": one.lists["corrected"]})
        yield pace.in_days(rng, 1, 3)
    number = ResponsibilityList.objects.exclude(filing_number="").count() + 1
    one.do("accept_filing", clerk, {"number": f"环委备〔{today().year}〕{number}号"})


_STEPS = {
    states.DRAFTING.code: _checked,
    states.CHECKING.code: _asked,
    states.CONSULTING.code: _consulted,
    states.APPROVING.code: _approved,
    states.APPROVED.code: _published,
}

__all__ = ["List", "filed", "specific_list"]
