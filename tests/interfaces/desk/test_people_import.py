"""机构·导入人员 over HTTP: the file is checked at once, confirmed once, done by the worker, and never half."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from procrastinate.contrib.django.models import ProcrastinateJob

from ecoduty.kernel.clock import now
from ecoduty.kernel.outbox.drainer import drain
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory.models import Person
from ecoduty.organisation.enrolment import running
from ecoduty.organisation.enrolment.models import Import, State
from tests.city import PASSWORD, City
from tests.organisation.enrolment.files import STAFF, filled, person

ADDRESS = "/people/import/"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def upload(client, path: Path, **more: str):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(path.name, path.read_bytes()), **more})


def test_a_right_file_is_shown_then_confirmed_then_done(city: City, tmp_path, django_capture_on_commit_callbacks):
    client = city.client("committee-office.clerk")
    answer = upload(client, filled(tmp_path, posts=[STAFF], people=[person("王小明"), person("李四")]))
    assert answer.status_code == 302
    shown = client.get(answer["Location"]).content.decode()
    assert "确认导入" in shown
    assert "任职：市水利局·干部 王小明，2026-03-01起" in shown
    assert not Person.objects.filter(name="王小明").exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(answer["Location"])
        client.post(answer["Location"])  # twice is once
    one = Import.objects.get()
    assert (one.state, ProcrastinateJob.objects.filter(task_name="enrolment.run").count()) == (State.WAITING, 1)
    waiting = client.get(answer["Location"]).content.decode()
    assert '<meta http-equiv="refresh" content="3">' in waiting
    running.run(one.pk)
    running.run(one.pk)  # a worker that was killed begins again
    assert "全部办成" in client.get(answer["Location"]).content.decode()
    assert Person.objects.filter(name="王小明").count() == 1


def links_of(answer) -> dict[str, str]:
    """Links by name, read from the Excel."""
    page = load_workbook(BytesIO(answer.content)).active
    return {row[0]: row[4] for row in page.iter_rows(min_row=2, values_only=True) if row[4]}


def test_who_is_brought_is_invited_and_the_links_are_handed_out_once(city: City, tmp_path):
    client = city.client("committee-office.clerk")
    bring = filled(tmp_path, posts=[STAFF], people=[person("王小明"), person("李四")])
    address = upload(client, bring)["Location"]
    assert "2人还没有账号" in client.get(address).content.decode()
    client.post(address, {"invite": "yes"})
    one = Import.objects.get()
    running.run(one.pk)
    running.run(one.pk)  # a worker that was killed begins again
    accounts = Account.objects.filter(person__name__in=["王小明", "李四"])
    assert [account.has_usable_password() for account in accounts] == [False, False]
    assert "下载邀请链接" in client.get(address).content.decode()
    assert city.client("committee-office.director").post(f"{address}links/").status_code == 404
    assert Import.objects.get().links.startswith("sm4$")  # never in clear

    links = links_of(client.post(f"{address}links/"))
    assert sorted(links) == ["李四", "王小明"]
    assert Import.objects.get().links == ""
    again = client.post(f"{address}links/")
    assert (again.status_code, "只能下载一次" in again.content.decode()) == (410, True)
    assert "下载邀请链接" not in client.get(address).content.decode()
    page = Client().get(links["王小明"].removeprefix("http://testserver"))
    assert (page.status_code, accounts.get(person__name="王小明").username in page.content.decode()) == (200, True)


def test_a_later_import_invites_nobody_twice(city: City, tmp_path):
    client = city.client("committee-office.clerk")
    for posts in ([STAFF], [{**STAFF, "key": "more", "title": "专员"}]):
        people = [person("王小明", post=posts[0]["key"], mobile="13800001111")]
        address = upload(client, filled(tmp_path, posts=posts, people=people))["Location"]
        client.post(address, {"invite": "yes"})
        running.run(Import.objects.latest("pk").pk)
    assert [one.invited for one in Import.objects.order_by("pk")] == [1, 0]
    assert Account.objects.filter(person__name="王小明").count() == 1
    assert "都已有账号" in client.get(address).content.decode()


def test_without_the_tick_nobody_is_invited(city: City, tmp_path):
    client = city.client("committee-office.clerk")
    address = upload(client, filled(tmp_path, posts=[STAFF], people=[person("王小明")]))["Location"]
    client.post(address)
    running.run(Import.objects.get().pk)
    assert not Account.objects.filter(person__name="王小明").exists()
    assert client.post(f"{address}links/").status_code == 410


def test_links_nobody_fetched_go_when_they_are_good_for_nothing(city: City, tmp_path):
    client = city.client("committee-office.clerk")
    address = upload(client, filled(tmp_path, posts=[STAFF], people=[person("王小明")]))["Location"]
    client.post(address, {"invite": "yes"})
    one = Import.objects.get()
    running.run(one.pk)
    Import.objects.update(finished_at=now() - timedelta(days=8))
    upload(client, filled(tmp_path, people=[person("李四")]))
    assert Import.objects.get(pk=one.pk).links == ""
    assert "已过期" in client.get(address).content.decode()


def test_wrong_cells_are_listed_and_nothing_stays(city: City, tmp_path):
    client = city.client("committee-office.clerk")
    answer = upload(client, filled(tmp_path, posts=[STAFF], people=[person("王小明", mobile="1"), person("")]))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "有2处不对，什么也没有写入" in html
    assert "<b>G2</b>" in html
    assert "<b>B3</b>" in html
    assert not Import.objects.exists()


def test_what_changes_nothing_says_so(city: City, tmp_path):
    client = city.client("committee-office.clerk")
    path = tmp_path / "export.xlsx"
    path.write_bytes(client.get("/people/export/").content)
    html = upload(client, path).content.decode()
    assert "与名录完全相符" in html


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.xlsx", b"nonsense", "内容却是"),
        ("x.txt", "只是文字".encode(), "不是可以读出的Excel表格"),
        ("x.xlsm", b"PK\x03\x04", "宏"),
        ("x.xlsx", b"", "空的"),
    ],
)
def test_a_file_that_is_none_gets_a_sentence(city: City, name, content, told):
    client = city.client("committee-office.clerk")
    answer = client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_no_file_and_a_day_to_come_get_a_sentence(city: City, tmp_path):
    client = city.client("committee-office.clerk")
    assert "还没有选择文件" in client.post(ADDRESS).content.decode()
    path = filled(tmp_path, people=[person()])
    assert "今天或以前" in upload(client, path, on="2027-01-01").content.decode()
    assert "今天或以前" in upload(client, path, on="昨天").content.decode()


def test_a_directory_that_changed_meanwhile_refuses_the_whole(city: City, tmp_path):
    client = city.client("committee-office.clerk")
    bring = filled(tmp_path, posts=[STAFF], people=[person("王小明")])
    first = upload(client, bring)["Location"]
    second = upload(client, filled(tmp_path, posts=[{**STAFF, "title": "专员"}], people=[person("李四")]))["Location"]
    for address in (first, second):
        client.post(address)
    for one in Import.objects.order_by("pk"):
        running.run(one.pk)
    assert [one.state for one in Import.objects.order_by("pk")] == [State.DONE, State.REFUSED]
    html = client.get(second).content.decode()
    assert "什么也没有写入" in html
    assert "岗位!C2" in html
    assert not Person.objects.filter(name="李四").exists()


def test_an_import_is_seen_by_who_brought_it_alone(city: City, tmp_path):
    address = upload(city.client("committee-office.clerk"), filled(tmp_path, posts=[STAFF]))["Location"]
    assert city.client("committee-office.director").get(address).status_code == 404


def test_a_head_exports_his_own_body_and_the_office_all(city: City):
    def bodies(username: str) -> int:
        book = load_workbook(BytesIO(city.client(username).get("/people/export/").content))
        return book["机构"].max_row - 1

    assert bodies("water-bureau.principal") == 1
    assert bodies("committee-office.clerk") > 50


def test_in_the_browser_with_progress(fresh_city: City, live_server_url, new_page, axe, tmp_path):
    path = filled(tmp_path, posts=[STAFF], people=[person(f"人{n}") for n in range(30)])
    page: Page = new_page(base_url=live_server_url)
    page.goto("/login/")
    page.get_by_label("用户名").fill("committee-office.clerk")
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.goto("/directory/")
    page.get_by_role("link", name="导入人员").click()
    axe(page)
    page.get_by_label("填好的表").set_input_files(path)
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_role("heading", name="检查无误，待确认")).to_be_visible()
    page.get_by_role("checkbox", name="同时开通账号").check()
    axe(page)
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("heading", name="正在导入")).to_be_visible()
    axe(page)
    running.run(Import.objects.get().pk)
    expect(page.get_by_role("heading", name="已导入")).to_be_visible()
    axe(page)
    with page.expect_download() as begun:
        page.get_by_role("button", name="下载邀请链接").click()
    assert len(links_of(SimpleNamespace(content=begun.value.path().read_bytes()))) == 30
    drain()
    assert Person.objects.filter(name__startswith="人").count() >= 30
