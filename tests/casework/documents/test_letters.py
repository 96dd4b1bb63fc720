"""A released rung sends a real paper: written, numbered, delivered and drawn, in the transaction of the release."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ecoduty.casework.documents import letters, texts
from ecoduty.casework.documents.models import Document, IssuedNumber
from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.kernel.clock import SHANGHAI, frozen
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.outbox.models import Message
from tests.toy.town import Town


def at(month: int, day: int) -> datetime:
    return datetime(2025, month, day, 9, tzinfo=SHANGHAI)


def released(town: Town, clock, note: str = "请于三日内办结。"):
    """A toy whose reply was due on 4 September, its letter released on the 8th."""
    toy = town.toy(act="ask_urgently")
    clock.move_to(at(9, 8))
    sweep()
    rung = Rung.objects.get(deadline__matter=toy, place="outside")
    town.act(toy, "release_rung", town.director, data={"rung": rung.pk, "note": note})
    return toy, rung


def test_reminder_letter_is_numbered_and_goes_to_the_holder(town: Town):
    with frozen(at(9, 1)) as clock:
        toy, _ = released(town, clock)
    letter = Document.objects.get(matter=toy, kind=letters.REMINDER)
    assert letter.issuer.kind == "committee_office"
    assert letter.signed_on == date(2025, 9, 8)
    assert letter.sent_at == at(9, 8)
    assert letter.number == "玩环督〔2025〕1号"
    assert IssuedNumber.objects.get(document=letter).n == 1
    (recipient,) = letter.recipients.all()
    assert (recipient.body, recipient.role, recipient.sent_at) == (toy.holder, "main", at(9, 8))
    text = texts.text_of(texts.current(letter))[""]
    assert "2025年9月4日前办结，至今尚未办结" in text
    assert text.endswith("请于三日内办结。")
    assert Message.objects.filter(channel="render_document", payload={"document": letter.pk}).exists()


def test_letter_does_not_take_the_place_of_the_matters_own_document(town: Town):
    with frozen(at(9, 1)) as clock:
        toy, _ = released(town, clock)
    assert texts.main_document(toy) is None


def test_refused_release_writes_no_letter(town: Town):
    with frozen(at(9, 1)) as clock:
        toy, rung = released(town, clock)
        with pytest.raises(Refused):
            town.act(toy, "release_rung", town.director, data={"rung": rung.pk})
    assert Document.objects.filter(matter=toy).count() == 1
