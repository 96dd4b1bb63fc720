"""From the form to a complaint, over HTTP, as the role that may write and not read."""

from __future__ import annotations

import pytest
from django.db import connections

from ecoduty.casework.intakes.models import Intake, Receipt
from ecoduty.casework.intakes.states import IntakeState
from ecoduty.casework.intakes.taking import take_in
from ecoduty.kernel.rulebook import store
from tests.interfaces.portal.complaints.citizen import FORM, Citizen, text_of


@pytest.fixture(autouse=True)
def _city(planned):
    return planned


@pytest.fixture
def portal_alone(planned):
    """A process that has the portal's role and no other."""
    planned.database.point_django_here({"default": "ecoduty_portal", "portal": "ecoduty_portal"})
    store.forget()
    yield planned
    planned.database.point_django_here()
    store.forget()


@pytest.mark.clause("24.2", page="/portal/complain/")
def test_report_gets_number_and_code_at_once_and_is_followed_with_them(portal_alone):
    citizen = Citizen()
    looked = text_of(citizen.look_over())
    assert "建议承办" in looked
    assert "告知是否受理 自" in looked
    sent = citizen.send()
    assert sent.status_code == 200
    assert citizen.number.startswith("270210-")
    assert len(citizen.code.replace("-", "")) == 12
    assert "已收到，正在登记" in text_of(citizen.follow())


def test_intake_becomes_a_complaint_that_its_sender_follows():
    citizen = Citizen()
    citizen.send()
    assert take_in() == 1
    assert citizen.complaint.text == citizen.entered["text"]
    assert citizen.complaint.channel == "web"
    page = text_of(citizen.follow())
    assert "已收到，待受理" in page
    assert "噪声" in page
    assert "告知是否受理：2027年2月1" in page  # as the form said it, not as the desk does
    assert "现在不用您做什么" in page
    assert 'href="tel:12345"' in citizen.follow().content.decode()
    row = Intake.objects.get()
    assert (row.state, row.content, row.sealed) == (IntakeState.TAKEN, {}, "")


def test_portal_can_write_an_intake_and_never_read_one(fresh_city):
    Citizen().send()
    with fresh_city.database.connect("ecoduty_portal") as portal:
        for what in ("content", "sealed", "*"):
            with pytest.raises(Exception, match="permission denied"):
                portal.execute(f"SELECT {what} FROM intakes_intake")
        with pytest.raises(Exception, match="permission denied"):
            portal.execute("UPDATE intakes_receipt SET code = ''")


def test_same_form_sent_twice_is_one_report():
    citizen = Citizen()
    token = citizen.open()
    citizen.send(token)
    first = (citizen.number, citizen.code)
    citizen.send(token)
    assert (citizen.number, citizen.code) == first
    assert Receipt.objects.count() == Intake.objects.count() == 1
    changed = citizen.send(token, text="另外一件事：工地扬尘很大，路面都是泥。")
    assert changed.status_code == 409
    assert "刚才改动的内容没有发送" in text_of(changed)
    assert Intake.objects.count() == 1


def test_errors_bring_the_whole_form_back():
    citizen = Citizen(text="脏", place="湖滨南路<script>alert(1)</script>", named="yes", phone="abc", name="李四")
    answer = citizen.look_over()
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<script>alert(1)" not in page
    assert "湖滨南路&lt;script&gt;" in page
    assert 'value="李四"' in page
    assert "电话只写数字" in page
    assert not Intake.objects.exists()


def test_pages_ask_a_constant_number_of_queries(django_assert_max_num_queries):
    citizen = Citizen()
    with django_assert_max_num_queries(3, connection=connections["portal"]):
        citizen.client.get(FORM)
