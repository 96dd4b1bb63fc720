"""Supervision orders: taken up, issued to several bodies, each of which reports until its result holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation import numbering, pace, people
from ecoduty.interfaces.console.simulation.stories import Steps, follows, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import say, weighed, words
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.supervision_orders import bodies, queries
from ecoduty.mechanisms.supervision_orders.flow import ORDERS, WORKS
from ecoduty.mechanisms.supervision_orders.models import SupervisedWork
from ecoduty.mechanisms.supervision_orders.states import REPORTED, WORKING
from ecoduty.organisation.directory.models import Body

_HEADS = ("director", "supervision_clerk", "deputy", "principal")
_POSTS = ("liaison", "clerk", *_HEADS)


@story("supervision_orders", a_year=13)
def order(town: Town, rng: Random, number: int) -> Steps:
    """One order from its taking up to its end, when every body's work is done."""
    issuer = _issuer(rng, number)
    by = people.somebody(issuer, _HEADS)
    pk = int(town.do(ORDERS, "prepare_order", by=by, data=_content(rng, issuer)).subject.pk)
    yield pace.in_days(rng, 0, 3)
    if number % 12 == 11:
        town.do(ORDERS, "drop_order", pk, by=by, data={"note": "已有同类督办，合并办理。"})
        return
    town.do(ORDERS, "issue_order", pk, by=by, data={"number": numbering.following(issuer, queries.ORDER)})
    if rng.random() < 0.15:
        yield pace.in_days(rng, 3, 8)
        _one_more(town, rng, pk, by)
    while Matter.objects.filter(supervised_work__order=pk, open=True).exists():
        yield pace.in_days(rng, 4, 8)
    yield pace.in_days(rng, 0, 3)
    town.do(ORDERS, "close_order", pk, by=by, data={"conclusion": rng.choice(words("supervision")["conclusion"])})


def _issuer(rng: Random, number: int) -> Body:
    """The committee office, the city's government, a district's committee office, by turns."""
    turns = [
        [people.office()],
        people.bodies("government"),
        [people.office(rng.choice(people.districts()))],
        [people.office()],
    ]
    found = turns[number % len(turns)]
    return found[0] if found and bodies.receivable(found[0], today()) else people.office()


def _subject(text: str) -> Mapping[str, Any]:
    """What is said of a matter under supervision, by its title."""
    every: list[Mapping[str, Any]] = words("supervision")["subjects"]
    return next((one for one in every if one["name"].rpartition("}")[2] in text), every[0])


def _able(issuer: Body, subject: Mapping[str, Any]) -> list[Body]:
    """Whoever has to do with it, at the issuer's level."""
    keys = set(subject["bodies"])
    if issuer.region is not None:
        keys = {f"{issuer.region.key}-{one}" for one in subject["district_bodies"]}
    return [one for one in bodies.receivable(issuer, today()) if one.key in keys]


def _content(rng: Random, issuer: Body) -> dict[str, Any]:
    lists = words("supervision")
    month = today().month
    every = [one for one in lists["subjects"] if month <= one.get("until", 12) and _able(issuer, one)]
    subject = rng.choice(every)
    able = _able(issuer, subject)
    chosen = rng.sample(able, min(rng.choice((1, 2, 2, 3)), len(able)))
    rhythms = {code: weight for code, weight in lists["rhythms"].items() if code in dict(queries.rhythms(today()))}
    district, level = issuer.region or rng.choice(people.districts()), "district" if issuer.region else "city"
    return {
        "subject": say(rng, subject["name"], {"place": lists["places"]}, district=district.short_name),
        "grounds": rng.choice(lists["grounds"][level]), "approved_by": f"{rng.choice(lists['approved'][level])}，{today():%Y年%-m月%-d日}",
        "requirements": subject["requirements"], "limit_on": (today() + timedelta(days=rng.randint(25, 80))).isoformat(),
        "rhythm": weighed(rng, rhythms) if rhythms else queries.rhythms(today())[0][0], "receivers": [one.key for one in chosen],
    }  # fmt: skip


def _one_more(town: Town, rng: Random, pk: int, by: str) -> None:
    matter = Matter.objects.select_related("holder__region", "supervision_order").get(pk=pk)
    known = set(matter.supervision_order.receivers.values_list("pk", flat=True))
    able = [one for one in _able(matter.holder, _subject(matter.title)) if one.pk not in known]
    if able and matter.supervision_order.limit_on > today():
        given = {"receivers": [rng.choice(able).key], "note": words("supervision")["add"]}
        town.do(ORDERS, "add_receivers", pk, by=by, data=given)


class Work:
    """What an order asks of one body."""

    def __init__(self, town: Town, rng: Random, pk: int) -> None:
        self.town, self.rng, self.pk, self.lists = town, rng, pk, words("supervision")
        self.all, self.finished = rng.randint(3, 9), 0
        self.subject = _subject(self.matter.title)

    @property
    def matter(self) -> Matter:
        """As it stands now."""
        return Matter.objects.select_related("holder", "supervised_work__issuer", "supervised_work__order").get(
            pk=self.pk
        )

    @property
    def own(self) -> SupervisedWork:
        """What it has beside its matter."""
        found: SupervisedWork = self.matter.supervised_work
        return found

    def do(self, act: str, data: Mapping[str, Any] | None = None, *, watcher: bool = False) -> None:
        """An act of the body, or of the issuer."""
        body = self.own.issuer if watcher else self.matter.holder
        self.town.do(WORKS, act, self.pk, by=people.somebody(body, _POSTS), data=data)

    def word(self, name: str) -> str:
        """One of the sentences of that list."""
        return say(self.rng, self.lists[name], self.lists)

    def told(self, name: str) -> str:
        """What is said of this subject, with how many places there are and how many are done."""
        known = {"all": str(self.all), "done": str(self.finished), "left": str(self.all - self.finished)}
        return say(self.rng, self.subject[name], {}, **known)

    def feedback(self) -> str:
        """How far it is: never less than the last time, and not all of it."""
        self.finished = min(self.finished + self.rng.randint(0 if self.finished else 1, 3), self.all - 1)
        return self.told("feedback") if self.finished else str(self.lists["started"])

    def due(self, key: str) -> date | None:
        """The last day of an open deadline."""
        rows = Deadline.objects.filter(matter=self.pk, key=key, state__in=("running", "missed")).order_by("-pk")
        return rows.values_list("due_on", flat=True).first()


@follows(queries.WORK)
def led(town: Town, rng: Random, matter: Matter) -> Steps:
    """Signed for, reported on in its rhythm, checked."""
    work = Work(town, rng, matter.pk)
    yield pace.before_due(rng, work.pk, queries.RECEIPT, late=pace.LATE, most_late=4)
    unit = work.word("units")
    work.do("sign_for_work", {"unit": unit, "person": f"{unit}负责人"})
    for turn in range(2):
        yield from _reported(work)
        if work.matter.state != WORKING.code:
            return
        work.do("report_result", {"text": work.told("result")})
        yield pace.before_due(rng, work.pk, queries.CHECK, late=0.03)
        if work.matter.state != REPORTED.code:
            return
        if turn or rng.random() > 0.12:
            way = rng.choice([code for code, _ in queries.check_ways(today())])
            work.do(
                "accept_result",
                {"way": way, "finding": work.lists["finding"].get(way, "核查情况与结果一致，同意办结。")},
                watcher=True,
            )
            return
        work.do("return_feedback", {"note": work.told("returned")}, watcher=True)


def _reported(work: Work) -> Steps:
    """Feedback in the order's rhythm until the day on which the result is reported: before the limit, or some days after it."""
    rng = work.rng
    last = queries.last_day(work.own)
    late = rng.random() < 0.08
    wish = last + timedelta(days=rng.choice((2, 4, 9, 30))) if late else last - timedelta(days=rng.randint(0, 10))
    ends = pace.at_work(rng, max(wish, today()))
    while (due := work.due(queries.FEEDBACK)) is not None and due < ends.date():
        slow = rng.random() < 0.03
        yield pace.at_work(rng, due + timedelta(days=rng.randint(1, 4) if slow else -rng.randint(0, 1)))
        if work.matter.state != WORKING.code or work.town.now >= ends:
            break
        hard = work.told("difficulties") if rng.random() < 0.15 else ""
        before = work.due(queries.FEEDBACK)
        work.do("give_feedback", {"text": work.feedback(), "difficulties": hard})
        if work.due(queries.FEEDBACK) == before:
            break
    if ends > work.town.now:
        yield ends


__all__ = ["led", "order"]
