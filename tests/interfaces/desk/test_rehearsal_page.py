"""演练: in a copy marked as one an office turns the clock itself; anywhere else there is no such page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from django.test import Client

from ecoduty.casework.documents.models import Document
from ecoduty.casework.documents.rendering import channel
from ecoduty.casework.documents.rendering.channel import REHEARSAL_MARK, paper_of
from ecoduty.casework.duties.models import Deadline, DutyInstance
from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.rehearsal import turning
from ecoduty.kernel import clock
from ecoduty.kernel.clock import ClockError, rehearsing, wall_now
from ecoduty.kernel.clock.models import ClockTurn, Rehearsal
from ecoduty.kernel.clock.time import forbid_rehearsal
from ecoduty.kernel.ledger.verification import verify
from ecoduty.kernel.outbox import drainer
from ecoduty.kernel.outbox.models import Message
from ecoduty.kernel.rulebook import store
from ecoduty.organisation.accounts.models import Account
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
    """The page after the clock stands where it was to go; a long way takes several requests."""
    while True:
        assert answer.status_code == 302, answer.content.decode()[-1500:]
        body = who.get(answer.headers["Location"]).content.decode()
        if 'id="progress"' not in body:
            return body
        since, until = re.findall(r'name="(?:from|to)" value="([^"]+)"', body)
        answer = who.post("/rehearsal/", {"from": since, "to": until})


def test_no_other_database_has_the_page_nor_can_be_turned(copy):
    for who in (HEAD, LIAISON):
        assert client(who).get("/rehearsal/").status_code == 404
        assert client(who).post("/rehearsal/", {"how": "day"}).status_code == 404
        assert "/rehearsal/" not in client(who).get("/").content.decode()
    with pytest.raises(ClockError, match="不是演练库"):
        rehearsing.turn_to(clock.now() + timedelta(days=1), "测试")
    with pytest.raises(IntegrityError, match="no rehearsal"), transaction.atomic():
        ClockTurn.objects.create(by="测试", turned_at=wall_now(), offset=timedelta(days=1))
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Rehearsal.objects.create(source="x", copied_at=wall_now())
    assert not ClockTurn.objects.exists()


def test_office_turns_the_clock_forward_and_sees_what_came_of_it(rehearsal):
    who = client(HEAD)
    assert "/rehearsal/" in who.get("/").content.decode()
    began = clock.now()
    day = (began + timedelta(days=90)).date()
    body = ended(who.post("/rehearsal/", {"how": "to", "day": day.isoformat()}), who)
    assert clock.today() == day
    counts = dict(re.findall(r'href="#(\w+)" data-n="(\d+)"', body))
    assert int(counts["opened"]) == DutyInstance.objects.filter(opened_at__gt=began).count() > 0
    assert int(counts["missed"]) == Deadline.objects.filter(missed_at__gt=began).count() > 0
    assert int(counts["reminded"]) == Rung.objects.filter(place="inside", at__gt=began).count() > 0
    assert int(counts["prepared"]) == Rung.objects.filter(place="outside", at__gt=began).count() > 0
    for key, count in counts.items():
        part = body.partition(f'id="{key}"')[2].partition("</details>")[0]
        assert part.count("<tr><td") == min(int(count), 500)
    late = Deadline.objects.filter(missed_at__gt=began).first()
    assert late.missed_at == late.due_at  # on its day, and not on the day to which the clock was turned
    fired = set(Rung.objects.filter(at__gt=began).values_list("at__date", flat=True))
    assert len(fired) > 2
    assert verify().ok
    assert ClockTurn.objects.order_by("-pk").first().by.startswith("市环委办")


def test_clock_goes_on_by_a_day_and_to_the_next_due_day_but_never_back(rehearsal):
    who = client(HEAD)
    before = clock.now()
    ended(who.post("/rehearsal/", {"how": "day"}), who)
    assert timedelta(days=1) <= clock.now() - before < timedelta(days=1, minutes=5)
    due = turning.next_due(clock.today())
    body = ended(who.post("/rehearsal/", {"how": "due"}), who)
    assert clock.today() == due
    assert f"{due.month}月{due.day}日" in body
    for given in (
        {"how": "to", "day": before.date().isoformat()}, {"how": "to", "day": "nonsense"}, {"how": "to"},
        {"to": before.isoformat()}, {"how": "to", "day": "9000-01-01"},
    ):  # fmt: skip
        answer = who.post("/rehearsal/", given)
        assert answer.status_code == 422, given
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
    turning.turn(clock.now() + timedelta(days=120), "测试", 60)
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
    ended(who.post("/rehearsal/", {"how": "to", "day": (clock.now() + timedelta(days=40)).date().isoformat()}), who)
    assert who.get("/").status_code == 200
    assert "工作台" in who.get("/").content.decode()
    again = stranger.post("/login/", {"username": LIAISON, "password": PASSWORD})
    assert again.status_code == locked.status_code
    assert connection.settings_dict["USER"] == "ecoduty_app"
