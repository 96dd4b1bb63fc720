"""演练: in a copy marked as one an office turns the clock itself; anywhere else there is no such page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, OperationalError, ProgrammingError, connection, connections, transaction
from django.db.models import Sum
from django.test import Client

from ecoduty.casework.deliveries import outside
from ecoduty.casework.deliveries.models import Delivery
from ecoduty.casework.deliveries.outside import Outside
from ecoduty.casework.documents.models import Document
from ecoduty.casework.documents.rendering import channel
from ecoduty.casework.documents.rendering.channel import REHEARSAL_MARK, paper_of
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice, Rung
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.figures import trends
from ecoduty.casework.figures.audit import audit
from ecoduty.casework.figures.models import NightTotal, SnapshotNight
from ecoduty.casework.figures.registry import Scope
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.rehearsal import flow, living
from ecoduty.casework.rehearsal.models import Turning
from ecoduty.kernel import clock
from ecoduty.kernel.clock import ClockError, rehearsing, routine, wall_now
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.clock.models import ClockTurn, Rehearsal
from ecoduty.kernel.clock.time import forbid_rehearsal
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify
from ecoduty.kernel.outbox import drainer
from ecoduty.kernel.outbox.models import Message
from ecoduty.kernel.rulebook import store
from ecoduty.organisation.access import actors_of
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory.models import Person
from tests.city import PASSWORD
from tests.database import RUN
from tests.organisation.accounts.factors import bind

HEAD, LIAISON, KEEPER = "committee-office.director", "water-bureau.liaison", "system.administrator"


@pytest.fixture
def copy(city_template, session_db, django_db_blocker) -> Iterator[None]:
    """A copy of the city whose clock runs: nothing stops it."""
    database = city_template.clone(f"test_{RUN}_{uuid4().hex[:8]}")
    with django_db_blocker.unblock():
        database.point_django_here()
        store.forget()
        try:
            yield database
        finally:
            forbid_rehearsal()
            connections.close_all()
            session_db.point_django_here()
            store.forget()
            database.drop()


@pytest.fixture
def rehearsal(copy):
    """The same with the mark, which only the owner can put there."""
    with copy.connect("ecoduty_owner") as owner:
        owner.execute(
            "INSERT INTO clock_rehearsal (id, source, copied_at, clock_offset) VALUES (1, '正式库', now(), interval '0')"
        )
    rehearsing.heed()
    return copy


def client(username: str) -> Client:
    found = Client()
    found.force_login(Account.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
    return found


def ended(answer, who: Client) -> str:
    """The page after the worker lived through the days on the way."""
    assert answer.status_code == 302, answer.content.decode()[-1500:]
    assert 'id="progress"' in who.get("/rehearsal/").content.decode()
    assert living.carry_on()
    body = who.get(answer.headers["Location"]).content.decode()
    assert 'id="progress"' not in body
    return body


def test_no_other_database_has_the_page_nor_can_be_turned(copy):
    for who in (HEAD, LIAISON):
        assert client(who).get("/rehearsal/").status_code == 404
        assert client(who).post("/rehearsal/", {"how": "day"}).status_code == 404
        assert "/rehearsal/" not in client(who).get("/").content.decode()
    with pytest.raises(ClockError, match="不是演练库"):
        rehearsing.turn_to(clock.now() + timedelta(days=1), "测试")
    with pytest.raises(Refused) as refused:
        flow.turn(clock.now() + timedelta(days=1), Actor.system("测试"))
    assert refused.value.code == "not_found"
    assert living.carry_on()
    with pytest.raises(IntegrityError, match="no rehearsal"), transaction.atomic():
        ClockTurn.objects.create(by="测试", turned_at=wall_now(), offset=timedelta(days=1))
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Rehearsal.objects.create(source="x", copied_at=wall_now())
    assert not ClockTurn.objects.exists()


def coming(month: int, day: int) -> date:
    """That day, as it comes next."""
    today = wall_now().date()
    this = date(today.year, month, day)
    return this if this > today else date(today.year + 1, month, day)


@pytest.fixture
def reachable():
    """Mail is configured, and whatever it would send outside is written down."""
    sent: list[str] = []
    outside.offer(Outside("email", "电子邮件", "mail"), lambda key, _payload: sent.append(key))
    Person.objects.filter(pk=Account.objects.get(username=LIAISON).person_id).update(mail="liaison@example.org")
    yield sent
    outside.withdraw("email")


def leap(day: date) -> None:
    """To a day at once, as no page does it: so that what follows does not depend on the day on which the tests run."""
    rehearsing.turn_to(clock.start_of_day(day) + timedelta(hours=10), "测试")
    sweep()


def test_office_turns_the_clock_forward_and_every_night_on_the_way_is_lived_through(rehearsal, reachable):
    leap(coming(1, 10))
    who = client(HEAD)
    assert "/rehearsal/" in who.get("/").content.decode()
    began = clock.now()
    day = (began + timedelta(days=40)).date()
    body = ended(who.post("/rehearsal/", {"how": "to", "day": day.isoformat()}), who)
    assert clock.today() == day
    counts = dict(re.findall(r'href="#(\w+)" data-n="(\d+)"', body))
    assert int(counts["opened"]) == Matter.objects.filter(opened_at__gt=began).count()
    assert int(counts["missed"]) == Deadline.objects.filter(missed_at__gt=began).count() > 0
    assert int(counts["reminded"]) == Rung.objects.filter(place="inside", at__gt=began).count() > 0
    assert int(counts["prepared"]) == Rung.objects.filter(place="outside", at__gt=began).count() > 0
    for key, count in counts.items():
        part = body.partition(f'id="{key}"')[2].partition("</details>")[0]
        assert part.count("<tr><td") == min(int(count), 500)
    every_night_is_recorded(began.date(), day)
    what_fell_due_is_noted_on_its_day(began)
    every_week_has_its_digest(began.date(), day)
    the_cockpit_looks_back(who, coming(1, 31))
    assert reachable == []  # nothing left: it lies in the sink, with the day on which it would have gone
    sunk = Message.objects.filter(channel="email", last_error=drainer.SUNK)
    assert {clock.local_date(one.sent_at) for one in sunk} == {clock.local_date(one.due_at) for one in sunk}
    assert len(sunk) > 1
    assert Delivery.objects.filter(message__in=sunk).exists()
    acts = Entry.objects.filter(stream="rehearsal").order_by("seq")
    assert list(acts.values_list("act", flat=True)) == ["turn", "arrive"]
    assert acts[0].actor_title.startswith("市环委办")
    assert verify().ok


def every_night_is_recorded(since: date, until: date) -> None:
    nights = set(SnapshotNight.objects.values_list("on", flat=True))
    assert {since + timedelta(days=n) for n in range((until - since).days)} <= nights
    assert audit() == []
    last = until - timedelta(days=1)
    close = clock.end_of_day(last)
    counted = Matter.objects.exclude(secrecy="restricted").filter(opened_at__lt=close, open=True).count()
    assert NightTotal.objects.filter(on=last).aggregate(n=Sum("open"))["n"] == counted > 0


def what_fell_due_is_noted_on_its_day(began) -> None:
    for late in Deadline.objects.filter(missed_at__gt=began):
        assert late.missed_at == late.due_at  # and not on the day to which the clock was turned
    acts = Entry.objects.filter(act="mark_missed", recorded_at__gt=began)
    days = {clock.local_date(one.recorded_at) for one in acts}
    assert days == {clock.local_date(one.missed_at) for one in Deadline.objects.filter(missed_at__gt=began)}
    assert len(set(Rung.objects.filter(at__gt=began).values_list("at__date", flat=True))) > 2


def every_week_has_its_digest(since: date, until: date) -> None:
    """Written in its own week on the first working day, read by nobody and put away by the next, and carried to the sink."""
    mondays = {since + timedelta(days=n - (since + timedelta(days=n)).weekday()) for n in range((until - since).days)}
    person = Account.objects.get(username=LIAISON).person_id
    told = Notice.objects.filter(kind="weekly", person=person, created_at__date__gt=since).order_by("pk")
    assert {one.created_at.astimezone(clock.SHANGHAI).date() for one in told} <= {
        min(day for day in (monday + timedelta(days=n) for n in range(7)) if current_calendar().is_working(day))
        for monday in mondays
    }
    assert len(mondays) - 2 <= len(told) == len({one.title for one in told})
    assert list(told.filter(cancelled_at=None)) == [told.last()]
    written = {one.created_at.astimezone(clock.SHANGHAI).time().replace(second=0, microsecond=0) for one in told}
    assert written == {time(7, 40)}
    carried = Delivery.objects.filter(notice__in=told, channel="email", message__last_error=drainer.SUNK)
    assert carried.count() >= len(told) - 1


def the_cockpit_looks_back(who: Client, on: date) -> None:
    page = who.get(f"/cockpit/?on={on}")
    assert page.status_code == 200
    assert f"{on.month}月{on.day}日" in page.content.decode().partition("看的是")[2][:40]
    actor = actors_of(Account.objects.get(username=HEAD), clock.today())[0]
    stood = {month.first: month.night for month in trends.months(actor, Scope.OVERSIGHT, clock.today(), 2)}
    assert stood[on.replace(day=1)].on == on  # the night of the month's last day, and not the one before the turn
    assert stood[clock.today().replace(day=1)].on == clock.today() - timedelta(days=1)


def test_what_is_broken_off_goes_on_where_it_stopped(rehearsal):
    done: list[date] = []

    def breaks() -> None:
        done.append(clock.today())
        if len(done) == 2:
            raise OperationalError("server closed the connection unexpectedly")
        if len(done) == 4:
            raise ValueError("only this work fails")

    routine.know(routine.Work("tests.breaks", time(5, 59), breaks))
    try:
        began = clock.today()
        flow.turn(clock.now() + timedelta(days=4), Actor.system("测试"))
        with pytest.raises(OperationalError):
            living.carry_on()
        assert clock.today() == began + timedelta(days=2)
        assert Turning.objects.get().lived_on == began + timedelta(days=1)  # the night that broke off does not count
        shown = re.search(r'max="100" value="(\d+)"', client(HEAD).get("/rehearsal/").content.decode())
        assert 25 <= int(shown[1]) <= 50  # two midnights of four days, whatever time of day it began at
        assert living.carry_on()
    finally:
        routine.forget("tests.breaks")
    assert done == [began + timedelta(days=n) for n in (1, 2, 2, 3, 4)]
    assert set(SnapshotNight.objects.values_list("on", flat=True)) >= {began + timedelta(days=n) for n in range(4)}
    body = client(HEAD).get("/rehearsal/").content.decode()
    assert "途中有1项夜间工作没有做成" in body


def test_it_can_be_stopped_on_the_way_and_is_turned_once_at_a_time(rehearsal):
    who = client(HEAD)
    before = clock.today()
    assert who.post("/rehearsal/", {"how": "to", "day": (before + timedelta(days=300)).isoformat()}).status_code == 302
    page = who.get("/rehearsal/").content.decode()
    assert 'id="progress"' in page
    assert 'value="day"' not in page
    assert who.post("/rehearsal/", {"how": "day"}).status_code == 409
    assert not living.carry_on(0)
    looking = who.get("/rehearsal/", HTTP_HX_REQUEST="true")
    assert looking.content.decode().startswith('<div class="running" id="way"')
    assert who.post("/rehearsal/", {"how": "stop"}).status_code == 302
    assert living.carry_on()
    assert clock.today() - before < timedelta(days=3)
    assert who.get("/rehearsal/", HTTP_HX_REQUEST="true").headers["HX-Refresh"] == "true"
    assert 'value="day"' in who.get("/rehearsal/").content.decode()
    assert list(Entry.objects.filter(stream="rehearsal").order_by("seq").values_list("act", flat=True)) == [
        "turn",
        "stop",
    ]


def test_clock_goes_on_by_a_day_and_to_the_next_due_day_but_never_back(rehearsal):
    leap(coming(1, 29))
    who = client(HEAD)
    before = clock.now()
    ended(who.post("/rehearsal/", {"how": "day"}), who)
    assert timedelta(days=1) <= clock.now() - before < timedelta(days=1, minutes=5)
    due = living.next_due(clock.today())
    body = ended(who.post("/rehearsal/", {"how": "due"}), who)
    assert clock.today() == due == coming(1, 31)
    assert f"{due.month}月{due.day}日" in body
    for given, code in (
        ({"how": "to", "day": before.date().isoformat()}, "只能往后拨"), ({"how": "to", "day": "nonsense"}, "请选往后的一天"),
        ({"how": "to"}, "请选往后的一天"), ({"how": "to", "day": due.isoformat()}, "只能往后拨"),
        ({"how": "to", "day": (due + timedelta(days=402)).isoformat()}, "最多往后拨400天"),
        ({"how": "to", "day": "9000-01-01"}, "最多往后拨400天"), ({"how": "stop"}, "正在往后拨"),
    ):  # fmt: skip
        answer = who.post("/rehearsal/", given)
        assert answer.status_code in {409, 422}, given
        assert code in answer.content.decode(), given
    assert clock.today() == due
    with pytest.raises(ClockError, match="只能往后拨"):
        rehearsing.turn_to(before, "测试")


def test_only_the_office_and_the_keeper_of_the_platform_turn_it(rehearsal):
    Account.objects.filter(username=KEEPER).update(must_change_password=False)
    bind(Account.objects.get(username=KEEPER))  # an administrator without a second factor is sent to get one
    for who in (HEAD, "committee-office.clerk", KEEPER):
        assert client(who).get("/rehearsal/").status_code == 200, who
    assert client(LIAISON).get("/rehearsal/").status_code == 403
    assert client(LIAISON).post("/rehearsal/", {"how": "day"}).status_code == 403
    assert "/rehearsal/" not in client(LIAISON).get("/").content.decode()
    assert not ClockTurn.objects.exists()


def test_what_would_be_sent_can_be_read_there_and_leaves_nowhere(rehearsal):
    sent: list[str] = []
    drainer.register("probe", lambda key, _payload: sent.append(key), outside=True)
    try:
        at = clock.now()
        Message.objects.create(
            channel="probe", key="某收件人", payload={"said": "明日到期"}, written_at=at, due_at=at, next_try_at=at
        )
        drainer.drain()
        body = client(HEAD).get("/rehearsal/").content.decode()
    finally:
        drainer.forget("probe")
    assert sent == []
    assert "明日到期" in body
    assert "某收件人" in body


def test_papers_carry_the_mark(rehearsal):
    leap(coming(1, 10))
    leap(coming(2, 15))
    leap(coming(3, 20))
    found = Document.objects.earliest("pk")
    assert paper_of(found).watermark == REHEARSAL_MARK
    with ZipFile(BytesIO(channel.as_word(found))) as word:
        headers = [word.read(name).decode() for name in word.namelist() if "/header" in name]
    assert sum(f'string="{REHEARSAL_MARK}"' in one for one in headers) >= 2
    assert channel.preview(found).startswith(b"%PDF")


def test_sessions_and_locked_accounts_keep_real_time(rehearsal):
    who = client(HEAD)
    stranger = Client()
    for _ in range(12):
        stranger.post("/login/", {"username": LIAISON, "password": "wrong"})
    locked = stranger.post("/login/", {"username": LIAISON, "password": PASSWORD})
    assert locked.status_code != 302
    rehearsing.turn_to(clock.now() + timedelta(days=40), "测试")
    assert who.get("/").status_code == 200
    assert "工作台" in who.get("/").content.decode()
    again = stranger.post("/login/", {"username": LIAISON, "password": PASSWORD})
    assert again.status_code == locked.status_code
    assert connection.settings_dict["USER"] == "ecoduty_app"
