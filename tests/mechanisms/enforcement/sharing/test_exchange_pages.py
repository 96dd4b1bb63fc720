"""Packages, partners and copies as the pages answer."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.reading import readings, stream_of
from ecoduty.kernel.files import storage
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.pieces.models import Piece
from ecoduty.mechanisms.enforcement.sharing.packages.models import CasePackage, ExchangePartner
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.proving import CODE
from tests.kernel.files import makers
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
from tests.mechanisms.enforcement.sharing.sides import content
from tests.mechanisms.enforcement.sharing.test_packages import bureau, case, police  # noqa: F401 -- fixtures
from tests.organisation.accounts.factors import bind


def upload(client, data: bytes):
    return client.post(
        "/sharing/exchange/", {"package": SimpleUploadedFile("包.zip", data, "application/zip")}, follow=True
    )


@pytest.mark.clause("18.5", page="/sharing/exchange/")
def test_a_package_is_exported_on_the_page_taken_in_there_answered_and_taken_back(bureau, police, case):  # noqa: F811
    with bureau.here():
        client = bureau.city.client(OFFICER)
        form = client.get(f"/sharing/exchange/{case.public_id}/export/").content.decode()
        assert "市公安局" in form
        missing = client.post(f"/sharing/exchange/{case.public_id}/export/", {"recipient": "police", "reason": ""})
        assert missing.status_code == 422
        given = {"recipient": "police", "reason": "依法移送涉嫌犯罪案件"}
        assert client.post(f"/sharing/exchange/{case.public_id}/export/", given).status_code == 302
        page = client.get("/sharing/exchange/").content.decode()
        assert "导出案卷" in page
        package = CasePackage.objects.get()
        answered = client.get(f"/files/{package.file.public_id}/")
        sent = b"".join(answered.streaming_content)
    with police.here():
        client = police.city.client(POLICE_LINKAGE)
        altered = upload(client, sent[:200] + b"x" + sent[201:])
        assert altered.status_code == 422
        assert "没有导入" in altered.content.decode()
        assert upload(client, b"").status_code == 422
        taken = upload(client, sent).content.decode()
        assert "回执已经做好" in taken
        assert case.title in taken
        file = Matter.objects.get(kind="received_file")
        assert "公安立案" in client.get(f"/sharing/received/{file.public_id}/answer/").content.decode()
        address = f"/sharing/received/{file.public_id}/answer/file/"
        assert "文号" in client.get(address).content.decode()
        scan = SimpleUploadedFile("立案决定书.pdf", makers.PDF, "application/pdf")
        assert client.post(address, {"number": "厦公立字〔2026〕3号", "scan": scan}).status_code == 302
        back = content(CasePackage.objects.get(purpose="answer"))
        receipt = content(CasePackage.objects.get(purpose="receipt"))
        assert police.city.client("police.principal").get(f"/matters/{file.public_id}/").status_code == 200
        assert police.city.client(OFFICER).get(f"/matters/{file.public_id}/").status_code == 404
    with bureau.here():
        client = bureau.city.client(LINKAGE)
        for data in (receipt, back):
            assert upload(client, data).status_code in (
                200,
                404,
            )  # the toy kind has no page of its own in the matter list
        found = Matter.objects.get(pk=case.pk)
        assert found.state == "filed"
        assert "对方已答复" in client.get("/sharing/exchange/").content.decode()


def test_others_see_no_package(bureau, police, case):  # noqa: F811
    bureau.export(case.number, OFFICER)
    with bureau.here():
        for who in ("water-bureau.principal", "committee-office.director", "police.principal"):
            page = bureau.city.client(who).get("/sharing/exchange/").content.decode()
            assert "还没有往来的交换包" in page, who
        file = CasePackage.objects.get().file
        assert bureau.city.client("water-bureau.principal").get(f"/files/{file.public_id}/").status_code == 404
        assert (
            bureau.city.client("water-bureau.principal").get(f"/sharing/exchange/{case.public_id}/export/").status_code
            == 404
        )


def test_the_security_administrator_keeps_the_list_of_partners(bureau, police):  # noqa: F811
    line = police.line()
    with bureau.here():
        Account.objects.filter(username="security.administrator").update(must_change_password=False)
        phone = bind(bureau.city.account("security.administrator"))
        keeper = bureau.city.client("security.administrator")
        assert "公安专网平台" in keeper.get("/system/exchange/").content.decode()
        for who in (HEAD, "committee-office.director", LINKAGE):
            assert bureau.city.client(who).get("/system/exchange/").status_code == 403
            assert bureau.city.client(who).get("/system/exchange/new/trust_partner/").status_code == 403
        found = ExchangePartner.objects.get()
        withdrawn = keeper.post(
            f"/system/exchange/{found.pk}/withdraw_partner/",
            {"reason": "更换密钥", "_version": found.version, CODE: phone.fresh()},
        )
        assert withdrawn.status_code == 302
        assert "市公安局" in keeper.get("/system/exchange/new/trust_partner/").content.decode()
        given = {"name": "公安专网平台", "bodies": ["police"], "line": line}
        assert keeper.post("/system/exchange/new/trust_partner/", {**given, "line": "假的"}).status_code == 422
        assert keeper.post("/system/exchange/new/trust_partner/", given).status_code == 302
        assert ExchangePartner.objects.filter(state="trusted").count() == 1


def test_a_copy_needs_a_reason_and_says_on_every_page_who_took_it(city):
    found = do(city, opened(city), OFFICER, "penalise")
    do(
        city,
        found,
        OFFICER,
        "add_concerned",
        {"sort": "person", "part": "suspect", "name": "某甲乙", "identity_number": "110101199003074477"},
    )
    piece(found)
    drawing = storage.store(storage.Content("监测报告.pdf", makers.PDF), owner=found.stream)
    Piece.objects.create(matter=found, code="other", title="监测报告", file=drawing, added_at=found.opened_at)
    procurator = city.client(PROCURATOR)
    address = f"/sharing/cases/{found.public_id}/copy/"
    assert "导出事由" in procurator.get(address).content.decode()
    assert procurator.post(address, {"reason": "看"}).status_code == 422
    answer = procurator.post(address, {"reason": "审查是否依法移送"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    place = readings(found, 1)[0]
    number = f"{found.number}-F{place.seq}"
    assert (place.act, place.facts["reason"]) == ("export", "审查是否依法移送")
    assert len(pages) >= 1
    for page in pages:
        told = re.sub(r"\s", "", page)
        assert number in told
        assert re.sub(r"\s", "", city.actor(PROCURATOR).title) in told
    whole = re.sub(r"\s", "", "".join(pages))
    assert "监测报告" in whole
    assert "某甲乙" not in whole
    assert "110101199003074477" not in whole
    assert verify_stream(stream_of(found)) is None
    seen = city.client(OFFICER).get("/sharing/readings/").content.decode()
    assert "审查是否依法移送" in seen
    assert city.client("water-bureau.principal").post(address, {"reason": "想看一看"}).status_code == 404


def test_a_copy_of_a_case_with_a_very_long_name(city):
    found = do(city, opened(city, "某" * 290 + "案"), OFFICER, "penalise")
    answer = city.client(OFFICER).post(f"/sharing/cases/{found.public_id}/copy/", {"reason": "归档核对"})
    assert answer.content.startswith(b"%PDF")
