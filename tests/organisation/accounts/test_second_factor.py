"""The second factor: a code counts once, a recovery code once, too many wrong ones block, the secret is sealed."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from ecoduty.kernel.clock import today, wall_now
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.sealing import keyring, rotation
from ecoduty.organisation.access import own_actor
from ecoduty.organisation.accounts.demands import factor_demanded
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.models import Account, Factor, RecoveryCode
from ecoduty.organisation.accounts.proving import prove
from tests.organisation.accounts.factors import Phone, bind
from tests.organisation.towns import SYSTEM, Town
from tests.together import together

NAME = "economy-bureau.principal"


@pytest.fixture
def phone(town: Town) -> Phone:
    return bind(town.account(NAME))


def check(phone: Phone, code: str) -> str:
    """The code of the refusal, or nothing."""
    try:
        prove(phone.account, code, own_actor(phone.account, today()), "act")
    except Refused as refused:
        return refused.code
    return ""


def test_a_code_counts_once_and_an_older_one_not_after_it(phone: Phone) -> None:
    assert check(phone, phone.code()) == "factor_used"  # it confirmed the binding
    assert check(phone, phone.code(1)) == ""
    assert check(phone, phone.code(1)) == "factor_used"
    assert check(phone, phone.code()) == "factor_used"


def test_a_clock_half_a_minute_off_is_borne_and_more_is_not(phone: Phone) -> None:
    outcomes = []
    for steps in (-2, -1, 1, 2):
        Factor.objects.update(last_step=0)
        outcomes.append(check(phone, phone.code(steps)))

    assert outcomes == ["factor_wrong", "", "", "factor_wrong"]


def test_a_recovery_code_counts_once_in_any_way_of_writing(phone: Phone) -> None:
    assert len(set(phone.recovery)) == 10
    assert check(phone, phone.recovery[0]) == ""
    assert check(phone, phone.recovery[0]) == "factor_used"
    assert check(phone, phone.recovery[1].replace("-", " ").upper()) == ""
    assert check(phone, "aaaa-bbbb-cccc-dddd") == "factor_wrong"


def test_five_wrong_codes_block_even_the_right_one_until_somebody_unlocks(phone: Phone, town: Town) -> None:
    assert [check(phone, "000000") for _ in range(5)] == ["factor_wrong"] * 5
    assert check(phone, phone.fresh()) == "factor_blocked"

    perform(ACCOUNT, "unlock", phone.account.pk, actor=SYSTEM)
    assert check(phone, phone.fresh()) == ""


def test_the_block_ends_by_itself(phone: Phone) -> None:
    for _ in range(5):
        check(phone, "000000")
    Factor.objects.update(blocked_until=wall_now() - timedelta(seconds=1))

    assert check(phone, phone.fresh()) == ""


@pytest.mark.parametrize("code", ["", "12345", "１２３４５６", "一二三四五六", "'; --", "\ud800", "0" * 80])
def test_nonsense_is_a_wrong_code(phone: Phone, code: str) -> None:
    assert check(phone, code) in {"factor_wrong", "bad_data"}


def test_no_secret_stands_in_the_database_in_clear_nor_in_the_ledger(phone: Phone) -> None:
    check(phone, phone.recovery[0])
    row = Factor.objects.get()
    assert row.secret.startswith("sm4$")
    assert phone.secret not in row.secret
    kept = b"".join(bytes(digest) for digest in RecoveryCode.objects.values_list("digest", flat=True))
    assert phone.recovery[0].encode() not in kept
    said = json.dumps([entry.facts for entry in Entry.objects.filter(stream=phone.account.stream)])
    assert not [secret for secret in (phone.secret, phone.code(), *phone.recovery) if secret in said]


def test_every_check_is_an_entry_with_its_outcome(phone: Phone) -> None:
    check(phone, "000000")
    check(phone, phone.code(1))

    entries = Entry.objects.filter(stream=phone.account.stream, act="check_factor").order_by("seq")
    assert [entry.facts["outcome"] for entry in entries] == ["wrong", "right"]


def test_a_security_administrator_resets_it_and_nobody_else(phone: Phone, town: Town) -> None:
    made = perform(
        ACCOUNT, "open_administrator", actor=SYSTEM,
        data={"username": "guard", "name": "安全员", "office": "security_administrator"},
    ).subject  # fmt: skip
    for username in ("committee-office.clerk", "economy-bureau.principal"):
        with pytest.raises(Refused) as refused:
            perform(ACCOUNT, "reset_factor", phone.account.pk, actor=town.actor(username))
        assert refused.value.code == "not_permitted"

    perform(ACCOUNT, "reset_factor", phone.account.pk, actor=town.actor("guard"))
    account = Account.objects.get(pk=phone.account.pk)
    assert (account.factor_since, Factor.objects.count(), RecoveryCode.objects.count()) == (None, 0, 0)
    entry = Entry.objects.filter(stream=account.stream).order_by("-seq")[0]
    assert (entry.act, entry.actor_account, entry.actor_title) == ("reset_factor", made.pk, "平台·安全管理员")


def test_who_must_have_one(town: Town) -> None:
    account = town.account(NAME)
    assert not factor_demanded(account, today())
    perform(ACCOUNT, "demand_factor", account.pk, actor=SYSTEM)
    account.refresh_from_db()
    assert factor_demanded(account, today())
    bind(account)
    with pytest.raises(Refused) as refused:
        perform(ACCOUNT, "drop_factor", account.pk, actor=_proved(account))
    assert refused.value.code == "factor_demanded"
    perform(ACCOUNT, "waive_factor", account.pk, actor=SYSTEM)
    perform(ACCOUNT, "drop_factor", account.pk, actor=_proved(account))
    assert Account.objects.get(pk=account.pk).factor_since is None


def _proved(account: Account):
    from dataclasses import replace  # noqa: PLC0415

    return replace(own_actor(account, today()), proved_at=wall_now())


def test_without_its_key_file_the_platform_says_so_and_checks_nothing(phone: Phone, settings, tmp_path: Path) -> None:
    settings.KEY_FILE = tmp_path / "gone.json"
    assert check(phone, phone.code(1)) == "key_file_missing"
    assert not Entry.objects.filter(stream=phone.account.stream, act="check_factor").exists()


def test_rotation_seals_every_secret_anew_and_all_codes_still_work(phone: Phone, settings, tmp_path: Path) -> None:
    settings.KEY_FILE = tmp_path / "keys.json"
    keyring.create(settings.KEY_FILE, "one")
    Factor.objects.update(secret=Factor._meta.get_field("secret").seal(phone.secret, phone.account.pk))
    fresh = keyring.add(settings.KEY_FILE, "two")

    assert (rotation.reseal(), rotation.reseal()) == (1, 0)
    assert rotation.in_use() == {fresh.id: 1}
    assert check(phone, phone.code(1)) == ""


def test_of_two_requests_with_one_code_one_is_let_in(fresh_city) -> None:
    phone = bind(fresh_city.account("water-bureau.principal"))
    code = phone.code(1)

    assert sorted(together(*[lambda: check(phone, code)] * 2)) == ["", "factor_used"]
