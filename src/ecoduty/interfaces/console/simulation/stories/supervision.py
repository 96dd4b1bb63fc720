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


def _content(rng: Random, issuer: Body) -> dict[str, Any]:
    lists = words("supervision")
    able = [
        one
        for one in bodies.receivable(issuer, today())
        if one.kind in {"department", "district_office"} and one.region_id == issuer.region_id
    ]
    chosen = rng.sample(able, min(rng.choice((1, 2, 2, 3)), len(able)))
    rhythms = {code: weight for code, weight in lists["rhythms"].items() if code in dict(queries.rhythms(today()))}
    district = issuer.region or rng.choice(people.districts())
    return {
        "subject": say(rng, lists["subjects"], {"place": lists["places"]}, district=district.short_name),
        "grounds": rng.choice(lists["grounds"]), "approved_by": f"{rng.choice(lists['approved'])}，{today():%Y年%-m月%-d日}",
        "requirements": rng.choice(lists["requirements"]), "limit_on": (today() + timedelta(days=rng.randint(25, 80))).isoformat(),
        "rhythm": weighed(rng, rhythms) if rhythms else queries.rhythms(today())[0][0], "receivers": [one.key for one in chosen],
    }  # fmt: skip


def _one_more(town: Town, rng: Random, pk: int, by: str) -> None:
    matter = Matter.objects.select_related("holder", "supervision_order").get(pk=pk)
    known = set(matter.supervision_order.receivers.values_list("pk", flat=True))
    able = [
        one for one in bodies.receivable(matter.holder, today()) if one.kind == "department" and one.pk not in known
    ]
    if able and matter.supervision_order.limit_on > today():
        given = {"receivers": [rng.choice(able).key], "note": words("supervision")["add"]}
        town.do(ORDERS, "add_receivers", pk, by=by, data=given)


class Work:
    """What an order asks of one body."""

    def __init__(self, town: Town, rng: Random, pk: int) -> None:
        self.town, self.rng, self.pk, self.lists = town, rng, pk, words("supervision")

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

    def due(self, key: str) -> date | None:
        """The last day of an open deadline."""
        rows = Deadline.objects.filter(matter=self.pk, key=key, state__in=("running", "missed")).order_by("-pk")
        return rows.values_list("due_on", flat=True).first()


@follows(queries.WORK)
def led(town: Town, rng: Random, matter: Matter) -> Steps:
    """Signed for, reported on in its rhythm, checked."""
    work = Work(town, rng, matter.pk)
    yield pace.before_due(rng, work.pk, queries.RECEIPT, late=0.08, most_late=4)
    unit = work.word("units")
    work.do("sign_for_work", {"unit": unit, "person": f"{unit}负责人"})
    for turn in range(2):
        yield from _reported(work)
        if work.matter.state != WORKING.code:
            return
        work.do("report_result", {"text": work.word("result")})
        yield pace.before_due(rng, work.pk, queries.CHECK, late=0.05)
        if work.matter.state != REPORTED.code:
            return
        if turn or rng.random() > 0.12:
            way = rng.choice([code for code, _ in queries.check_ways(today())])
            work.do("accept_result", {"way": way, "finding": work.word("finding")}, watcher=True)
            return
        work.do("return_feedback", {"note": work.word("returned")}, watcher=True)


def _reported(work: Work) -> Steps:
    """Feedback in the order's rhythm until the day on which the result is reported: before the limit, or some days after it."""
    rng = work.rng
    last = queries.last_day(work.own)
    late = rng.random() < 0.14
    wish = last + timedelta(days=rng.randint(2, 15)) if late else last - timedelta(days=rng.randint(0, 10))
    ends = pace.at_work(rng, max(wish, today()))
    while (due := work.due(queries.FEEDBACK)) is not None and due < ends.date():
        slow = rng.random() < 0.1
        yield pace.at_work(rng, due + timedelta(days=rng.randint(1, 4) if slow else -rng.randint(0, 1)))
        if work.matter.state != WORKING.code or work.town.now >= ends:
            break
        hard = work.word("difficulties") if rng.random() < 0.15 else ""
        before = work.due(queries.FEEDBACK)
        work.do("give_feedback", {"text": work.word("feedback"), "difficulties": hard})
        if work.due(queries.FEEDBACK) == before:
            break
    if ends > work.town.now:
        yield ends


__all__ = ["led", "order"]
