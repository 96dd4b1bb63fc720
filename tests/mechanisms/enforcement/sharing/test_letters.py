"""Letters on paper are registered with their scan and closed by their own receipt."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.sharing.letters.flow import KIND, LETTERS
from tests.kernel.files import makers
from tests.mechanisms.enforcement.sharing.cases import HEAD, LINKAGE, OFFICER, PROCURATOR, do, opened

NUMBER = "厦环函〔2026〕21号"


def scan(city, who: str = LINKAGE) -> str:
    actor = city.actor(who)
    kept = storage.store(storage.Content("函.pdf", makers.PDF), owner=storage.upload_owner(actor.uploader))
    return str(kept.public_id)


def register(city, about: Matter, who: str = LINKAGE, **changes) -> Matter:
    given = {
        "case": about.number, "letter_number": NUMBER, "dated": "2026-11-22", "recipient": "procuratorate",
        "subject": "通报行政处罚决定", "scan": scan(city, who), **changes,
    }  # fmt: skip
    return Matter.objects.get(pk=perform(LETTERS, "register_letter", actor=city.actor(who), data=given).subject.pk)


def receipt(city, letter: Matter, who: str = LINKAGE, **changes):
    given = {
        "letter_number": NUMBER,
        "received_on": "2026-11-22",
        "received_by": "案件管理办公室",
        "scan": scan(city, who),
        **changes,
    }
    return perform(LETTERS, "record_letter_receipt", letter.pk, actor=city.actor(who), data=given)


def refused(call, *arguments, **more) -> str:
    with pytest.raises(Refused) as caught:
        call(*arguments, **more)
    return caught.value.code


@pytest.fixture
def case(city) -> Matter:
    return do(city, opened(city), OFFICER, "penalise")


def test_a_letter_and_its_receipt(city, case):
    letter = register(city, case)
    assert (letter.state, letter.secrecy, letter.holder.key) == ("sent", "restricted", "ecology-bureau")
    receipt(city, letter)
    letter.refresh_from_db()
    assert (letter.state, letter.open, letter.paper_letter.received_by) == ("receipted", False, "案件管理办公室")
    assert verify_stream(letter.stream) is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"dated": "2026-11-23"}, "letter_in_future"),
        ({"dated": "2026-11-21"}, "letter_before_case"),
        ({"recipient": "ecology-bureau"}, "unknown_choice"),
        ({"recipient": "nowhere"}, "unknown_choice"),
        ({"case": "S2026-FFFFFFFFFF"}, "not_found"),
        ({"scan": ""}, "bad_data"),
        ({"letter_number": "长" * 81}, "bad_data"),
    ],
)
def test_what_cannot_be_is_refused(city, case, changes, code):
    assert refused(register, city, case, **changes) == code
    assert not Matter.objects.filter(kind=KIND).exists()


def test_a_receipt_of_another_letter_or_before_the_letter_is_refused(city, case):
    letter = register(city, case)
    assert refused(receipt, city, letter, letter_number="厦环函〔2026〕22号") == "receipt_foreign"
    assert refused(receipt, city, letter, received_on="2026-11-21") == "receipt_before_letter"
    assert refused(receipt, city, letter, received_on="2026-11-30") == "letter_in_future"


def test_a_number_is_one_letters_until_that_is_voided(city, case):
    letter = register(city, case)
    assert refused(register, city, case) == "letter_twice"
    perform(LETTERS, "void_letter", letter.pk, actor=city.actor(LINKAGE), data={"reason": "未发出"})
    register(city, case)


def test_who_does_not_know_the_case_registers_nothing_and_sees_nothing(city, case):
    assert refused(register, city, case, "water-bureau.principal") == "not_found"
    assert refused(register, city, case, "committee-office.director") == "not_permitted"
    letter = register(city, case)
    seen = [
        who
        for who in (LINKAGE, HEAD, OFFICER, PROCURATOR, "ecology-bureau.liaison", "committee-office.director")
        if Matter.objects.filter(visible_to(city.actor(who)), pk=letter.pk).exists()
    ]
    assert seen == [LINKAGE, HEAD, OFFICER]


def test_an_identity_number_in_the_subject_is_masked(city, case):
    letter = register(city, case, subject="通报110101199003074477涉案情况")
    assert "110101199003074477" not in letter.paper_letter.subject


def test_on_the_page(city, case):
    client = city.client(LINKAGE)
    form = client.get(f"/matters/new/paper_letter/register_letter/?case={case.number}").content.decode()
    assert case.number in form
    assert "市检察院" in form
    given = {
        "case": case.number, "letter_number": NUMBER, "dated": "2026-11-22", "recipient": "procuratorate", "subject": "通报决定",
        "scan": SimpleUploadedFile("函.pdf", makers.PDF, "application/pdf"),
    }  # fmt: skip
    assert client.post("/matters/new/paper_letter/register_letter/", given).status_code == 302
    letter = Matter.objects.get(kind=KIND)
    page = client.get(f"/matters/{letter.public_id}/").content.decode()
    assert NUMBER in page
    assert case.title in page
