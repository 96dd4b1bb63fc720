"""The list of the city, and that of a district with its own approval and its own privacy (clauses 6.1–6.3)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.publications.listed import PublishedList
from ecoduty.kernel.clock import today
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import perform
from ecoduty.mechanisms.responsibilities.models import ResponsibilityList
from tests.mechanisms.responsibilities.listing import (
    CONSOLIDATED_TABLE,
    NOISE,
    PLAIN,
    SEWAGE,
    URL,
    at,
    published,
    refusal,
)

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class Consolidated:
    """The list of a compiler."""

    def __init__(self, city, body="ecology-bureau"):
        self.city, self.body = city, body
        self.pk = perform(CONSOLIDATED_TABLE, "open", actor=city.actor(f"{body}.liaison"), data={}).subject.pk

    @property
    def matter(self):
        return Matter.objects.get(pk=self.pk)

    @property
    def list(self):
        return ResponsibilityList.objects.get(pk=self.pk)

    def do(self, who, act, data=None):
        return perform(CONSOLIDATED_TABLE, act, self.pk, actor=self.city.actor(who), data=data or {}).subject

    def approve(self, authority):
        actor = self.city.actor(f"{self.body}.liaison")
        upload = SimpleUploadedFile("审定.pdf", PDF)
        file = storage.store(upload, owner=storage.upload_owner(actor.account), account=actor.account)
        self.do(
            f"{self.body}.liaison", "record_approval",
            {"authority": authority, "meeting": "常委会第30次会议", "number": "纪要30号", "approved_on": today().isoformat(),
             "file": str(file.public_id)},
        )  # fmt: skip

    def to_approved(self):
        self.do(f"{self.body}.liaison", "compile")
        self.do(f"{self.body}.liaison", "start_consultation")
        for one in self.list.opinions.filter(answer="asked").select_related("body"):
            self.do(f"{one.body.key}.liaison", "answer_consultation", {"answer": "agree"})
        self.do(f"{self.body}.liaison", "submit_for_approval")
        self.approve("party_committee")
        assert refusal(self.do, f"{self.body}.principal", "approve").code == "approvals_missing"
        self.approve("government")
        self.do(f"{self.body}.principal", "approve")
        return self

    def publish(self):
        self.do(f"{self.body}.liaison", "register_publication", {"own_url": URL, "published_on": today().isoformat()})
        return self


@pytest.mark.clause("6.1", page="/lists/")
@pytest.mark.clause("6.2", page="/lists/")
def test_the_citys_list_is_compiled_consulted_approved_twice_and_published(city):
    published(city, "water-bureau", PLAIN, SEWAGE)
    published(
        city,
        "construction-bureau",
        {**NOISE, "openness": "withheld", "openness_reason": "内部管理"},
        NOISE | {"name": "扬尘"},
    )
    whole = Consolidated(city)
    assert refusal(Consolidated, city).code == "list_open_already"
    whole.to_approved().publish()
    rows = [(row.body.key, row.name) for row in whole.list.rows.select_related("body").order_by("order")]
    assert rows == [
        ("construction-bureau", "扬尘"), ("water-bureau", PLAIN["name"]), ("water-bureau", SEWAGE["name"]),
    ]  # what is not open stays out  # fmt: skip
    shown = PublishedList.objects.get(kind="consolidated")
    assert "常委会第30次会议" in shown.approval
    assert (whole.matter.state, whole.list.edition, whole.list.in_force) == ("effective", 1, date(2026, 11, 22))
    city.clock.move_to(at(12, 20))
    published(city, "finance-bureau", {**PLAIN, "name": "生态环境保护经费的预算安排"})
    revised = Consolidated(city).to_approved().publish()
    assert (revised.list.edition, revised.list.rows.count()) == (2, 4)
    assert whole.list.until == date(2026, 12, 20)
    kept = {row.key for row in whole.list.rows.all()}
    assert kept < {row.key for row in revised.list.rows.all()}


def test_only_where_the_committee_office_sits_is_a_list_compiled(city):
    refused = refusal(perform, CONSOLIDATED_TABLE, "open", actor=city.actor("water-bureau.liaison"), data={})
    assert (refused.code, refused.status) == ("not_the_compiler", 403)


def test_there_is_nothing_to_compile_before_a_list_is_in_force(city):
    whole = Consolidated(city)
    assert refusal(whole.do, "ecology-bureau.liaison", "compile").code == "nothing_to_compile"


@pytest.mark.clause("6.3", page="/portal/responsibilities/")
def test_a_district_keeps_its_own_list_and_another_district_sees_nothing_of_it(city):
    published(city, "siming-urban-management-bureau", {**NOISE, "level": "district"})
    siming = Consolidated(city, "siming-ecology-office")
    assert (siming.matter.body_level, siming.matter.region.key) == ("district", "siming")
    siming.do("siming-ecology-office.liaison", "compile")
    assert [row.body.key for row in siming.list.rows.all()] == ["siming-urban-management-bureau"]
    address = f"/matters/{siming.matter.public_id}/"
    for stranger in ("huli-ecology-office.liaison", "huli-urban-management-bureau.liaison", "water-bureau.liaison"):
        client = city.client(stranger)
        assert client.get(address).status_code == 404
        assert client.get(f"/lists/{siming.matter.public_id}/").status_code == 404
        assert siming.matter.number not in client.get("/lists/").content.decode()
        assert "汇编" not in client.get("/lists/").content.decode()
    assert city.client("committee-office.clerk").get(address).status_code == 200
    siming.to_approved().publish()
    assert siming.matter.state == "effective"
    assert city.client("huli-ecology-office.liaison").get(f"/lists/{siming.matter.public_id}/").status_code == 200
    assert city.client("huli-ecology-office.liaison").get(address).status_code == 404
