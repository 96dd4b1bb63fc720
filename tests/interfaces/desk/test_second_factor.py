"""Log-in with a second step, acts that ask for a fresh code, log-ins that last and end: over HTTP."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.models import Account, SignInSession
from tests.city import PASSWORD, City
from tests.mechanisms.reports.writing import Writer, opened
from tests.organisation.accounts.factors import Phone, bind
from tests.organisation.towns import SYSTEM

NAME = "water-bureau.principal"


@pytest.fixture
def phone(city: City) -> Phone:
    return bind(city.account(NAME))


def knock(client: Client, username: str = NAME, password: str = PASSWORD, **more: str):
    return client.post("/login/", {"username": username, "password": password, **more})


def signed_in(username: str = NAME) -> Client:
    client = Client()
    knock(client, username)
    return client


def waiting_for_signature(city: City) -> Matter:
    writer = Writer(city, opened(city))
    writer.write()
    writer.do("liaison", "submit_for_review")
    writer.do("deputy", "pass_review")
    return writer.matter


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_password_alone_lets_nobody_in_who_has_a_second_factor(city, phone):
    client = Client()
    first = knock(client, next="/plan/")

    assert (first.status_code, first["Location"]) == (302, "/login/code/")
    assert not is_in(client)
    assert client.post("/login/code/", {"_code": "000000"}).status_code == 422
    assert not is_in(client)
    second = client.post("/login/code/", {"_code": phone.code(1)})
    assert (second.status_code, second["Location"]) == (302, "/plan/")
    assert is_in(client)
    entry = Entry.objects.filter(stream=phone.account.stream, act="sign_in").get()
    assert (entry.facts["method"], entry.facts["factor"]) == ("password", True)


def test_the_key_of_the_session_changes_at_every_step(city, phone):
    client = Client()
    client.get("/login/")
    keys = [client.session.session_key]
    knock(client)
    keys.append(client.session.session_key)
    client.post("/login/code/", {"_code": phone.code(1)})
    keys.append(client.session.session_key)

    assert len(set(keys)) == 3
    assert not Session.objects.filter(pk__in=[key for key in keys[:2] if key]).exists()


def test_a_code_seen_over_the_shoulder_opens_no_second_session(city, phone):
    mine, other = Client(), Client()
    code = phone.code(1)
    for client in (mine, other):
        knock(client)

    assert mine.post("/login/code/", {"_code": code}).status_code == 302
    again = other.post("/login/code/", {"_code": code})
    assert (again.status_code, "已经用过" in again.content.decode(), is_in(other)) == (422, True, False)


def test_the_second_step_waits_five_minutes_and_for_nobody_unknown(city, phone):
    client = Client()
    assert client.get("/login/code/")["Location"] == "/login/"
    knock(client)
    session = client.session
    session["second_step"] = {**session["second_step"], "since": session["second_step"]["since"] - 301}
    session.save()

    assert client.post("/login/code/", {"_code": phone.code(1)})["Location"] == "/login/"


def test_a_password_changed_meanwhile_makes_the_first_step_worthless(city, phone):
    client = Client()
    knock(client)
    perform(ACCOUNT, "reset_password", phone.account.pk, actor=SYSTEM, data={"password": "quite another password"})

    assert client.post("/login/code/", {"_code": phone.code(1)})["Location"] == "/login/"


def test_binding_shows_picture_and_secret_and_then_the_codes_once(city):
    client = signed_in("water-bureau.liaison")
    page = client.get("/account/factor/").content.decode()
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    assert page.count("<svg") >= 1
    assert 'class="qr"' in page
    wrong = client.post("/account/factor/", {"_code": "000000"})
    assert wrong.status_code == 409
    assert secret in wrong.content.decode().replace(" ", "")  # the same picture, nothing to scan again

    import pyotp  # noqa: PLC0415

    code = pyotp.TOTP(secret).generate_otp(int(wall_now().timestamp()) // 30)
    done = client.post("/account/factor/", {"_code": code}).content.decode()
    assert len(re.findall(r"<code>[a-z0-9-]{19}</code>", done)) == 10
    assert client.get("/account/factor/").status_code == 302
    assert secret not in str(dict(client.session.items()))


def test_whoever_must_have_a_factor_binds_one_before_anything_else(city):
    perform(ACCOUNT, "demand_factor", city.account(NAME).pk, actor=SYSTEM)
    client = signed_in()

    assert client.get("/")["Location"] == "/account/factor/"
    assert "您的岗位须绑定动态口令" in client.get("/account/factor/").content.decode()


def test_signing_asks_for_a_fresh_code_and_keeps_what_was_entered(city, phone):
    report = waiting_for_signature(city)
    client = city.client(NAME)  # signed in long ago: no fresh proof
    address = f"/matters/{report.public_id}/sign/"
    assert 'name="_code"' in client.get(address).content.decode()

    number = {"number": "厦水〔2027〕1号"}
    without = client.post(address, number)
    assert without.status_code == 428
    assert "厦水〔2027〕1号" in without.content.decode()
    wrong = client.post(address, {**number, "_code": "000000"})
    assert wrong.status_code == 422
    assert "动态口令不对" in wrong.content.decode()
    right = client.post(address, {**number, "_code": phone.code(1)})
    assert right.status_code == 302, right.content.decode()[:3000]
    report.refresh_from_db()
    assert report.state == "signed"


def test_a_fresh_log_in_with_the_factor_signs_without_asking_again(city, phone):
    report = waiting_for_signature(city)
    client = Client()
    knock(client)
    client.post("/login/code/", {"_code": phone.code(1)})
    address = f"/matters/{report.public_id}/sign/"

    assert 'name="_code"' not in client.get(address).content.decode()
    session = client.session
    session["proved"] -= 11 * 60
    session.save()
    assert 'name="_code"' in client.get(address).content.decode()


def test_recovery_codes_are_renewed_with_a_fresh_code(city, phone):
    client = city.client(NAME)
    assert client.post("/account/renew_recovery_codes/", {}).status_code == 428
    page = client.post("/account/renew_recovery_codes/", {"_code": phone.code(1)}).content.decode()

    assert page.count("<code>") == 10
    assert phone.recovery[0] not in page


# ------------------------------------------------------------------ log-ins that last


def test_a_session_ends_when_idle_and_when_it_has_lasted_long_enough(city):
    for mark, seconds, said in (("seen", 31 * 60, "没有操作"), ("begun", 13 * 3600, "最长时间")):
        client = signed_in()
        session = client.session
        session[mark] -= seconds
        session.save()
        gone = client.get("/account/", follow=True)
        assert said in gone.content.decode()
        assert SignInSession.objects.order_by("-pk")[0].how_ended == {"seen": "idle", "begun": "too_long"}[mark]


def test_the_fourth_session_ends_the_first(city):
    clients = [signed_in() for _ in range(4)]

    assert [is_in(client) for client in clients] == [False, True, True, True]
    assert Entry.objects.filter(act="sign_in").order_by("-seq")[0].facts["replaced"] == 1


def test_my_log_ins_are_listed_and_one_can_be_ended(city):
    here, there = signed_in(), signed_in()
    page = here.get("/account/").content.decode()
    assert page.count(">结束</button>") == 1
    number = re.search(r'name="session" value="(\d+)"', page)[1]

    assert here.post("/account/sessions/end/", {"session": number}).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    assert here.post("/account/sessions/end/", {"session": number}).status_code == 409


def test_nobody_ends_anothers_log_in_by_its_number(city):
    signed_in("water-bureau.liaison")
    number = SignInSession.objects.get(account__username="water-bureau.liaison").pk

    assert signed_in().post("/account/sessions/end/", {"session": number}).status_code == 409
    assert SignInSession.objects.get(pk=number).ended_at is None


@pytest.mark.parametrize("act", ["close", "reset_factor", "end_sessions", "reset_password"])
def test_acts_of_keepers_end_every_log_in(city, phone, act):
    clients = []
    for step in (0, 1):
        client = Client()
        knock(client)
        client.post("/login/code/", {"_code": phone.fresh() if step else phone.code(1)})
        clients.append(client)
    assert all(is_in(client) for client in clients)
    data = {"password": "quite another password"} if act == "reset_password" else {}
    perform(ACCOUNT, act, phone.account.pk, actor=SYSTEM, data=data)

    assert not any(is_in(client) for client in clients)


def test_a_new_password_ends_the_other_log_ins_and_renews_this_key(city):
    here, there = signed_in(), signed_in()
    before = here.session.session_key
    new = "a new password of mine"
    here.post("/password/", {"old": PASSWORD, "password": new, "again": new})

    assert (is_in(here), is_in(there)) == (True, False)
    assert here.session.session_key != before
    assert 'name="session"' not in here.get("/account/").content.decode()


def test_who_leaves_a_post_signs_in_again(city):
    from ecoduty.organisation.directory.flow import BODY  # noqa: PLC0415

    client = signed_in()
    assert is_in(client)
    other = {"post": "deputy", "person": city.account(NAME).person_id, "since": "2026-11-01"}
    perform(BODY, "appoint", "ocean-bureau", actor=SYSTEM, data={**other, "replaces": True})
    perform(BODY, "end_appointment", "water-bureau", actor=SYSTEM, data={"post": "principal", "until": "2026-11-22"})

    assert "任职有变动" in client.get("/", follow=True).content.decode()
    assert is_in(signed_in())


def test_signing_out_is_written_down(city):
    client = signed_in()
    client.post("/logout/")

    acts = Entry.objects.filter(stream=city.account(NAME).stream).order_by("seq").values_list("act", flat=True)
    assert list(acts)[-2:] == ["sign_in", "sign_out"]
    assert SignInSession.objects.get().how_ended == "signed_out"


def test_failures_are_written_down_where_they_belong_and_once_a_lock(city):
    client = Client()
    knock(client, "nobody.at.all", "wrong")
    for _ in range(8):
        knock(client, password="wrong")

    entries = Entry.objects.filter(act="fail_sign_in").order_by("pk")
    assert [entry.stream for entry in entries if entry.kind == "entrance"] == ["entrance"]
    own = [entry.facts["why"] for entry in entries if entry.kind == "account"]
    assert own == ["password"] * 4 + ["locked"]
    assert "nobody.at.all" not in str([entry.facts for entry in entries])


def test_a_session_from_before_there_were_limits_goes_on(city):
    client = city.client(NAME)

    assert is_in(client)
    assert client.session["seen"] <= wall_now().timestamp()
    assert not Account.objects.filter(username=NAME, factor_since__lt=wall_now() - timedelta(days=1)).exists()
