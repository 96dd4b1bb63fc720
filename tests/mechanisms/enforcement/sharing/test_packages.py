"""A case goes to an installation that no line connects, and its receipt and answer come back: once, whole, or not at all."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from uuid import uuid4

import pytest

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.reading import readings
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.storage import Content
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.concerned import queries as concerned
from ecoduty.mechanisms.enforcement.pieces import queries as pieces
from ecoduty.mechanisms.enforcement.sharing.packages import reading
from ecoduty.mechanisms.enforcement.sharing.packages.models import CasePackage, ExchangePartner
from ecoduty.mechanisms.enforcement.sharing.packages.partners import PARTNERS
from ecoduty.mechanisms.enforcement.sharing.packages.receiving import FILES
from tests.city import City
from tests.database import RUN
from tests.mechanisms.enforcement.sharing.cases import (
    HEAD,
    LINKAGE,
    OFFICER,
    POLICE_LINKAGE,
    PROCURATOR,
    do,
    opened,
    piece,
)
from tests.mechanisms.enforcement.sharing.sides import CONSOLE, Side, content

IDENTITY = "110101199003074477"
DECIDED = datetime(2026, 11, 22, 10, tzinfo=SHANGHAI)


@pytest.fixture
def bureau(fresh_city: City, tmp_path, settings) -> Side:
    home = tmp_path / "bureau"
    home.mkdir()
    return Side(fresh_city, home, settings)


@pytest.fixture
def police(bureau: Side, city_template, tmp_path, settings):
    home = tmp_path / "police"
    home.mkdir()
    side = Side(City(city_template.clone(f"test_{RUN}_{uuid4().hex[:8]}"), bureau.city.clock), home, settings)
    side.trust(bureau.line(), "ecology-bureau", name="市生态环境局平台")
    bureau.trust(side.line(), "police", name="公安专网平台")
    yield side
    bureau.database.point_django_here()
    side.database.drop()
    bureau.database.point_django_here()


@pytest.fixture
def case(bureau: Side, police: Side) -> Matter:
    """A case that went to the police, with a person, a file and a paper."""
    with bureau.here():
        found = do(bureau.city, opened(bureau.city), OFFICER, "penalise")
        person = {"sort": "person", "part": "suspect", "name": "某甲", "identity_number": IDENTITY}
        do(bureau.city, found, OFFICER, "add_concerned", person)
        piece(found)
        return do(bureau.city, found, OFFICER, "send")


def refused(call, *arguments) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*arguments)
    return caught.value


def answer(police: Side, act: str = "file", values: dict | None = None) -> bytes:
    """The police's decision as a package."""
    with police.here():
        file = Matter.objects.get(kind="received_file")
        actor = police.city.actor(POLICE_LINKAGE)
        police.city.clock.move_to(DECIDED.replace(hour=12))
        scan = storage.store(
            Content("立案决定书.txt", "立案决定书".encode()),
            owner=storage.upload_owner(actor.uploader),
            account=actor.account,
        )
        data = {
            "act": act,
            "values": values if values is not None else {"number": "厦公立字〔2026〕3号"},
            "files": {"scan": str(scan.public_id)},
        }
        perform(FILES, "answer_file", file.pk, actor=actor, data=data)
        return content(CasePackage.objects.get(purpose="answer"))


def test_a_case_goes_there_and_its_receipt_and_answer_come_back(bureau, police, case):
    sent = bureau.export(case.number, OFFICER)
    assert case.title.encode() not in sent
    assert "某甲".encode() not in sent
    taken = police.take(sent, POLICE_LINKAGE)
    with police.here():
        file = Matter.objects.select_related("received_file", "holder").get(kind="received_file")
        assert (file.title, file.holder.key, file.secrecy) == (case.title, "police", "restricted")
        assert [one.title for one in pieces.standing(file)] == ["现场检查笔录"]
        assert [(one.name, one.number) for one in concerned.open_names(file)] == [("某甲", IDENTITY)]
        assert file.received_file.entries >= 4
        assert file.relations_of(police.city.actor(OFFICER), DECIDED.date()) == frozenset()
        receipt = content(taken.receipt)
        assert verify_stream(file.stream) is None
    bureau.take(receipt, LINKAGE)
    with bureau.here():
        assert CasePackage.objects.get(purpose="case").state == "receipted"
    bureau.take(answer(police), LINKAGE)
    with bureau.here():
        package = CasePackage.objects.get(purpose="case")
        found = Matter.objects.get(pk=case.pk)
        entry = Entry.objects.get(stream=case.stream, act="file")
        assert (package.state, found.state) == ("replied", "filed")
        assert (entry.on_behalf_of, entry.actor_body, entry.occurred_at) == (
            "厦门市公安局",
            "ecology-bureau",
            DECIDED.replace(hour=12),
        )
        assert verify_stream(case.stream) is None
        assert verify_stream(package.stream) is None


def test_the_same_package_twice_is_the_same_receipt_and_nothing_new(bureau, police, case):
    sent = bureau.export(case.number, OFFICER)
    first = police.take(sent, POLICE_LINKAGE)
    with police.here():
        before = (Matter.objects.count(), CasePackage.objects.count(), Entry.objects.count())
        receipt = content(first.receipt)
    again = police.take(sent, POLICE_LINKAGE)
    with police.here():
        assert again.again
        assert not first.again
        assert (Matter.objects.count(), CasePackage.objects.count(), Entry.objects.count()) == before
        assert content(again.receipt) == receipt
    bureau.take(receipt, LINKAGE)
    assert bureau.take(receipt, LINKAGE).again
    back = answer(police)
    bureau.take(back, LINKAGE)
    assert bureau.take(back, LINKAGE).again
    with bureau.here():
        assert Entry.objects.filter(stream=case.stream, act="file").count() == 1


def test_any_altered_byte_is_refused_and_nothing_is_kept(bureau, police, case):
    sent = bureau.export(case.number, OFFICER)
    with police.here():
        trusted = [one.sign_key for one in ExchangePartner.objects.all()]
        before = (Matter.objects.count(), CasePackage.objects.count())
        codes = set()
        for at in range(0, len(sent), 7):
            altered = bytes([*sent[:at], sent[at] ^ 0x01, *sent[at + 1 :]])
            codes.add(refused(reading.read, altered, trusted).code)
        assert codes <= {"package_tampered", "package_broken", "package_foreign"}
        assert "package_tampered" in codes
        for data in (sent[:-1], sent + b"\0", sent[: len(sent) // 2], b"", b"PK\x03\x04"):
            assert refused(reading.read, data, trusted).code in {"package_tampered", "package_broken"}
        assert (Matter.objects.count(), CasePackage.objects.count()) == before


def test_what_was_altered_is_named(bureau, police, case):
    sent = bureau.export(case.number, OFFICER)
    with zipfile.ZipFile(io.BytesIO(sent)) as archive:
        info = archive.getinfo("files/0001")
        at = info.header_offset + 30 + len(info.filename) + 4
    altered = bytes([*sent[:at], sent[at] ^ 0x01, *sent[at + 1 :]])
    found = refused(police.take, altered, POLICE_LINKAGE)
    assert found.code == "package_tampered"
    assert "files/0001" in found.sentence


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_bombs_paths_and_other_files_are_refused(bureau, police, case):
    def packed(names, *, compressed=False, twice=False) -> bytes:
        place = io.BytesIO()
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED) as archive:
            for name, data in names:
                archive.writestr(name, data)
                if twice:
                    archive.writestr(name, data)
        return place.getvalue()

    bomb = packed(
        [("manifest.json", b"0" * 50_000_000), ("manifest.sig", b"x"), ("content.json", b"")], compressed=True
    )
    for data in (
        bomb,
        packed([("../../etc/passwd", b"x")]),
        packed([("manifest.json", b"{}"), ("manifest.sig", b"x"), ("files/evil.exe", b"MZ")]),
        packed([("manifest.json", b"{}"), ("manifest.sig", b"x")], twice=True),
        packed([("manifest.json", b"{}")]),
        b"%PDF-1.7 not a package",
    ):
        assert refused(police.take, data, POLICE_LINKAGE).code == "package_broken"
    foreign = packed([("content.json", b"{}"), ("manifest.json", b"{}"), ("manifest.sig", b"s00000000$AAAA")])
    assert refused(police.take, foreign, POLICE_LINKAGE).code == "package_foreign"


def test_a_file_that_would_harm_stops_the_whole_package(bureau, police, case):
    with bureau.here():
        file = piece(case, "程序")
        path = storage.path_of(file.sm3)
        harmful = b"MZ this is a program"
        other = storage.path_of(storage.measure([harmful])[0])
        other.parent.mkdir(parents=True, exist_ok=True)
        other.write_bytes(harmful)
        assert path.exists()
        type(file).objects.filter(pk=file.pk).model.objects.filter(
            pk=file.pk
        )  # rows of files never change: a new one is made
        evil = type(file).objects.create(
            owner=case.stream, name="说明.txt", kind="txt", size=len(harmful), sm3=storage.measure([harmful])[0], sha256="0" * 64,
            stored_at=case.opened_at,
        )  # fmt: skip
        pieces.standing(case)[-1].__class__.objects.create(
            matter=case, code="other", title="坏的", file=evil, added_at=case.opened_at
        )
    sent = bureau.export(case.number, OFFICER)
    assert refused(police.take, sent, POLICE_LINKAGE).code == "file_program"
    with police.here():
        assert not Matter.objects.filter(kind="received_file").exists()


def test_who_is_not_trusted_or_not_the_receiver_is_refused(bureau, police, case):
    sent = bureau.export(case.number, OFFICER)
    for who in (PROCURATOR, LINKAGE):
        assert refused(police.take, sent, who).code == "package_not_yours"
    assert refused(bureau.take, sent, LINKAGE).code == "package_foreign"  # one's own key is on nobody's list
    with police.here():
        partner = ExchangePartner.objects.get()
        perform(PARTNERS, "withdraw_partner", partner.pk, actor=CONSOLE, data={"reason": "密钥泄露"})
    assert refused(police.take, sent, POLICE_LINKAGE).code == "package_foreign"
    police.trust(bureau.line(), "water-bureau")
    assert refused(police.take, sent, POLICE_LINKAGE).code == "package_sender"


def test_a_package_for_another_installation_does_not_open(bureau, police, case):
    sent = bureau.export(case.number, OFFICER)
    (police.home / "keys.json").rename(police.home / "old.json")
    police.line()
    found = refused(police.take, sent, POLICE_LINKAGE)
    assert found.code == "package_not_ours"
    assert "厦门市公安局" in found.sentence


def test_a_receipt_of_another_case_is_refused(bureau, police, case):
    with bureau.here():
        other = do(bureau.city, opened(bureau.city, "另一案"), OFFICER, "send")
    for one in (case, other):
        taken = police.take(bureau.export(one.number, OFFICER), POLICE_LINKAGE)
    with police.here():
        receipt = content(taken.receipt)
    with bureau.here():
        # as if the package it answers had been sent about the first case
        sent = CasePackage.objects.filter(purpose="case").order_by("pk")
        first, second = sent[0], sent[1]
        assert second.about == other.public_id.hex
        with bureau.database.connect("ecoduty_owner") as owner:
            owner.execute("UPDATE enforcement_case_package SET about = %s WHERE id = %s", [first.about, second.pk])
    found = refused(bureau.take, receipt, LINKAGE)
    assert found.code == "receipt_foreign"
    assert "另一个案件" in found.sentence
    with bureau.here(), bureau.database.connect("ecoduty_owner") as owner:
        owner.execute("DELETE FROM enforcement_case_package WHERE id = %s", [second.pk])
    assert refused(bureau.take, receipt, LINKAGE).code == "receipt_foreign"


def test_an_answer_that_the_case_cannot_take_changes_nothing(bureau, police, case):
    police.take(bureau.export(case.number, OFFICER), POLICE_LINKAGE)
    back = answer(police)
    with bureau.here():
        do(bureau.city, case, OFFICER, "close")
        before = (Entry.objects.count(), CasePackage.objects.count())
    assert refused(bureau.take, back, LINKAGE).code == "wrong_state"
    with bureau.here():
        assert (Entry.objects.count(), CasePackage.objects.count()) == before


def test_an_answer_with_fields_that_the_act_does_not_have_is_refused(bureau, police, case):
    police.take(bureau.export(case.number, OFFICER), POLICE_LINKAGE)
    back = answer(police, values={"number": "3号", "unheard": "of"})
    assert refused(bureau.take, back, LINKAGE).code == "bad_data"


def test_only_answers_that_were_asked_for(bureau, police, case):
    police.take(bureau.export(case.number, OFFICER), POLICE_LINKAGE)
    assert refused(answer, police, "close").code == "unknown_choice"


def test_a_supplement_goes_to_the_same_file(bureau, police, case):
    police.take(bureau.export(case.number, OFFICER), POLICE_LINKAGE)
    with bureau.here():
        piece(case, "补充调查报告", "补充".encode())
    police.take(bureau.export(case.number, LINKAGE), POLICE_LINKAGE)
    with police.here():
        (file,) = Matter.objects.filter(kind="received_file")
        assert [one.title for one in pieces.standing(file)] == ["现场检查笔录", "补充调查报告"]
        assert CasePackage.objects.filter(course="in", missing=0).count() == 2


def test_a_package_that_did_not_come_is_missed(bureau, police, case):
    bureau.export(case.number, OFFICER)
    second = bureau.export(case.number, OFFICER)
    taken = police.take(second, POLICE_LINKAGE)
    with police.here():
        assert taken.package.missing > 0


def test_exporting_needs_a_reason_ones_own_case_and_a_receiver_that_may_know(bureau, police, case):
    assert refused(bureau.export, case.number, OFFICER, "police", "  ").code == "bad_data"
    assert refused(bureau.export, case.number, "water-bureau.principal").code == "not_found"
    assert refused(bureau.export, case.number, PROCURATOR).code == "not_own_side"
    assert refused(bureau.export, case.number, OFFICER, "court").code == "not_a_party"
    assert refused(bureau.export, case.number, OFFICER, "procuratorate").code == "partner_missing"
    bureau.export(case.number, OFFICER)
    with bureau.here():
        (last,) = readings(case, 1)
        assert (last.act, last.facts["reason"]) == ("export", "依法移送涉嫌犯罪案件")


def test_the_list_of_partners_is_kept_by_the_security_administrator(bureau, police):
    with bureau.here():
        line = police.line()
    data = {"name": "假的", "bodies": ["court"], "line": line}
    with bureau.here():
        for who in (HEAD, "committee-office.director"):
            assert (
                refused(
                    lambda who=who: perform(PARTNERS, "trust_partner", actor=bureau.city.actor(who), data=data)
                ).code
                == "not_permitted"
            )
        for changes, code in (
            ({"line": line}, "key_known"),
            ({"line": line[:-4]}, "bad_key"),
            ({"line": bureau_line(bureau)}, "own_key"),
        ):
            assert (
                refused(lambda c=changes: perform(PARTNERS, "trust_partner", actor=CONSOLE, data={**data, **c})).code
                == code
            )


def bureau_line(bureau: Side) -> str:
    line = bureau.line()
    bureau.settings.KEY_FILE = bureau.home / "keys.json"
    bureau.database.point_django_here()
    return line
