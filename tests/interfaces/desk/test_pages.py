"""The pages, asked for as people would: signed in, in a post, without any script."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import get_resolver
from openpyxl import load_workbook

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Actor, perform, tables
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory.flow import BODY
from ecoduty.organisation.directory.models import Appointment
from tests.interfaces.desk import toy
from tests.interfaces.desk.conftest import NOON, PASSWORD, actor

DUE = date(2026, 1, 31)
DRAFT = {"text": "本年度情况报告", "kind": "report"}


def html(response) -> str:
    return response.content.decode()


@pytest.fixture
def paper(town):
    return toy.open_paper("水利局专题报告", due=DUE, copy_to="ecology-bureau")


@pytest.fixture
def for_signature(paper):
    return toy.do(paper, "submit", actor("liaison@water-bureau"), **DRAFT)


# ---------------------------------------------------------------- worklist


def test_worklist_shows_what_waits_for_my_post(as_, paper):
    page = html(as_("liaison@water-bureau").get("/"))
    assert "水利局专题报告" in page
    assert "还有9天" in page
    assert f"/matters/{paper.public_id}/submit/" in page
    assert "水利局专题报告" not in html(as_("principal@water-bureau").get("/"))
    assert "水利局专题报告" not in html(as_("liaison@ecology-bureau").get("/"))


def test_worklist_figures_are_filters_with_that_many_rows(as_, town):
    for days in (-20, -2, 0, 1, 3, 20):
        toy.open_paper(f"第{days}天", due=NOON.date() + timedelta(days=days))
    client = as_("liaison@water-bureau")
    page = html(client.get("/"))
    found = re.findall(r'<a href="(/[^"]*)" class="[^"]*"[^>]*>(\S+) <b>(\d+)</b></a>', page)
    assert [(label, count) for _, label, count in found] == [
        ("今天要办", "1"), ("本周", "5"), ("已逾期", "2"), ("等我签发", "0"), ("等我办", "6"), ("我交出去的", "0"),
        ("请别人办的", "0"),
    ]  # fmt: skip
    for url, _, count in found:
        assert html(client.get(url.replace("&amp;", "&"))).count('class="row"') == int(count)


def test_worklist_handed_on_is_what_others_hold_now(as_, for_signature):
    page = html(as_("liaison@water-bureau").get("/?show=given"))
    assert "水利局专题报告" in page
    assert "签发</button>" not in page


def test_worklist_calendar_marks_due_days_rest_days_and_make_up_days(as_, paper):
    page = html(as_("liaison@water-bureau").get("/"))
    assert "1月31日（周六）到期1件" in page
    assert "4<i>班</i>" in page
    assert "1<i>元旦</i>" in page
    assert "2026年2月" in html(as_("liaison@water-bureau").get("/?month=2026-02"))


def test_worklist_that_is_empty_says_what_will_come(as_, town):
    page = html(as_("liaison@water-bureau").get("/"))
    assert "现在没有等您办的事" in page
    assert "12月1日" in page
    assert "年度报告" in page


def test_act_without_data_is_done_from_the_worklist_and_returns_there(as_, for_signature):
    client = as_("principal@water-bureau")
    page = html(client.get("/"))
    form = re.search(rf'action="/matters/{for_signature.public_id}/sign/">(.*?)</form>', page, re.DOTALL)
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[1]))
    answer = client.post(f"/matters/{for_signature.public_id}/sign/", fields, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "签发，已办。现在是“待报送”，等联络员办理。" in html(answer)


# ---------------------------------------------------------------- list


def test_list_filters_sorts_and_counts(as_, paper):
    toy.open_paper("甲件", due=DUE + timedelta(days=40))
    late = toy.open_paper("乙件", due=NOON.date() - timedelta(days=3))
    client = as_("liaison@water-bureau")

    def titles(query: str) -> list[str]:
        return re.findall(r'<td class="t"><a href="[^"]+">([^<]+)</a>', html(client.get(f"/matters/?{query}")))

    assert titles("") == ["乙件", "水利局专题报告", "甲件"]
    assert titles("sort=-due") == ["甲件", "水利局专题报告", "乙件"]
    assert titles("due=overdue") == ["乙件"]
    assert titles("light=overdue") == ["乙件"]
    assert titles("q=甲") == ["甲件"]
    assert titles(f"q={late.number}") == ["乙件"]
    assert titles("kind=nothing") == []
    assert titles("state=signing") == []
    assert titles("holder=ecology-bureau") == []
    assert titles("period=2026&whose=turn") == ["乙件", "水利局专题报告", "甲件"]
    assert titles(f"day={DUE}") == ["水利局专题报告"]
    assert titles("due=nonsense&light=nonsense&page=nonsense&sort=nonsense") == titles("")
    assert "共<b>3</b>件" in html(client.get("/matters/"))


def test_list_part_for_htmx_is_only_the_rows(as_, paper):
    part = html(as_("liaison@water-bureau").get("/matters/", headers={"HX-Request": "true"}))
    assert "水利局专题报告" in part
    assert "<html" not in part


def test_list_goes_through_pages(as_, town):
    for number in range(53):
        toy.open_paper(f"第{number:02}件")
    client = as_("liaison@water-bureau")
    assert html(client.get("/matters/")).count('<td class="t">') == 50
    assert html(client.get("/matters/?page=2")).count('<td class="t">') == 3
    assert html(client.get("/matters/?page=99")).count('<td class="t">') == 3


def test_excel_is_exactly_the_list_and_holds_no_formula(as_, paper):
    toy.open_paper('=HYPERLINK("http://x","点我")', due=DUE + timedelta(days=1))
    client = as_("liaison@water-bureau")
    page = html(client.get("/matters/?sort=-due"))
    answer = client.get("/matters/?sort=-due&format=xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    body = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)[1]
    cells = [
        [re.sub(r"<[^>]+>", "", cell).replace("&quot;", '"') for cell in re.findall(r"<td[^>]*>(.*?)</td>", line)]
        for line in body.split("</tr>")
        if "<td" in line
    ]
    assert rows[1:3] == cells
    assert rows[0] == ["灯", "标题", "种类", "主办", "状态", "期限", "立项", "编号"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


# ---------------------------------------------------------------- one matter


def test_matter_page_shows_where_it_stands_and_what_this_post_may_do(as_, for_signature):
    page = html(as_("principal@water-bureau").get(f"/matters/{for_signature.public_id}/"))
    assert 'class="box now"' in page
    assert "状态图：拟稿已过，现在是待签发" in page
    assert re.search(r'<button class="btn[^"]*go[^"]*"[^>]*>签发</button>', page)
    assert ">退回修改</a>" in page
    liaison = html(as_("liaison@water-bureau").get(f"/matters/{for_signature.public_id}/"))
    assert "现在还不能：送签（须先到“拟稿”）；报送（须先到“待报送”）" in liaison


def test_matter_page_is_404_for_strangers_and_shows_a_summary_to_copies(as_, paper):
    assert as_("mayor@government").get(f"/matters/{paper.public_id}/").status_code == 200
    other = toy.open_paper("没有抄送的件")
    assert as_("liaison@ecology-bureau").get(f"/matters/{other.public_id}/").status_code == 404
    assert as_("liaison@ecology-bureau").get(f"/matters/{uuid4()}/").status_code == 404
    summary = html(as_("liaison@ecology-bureau").get(f"/matters/{paper.public_id}/"))
    assert "只能看到此件的概要" in summary
    assert "摘要（SM3）" not in summary
    assert as_("liaison@ecology-bureau").get(f"/matters/{paper.public_id}/ledger/").status_code == 403


def test_restricted_matter_is_404_and_never_listed(as_, town):
    hidden = toy.open_paper("一件不能说的事", secrecy="restricted")
    client = as_("principal@water-bureau")
    assert client.get(f"/matters/{hidden.public_id}/").status_code == 404
    assert client.post(f"/matters/{hidden.public_id}/sign/").status_code == 404
    for url in ("/", "/matters/", "/matters/?q=不能说", "/matters/?format=xlsx"):
        assert "不能说的事" not in client.get(url).content.decode("utf-8", "replace")


def test_ledger_page_checks_its_chain(as_, for_signature):
    client = as_("principal@water-bureau")
    url = f"/matters/{for_signature.public_id}/ledger/"
    assert "送签" in html(client.get(url))
    assert "核验通过：2条前后相接" in html(client.post(url + "check/"))
    part = html(client.post(url + "check/", headers={"HX-Request": "true"}))
    assert part.startswith("<div")


# ---------------------------------------------------------------- acts


def test_act_page_has_a_form_from_the_data_model(as_, paper):
    page = html(as_("liaison@water-bureau").get(f"/matters/{paper.public_id}/submit/"))
    assert '<textarea id="f-text" name="text"' in page
    assert '<option value="letter">函</option>' in page
    assert 'type="date" id="f-held_on"' in page
    assert "办后转为“待签发”，由主要负责人接着办。" in page


def test_act_is_performed_and_says_what_comes_next(as_, paper):
    client = as_("liaison@water-bureau")
    answer = client.post(f"/matters/{paper.public_id}/submit/", DRAFT, follow=True)
    assert answer.redirect_chain == [(f"/matters/{paper.public_id}/", 302)]
    assert "已办。现在是“待签发”，等主要负责人办理。" in html(answer)
    paper.refresh_from_db()
    assert paper.state == "signing"


def test_refused_act_keeps_what_was_typed(as_, paper):
    client = as_("liaison@water-bureau")
    given = {"text": "短", "kind": "letter", "site": "https://example.org/页", "_reason": "停电", "urgent": "true"}
    answer = client.post(f"/matters/{paper.public_id}/submit/", given)
    page = html(answer)
    assert answer.status_code == 422
    assert 'data-focus id="problems"' in page
    assert "“正文”至少5个字" in page
    assert '<p class="problem" id="f-text-problem">' in page
    assert ">短</textarea>" in page
    assert '<option value="letter" selected>' in page
    assert "https://example.org/页" in page
    assert ">停电</textarea>" in page
    assert 'value="true" checked' in page


def test_refusal_of_a_guard_stands_above_the_form(as_, paper):
    answer = as_("liaison@water-bureau").post(f"/matters/{paper.public_id}/submit/", {**DRAFT, "urgent": "true"})
    assert answer.status_code == 409
    assert "急件须填会议日期。" in html(answer)
    assert ">本年度情况报告</textarea>" in html(answer)


def test_stale_page_is_told_what_changed_and_may_be_sent_again(as_, for_signature):
    client = as_("principal@water-bureau")
    old = {"_version": "1", "_key": "k1", "note": "请补数据"}
    answer = client.post(f"/matters/{for_signature.public_id}/return/", old)
    page = html(answer)
    assert answer.status_code == 409
    assert "页面打开之后，此件已有变化" in page
    assert "市水利局·联络员 送签，现在是“待签发”" in page
    assert ">请补数据</textarea>" in page
    fresh = re.search(r'name="_version" value="(\d+)"', page)[1]
    assert client.post(f"/matters/{for_signature.public_id}/return/", {**old, "_version": fresh}).status_code == 302


def test_form_sent_twice_counts_once(as_, paper):
    client = as_("liaison@water-bureau")
    given = {**DRAFT, "_version": "1", "_key": "once"}
    first = client.post(f"/matters/{paper.public_id}/submit/", given)
    second = client.post(f"/matters/{paper.public_id}/submit/", given)
    assert (first.status_code, second.status_code) == (302, 302)
    paper.refresh_from_db()
    assert paper.version == 2


def test_late_entry_asks_for_its_reason_with_the_form_kept(as_, paper, clock):
    clock.advance(timedelta(days=5))
    client = as_("liaison@water-bureau")
    given = {**DRAFT, "_occurred_at": "2026-01-23T09:00"}
    answer = client.post(f"/matters/{paper.public_id}/submit/", given)
    page = html(answer)
    assert answer.status_code == 409
    assert '<details class="more-facts" open>' in page
    assert 'value="2026-01-23T09:00"' in page
    done = client.post(f"/matters/{paper.public_id}/submit/", {**given, "_reason": "停电，附值班记录"}, follow=True)
    assert '<span class="tag">补录</span>' in html(done)
    assert html(client.post(f"/matters/{paper.public_id}/submit/", {"_occurred_at": "昨天"})).count("不是有效时间") == 2


def test_act_of_another_post_is_403_and_of_nobody_404(as_, paper):
    answer = as_("liaison@water-bureau").get(f"/matters/{paper.public_id}/sign/")
    assert answer.status_code == 403
    assert "签发由主要负责人办理，您现在的岗位是“市水利局·联络员”" in html(answer)
    assert as_("liaison@water-bureau").post(f"/matters/{paper.public_id}/sign/").status_code == 403
    assert as_("liaison@water-bureau").get(f"/matters/{paper.public_id}/dance/").status_code == 404
    assert as_("liaison@ecology-bureau").post(f"/matters/{paper.public_id}/submit/", DRAFT).status_code == 403
    assert as_("liaison@water-bureau").get(f"/matters/{paper.public_id}/send/").status_code == 200


def test_act_panel_for_htmx_is_only_the_form(as_, for_signature):
    url = f"/matters/{for_signature.public_id}/return/"
    part = html(as_("principal@water-bureau").get(url, headers={"HX-Request": "true", "HX-Target": "panel"}))
    assert "退回意见" in part
    assert "<html" not in part


# ---------------------------------------------------------------- who is at the desk


def test_everybody_else_is_sent_to_log_in(client, town, paper):
    answer = client.get(f"/matters/{paper.public_id}/?tab=x")
    assert answer.status_code == 302
    assert answer["Location"] == f"/login/?next=%2Fmatters%2F{paper.public_id}%2F%3Ftab%3Dx"
    htmx = client.get("/matters/", headers={"HX-Request": "true"})
    assert htmx.status_code == 401
    assert htmx["HX-Redirect"].startswith("/login/?next=")


def test_a_stranger_at_the_first_page_finds_the_log_in_there_and_comes_back(client, town):
    answer = client.get("/?show=late")
    assert answer.status_code == 200
    page = html(answer)
    assert 'action="/login/"' in page
    assert '<input type="hidden" name="next" value="/?show=late">' in page
    assert "no-store" in answer["Cache-Control"]
    assert client.head("/").status_code == 200
    given = {"username": "liaison@water-bureau", "password": PASSWORD, "next": "/?show=late"}
    assert client.post("/login/", given)["Location"] == "/?show=late"
    assert "工作台" in html(client.get("/"))
    client.post("/logout/")
    htmx = client.get("/", headers={"HX-Request": "true", "HX-Current-URL": "/?month=2026-03"})
    assert (htmx.status_code, htmx["HX-Redirect"]) == (401, "/login/?next=%2F%3Fmonth%3D2026-03")


def test_log_in_leads_back_and_refuses_other_sites(client, town):
    given = {"username": "liaison@water-bureau", "password": PASSWORD}
    assert client.post("/login/", {**given, "next": "/directory/"})["Location"] == "/directory/"
    client.post("/logout/")
    assert client.post("/login/", {**given, "next": "https://evil.example/"})["Location"] == "/"
    assert client.get("/login/")["Location"] == "/"


def test_wrong_password_keeps_the_name_and_locks_in_minutes(client, town):
    given = {"username": "liaison@water-bureau", "password": "wrong"}
    first = client.post("/login/", given)
    assert first.status_code == 422
    assert 'value="liaison@water-bureau"' in html(first)
    for _ in range(4):
        last = client.post("/login/", given)
    assert last.status_code == 429
    assert "30分钟" in html(last)
    assert last["Retry-After"] == "1800"


def test_log_out_only_by_post(as_):
    client = as_("liaison@water-bureau")
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/")["Location"] == "/login/"
    assert 'action="/login/"' in html(client.get("/"))


def test_switching_posts_changes_what_one_sees(as_, town, paper):
    person = actor("liaison@water-bureau").person
    perform(BODY, "appoint", "ecology-bureau", actor=Actor.system("初始化"),
            data={"post": "deputy", "person": person, "since": date(2026, 1, 1)})  # fmt: skip
    client = as_("liaison@water-bureau")
    page = html(client.get("/"))
    posts = dict(re.findall(r'name="post" value="(\d+)"[^>]*><span>([^<]+)</span>', page))
    assert sorted(posts.values()) == ["市水利局·联络员", "市生态环境局·分管负责人"]
    other = next(number for number, label in posts.items() if "分管" in label)
    here = next(number for number, label in posts.items() if "联络员" in label)
    client.post("/post/", {"post": here})
    assert "水利局专题报告" in html(client.get("/"))
    assert client.post("/post/", {"post": other, "next": "/matters/"})["Location"] == "/matters/"
    assert "水利局专题报告" not in html(client.get("/"))
    assert client.post("/post/", {"post": "999999"}).status_code == 403


def test_account_without_a_post_is_told_whom_to_ask(as_, town):
    perform(BODY, "end_appointment", "water-bureau", actor=Actor.system("初始化"),
            data={"post": "liaison", "until": date(2026, 1, 22)})  # fmt: skip
    answer = as_("liaison@water-bureau").get("/")
    assert answer.status_code == 403
    assert "没有在任" in html(answer)


def test_who_takes_office_tomorrow_changes_the_first_password_today_and_is_told_the_day(as_, town):
    begin_tomorrow("liaison@water-bureau")
    client = as_("liaison@water-bureau")
    assert client.get("/")["Location"] == "/password/"
    page = client.get("/password/")
    assert page.status_code == 200
    assert "请先换成自己的口令" in html(page)
    new = "另一个更长的口令 2026"
    changed = client.post("/password/", {"old": PASSWORD, "password": new, "again": new})
    assert changed.status_code == 302
    told = client.get("/")
    assert told.status_code == 403
    assert "从2026年1月23日开始" in html(told)
    assert client.get("/password/").status_code == 403


def test_nothing_but_the_password_opens_to_who_has_no_post_yet(as_, town):
    begin_tomorrow("liaison@water-bureau")
    client = as_("liaison@water-bureau")
    for address in ("/matters/", "/directory/", "/account/", "/search/?q=水", "/inbox/"):
        assert client.get(address)["Location"] == "/password/", address


def begin_tomorrow(username: str) -> None:
    """Somebody whose post begins tomorrow, with a password that somebody else gave."""
    account = Account.objects.get(username=username)
    row = Appointment.objects.get(person=account.person_id)
    Appointment.objects.filter(pk=row.pk).update(since=NOON.date() + timedelta(days=1))
    Account.objects.filter(pk=account.pk).update(must_change_password=True)


def test_password_is_changed_by_an_act_and_never_shown(as_, town):
    client = as_("liaison@water-bureau")
    new = "另一个更长的口令 2026"
    wrong = client.post("/password/", {"old": PASSWORD, "password": new, "again": "不同"})
    assert wrong.status_code == 422
    assert "两遍新口令不一样" in html(wrong)
    assert new not in html(wrong)
    refused = client.post("/password/", {"old": "不对", "password": new, "again": new})
    assert refused.status_code == 409
    done = client.post("/password/", {"old": PASSWORD, "password": new, "again": new}, follow=True)
    assert "口令已修改" in html(done)
    assert client.get("/").status_code == 200


# ---------------------------------------------------------------- directory, inbox


def test_directory_stands_in_official_order_and_alarms_vacancies(as_, town):
    page = html(as_("liaison@water-bureau").get("/directory/"))
    assert page.index("市委") < page.index("市政府") < page.index("市生态环境局") < page.index(">市水利局</a>")
    one = html(as_("liaison@water-bureau").get("/directory/water-bureau/"))
    assert "小镇市水利局" in one
    assert "市政府·市长" in one
    assert as_("liaison@water-bureau").get("/directory/nowhere/").status_code == 404


def test_bodies_are_acted_on_like_matters(as_, town):
    client = as_("keeper@water-bureau")
    assert "登记任职" in html(client.get("/directory/water-bureau/"))
    given = {"post": "deputy", "name": "水利分管", "since": "2026-01-05"}
    answer = client.post("/directory/water-bureau/appoint/", given, follow=True)
    assert answer.redirect_chain == [("/directory/water-bureau/", 302)]
    assert "水利分管" in html(answer)
    assert as_("liaison@water-bureau").get("/directory/water-bureau/appoint/").status_code == 403


def test_inbox_that_is_empty_says_who_will_write(as_, town):
    assert "平台发通知到这里" in html(as_("liaison@water-bureau").get("/inbox/"))


# ---------------------------------------------------------------- what holds for every page


def every_url(paper: Matter) -> list[str]:
    return [
        "/", "/?show=given", "/matters/", "/matters/?q=x", f"/matters/{paper.public_id}/",
        f"/matters/{paper.public_id}/ledger/", f"/matters/{paper.public_id}/submit/", "/inbox/", "/directory/",
        "/directory/water-bureau/", "/password/",
    ]  # fmt: skip


def test_no_page_carries_inline_style_or_script(as_, paper):
    client = as_("liaison@water-bureau")
    for url in every_url(paper):
        answer = client.get(url)
        page = html(answer)
        assert answer.status_code == 200, url
        assert "style=" not in page, url
        assert "<style" not in page, url
        assert not re.search(r"<script(?![^>]*src=)", page), url
        assert not re.search(r"\son\w+=", page), url
        assert "http" not in re.sub(r"http://www\.w3\.org/\S+", "", page), url
        assert "'unsafe-inline'" not in answer["Content-Security-Policy"]


def test_every_page_of_staff_goes_through_the_one_way_in():
    open_to_all = {"login", "code", "oidc", "oidc-back", "invitation", "logout", "calendar-feed"}
    for pattern in get_resolver("ecoduty.interfaces.desk.urls").url_patterns:
        if pattern.name in open_to_all:
            continue
        assert getattr(pattern.callback, "for_staff", False), pattern.name


def test_no_act_has_the_name_of_a_page():
    assert not [act.code for table in tables().values() for act in table.acts if act.code in {"ledger", "paper"}]


def test_query_counts_do_not_grow_with_the_rows(as_, town, django_assert_max_num_queries, connection_queries):
    toy.open_paper("第一件", due=DUE)
    client = as_("liaison@water-bureau")
    urls = ("/", "/matters/", "/matters/?format=xlsx", "/directory/")
    for url in urls:
        client.get(url)
    one = {url: connection_queries(lambda url=url: client.get(url)) for url in urls}
    for number in range(29):
        toy.open_paper(f"又一件{number}", due=DUE + timedelta(days=number))
    assert {url: connection_queries(lambda url=url: client.get(url)) for url in urls} == one
    assert max(one.values()) <= 25


def test_worklist_of_a_leader_reads_the_portfolio_once(as_, town, connection_queries):
    client = as_("mayor@government")

    def hand_in(number: int) -> None:
        toy.do(toy.open_paper(f"请示{number}"), "ask", actor("liaison@water-bureau"))

    hand_in(0)
    client.get("/")
    one = connection_queries(lambda: client.get("/"))
    for number in range(1, 9):
        hand_in(number)
    assert html(client.get("/")).count('class="row"') == 9
    assert connection_queries(lambda: client.get("/")) == one


def test_errors_speak_chinese_with_code_and_request_number(as_, town):
    answer = as_("liaison@water-bureau").get("/nothing/", headers={"X-Request-ID": "abc12345"})
    assert answer.status_code == 404
    assert answer["X-Ecoduty-Code"] == "not_found"
    assert "请求号 abc12345" in html(answer)
    strict = as_("liaison@water-bureau", enforce_csrf_checks=True)
    refused = strict.post("/post/", {"post": "1"})
    assert refused.status_code == 403
    assert "这张表单已经过期" in html(refused)
