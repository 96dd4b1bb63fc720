"""A restricted matter leaves as a package only with an entry of who took it; the package holds that entry itself."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator

import pytest

from ecoduty.casework.archive import checking, choosing, taking
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Actor, Refused, perform, registry
from ecoduty.kernel.ledger import checkpoints
from ecoduty.kernel.ledger.models import Entry
from tests.city import City
from tests.toy.toys import RESTRICTED_TOYS


@pytest.fixture
def insider(city: City) -> Actor:
    return city.actor("water-bureau.principal")


@pytest.fixture
def secret(city: City, insider: Actor) -> Iterator[Matter]:
    """A restricted matter, closed, its ledger committed to."""
    registry.register(RESTRICTED_TOYS)
    ask = {"title": "一件不该有人看见的玩具", "holder": "water-bureau", "person": insider.person}
    matter = perform(RESTRICTED_TOYS, "ask", actor=insider, data=ask).subject
    perform(RESTRICTED_TOYS, "finish", matter.pk, actor=insider)
    commit()
    yield choosing.closed_in(today().year, restricted_for=insider).get()
    registry.unregister(RESTRICTED_TOYS.kind)


def commit() -> None:
    checkpoints.take(now())


def acts(matter: Matter) -> list[str]:
    return list(Entry.objects.filter(stream=matter.stream).order_by("seq").values_list("act", flat=True))


def test_the_entry_says_who_took_it_and_where_to_and_goes_with_the_package(secret, insider, tmp_path):
    _, packed = taking.take_out(secret, tmp_path / "out", insider, commit)
    entry = Entry.objects.filter(stream=secret.stream).latest("seq")
    assert (entry.act, entry.actor_name, entry.actor_account) == ("take_out", insider.name, insider.account)
    assert entry.facts["folder"] == str(tmp_path / "out")
    assert packed.new
    assert checking.check(packed.path).ok
    with zipfile.ZipFile(packed.path) as package:
        told = [json.loads(line)["content"]["act"] for line in package.read("ledger/entries.jsonl").splitlines()]
    assert told == acts(secret) == ["ask", "finish", "take_out"]


def test_what_stands_there_already_is_no_new_taking_but_another_copy_is(secret, insider, tmp_path):
    _, first = taking.take_out(secret, tmp_path / "out", insider, commit)
    _, again = taking.take_out(secret, tmp_path / "out", insider, commit)
    assert (again.new, again.sm3) == (False, first.sm3)
    assert acts(secret).count("take_out") == 1
    taking.take_out(secret, tmp_path / "stick", insider, commit)
    assert acts(secret).count("take_out") == 2
    first.path.unlink()
    taking.take_out(secret, tmp_path / "out", insider, commit)
    assert acts(secret).count("take_out") == 3


def test_whoever_is_not_named_takes_nothing_out(city, secret, tmp_path):
    with pytest.raises(Refused) as caught:
        taking.take_out(secret, tmp_path / "out", city.actor("committee-office.director"), commit)
    assert caught.value.code == "not_found"
    assert acts(secret) == ["ask", "finish"]
    assert list((tmp_path / "out").iterdir()) == []


def test_a_kind_without_the_act_cannot_be_taken_out(secret, insider, tmp_path, monkeypatch):
    monkeypatch.delitem(RESTRICTED_TOYS.by_code, taking.TAKE_OUT)
    with pytest.raises(Refused) as caught:
        taking.take_out(secret, tmp_path / "out", insider, commit)
    assert caught.value.code == "not_to_be_taken_out"
    assert list((tmp_path / "out").iterdir()) == []


def test_it_stands_open_to_the_named_only_once_it_is_closed(city, insider, tmp_path):
    registry.register(RESTRICTED_TOYS)
    try:
        ask = {"title": "还在做的玩具", "holder": "water-bureau", "person": insider.person}
        matter = perform(RESTRICTED_TOYS, "ask", actor=insider, data=ask).subject
        with pytest.raises(Refused) as caught:
            perform(RESTRICTED_TOYS, taking.TAKE_OUT, matter.pk, actor=insider, data={"folder": str(tmp_path)})
        assert caught.value.code == "wrong_state"
    finally:
        registry.unregister(RESTRICTED_TOYS.kind)
