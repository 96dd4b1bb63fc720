"""Staff, equipment and funds of the grass roots against a target with its source (clause 17.1)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.figures.tallies import tally
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Refused, perform
from ecoduty.mechanisms.encouragement.capacity import queries
from ecoduty.mechanisms.encouragement.capacity.flow import CAPACITY, TARGETS
from ecoduty.mechanisms.encouragement.capacity.models import Amount
from ecoduty.organisation.directory.models import Body
from tests.mechanisms.encouragement.steps import Steps
from tests.mechanisms.who_may import checked

WHO, OFFICE = "water-bureau.liaison", "committee-office.clerk"
NUMBERS = {
    "staff": "35", "enforcement-staff": "20", "vehicles": "4", "detectors": "12", "drones": "2", "funds": "860.5",
    "grassroots-funds": "301",
}  # fmt: skip
ROLES = (WHO, "water-bureau.principal", "construction-bureau.liaison", OFFICE, "siming-committee-office.clerk")


class Return(Steps):
    """One body's return."""

    table = CAPACITY

    def __init__(self, city, who=WHO, year=2026):
        self.who = who
        super().__init__(city, perform(CAPACITY, "start_return", actor=city.actor(who), data={"year": year}).subject.pk)

    def filled(self, **changed):
        lines = [f"{code}｜{value}｜在编花名册" for code, value in {**NUMBERS, **changed}.items()]
        self.do(self.who, "enter_amounts", {"amounts": lines})
        return self

    def submitted(self, **changed):
        self.filled(**changed)
        self.do(f"{self.who.partition('.')[0]}.principal", "submit_return")
        return self


class Standard(Steps):
    """What is measured against in 2026."""

    table = TARGETS

    def __init__(self, city):
        super().__init__(
            city, perform(TARGETS, "draft_standard", actor=city.actor(OFFICE), data={"year": 2026}).subject.pk
        )

    def target(self, **changed):
        given = {
            "measure": "staff", "level": "city", "value": "50", "source": "生态环境统计年报，第12页", "source_year": 2025,
        }  # fmt: skip
        return self.do(OFFICE, "set_target", {**given, **changed})


def staff_of(body="water-bureau"):
    found = queries.of_year(2026, [Body.objects.get(key=body)], date(2026, 11, 25))[0]
    return next(row for row in found.standings if row.measure.code == "staff")


def test_numbers_are_entered_submitted_sent_back_and_confirmed(city):
    own = Return(city)
    assert "专职人员" in str(own.refused("water-bureau.principal", "submit_return"))
    own.submitted()
    check = Deadline.objects.get(matter=own.pk, key="capacity.checking")
    assert (check.state, check.holder.key) == ("running", "committee-office")
    own.do(OFFICE, "return_for_correction", {"note": "车辆数请核对。"})
    own.do(WHO, "enter_amounts", {"amounts": ["vehicles｜5｜车辆登记证"]})
    assert staff_of().value == 35
    assert (
        Amount.objects.filter(filled_in=own.pk).count() == len(NUMBERS) + 1
    )  # what did not change is not written again
    own.do("water-bureau.principal", "submit_return")
    own.do(OFFICE, "confirm_return")
    assert (own.state, own.matter.open) == ("confirmed", False)


def test_last_years_numbers_are_taken_over_and_said_to_be(city):
    Return(city, year=2025).submitted()
    own = Return(city)
    rows = Amount.objects.filter(filled_in=own.pk)
    assert {row.source for row in rows} == {"沿用2025年的数"}
    own.do("water-bureau.principal", "submit_return")  # nothing had to be typed anew
    assert staff_of().before == staff_of().value == 35


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("staff｜-3｜花名册", "不是0以上的数"),
        ("staff｜三十｜花名册", "不是0以上的数"),
        ("staff｜1e400｜花名册", "不是0以上的数"),
        ("staff｜NaN｜花名册", "不是0以上的数"),
        ("staff｜3.141｜花名册", "最多两位小数"),
        ("staff｜30", "还没有写数的来源"),
        ("horses｜3｜马厩", "没有“horses”这个指标"),
    ],
)
def test_number_without_sense_or_source_is_named(city, line, words):
    own = Return(city)
    assert words in own.refused(WHO, "enter_amounts", {"amounts": [line]}).sentence
    assert not Amount.objects.filter(filled_in=own.pk).exists()


def test_part_is_not_more_than_its_whole(city):
    own = Return(city).filled(**{"grassroots-funds": "900"})
    assert own.refused("water-bureau.principal", "submit_return").code == "part_exceeds_whole"


def test_target_needs_its_source_and_a_reason_once_it_is_in_force(city):
    standard = Standard(city)
    assert standard.refused(OFFICE, "put_standard_in_force").code == "no_target_yet"
    assert standard.refused(OFFICE, "set_target", {"measure": "staff", "level": "city", "value": "50", "source_year": 2025}).code == "bad_data"  # fmt: skip
    assert standard.refused(OFFICE, "set_target", {"measure": "staff", "level": "city", "value": "50", "source": "统计年报第12页", "source_year": 2031}).code == "source_year_ahead"  # fmt: skip
    standard.target()
    Return(city).submitted()
    assert staff_of().target is None  # not before it is in force
    standard.do(OFFICE, "put_standard_in_force")
    assert staff_of().gap == 15
    with pytest.raises(Refused) as caught:
        standard.target(value="40")
    assert caught.value.code == "target_change_unexplained"
    standard.target(value="30", why="统计口径更正。")
    assert staff_of().gap == Decimal(0)


def test_a_year_has_one_return_and_one_standard_and_some_bodies_have_none(city):
    Return(city)
    Standard(city)
    for who, table, act, code in (
        ("water-bureau.deputy", CAPACITY, "start_return", "return_exists"),
        (OFFICE, TARGETS, "draft_standard", "standard_exists"),
        ("siming-ecology-office.liaison", CAPACITY, "start_return", "not_bearer"),
        (OFFICE, CAPACITY, "start_return", "not_bearer"),
        ("siming-committee-office.clerk", TARGETS, "draft_standard", "standard_is_the_citys"),
    ):
        with pytest.raises(Refused) as caught:
            perform(table, act, actor=city.actor(who), data={"year": 2026})
        assert caught.value.code == code
    with pytest.raises(Refused) as caught:
        perform(CAPACITY, "start_return", actor=city.actor(WHO), data={"year": 2031})
    assert caught.value.code == "year_ahead"


def test_a_district_has_its_return_and_its_own_target(city):
    standard = Standard(city)
    standard.target(level="district", value="20")
    standard.do(OFFICE, "put_standard_in_force")
    own = Return(city, "siming-committee-office.clerk").filled(staff="12")
    own.do("siming-committee-office.director", "submit_return")
    assert staff_of("siming-committee-office").gap == 8
    assert own.matter.region.key == "siming"
    missing = {one.key for one in tally("capacity_return.bodies_without").members(date(2026, 11, 25))}
    assert "siming-committee-office" not in missing
    assert {"water-bureau", "huli-committee-office"} <= missing
    assert not tally("capacity_return.bodies_without").members(date(2026, 3, 30))  # its day has not come
    below = tally("capacity_return.below_target").members(date(2026, 11, 25))
    assert [one.key for one in below] == ["siming-committee-office:staff"]


@pytest.mark.clause("17.1", page="/capacity/")
def test_the_page_shows_who_has_how_much_and_what_is_missing(city):
    standard = Standard(city)
    standard.target()
    standard.do(OFFICE, "put_standard_in_force")
    Return(city).submitted()
    office = city.client(OFFICE)
    page = office.get("/capacity/?measure=staff&level=city&year=2026").content.decode()
    assert "35人，对标50人，还差15人" in page
    assert "生态环境统计年报，第12页（2025年）" in page
    assert "用于基层的经费占生态环境保护经费<b>34%</b>" in page
    assert page.count("没有报送") >= 10
    assert "对标值待填" in office.get("/capacity/?measure=drones").content.decode()
    assert "35人，对标" not in city.client("construction-bureau.liaison").get("/capacity/").content.decode()
    assert office.get("/capacity/?format=xlsx")["Content-Type"].endswith("spreadsheetml.sheet")
    Return(city, "construction-bureau.liaison").submitted(staff="70")
    with CaptureQueriesContext(connection) as one:
        office.get("/capacity/?measure=staff")
    Return(city, "transport-bureau.liaison").submitted(staff="20")
    with CaptureQueriesContext(connection) as two:
        office.get("/capacity/?measure=staff")
    assert len(two) == len(one)
    city.clock.move_to(datetime(2027, 1, 5, 9, tzinfo=SHANGHAI))  # nobody has sent the new year's numbers yet
    assert "35人，对标50人，还差15人" in office.get("/capacity/?measure=staff").content.decode()


def test_fields_of_the_page_become_numbers_and_nothing_typed_is_lost(city):
    client = city.client(WHO)
    assert client.post("/capacity/new/", {"year": "2026"}).status_code == 302
    matter = Matter.objects.get(kind="capacity_return")
    form = client.get(f"/matters/{matter.public_id}/enter_amounts/", follow=True)
    assert "专职人员（人）" in form.content.decode()
    address = f"/capacity/{matter.public_id}/amounts/"
    wrong = client.post(
        address,
        {
            "_version": matter.version,
            "value.staff": "35",
            "source.staff": "",
            "value.drones": "2",
            "source.drones": "台账",
        },
    )
    assert wrong.status_code == 422
    assert 'value="35"' in wrong.content.decode()
    assert "“专职人员”还没有写数的来源" in wrong.content.decode()
    done = client.post(address, {"_version": matter.version, "value.staff": "35", "source.staff": "花名册"})
    assert done.status_code == 302
    assert staff_of().value == 35
    assert city.client("construction-bureau.liaison").get(address).status_code == 404


def test_every_act_is_refused_to_whoever_may_not(city):
    assert checked(city, CAPACITY, Return(city).submitted().matter, ROLES) > 100
    assert checked(city, TARGETS, Standard(city).matter, ROLES) > 50
