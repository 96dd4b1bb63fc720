"""The half-year report and the pages around it, as they answer over HTTP."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from ecoduty.casework.documents.models import Attachment
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.ledger import sealed
from ecoduty.kernel.ledger.models import Entry
from tests.mechanisms.reports.test_half_year_report import leader_of
from tests.mechanisms.reports.writing import ANNUAL, HALF_YEAR, Writer, at, opened


def post(client, matter: Matter, act: str, data: dict[str, str] | None = None) -> int:
    version = Matter.objects.get(pk=matter.pk).version
    answer = client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **(data or {})})
    return answer.status_code


@pytest.mark.clause("10.3", page="/matters/?kind=half_year_report")
def test_a_half_year_report_reaches_the_leader_in_charge_and_comes_back_with_an_instruction(city):
    matter = opened(city, HALF_YEAR)
    report = Writer(city, matter)
    city.clock.move_to(at(1, 8))
    report.to_signed()
    liaison = city.client("water-bureau.liaison")
    assert post(liaison, matter, "send") == 302
    leader = city.client(leader_of(city, "water-bureau"))
    page = leader.get(f"/matters/{matter.public_id}/").content.decode()
    assert "签收" in page
    assert post(leader, matter, "acknowledge") == 302
    instruction = {"leader": "分管市领导", "given_on": "2027-01-08", "text": "请抓紧整改溪流排口，月底前报结果。"}
    assert post(leader, matter, "give_instruction", instruction) == 302
    page = liaison.get(f"/matters/{matter.public_id}/").content.decode()
    assert "请抓紧整改溪流排口" in page
    assert "落实批示" in page
    assert Matter.objects.get(pk=matter.pk).next_due_on is not None


def test_a_neighbouring_department_gets_404_and_the_superior_copy_is_readable(city):
    matter = opened(city)
    report = Writer(city, matter)
    city.clock.move_to(at(1, 20))
    report.to_sent()
    address = f"/matters/{matter.public_id}/"
    assert city.client("ocean-bureau.liaison").get(address).status_code == 404
    assert city.client("ecology-bureau.liaison").get(address).status_code == 200
    assert city.client("ecology-bureau.liaison").get(f"{address}sign/").status_code == 403


def test_progress_is_for_the_office_and_its_file_says_what_the_page_says(city):
    opened(city)
    assert city.client("water-bureau.liaison").get("/progress/").status_code == 403
    office = city.client("committee-office.director")
    page = office.get("/progress/?duty=annual-report&period=2026").content.decode()
    book = load_workbook(BytesIO(office.get("/progress/?duty=annual-report&period=2026&format=xlsx").content))
    rows = list(book.active.iter_rows(values_only=True))
    names = [row[1] for row in rows[1:-1]]
    assert len(names) == Matter.objects.filter(kind=ANNUAL).count()
    assert all(name in page for name in names)


def test_urging_a_selection_names_whom_it_could_not_urge(city):
    first = opened(city)
    second = Matter.objects.get(kind=ANNUAL, holder__key="ocean-bureau")
    report = Writer(city, first)
    city.clock.move_to(at(1, 20))
    report.to_sent()
    report.clear_public_version()
    report.do("liaison", "register_publication", {"own_url": "https://x.example.cn/a", "published_on": "2027-01-20"})
    office = city.client("committee-office.director")
    answer = office.post(
        "/progress/urge/",
        {"matter": [first.pk, second.pk], "duty": "annual-report", "period": "2026", "note": "请抓紧"},
        follow=True,
    ).content.decode()
    assert "已催办1家：市海洋局。" in answer
    assert "1家没有催办：市水利局" in answer
    assert Notice.objects.filter(matter=second, title__contains="催办").exists()


def test_pages_cost_the_same_number_of_queries_for_one_report_and_for_many(city, django_assert_max_num_queries):
    opened(city)
    office = city.client("committee-office.director")
    office.get("/progress/")
    with django_assert_max_num_queries(25):
        office.get("/progress/?duty=annual-report")


def test_a_draft_can_be_seen_as_pages_attached_files_travel_with_it_and_strangers_get_neither(city):
    matter = opened(city)
    report = Writer(city, matter)
    report.write()
    liaison = city.client("water-bureau.liaison")
    address = f"/matters/{matter.public_id}/"
    pages = liaison.get(f"{address}paper/")
    assert (pages.status_code, pages["Content-Type"], pages.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert city.client("ocean-bureau.liaison").get(f"{address}paper/").status_code == 404
    upload = SimpleUploadedFile("任务完成情况.pdf", pages.content)
    version = Matter.objects.get(pk=matter.pk).version
    answer = liaison.post(f"{address}attach/", {"_version": version, "title": "任务完成情况表", "file": upload})
    assert answer.status_code == 302
    tab = liaison.get(f"{address}?tab=files").content.decode()
    assert "附件1 任务完成情况表" in tab
    file = Attachment.objects.get(document__matter=matter).file
    served = liaison.get(f"/files/{file.public_id}/")
    assert served.status_code == 200
    assert "attachment" in served["Content-Disposition"]
    assert b"".join(served.streaming_content) == pages.content
    assert city.client("ocean-bureau.liaison").get(f"/files/{file.public_id}/").status_code == 404


def test_a_contact_note_is_written_in_its_form_and_drawn_below_the_date(city):
    matter = opened(city)
    report = Writer(city, matter)
    report.write()
    liaison = city.client("water-bureau.liaison")
    address = f"/matters/{matter.public_id}/"
    form = liaison.get(f"{address}note_contact/").content.decode()
    assert f'value="{city.actor("water-bureau.liaison").name}"' in form
    version = Matter.objects.get(pk=matter.pk).version
    half = liaison.post(f"{address}note_contact/", {"_version": version, "contact": "林敏", "phone": ""})
    assert "同时写明联系人和电话" in half.content.decode()
    wrong = liaison.post(f"{address}note_contact/", {"_version": version, "contact": "林敏", "phone": "打我手机"})
    assert wrong.status_code == 422
    given = {"_version": version, "contact": "林敏", "phone": "0592-1234567"}
    assert liaison.post(f"{address}note_contact/", given).status_code == 302
    assert "联系人：林敏，电话：0592-1234567" in liaison.get(address).content.decode()
    assert 'value="0592-1234567"' in liaison.get(f"{address}note_contact/").content.decode()

    pdf = PdfReader(BytesIO(liaison.get(f"{address}paper/").content))
    assert "（联系人：林敏，电话：0592-1234567）" in "".join(page.extract_text() for page in pdf.pages).replace(
        "\u200b", ""
    )
    word = Document(BytesIO(liaison.get(f"{address}paper/word/").content))
    assert "（联系人：林敏，电话：0592-1234567）" in [paragraph.text for paragraph in word.paragraphs]

    entry = Entry.objects.filter(stream=matter.stream).latest("seq")
    assert entry.facts["contact"] == "林敏"
    assert "1234567" not in str(entry.facts)
    assert sealed.unseal(entry.facts["phone"]) == "0592-1234567"
    taken_off = {"_version": Matter.objects.get(pk=matter.pk).version, "contact": "", "phone": ""}
    assert liaison.post(f"{address}note_contact/", taken_off).status_code == 302
    assert "联系人：" not in liaison.get(address).content.decode()


def test_a_file_that_lies_about_its_type_is_refused_and_what_was_typed_is_kept(city):
    matter = opened(city)
    liaison = city.client("water-bureau.liaison")
    upload = SimpleUploadedFile("扫描件.pdf", b"MZ this is a program, not a paper")
    answer = liaison.post(
        f"/matters/{matter.public_id}/attach/", {"_version": matter.version, "title": "打字打好的标题", "file": upload}
    )
    page = answer.content.decode()
    assert answer.status_code in {409, 415, 422}
    assert "打字打好的标题" in page
    assert not Attachment.objects.filter(document__matter=matter).exists()


def test_the_scan_of_the_sealed_original_is_kept_with_the_signature(city):
    matter = opened(city)
    report = Writer(city, matter)
    report.write()
    report.do("liaison", "submit_for_review")
    report.do("deputy", "pass_review")
    scan = city.client("water-bureau.liaison").get(f"/matters/{matter.public_id}/paper/").content
    data = {"number": "厦水〔2026〕71号", "scan": SimpleUploadedFile("盖章件.pdf", scan)}
    principal = city.client("water-bureau.principal")
    version = Matter.objects.get(pk=matter.pk).version
    answer = principal.post(f"/matters/{matter.public_id}/sign/", {"_version": version, **data})
    assert answer.status_code == 302
    assert "盖章原件扫描件" in principal.get(f"/matters/{matter.public_id}/?tab=files").content.decode()
