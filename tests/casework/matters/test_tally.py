"""What waits for whom, summed for many at once: the same numbers as each one's own lists have, and no query more for more people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import reduce
from operator import or_

import pytest
from django.db import connection
from django.db.models import Count, Q
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.matters.tally import Shares, Tally
from ecoduty.casework.matters.turns import out_of_house, waiting_for
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Actor
from ecoduty.organisation.access import actors_of, actors_of_each, one_reading, portfolio_of, pressed_by, read_ahead
from ecoduty.organisation.accounts.models import Account
from tests.city import City
from tests.mechanisms.complaints.steps import Case as Complaint
from tests.mechanisms.coordination.steps import Road as Request
from tests.mechanisms.inspections.steps import Road as Problem
from tests.mechanisms.reports.writing import HALF_YEAR, Writer, at, opened
from tests.mechanisms.work_plans.steps import Work

END = at(1, 26)
_KNOWN = ("finance-bureau", "construction-bureau")  # what lies there shows every number
SIGN = "签发"
WEEK = timedelta(days=7)


def _live(city: City) -> None:
    """Matters of bodies, units, districts and parties; some due, some late, some to be signed, some waiting elsewhere."""
    city.clock.move_to(at(11, 23, year=2026))
    for place in ("jimei", "tongan"):
        Problem(city, responsible="water-bureau", district=place, found_on="2026-11-20").assign()
    Complaint(city, "夜间施工噪声扰民，思明区湖滨南路一带。")
    Work(city, name="水质断面提升").applied()
    request = Request(city)
    request.do("supporter.liaison", "receive")
    request.do("supporter.liaison", "answer", {"text": "接驳全部完成，验收单附后。"})
    for number, name in enumerate(("water-bureau", "finance-bureau", "transport-bureau")):
        writer = Writer(city, opened(city, HALF_YEAR, name))
        writer.write()
        if number:
            writer.do("liaison", "submit_for_review")
            writer.do("deputy", "pass_review")
    city.clock.move_to(END)
    sweep()


@pytest.fixture
def lived(city_after: Callable[..., object]) -> Iterator[City]:
    with city_after("tally", _live, END) as city:
        yield city


def asked_of_the_lists(actors: Sequence[Actor]) -> Shares:
    """As a page would find them, one list after the other."""
    at, on = now(), today()
    seen = reduce(or_, (visible_to(actor) for actor in actors))
    mine = reduce(or_, (waiting_for(actor, on) for actor in actors))
    sign = reduce(or_, (waiting_for(actor, on, act=SIGN) for actor in actors))
    ordinary = Matter.objects.exclude(secrecy=Secrecy.RESTRICTED)
    found = ordinary.filter(seen & mine).aggregate(
        all=Count("pk"),
        due=Count("pk", filter=Q(next_due_at__gt=at, next_due_at__lte=at + WEEK)),
        overdue=Count("pk", filter=Q(next_due_at__lte=at)),
        sign=Count("pk", filter=sign),
    )
    outside = reduce(or_, (Q(kind=kind, state__in=states) for kind, states in out_of_house().items()))
    bodies = {body for actor in actors for body in actor.bodies}
    waiting = ordinary.filter(seen, outside, holder__in=bodies, open=True).exclude(mine)
    return Shares(outside=waiting.count(), **found)


def one_of_each_sort() -> list[Account]:
    """An account for every sort of post at every level, with what it is designated for."""
    found: dict[tuple[str, ...], Account] = {}
    accounts = Account.objects.filter(is_active=True, office="").select_related("person").order_by("pk")
    for account in sorted(accounts, key=lambda one: not one.username.startswith(_KNOWN)):
        actors = actors_of(account, today())
        sort = tuple(f"{one.post_kind}/{one.level}/{sorted(one.capacities)}/{one.unit_id is None}" for one in actors)
        if sort and sort not in found:
            found[sort] = account
    return list(found.values())


def test_everybody_s_share_is_what_his_lists_have(lived: City) -> None:
    every = list(Matter.objects.filter(open=True).order_by("pk").values_list("pk", flat=True))
    for number, secrecy in enumerate((Secrecy.RESTRICTED, Secrecy.PUBLIC)):
        Matter.objects.filter(pk__in=every[number::9]).update(secrecy=secrecy)
    tally = Tally(now(), now() + WEEK, SIGN)
    shares = []
    for account in one_of_each_sort():
        actors = [actor for actor in actors_of(account, today()) if actor.post is not None]
        shares.append(tally.of(actors))
        assert shares[-1] == asked_of_the_lists(actors), account.username
    for name in ("all", "due", "overdue", "sign", "outside"):
        assert sum(getattr(one, name) for one in shares) > 0, name  # or the city of this test shows nothing


def test_who_acts_for_two_has_each_matter_once(lived: City) -> None:
    both = [lived.actor(f"water-bureau.{post}") for post in ("liaison", "principal", "deputy")]
    assert Tally(now(), now() + WEEK, SIGN).of(both) == asked_of_the_lists(both)


def test_actors_and_portfolios_are_read_for_many_as_for_one(lived: City) -> None:
    accounts = list(Account.objects.filter(is_active=True).select_related("person").order_by("pk"))
    alone = {account.pk: actors_of(account, today()) for account in accounts}
    actors = [actor for found in alone.values() for actor in found]
    led = [(portfolio_of(actor, today()), pressed_by(actor)) for actor in actors]
    assert sum(bool(portfolio) for portfolio, _ in led) > 1
    assert sum(bool(pressed) for _, pressed in led) > 1
    with CaptureQueriesContext(connection) as queries, one_reading():
        assert actors_of_each(accounts, today()) == alone
        read_ahead(actors, today())
        assert [(portfolio_of(actor, today()), pressed_by(actor)) for actor in actors] == led
    assert len(queries) == 3
