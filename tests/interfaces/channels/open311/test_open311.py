"""GeoReport v2 as programs use it: created once, read by everybody, about nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from civicbot.http import HttpTransport, RateLimiter
from civicbot.open311 import Open311Client
from civicbot.registry import Endpoint
from django.db import connections
from django.test.utils import CaptureQueriesContext
from georeport import GeoReport

from ecoduty.casework.intakes.models import Intake, PublicForm, PublicStanding, Receipt
from ecoduty.casework.intakes.taking import take_in
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import perform
from ecoduty.kernel.rulebook import store
from ecoduty.mechanisms.complaints.models import Complaint
from ecoduty.organisation.tokens.flow import TOKEN
from ecoduty.organisation.tokens.models import Token
from tests.interfaces.api.calling import SYSTEM, issued
from tests.interfaces.channels.open311.conftest import ROOT, TEXT, Application


@pytest.mark.clause("24.2", page="/open311/v2/services.json")
def test_existing_clients_create_and_read_a_request_over_http(planned, key, live):
    endpoint = Endpoint("xiamen", "厦门", f"{live.url}{ROOT}", write=True)
    creator = Open311Client(endpoint, HttpTransport(rate_limiter=RateLimiter(0)), jurisdiction_id="xiamen")
    made = creator.create_request(
        "noise", lat=24.4795, lng=118.0894, address_string="湖滨南路某工地", description=TEXT, api_key=key, dry_run=False,
        confirm="SEND", validate_remote=True, attributes={"district": "siming"},
    )  # fmt: skip
    number = made.response[0]["service_request_id"]
    assert creator.get_request(number)["status_notes"] == "已收到，正在登记"
    assert creator.get_token(number)[0]["service_request_id"] == number
    assert take_in() == 1
    for form in ("json", "xml"):
        reader = GeoReport(f"{live.url}{ROOT}", jurisdiction="xiamen", output_format=form)
        assert {one["service_name"] for one in reader.get_service_list()} >= {"噪声"}
        assert reader.get_service_definition("noise")["service_code"] == "noise"
        found = reader.get_service_request(number)
        assert (found["status"], found["status_notes"], found["service_code"]) == ("open", "已收到，待受理", "noise")
    assert [one["service_request_id"] for one in creator.list_requests(status="open")] == [number]


def test_request_becomes_one_complaint_with_everything_sent(application):
    number = application.number(lat="24.4795", long="118.0894", first_name="四", last_name="李", phone="13800000000")
    assert take_in() == 1
    complaint = Complaint.objects.get(reference=number)
    assert (complaint.text, complaint.place, complaint.category) == (TEXT, "湖滨南路某工地", "noise")
    assert float(complaint.latitude) == 24.4795


def test_retry_gets_the_same_number_and_nothing_is_doubled(application):
    first, again = application.post(), application.post()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    with ThreadPoolExecutor(4) as pool:
        numbers = set(pool.map(lambda _: _elsewhere(application), range(8)))
    assert len(numbers) == 1
    assert Intake.objects.count() == Receipt.objects.count() == 2


def _elsewhere(application: Application) -> str:
    try:
        return application.number(description="另外一件：路边烧垃圾，每天傍晚。", headers={"Idempotency-Key": "once"})
    finally:
        connections.close_all()


def test_key_of_another_content_is_a_conflict_and_another_day_another_report(application, planned):
    application.post(headers={"Idempotency-Key": "a"})
    other = application.post(headers={"Idempotency-Key": "a"}, description="另外一件：河水发黑发臭，三天了。")
    assert other.status_code == 409
    assert "内容不同；没有登记" in other.json()[0]["description"]
    number = application.number()
    planned.clock.advance(timedelta(days=1))
    assert application.number() != number


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"api_key": None}, 403, "api_key"),
        ({"api_key": "ecoduty_" + "x" * 43}, 403, "api_key"),
        ({"service_code": None}, 400, "缺少 service_code"),
        ({"service_code": "nothing"}, 404, "没有 service_code"),
        ({"description": ""}, 400, "description：请写明什么事"),
        ({"description": "长" * 10_001}, 400, "最多10000个字"),
        ({"attribute[district]": None}, 400, "attribute[district]"),
        ({"address_string": None}, 400, "address_string：请写明地点"),
        ({"lat": "31.2", "long": "121.5"}, 400, "不在厦门市各区之内"),
        ({"lat": "24.48"}, 400, "须同时给出"),
        ({"lat": "x", "long": "y"}, 400, "须同时给出"),
        ({"phone": "abc"}, 400, "电话只写数字"),
        ({"jurisdiction_id": "boston"}, 404, "没有 jurisdiction_id"),
    ],
)
def test_errors_are_a_list_of_code_and_description_in_both_formats(application, changed, status, words):
    answer = application.post(**changed)
    assert answer.status_code == status
    (first, *_) = answer.json()
    assert (first["code"], set(first)) == (status, {"code", "description"})
    assert words in first["description"]
    tree = ET.fromstring(application.post("xml", **changed).content)
    assert (tree.tag, tree.findtext("error/code"), tree.findtext("error/description")) == (
        "errors",
        str(status),
        first["description"],
    )
    assert not Intake.objects.exists()


def test_everything_wrong_is_told_at_once(application):
    told = application.post(description="", address_string=None, **{"attribute[district]": None}).json()
    assert len(told) == 3


def test_revoked_and_expired_keys_and_those_of_another_scope_are_refused(application, key, planned):
    assert application.post().status_code == 201
    perform(TOKEN, "revoke", Token.objects.get().pk, actor=SYSTEM, data={})
    assert application.post(description="另外一件：路边烧垃圾。").status_code == 403
    _, other = issued("committee-office", "committee-office-clerk", ("matters:read",))
    assert Application(other).post().status_code == 403


def test_key_has_a_limit_and_retries_do_not_count(application):
    row = PublicForm.objects.filter(kind="complaint").order_by("-pk").first()
    most = {**row.content["most"], "program": 3}
    PublicForm.objects.create(kind=row.kind, digest="few", published_at=now(), content={**row.content, "most": most})
    answers = [application.post(description=f"第{n // 2}件，工地扬尘。").status_code for n in range(8)]
    assert answers == [201, 200, 201, 200, 201, 200, 429, 429]


def test_nothing_of_the_reporter_or_his_words_is_told(application):
    number = application.number(first_name="四", last_name="李", phone="13800000000", lat="24.4795", long="118.0894")
    take_in()
    for path in ("requests.json", f"requests/{number}.json", "requests.xml", f"requests/{number}.xml"):
        said = application.get(path, extensions="true").content.decode()
        assert number in said
        for secret in (TEXT, "湖滨南路", "李", "13800000000", "118.0", "24.4"):
            assert secret not in said


def test_extensions_tell_the_finer_status(application):
    number = application.number()
    take_in()
    plain = application.get(f"requests/{number}.json").json()[0]
    assert (plain["status"], plain["status_notes"]) == ("open", "已收到，待受理")
    assert "extended_attributes" not in plain
    more = application.get(f"requests/{number}.json", extensions="true").json()[0]["extended_attributes"]
    assert (more["vendor_status"], more["vendor_status_label"], more["district"]) == ("received", "已收到", "siming")


def test_list_is_narrowed_as_the_standard_has_it(application, planned):
    numbers = [
        application.number(description=f"第{n}件，工地扬尘。", service_code=code)
        for n, code in enumerate(("noise", "air", "noise"))
    ]
    while take_in():
        pass
    PublicStanding.objects.filter(reference=numbers[2]).update(state="closed", label="已办结")

    def found(**query: str) -> set[str]:
        return {one["service_request_id"] for one in application.get("requests.json", **query).json()}

    assert found() == set(numbers)
    assert found(service_code="noise") == {numbers[0], numbers[2]}
    assert found(service_code="noise,air", status="open") == set(numbers[:2])
    assert found(status="closed") == {numbers[2]}
    assert found(status="open,closed") == set(numbers)
    assert found(service_request_id=f"{numbers[0]},{numbers[1]}", status="closed") == set(numbers[:2])
    assert found(start_date="2027-02-01T00:00:00+08:00", end_date="2027-02-10T23:59:59+08:00") == set(numbers)
    assert found(end_date="2027-02-09T23:59:59Z") == set(numbers)  # it is the tenth in China by then
    assert found(end_date="2027-02-09T12:00:00+08:00") == set()
    assert len(found(page_size="2")) == 2
    assert len(found(page_size="2", page="2")) == 1
    for query in ({"start_date": "gestern"}, {"status": "fixed"}, {"page": "0"}, {"page_size": "x"},
                  {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-12-31T00:00:00Z"},
                  {"start_date": "2027-02-05", "end_date": "2027-02-01"}):  # fmt: skip
        assert application.get("requests.json", **query).status_code == 400, query


def test_list_costs_the_same_however_long(application):
    application.number()
    take_in()
    with CaptureQueriesContext(connections["portal"]) as few:
        application.get("requests.json")
    for n in range(5):
        application.number(description=f"第{n}件，工地扬尘。")
    take_in()
    with CaptureQueriesContext(connections["portal"]) as many:
        application.get("requests.json")
    assert len(many) == len(few) <= 3


def test_answers_are_open_to_programs_anywhere_and_asked_again_cheaply(application):
    first = application.get("services.json")
    assert (first["Access-Control-Allow-Origin"], first["Content-Type"]) == ("*", "application/json; charset=utf-8")
    again = application.client.get(f"{ROOT}/services.json", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert application.get("services.xml")["Content-Type"] == "text/xml; charset=utf-8"


def test_what_is_not_here_and_what_is_not_done_here(application):
    for path in (
        "requests/270210-0000-0000.json",
        "requests/%00.json",
        "tokens/x.json",
        "services/x.json",
        "services",
        "nothing.json",
    ):
        assert application.get(path).status_code == 404, path
    refused = application.client.delete(f"{ROOT}/requests.json")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, POST")


@pytest.mark.parametrize("form", ["json", "xml"])
def test_what_no_answer_can_hold_is_left_out_of_what_is_repeated(application, form):
    nasty = "a\x01\x0b\uffff<b>&"
    answers = [
        application.get(f"requests/%01%0B%EF%BF%BF<b>.{form}"), application.get(f"services/%01.{form}"), application.get(f"tokens/%00.{form}"),
        application.get(f"services.{form}", jurisdiction_id=nasty[:4]), application.get(f"requests.{form}", status=nasty[:4]),
        application.post(form, service_code="\x01\x0b<b>"),
    ]  # fmt: skip
    for answer in answers:
        assert 400 <= answer.status_code < 500
        if form == "xml":
            told = ET.fromstring(answer.content).findtext("error/description")
        else:
            told = answer.json()[0]["description"]
        assert told
        assert not {"\x00", "\x01", "\x0b", "\uffff"} & set(told)


def test_discovery_leads_to_the_api(application):
    found = application.client.get("/open311/discovery.json").json()
    address = found["endpoints"][0]["url"]
    assert application.client.get(f"{urlsplit(address).path}/services.json").status_code == 200
    assert application.client.get("/open311/discovery.xml").status_code == 200


def test_process_with_the_portals_role_alone_does_it_all(application, planned):
    planned.database.point_django_here({"default": "ecoduty_portal", "portal": "ecoduty_portal"})
    store.forget()
    try:
        number = application.number(lat="24.4795", long="118.0894")
        assert application.get(f"requests/{number}.json").json()[0]["status"] == "open"
    finally:
        planned.database.point_django_here()
        store.forget()
