"""The weekly digest: on the first working day of a week everybody is told in one notice how his work stands, and the heads
and liaisons of a body how the body's stands. Numbers only; the lists behind them are for the desk to show.

Written in batches, each in a transaction of its own; a run that was broken off goes on where it stopped, and two workers do
not meet. Restricted matters are in none of the numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from ecoduty.casework.deliveries import preferences, rules
from ecoduty.casework.deliveries.models import NoticeSettings, WeeklyRun
from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.models import Notice, Rung
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Addressees, Seat
from ecoduty.casework.escalation.states import NoticeKind, RungState
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.tally import Shares, Tally
from ecoduty.casework.matters.turns import out_of_house
from ecoduty.kernel.clock import as_local, end_of_day, local_date, now, start_of_day
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.organisation.access import actors_of_each, one_reading, read_ahead
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory.states import DEPUTY, LIAISON, PRINCIPAL

BATCH = 200  # people in one transaction
TOLD_OF_A_BODY = (PRINCIPAL, DEPUTY, LIAISON)
SIGN = "签发"
_WEEK = timedelta(days=7)
_NUMBERS = ("done", "held", "week", "overdue", "outside", "letters")

# What each account did in a week, counted in matters. Restricted ones are in no number.
_DONE = """
SELECT e.actor_account, count(DISTINCT e.stream)
FROM ledger_entry e JOIN matters_matter m ON e.stream = 'matter:' || m.public_id::text
WHERE e.recorded_at > %s AND e.recorded_at <= %s AND e.actor_account = ANY(%s) AND m.secrecy <> 'restricted'
GROUP BY e.actor_account
"""


@dataclass(frozen=True, slots=True)
class Week:
    """The days that a digest speaks of: its own week, and the one before."""

    monday: date

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + _WEEK - timedelta(days=1)

    @property
    def past(self) -> tuple[datetime, datetime]:
        """The week before, from its beginning to its end."""
        return start_of_day(self.monday - _WEEK), start_of_day(self.monday)

    def words(self) -> str:
        """Both weeks in words."""
        before = self.monday - _WEEK
        return f"{_short(before)}—{_short(self.monday - timedelta(days=1))}"


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def begins_at(on: date, rule: rules.Rules) -> datetime | None:
    """When the digest of the week of a day is written: on its first working day; None where it has none."""
    monday = on - timedelta(days=on.weekday())
    calendar = current_calendar()
    for days in range(7):
        day = monday + timedelta(days=days)
        if calendar.is_working(day):
            return start_of_day(day).replace(hour=rule.weekly_at.hour, minute=rule.weekly_at.minute)
    return None


def next_at(after: datetime) -> datetime | None:
    """When the next digest after a moment is written; None where neither this week nor the next has a working day."""
    on = local_date(after)
    found = [begins_at(day, rules.current(day)) for day in (on, on + _WEEK)]
    return min((one for one in found if one is not None and one > after), default=None)


def write(moment: datetime | None = None, *, batch: int = BATCH) -> int:
    """Write the digests of this week that are still missing; their number. One query when there is nothing to do."""
    at = moment or now()
    on = local_date(at)
    begins = begins_at(on, rules.current(on))
    if begins is None or as_local(at) < begins:
        return 0
    week = Week(on - timedelta(days=on.weekday()))
    WeeklyRun.objects.get_or_create(week=week.monday)
    tally = cache(lambda: Tally(at, end_of_day(week.sunday), SIGN))
    written, more = 0, True
    while more:
        with transaction.atomic():
            run = (
                WeeklyRun.objects.select_for_update(skip_locked=True).filter(week=week.monday, finished_at=None).first()
            )
            if run is None:
                return written
            count, more = _next_batch(run, week, at, batch, tally)
            written += count
    return written


def _next_batch(run: WeeklyRun, week: Week, at: datetime, size: int, tally: Callable[[], Tally]) -> tuple[int, bool]:
    """The next people, or when all had theirs the bodies; the number written, and whether there is more."""
    accounts = list(
        Account.objects.filter(is_active=True, person__gt=run.reached, office="").select_related("person")
        .order_by("person", "pk")[:size]
    )  # fmt: skip
    if accounts:
        drafts = _of_people(accounts, week, at, tally)
        run.reached = accounts[-1].person_id or run.reached
    else:
        drafts = _of_bodies(week, at)
        run.finished_at = at
    run.save(update_fields=["reached", "finished_at"])
    _put_away([draft.seat.person for draft in drafts if draft.seat.person], week)
    return notices.write(drafts, at), bool(accounts)


def _put_away(persons: Sequence[int], week: Week) -> None:
    """A digest that nobody read says nothing any more once the next one is there."""
    Notice.objects.filter(
        person__in=persons, read_at=None, cancelled_at=None, kind__in=(NoticeKind.WEEKLY, NoticeKind.WEEKLY_BODY),
        created_at__lt=start_of_day(week.monday),
    ).update(cancelled_at=now())  # fmt: skip


# ------------------------------------------------------------------ people


def _of_people(accounts: Sequence[Account], week: Week, at: datetime, tally: Callable[[], Tally]) -> list[Draft]:
    """As many statements for all of them as for one."""
    wanted = _wanting(accounts, at)
    done = _done([account.pk for account in wanted], week)
    on = local_date(at)
    with one_reading():
        posts = {
            account: [actor for actor in actors if actor.post is not None]
            for account, actors in actors_of_each(wanted, on).items()
        }
        read_ahead([actor for actors in posts.values() for actor in actors], on)
        drafts = []
        for account in wanted:
            actors = posts[account.pk]
            if actors and (text := _of_person(tally().of(actors), done.get(account.pk, 0), week)):
                assert account.person_id is not None  # the batch holds people
                drafts.append(_draft(Seat(0, account.person_id), NoticeKind.WEEKLY, "本周工作小结", text, week))
    return drafts


def _wanting(accounts: Sequence[Account], at: datetime) -> list[Account]:
    """One account of each person, of those who did not switch it off."""
    off = _switched_off([account.pk for account in accounts], at, "weekly")
    people = {account.person_id: account for account in reversed(accounts) if account.pk not in off}
    return list(people.values())


def _of_person(share: Shares, done: int, week: Week) -> str:
    if not (done or share.all or share.outside):
        return ""
    return (
        f"上周（{week.words()}）您办理了{done}件。现在等您办{share.all}件：本周到期{share.due}件，"
        f"已逾期{share.overdue}件，等您签发{share.sign}件。报上级或别的单位、等待决定{share.outside}件。"
    )


def _due_this_week(week: Week, at: datetime) -> Q:
    return Q(next_due_at__gt=at, next_due_at__lte=end_of_day(week.sunday))


def _outside() -> Q:
    """Where the next step is nobody's in the body that holds it."""
    return reduce(or_, (Q(kind=kind, state__in=states) for kind, states in out_of_house().items()), Q(pk__in=[]))


def _done(accounts: Sequence[int], week: Week) -> Mapping[int, int]:
    since, until = week.past
    with connection.cursor() as cursor:
        cursor.execute(_DONE, [since, until, list(accounts)])
        return dict(cursor.fetchall())


# ------------------------------------------------------------------ bodies


def _of_bodies(week: Week, at: datetime) -> list[Draft]:
    """One statement for what all bodies hold, one for what they are to decide, one for whom to tell, one for who wants it."""
    texts = {body: text for body, numbers in _numbers(week, at).items() if (text := _of_body(numbers, week))}
    places = {(body, role) for body in texts for role in TOLD_OF_A_BODY}
    addressees = Addressees(places, local_date(at))
    seats = {body: addressees.of(body, TOLD_OF_A_BODY) for body in sorted(texts)}
    off = _persons_off({seat.person for found in seats.values() for seat in found if seat.person}, at)
    return [
        _draft(seat, NoticeKind.WEEKLY_BODY, "本单位本周工作小结", texts[body], week, f":{body}")
        for body, found in seats.items()
        for seat in found
        if seat.person is not None and seat.person not in off
    ]


def _numbers(week: Week, at: datetime) -> dict[int, dict[str, int]]:
    since, until = week.past
    closed = Q(open=False, closed_at__gt=since, closed_at__lte=until)
    rows = (
        Matter.objects.exclude(secrecy=Secrecy.RESTRICTED)
        .filter(Q(open=True) | closed)
        .order_by()
        .values(body=Coalesce("holder__heir", "holder"))
        .annotate(
            done=Count("pk", filter=closed),
            held=Count("pk", filter=Q(open=True)),
            week=Count("pk", filter=Q(open=True) & _due_this_week(week, at)),
            overdue=Count("pk", filter=Q(open=True, next_due_at__lte=at)),
            outside=Count("pk", filter=Q(open=True) & _outside()),
        )
        .values_list("body", *_NUMBERS[:-1])
    )
    found: dict[int, dict[str, int]] = {}
    for body, *numbers in rows:
        found[body] = dict(zip(_NUMBERS, (*numbers, 0), strict=True))
    letters = Rung.objects.filter(state=RungState.PREPARED).exclude(deadline__matter__secrecy=Secrecy.RESTRICTED)
    for body, count in letters.order_by().values_list("release_body").annotate(number=Count("pk")):
        if body is not None:
            found.setdefault(body, dict.fromkeys(_NUMBERS, 0))["letters"] = count
    return found


def _of_body(numbers: Mapping[str, int], week: Week) -> str:
    if not any(numbers.values()):
        return ""
    letters = f"；等本单位决定是否发出{numbers['letters']}件" if numbers["letters"] else ""
    return (
        f"上周（{week.words()}）本单位办结{numbers['done']}件。在办{numbers['held']}件：本周到期{numbers['week']}件，已逾期{numbers['overdue']}件，"
        f"报上级或别的单位、等待决定{numbers['outside']}件{letters}。"
    )


# ------------------------------------------------------------------ who wants it


def _switched_off(accounts: Iterable[int], at: datetime, name: str) -> set[int]:
    rule = rules.current(local_date(at))
    chosen = dict(NoticeSettings.objects.filter(account__in=list(accounts)).values_list("account_id", "chosen"))
    return {
        account for account in accounts if not getattr(preferences.read(chosen.get(account), rule), name)
    }  # fmt: skip


def _persons_off(persons: Iterable[int], at: datetime) -> set[int]:
    accounts = dict(
        Account.objects.filter(person__in=list(persons), is_active=True).order_by("-pk").values_list("person_id", "pk")
    )
    off = _switched_off(list(accounts.values()), at, "weekly_body")
    return {person for person, account in accounts.items() if account in off}


def _draft(seat: Seat, kind: NoticeKind, title: str, text: str, week: Week, of: str = "") -> Draft:
    days = f"{_short(week.monday)}—{_short(week.sunday)}"
    return Draft(seat, kind, f"{title}（{days}）", text, once=f"{kind}:{week.monday}{of}")


__all__ = ["BATCH", "Week", "begins_at", "next_at", "write"]
