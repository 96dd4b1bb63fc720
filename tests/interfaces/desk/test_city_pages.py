"""The generic pages on the city's own reports: limits with their working, notices, escalations, files, what breaks."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from ecoduty.casework.documents import texts
from ecoduty.casework.documents.models import Document
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice, Rung
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import errors
from ecoduty.kernel.files.models import StoredFile
from tests.mechanisms.reports.writing import Writer, at, opened

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\nxref\n0 3\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def html(response) -> str:
    return response.content.decode()


@pytest.fixture
def report(city) -> Matter:
    return opened(city)


def page_of(matter: Matter) -> str:
    return f"/matters/{matter.public_id}/"


def test_limit_shows_its_day_its_ruler_and_why(city, report):
    city.clock.move_to(at(1, 22))
    page = html(city.client("water-bureau.liaison").get(page_of(report)))
    assert "1月31日（周日）届满，还有9天" in page
    assert "为何是这天？" in page
    assert "方案第11.1款" in page
    assert '<rect class="due"' in page
    assert "不顺延" in page


def test_limit_of_the_plan_itself_is_not_moved_and_the_form_says_so(city, report):
    deadline = Deadline.objects.get(matter=report)
    clerk = city.client("committee-office.director")
    form = html(clerk.get(page_of(report) + "extend_deadline/"))
    assert f'<option value="{deadline.pk}">' in form
    given = {"deadline": deadline.pk, "until": "2027-02-10", "reason": "机构调整", "authority": "市领导批示"}
    answer = clerk.post(page_of(report) + "extend_deadline/", given)
    assert answer.status_code == 409
    assert "不延期" in html(answer)
    assert "依据第11.1款" in html(answer)
    assert f'<option value="{deadline.pk}" selected>' in html(answer)


def test_limit_that_was_moved_says_from_when_by_whom_and_why(city, report):
    city.clock.move_to(at(1, 20))
    Writer(city, report).to_sent()
    deadline = Deadline.objects.get(matter=report, met_at=None)
    clerk = city.client("committee-office.director")
    given = {"deadline": deadline.pk, "until": "2027-03-01", "reason": "网站改版", "authority": "市环委办函"}
    assert clerk.post(page_of(report) + "extend_deadline/", given).status_code == 302
    page = html(clerk.get(page_of(report)))
    assert re.search(r"<dt>延期</dt><dd>1月20日，2月\d+日改为3月1日，网站改版，市环委办函", page)
    assert "本地默认" in page


def test_asides_stand_apart_from_the_steps_of_the_road(city, report):
    page = html(city.client("committee-office.director").get(page_of(report)))
    menu = re.search(r'<details class="menu asides">(.*?)</details>', page, re.DOTALL)[1]
    assert "催办" in menu
    assert "延期" in menu
    assert "现在没有您这个岗位能办的动作" in page


def test_inbox_counts_shows_and_marks_read(city, report):
    city.clock.move_to(at(1, 20))
    sweep()
    client = city.client("water-bureau.liaison")
    unread = Notice.objects.filter(person=city.actor("water-bureau.liaison").person, read_at=None).count()
    assert unread
    assert f'收件 <span class="n">{unread}</span>' in html(client.get("/"))
    page = html(client.get("/inbox/"))
    assert page.count('<li class="new">') == unread
    assert page_of(report) in page
    client.post("/inbox/read/", {"notice": re.search(r'name="notice" value="(\d+)"', page)[1]})
    assert html(client.get("/inbox/")).count('<li class="new">') == unread - 1
    client.post("/inbox/read/", {"notice": "all"})
    assert "没有未读的通知" in html(client.get("/inbox/"))


def test_notices_of_others_cannot_be_marked(city, report):
    city.clock.move_to(at(1, 20))
    sweep()
    mine = Notice.objects.filter(person=city.actor("water-bureau.liaison").person).first()
    city.client("finance-bureau.liaison").post("/inbox/read/", {"notice": mine.pk})
    mine.refresh_from_db()
    assert mine.read_at is None


def test_escalations_wait_on_the_worklist_and_go_out_together(city, report):
    for day in (20, 31):
        city.clock.move_to(at(1, day))
        sweep()
    for days in range(1, 12):
        city.clock.move_to(at(2, days))
        sweep()
    waiting = Rung.objects.filter(state="prepared").select_related("release_body")
    assert waiting
    first = waiting[0]
    who = f"{first.release_body.key}.{first.release_role}"
    client = city.client(who)
    page = html(client.get("/"))
    assert "等我决定是否发出" in page
    count = int(re.search(r"等我办 <b>(\d+)</b>", page)[1])
    chosen = re.findall(r'name="rung" value="(\d+)"', page)
    assert count >= len(chosen) > 1
    form = html(client.get(re.search(r'href="(/matters/[^"]+release_rung/\?rung=\d+)"', page)[1]))
    assert re.search(r'<option value="\d+" selected>', form)
    answer = client.post("/escalations/release/", {"rung": chosen[:2]}, follow=True)
    assert "已发出2件升级事项" in html(answer)
    assert Rung.objects.filter(pk__in=chosen[:2], state="released").count() == 2
    assert "没有选中" in html(client.post("/escalations/release/", follow=True))


def test_escalations_of_others_stay_where_they_are(city, report):
    for day in (1, 5, 11):
        city.clock.move_to(at(2, day))
        sweep()
    ids = list(Rung.objects.filter(state="prepared").values_list("pk", flat=True))
    city.client("water-bureau.liaison").post("/escalations/release/", {"rung": ids})
    assert Rung.objects.filter(pk__in=ids, state="prepared").count() == len(ids)


def signed(city, report: Matter) -> Writer:
    writer = Writer(city, report)
    writer.write()
    writer.do("liaison", "submit_for_review")
    writer.do("deputy", "pass_review")
    return writer


def test_file_is_kept_through_a_refusal_and_handed_out_to_readers_only(city, report):
    city.clock.move_to(at(1, 20))
    signed(city, report)
    client = city.client("water-bureau.principal")
    url = page_of(report) + "sign/"
    assert 'enctype="multipart/form-data"' in html(client.get(url))
    bad = {"number": "乱写", "signed_on": "2027-01-20", "scan": SimpleUploadedFile("盖章原件.pdf", PDF)}
    answer = client.post(url, bad)
    assert answer.status_code in {409, 422}
    page = html(answer)
    assert "盖章原件.pdf" in page
    reference = re.search(r'name="scan" value="([0-9a-f-]{36})" checked', page)[1]
    good = {"number": "厦水〔2027〕3号", "signed_on": "2027-01-20", "scan": reference}
    done = client.post(url, good, follow=True)
    assert "签发，已办。" in html(done)
    link = f"/files/{reference}/"
    assert link in html(done)
    served = client.get(link)
    assert (served.status_code, b"".join(served.streaming_content)) == (200, PDF)
    assert "attachment" in served["Content-Disposition"]
    assert city.client("finance-bureau.principal").get(link).status_code == 404


def test_file_that_lies_about_its_type_is_named_beside_its_field(city, report):
    city.clock.move_to(at(1, 20))
    signed(city, report)
    given = {"number": "厦水〔2027〕3号", "scan": SimpleUploadedFile("原件.pdf", b"MZ\x90\x00" + b"\0" * 200)}
    answer = city.client("water-bureau.principal").post(page_of(report) + "sign/", given)
    assert answer.status_code == 422
    assert re.search(r'id="f-scan-problem">文件“原件.pdf”', html(answer))
    assert 'value="厦水〔2027〕3号"' in html(answer)
    assert not StoredFile.objects.exists()


def test_lost_database_keeps_what_was_typed_but_no_password(rf: RequestFactory):
    request = rf.post("/matters/x/submit/", {"text": "长长的正文", "_key": "k1", "csrfmiddlewaretoken": "t"})
    answer = errors.unavailable(request)
    page = html(answer)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert 'name="text" value="长长的正文"' in page
    assert 'action="/matters/x/submit/"' in page
    login = errors.unavailable(rf.post("/login/", {"username": "a", "password": "geheim"}))
    assert "geheim" not in html(login)


def test_unforeseen_error_is_told_in_chinese_with_its_number(city, monkeypatch):
    client = city.client("water-bureau.liaison")
    client.raise_request_exception = False
    monkeypatch.setattr("ecoduty.interfaces.desk.views.worklist.words.day", lambda *_: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == 500
    assert answer["X-Ecoduty-Code"] == "server_error"
    assert answer["X-Request-ID"] in html(answer)


def test_query_count_of_a_matter_page_does_not_grow_with_its_history(city, report, connection_queries):
    client = city.client("water-bureau.liaison")
    url = page_of(report)
    client.get(url)
    before = connection_queries(lambda: client.get(url))
    writer = Writer(city, report)
    for number in range(8):
        city.clock.advance(timedelta(hours=1))
        writer.write(绿色低碳发展=f"第{number}次")
    assert connection_queries(lambda: client.get(url)) == before
    assert before <= 45


def test_list_of_a_leader_costs_the_same_for_one_and_for_all(city, report, connection_queries):
    client = city.client("committee-office.director")
    client.get("/matters/")
    assert connection_queries(lambda: client.get("/matters/")) <= 20
    assert BytesIO(client.get("/matters/?format=xlsx").content).getbuffer().nbytes > 1000


def test_whoever_releases_a_letter_reads_it_first_and_it_goes_out_as_read(city, report):
    for day in (1, 5, 11):
        city.clock.move_to(at(2, day))
        sweep()
    waiting = Rung.objects.filter(deadline__matter=report, state="prepared", paper="reminder_letter")
    rung = waiting.select_related("release_body").earliest("pk")
    client = city.client(f"{rung.release_body.key}.{rung.release_role}")
    form = html(client.get(f"{page_of(report)}release_rung/?rung={rung.pk}"))
    title = f"关于催办“{report.title}”的函"
    shown = re.search(rf'<h2>{title}</h2><p class="s q">发给市水利局</p>(.*?)</section>', form, re.DOTALL)[1]
    assert "至今尚未办结" in shown
    assert (
        client.post(f"{page_of(report)}release_rung/", {"rung": rung.pk, "note": "请于三日内办结。"}).status_code == 302
    )
    letter = Document.objects.get(matter=report, title=title)
    ((_, text),) = texts.text_of(texts.current(letter)).items()
    assert text == "\n".join([*re.findall(r"<p>(.*?)</p>", shown.replace("<br>", "</p><p>")), "请于三日内办结。"])
    stranger = city.client("water-bureau.liaison").get(f"{page_of(report)}release_rung/?rung={rung.pk}")
    assert title not in html(stranger).partition('class="doing"')[2]
