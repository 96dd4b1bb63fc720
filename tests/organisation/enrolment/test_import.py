"""Excel in: every wrong cell named, nothing half done, one confirmed act; an export brought back changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ecoduty.casework.search.models import SearchRow
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.flow import BODY
from ecoduty.organisation.directory.models import Appointment, Body, Person, Post
from ecoduty.organisation.enrolment import inviting, writing
from ecoduty.organisation.enrolment.applying import apply
from ecoduty.organisation.enrolment.checking import check
from ecoduty.organisation.enrolment.plan import Plan
from tests.city import City
from tests.organisation.enrolment.files import DAY, STAFF, filled, person

Bring = Callable[..., Plan]


@pytest.fixture
def office(city: City) -> Actor:
    return city.actor("committee-office.clerk")


@pytest.fixture
def bring(office: Actor, tmp_path: Path) -> Bring:
    """Check and, where nothing is wrong, import lines by the committee office."""

    def work(actor: Actor = office, **lines: list[dict[str, Any]]) -> Plan:
        plan = check(filled(tmp_path, **lines), actor, DAY)
        if not plan.faults:
            apply(plan, actor)
        return plan

    return work


def faults(plan: Plan) -> dict[str, str]:
    return {fault.place: fault.sentence for fault in plan.faults}


def in_office(body: str, post: str, on: date = DAY) -> list[str]:
    rows = queries.holders([Body.objects.get(key=body)], [Post.objects.get(body__key=body, key=post).kind], on)
    return sorted(row.person.name for row in rows if row.post.key == post)


def test_posts_and_people_are_brought_by_one_file(bring):
    plan = bring(
        posts=[STAFF], people=[person("王小明", mobile="13800001111"), person("李四", mail="li@example.gov.cn")]
    )
    assert faults(plan) == {}
    assert plan.summary() == "增设岗位1、新人员2、任职2"
    assert in_office("water-bureau", "staff") == ["李四", "王小明"]
    assert Person.objects.get(name="王小明").mobile == "13800001111"
    entry = Entry.objects.filter(stream="body:water-bureau", act="enrol").get()
    assert [line[0] for line in entry.facts["took"]] == ["王小明", "李四"]
    assert "13800001111" not in str(entry.facts)


def test_the_same_file_again_changes_nothing(bring):
    lines = {"posts": [STAFF], "people": [person("王小明", mobile="13800001111"), person("李四")]}
    bring(**lines)
    before = Entry.objects.count()
    again = bring(**lines)
    assert (faults(again), again.empty, Entry.objects.count()) == ({}, True, before)


def test_an_export_of_everything_brought_back_changes_nothing(city, office, tmp_path):
    path = tmp_path / "export.xlsx"
    path.write_bytes(writing.export(None, DAY))
    plan = check(path, office, DAY)
    assert (faults(plan), plan.summary()) == ({}, "")
    assert plan.lines > Appointment.objects.count()


def test_bodies_units_posts_and_people_new_in_one_file(bring):
    plan = bring(
        bodies=[{"key": "new-bureau", "name": "厦门市新设局", "short_name": "市新设局", "kind": "department", "level": "市级",
                 "region_code": "3502", "order": 990, "parent": "市政府", "coordinator_required": "是"}],
        units=[{"body": "市新设局", "name": "综合处"}],
        posts=[{**STAFF, "body": "new-bureau", "unit": "综合处", "since": None}],
        people=[person("赵一", body="厦门市新设局", post="干部", since=DAY)],
    )  # fmt: skip
    assert faults(plan) == {}
    body = Body.objects.get(key="new-bureau")
    assert (body.parent and body.parent.short_name, body.coordinator_required) == ("市政府", True)
    assert in_office("new-bureau", "staff") == ["赵一"]


def test_a_move_ends_one_post_and_begins_another_and_the_past_stays(bring):
    bring(posts=[STAFF, {**STAFF, "body": "市海洋局"}], people=[person("王小明")])
    known = Person.objects.get(name="王小明")
    plan = bring(people=[
        person("王小明", person=known.pk, until=date(2026, 10, 1)),
        person("王小明", person=known.pk, body="ocean-bureau", since=date(2026, 10, 1)),
    ])  # fmt: skip
    assert faults(plan) == {}
    assert in_office("water-bureau", "staff", date(2026, 9, 30)) == ["王小明"]
    assert in_office("water-bureau", "staff", date(2026, 10, 1)) == []
    assert in_office("ocean-bureau", "staff", date(2026, 10, 1)) == ["王小明"]
    assert Person.objects.filter(name="王小明").count() == 1


def test_a_new_person_with_two_posts_in_two_bodies_is_one_person(bring):
    plan = bring(
        posts=[STAFF, {**STAFF, "body": "市海洋局"}],
        people=[person("王小明", mobile="13800001111"), person("王小明", body="ocean-bureau", mobile="138 0000 1111")],
    )
    assert faults(plan) == {}
    assert Person.objects.filter(name="王小明").count() == 1
    assert len(queries.posts_held(Person.objects.get(name="王小明"), DAY)) == 2


def test_a_rename_keeps_the_old_name_for_its_days(bring):
    body = Body.objects.get(key="water-bureau")
    before = body.name
    plan = bring(bodies=[{"key": body.key, "name": "厦门市水务局", "short_name": "市水务局", "kind": body.kind, "level": "市级",
                          "region_code": body.region_code, "since": date(2026, 11, 1)}])  # fmt: skip
    assert faults(plan) == {}
    assert queries.name_on(body, date(2026, 10, 31)).name == before
    assert queries.name_on(body, date(2026, 11, 1)).name == "厦门市水务局"


@pytest.mark.parametrize(
    ("line", "place", "told"),
    [
        (person(""), "人员!B2", "“姓名”没有填"),
        (person(body="市不存在局"), "人员!C2", "没有机构“市不存在局”"),
        (person(post="皇帝"), "人员!D2", "没有岗位“皇帝”"),
        (person(since="昨天"), "人员!E2", "不是日期"),
        (person(since=None), "人员!E2", "新任职要填任职日期"),
        (person(since=date(2019, 1, 1)), "人员!E2", "还没有设立"),
        (person(until=date(2026, 2, 1)), "人员!F2", "须晚于任职日期"),
        (person(mobile="12345"), "人员!G2", "应为11位手机号码"),
        (person(mail="不是邮箱"), "人员!H2", "应为电子邮箱"),
        (person(person=999999999), "人员!A2", "没有编号为"),
        (person(person="abc"), "人员!A2", "没有编号为"),
        (person(post="principal"), "人员!D2", "一岗一人"),
        (person("名" * 61), "人员!B2", "超过60个字"),
        (person("=HYPERLINK(1)"), "人员!B2", "“姓名”没有填"),
        (person(body="'; drop"), "人员!C2", "没有机构"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_done(bring, line, place, told):
    before = (Appointment.objects.count(), Entry.objects.count(), Post.objects.count())
    plan = bring(posts=[STAFF], people=[line])
    assert told in faults(plan)[place], faults(plan)
    assert (Appointment.objects.count(), Entry.objects.count(), Post.objects.count()) == before


def test_the_same_post_twice_in_the_file_is_found(bring):
    plan = bring(posts=[STAFF], people=[person("王小明"), person("李四"), person("王小明")])
    assert list(faults(plan)) == ["人员!D4"] or list(faults(plan)) == ["人员!D2", "人员!D4"]


def test_all_thirty_wrong_rows_are_listed_and_nothing_is_imported(bring):
    people = [person(f"人{n}", mobile="1" if n % 10 == 0 else "") for n in range(300)]
    plan = bring(posts=[STAFF], people=people)
    assert [fault.place for fault in plan.faults] == [f"人员!G{n + 2}" for n in range(0, 300, 10)]
    assert not Person.objects.filter(name="人1").exists()


def test_who_keeps_one_body_cannot_touch_another(city, bring):
    bring(posts=[STAFF, {**STAFF, "body": "ocean-bureau"}])
    head = city.actor("water-bureau.principal")
    plan = bring(head, people=[person("王小明"), person("李四", body="ocean-bureau")])
    assert list(faults(plan)) == ["人员!C3"]
    assert faults(bring(head, people=[person("王小明")])) == {}
    assert "交环委办" in faults(bring(head, posts=[{**STAFF, "key": "more"}]))["岗位!A2"]


def test_what_a_guard_refuses_in_the_end_undoes_everything(bring, office, tmp_path):
    path = filled(
        tmp_path, posts=[STAFF], people=[person("王小明"), person("李四", body="ocean-bureau", post="principal")]
    )
    plan = check(path, office, DAY)
    plan.faults = []  # as if the post had been vacant when the file was checked
    standing = Appointment.objects.count()
    assert [fault.place for fault in check(path, office, DAY).faults] == ["人员!D3"]
    from ecoduty.organisation.directory.enrolling import Taking  # noqa: PLC0415 -- one look

    plan.of("ocean-bureau").taking.append((Taking(row=3, post="principal", name="李四", since=DAY), -2))
    with pytest.raises(Refused) as refused:
        apply(plan, office)
    assert refused.value.sentence.startswith("第3行：")
    assert Appointment.objects.count() == standing
    assert not Post.objects.filter(key="staff").exists()


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_gets_a_sentence(office, tmp_path, content):
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        check(path, office, DAY)
    assert refused.value.code == "not_a_workbook"


def test_progress_is_told_and_ends_with_everything(bring, office, tmp_path):
    plan = check(filled(tmp_path, posts=[STAFF], people=[person(f"人{n}") for n in range(450)]), office, DAY)
    told: list[tuple[int, int]] = []
    apply(plan, office, lambda done, total: told.append((done, total)))
    assert told[-1] == (451, 451)
    assert len(told) >= 3
    assert Entry.objects.filter(act="enrol").count() == 3


def test_a_corrected_name_is_told_in_the_entry_and_found_from_then_on(bring, office):
    bring(posts=[STAFF], people=[person("王小明")])
    known = Person.objects.get(name="王小明")
    data = {"person": known.pk, "name": "王晓明", "cause": "登记有误"}
    perform(BODY, "correct_name", "water-bureau", actor=office, data=data)
    assert in_office("water-bureau", "staff") == ["王晓明"]
    assert Entry.objects.get(act="correct_name").facts["former_name"] == "王小明"
    assert SearchRow.objects.get(kind="person", ref=str(known.pk)).title == "王晓明"
    assert "不是同一人请空着编号" in faults(bring(people=[person("王小明", person=known.pk)]))["人员!B2"]


def test_thousands_are_invited_with_a_few_statements(office, tmp_path, django_assert_max_num_queries):
    people = [person(f"人{n}") for n in range(400)]
    plan = check(filled(tmp_path, posts=[STAFF], people=people), office, DAY)
    with django_assert_max_num_queries(160):  # as many as for forty: three entries, one batch of accounts
        found = apply(plan, office, invite=True)
    assert (len(found.links), found.sentence()) == (400, "")
    assert Account.objects.filter(person__name__startswith="人", factor_since=None).count() >= 400
    assert Entry.objects.filter(act="open", facts__invited=True, actor_name=office.name).count() == 400


def test_a_post_yet_to_begin_invites_nobody_today(office, tmp_path):
    lines = [person("王小明", since=date(2026, 12, 20)), person("李四")]
    plan = check(filled(tmp_path, posts=[STAFF], people=lines), office, DAY)
    assert [link.name for link in apply(plan, office, invite=True).links] == ["李四"]


def test_who_may_not_open_accounts_invites_nobody_and_is_told_who_can(city, bring):
    bring(posts=[STAFF], people=[person("王小明")])
    known = Person.objects.get(name="王小明")
    found = inviting.invite({known.pk}, city.actor("water-bureau.liaison"), lambda done: None)
    assert found.links == []
    assert "系统管理员" in found.sentence()
