"""An intake becomes exactly one complaint, in order, whatever happens meanwhile; people decide on what is held."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction

from ecoduty.casework.intakes.models import Intake, PublicStanding
from ecoduty.casework.intakes.states import IntakeState
from ecoduty.casework.intakes.taking import take_in
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.complaints import reporters
from ecoduty.mechanisms.complaints.flow import COMPLAINT
from ecoduty.mechanisms.complaints.intake.flow import INTAKE
from ecoduty.mechanisms.complaints.models import Complaint
from tests.city import City
from tests.interfaces.portal.complaints.citizen import Citizen, text_of


def test_two_workers_make_one_complaint_of_each_in_order(fresh_city: City):
    sent = [Citizen(text=f"第{n}件：工地夜里打桩。") for n in range(6)]
    for citizen in sent:
        citizen.send()

    def work() -> None:
        try:
            for _ in range(20):
                take_in()
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert list(Complaint.objects.order_by("pk").values_list("reference", flat=True)) == [one.number for one in sent]


def test_crash_in_the_middle_leaves_nothing_and_the_next_beat_takes_it_in(fresh_city: City, monkeypatch):
    citizen = Citizen(named="yes", name="李四", phone="13800000001")
    citizen.send()

    class Crash(BaseException):
        pass

    def crash(**facts):
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(Intake, "save", lambda *a, **k: crash())
        with pytest.raises(Crash):
            take_in()
    assert not Complaint.objects.exists()
    assert take_in() == 1
    assert Complaint.objects.count() == 1
    person = reporters.known(citizen.complaint.pk)
    assert person is not None
    assert (person.name, person.phone) == ("李四", "13800000001")


def test_what_the_reporter_wrote_about_himself_is_in_no_table_in_clear(fresh_city: City):
    Citizen(named="yes", name="独一无二的名字", phone="13911112222").send()
    with fresh_city.database.connect("ecoduty_owner") as owner:
        for after in (False, True):
            if after:
                take_in()
            tables = owner.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'rulebook_version'"
            ).fetchall()
            for (table,) in tables:
                found = owner.execute(
                    f"SELECT count(*) FROM {table} AS t WHERE t::text LIKE '%独一无二的名字%' OR t::text LIKE '%13911112222%'"
                ).fetchone()
                assert found == (0,), table


def test_what_is_refused_steps_aside_and_holds_up_nobody(fresh_city: City):
    first, second = Citizen(), Citizen(text="另一件：路口扬尘。")
    first.send()
    second.send()
    row = Intake.objects.order_by("pk").first()
    assert row is not None
    row.content = {**row.content, "category": "no-such-category"}
    row.save()
    assert take_in() == 2
    row.refresh_from_db()
    assert row.state == IntakeState.STUCK
    assert "环境类别" in row.problem
    assert second.complaint.text.startswith("另一件")


def test_held_report_is_released_by_the_office_and_counts_from_when_it_was_sent(fresh_city: City):
    citizen = Citizen()
    token = citizen.open()
    Intake.objects.all().delete()
    held = _send_without_script(citizen, token)
    assert "先由工作人员看过再登记" in text_of(held)
    assert take_in() == 0
    row = Intake.objects.get()
    fresh_city.clock.advance(timedelta(days=10))
    with pytest.raises(Refused, match="没有这个办件"):
        perform(INTAKE, "release", row.pk, actor=fresh_city.actor("water-bureau.liaison"))
    perform(INTAKE, "release", row.pk, actor=fresh_city.actor("committee-office.clerk"))
    assert take_in() == 1
    matter = Matter.objects.get(pk=citizen.complaint.pk)
    entry = Entry.objects.get(stream=matter.stream, act="take_in")
    assert entry.late
    assert entry.occurred_at == row.received_at


def test_dropped_report_keeps_nothing_and_its_sender_reads_why(fresh_city: City):
    citizen = Citizen(text="加微信领红包")
    _send_without_script(citizen, citizen.open())
    row = Intake.objects.get()
    client = fresh_city.client("committee-office.clerk")
    page = client.get("/complaints/intakes/")
    assert "加微信领红包" in page.content.decode()
    client.post("/complaints/intakes/", {"do": "drop", "intake": row.pk, "reason": "广告，与环境问题无关"})
    row.refresh_from_db()
    assert (row.state, row.content) == (IntakeState.DROPPED, {})
    assert "广告，与环境问题无关" in text_of(citizen.follow())


def test_sender_follows_every_step_and_has_the_last_word(fresh_city: City):
    citizen = Citizen()
    citizen.send()
    take_in()
    pk = citizen.complaint.pk

    def do(who: str, act: str, **data) -> None:
        fresh_city.clock.advance(timedelta(hours=2))
        perform(COMPLAINT, act, pk, actor=fresh_city.actor(who), data=data)

    do("committee-office.clerk", "accept")
    assert "已受理，待派单" in text_of(citizen.follow())
    do("committee-office.clerk", "dispatch", body="water-bureau", reason="内部理由不外露")
    shown = text_of(citizen.follow())
    assert "厦门市水利局" in shown
    assert "内部理由" not in shown
    do("water-bureau.liaison", "sign_for")
    do("water-bureau.liaison", "answer", answer="已责令停止夜间施工，并安装隔声屏。")
    assert "隔声屏" not in text_of(citizen.follow())
    do("committee-office.clerk", "approve_answer")
    assert "隔声屏" in text_of(citizen.follow())
    said = citizen.follow(go="follow_up", resolved="no", satisfaction="dissatisfied", again="1", note="还在施工")
    assert "已收到" in text_of(said)
    assert take_in() == 1
    assert PublicStanding.objects.get(reference=citizen.number).label == "办理中"


def _send_without_script(citizen: Citizen, token: str):
    citizen.client.post("/portal/complain/", {**citizen.entered, "token": token, "go": "check"})
    with pytest.MonkeyPatch.context() as patched:
        from ecoduty.casework.intakes import tokens  # noqa: PLC0415 -- its clock runs on for this one press

        real = tokens.wall_now
        patched.setattr(tokens, "wall_now", lambda: real() + timedelta(seconds=30))
        return citizen.send(token, proof="")


def test_door_is_locked_for_a_second_worker(fresh_city: City):
    Citizen().send()
    with fresh_city.database.connect("ecoduty_app") as other, other.transaction():
        other.execute("SELECT pg_advisory_xact_lock(hashtext('intakes'))")
        assert take_in() == 0
    with transaction.atomic():
        assert take_in() == 1
