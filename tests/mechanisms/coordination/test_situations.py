"""Reports of a major situation: sent at once, receipted, instructed, carried out (clause 8.4)."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader

from ecoduty.casework.documents.models import Document
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Refused, perform
from ecoduty.mechanisms.coordination.models import SituationInstruction
from ecoduty.mechanisms.coordination.situation_papers import KIND
from ecoduty.mechanisms.coordination.situations import RECEIPT, SITUATION
from tests.city import PASSWORD
from tests.mechanisms.coordination.steps import at
from tests.mechanisms.reports.test_half_year_report import leader_of

GIVEN = {
    "subject": "溪流出现大面积死鱼", "known_at": "2026-11-22T08:30:00+08:00", "place": "后溪中游",
    "situation": "约两公里河段出现死鱼，初判上游企业夜间偷排。", "done": "已关闭取水口，封堵排口，采样送检。",
}  # fmt: skip
ORDER = {"leader": "分管副市长", "given_on": "2026-11-22", "text": "立即查清源头，依法严处，每日报告。"}
LONG = "约两公里河段出现死鱼，初判上游企业夜间偷排，溶解氧低于2毫克每升，下游取水口已经关闭，沿线村庄已经告知。"
WHO = {  # act → state → who may, of those below; written down from clause 8.4
    "report_further": ("sent", {"deputy", "principal"}),
    "enter_number": ("sent", {"liaison", "deputy", "principal"}),
    "record_receipt": ("sent", {"liaison", "deputy", "principal"}),
    "acknowledge": ("sent", {"leader"}),
    "give_instruction": ("sent", {"liaison", "deputy", "principal", "leader"}),
    "report_carried_out": ("instructed", {"liaison", "deputy", "principal"}),
}


def reported(city, body: str = "water-bureau", **other) -> Matter:
    done = perform(SITUATION, "report", actor=city.actor(f"{body}.principal"), data={**GIVEN, **other})
    return Matter.objects.get(pk=done.subject.pk)


def order(matter, body: str = "government", **other):
    """An instruction by somebody of that recipient."""
    return {**ORDER, "of": matter.situation.document.recipients.get(body__key=body).pk, **other}


def do(city, matter, who, act, data=None):
    return perform(SITUATION, act, matter.pk, actor=city.actor(who), data=data)


@pytest.mark.clause("8.4", page="/matters/?kind=major_situation")
def test_from_report_to_the_instruction_carried_out(city):
    principal = city.client("water-bureau.principal")
    assert "已采取的措施" in principal.get("/situations/new/").content.decode()
    form = {**GIVEN, "known_at": "2026-11-22T08:30"}
    assert principal.post("/situations/new/", form).status_code == 302
    matter = Matter.objects.get(kind=KIND)
    document = matter.situation.document
    assert {row.body.key for row in document.recipients.all()} == {"party-committee", "government"}
    for row in document.recipients.all():
        given = {"recipient": row.pk, "received_on": "2026-11-22", "evidence": "值班电话记录"}
        do(city, matter, "water-bureau.liaison", "record_receipt", given)
    assert Matter.objects.get(pk=matter.pk).state == "read"
    assert Deadline.objects.get(matter=matter, key=RECEIPT).state == "met"
    leader = city.client(leader_of(city, "water-bureau"))
    assert GIVEN["situation"] in leader.get(f"/matters/{matter.public_id}/give_instruction/").content.decode()
    do(city, matter, "water-bureau.liaison", "give_instruction", order(matter))
    page = principal.get(f"/matters/{matter.public_id}/").content.decode()
    for words in ("值班电话记录", ORDER["text"], "分管副市长"):
        assert words in page
    sheet = principal.get(f"/matters/{matter.public_id}/brief/").content.decode()
    assert GIVEN["situation"] in sheet
    assert Deadline.objects.filter(matter=matter, key="report.instruction-follow-up", state="running").exists()
    do(city, matter, "water-bureau.liaison", "report_carried_out", {"result": "源头已查清并立案，河段恢复。"})
    assert not Matter.objects.get(pk=matter.pk).open


def test_an_instruction_is_a_task_at_once(city):
    """The reporting body's own, or another's where the leader says so; the reporting body completes and issues it."""
    matter = reported(city)
    do(city, matter, leader_of(city, "water-bureau"), "give_instruction", order(matter))
    task = SituationInstruction.objects.get(situation=matter.pk).task
    assert (task.kind, task.state, task.holder.key) == ("task", "draft", "water-bureau")
    assert (task.task.goal, task.task.lead.key, task.task.source) == (ORDER["text"], "water-bureau", "instruction")
    given = order(matter, lead="ecology-bureau", limit_on="2026-12-01")
    do(city, matter, "water-bureau.liaison", "give_instruction", given)
    other = SituationInstruction.objects.filter(situation=matter.pk).last().task.task
    assert (other.lead.key, other.limit_on) == ("ecology-bureau", date(2026, 12, 1))
    page = city.client("water-bureau.liaison").get(f"/matters/{matter.public_id}/").content.decode()
    assert f"/matters/{task.public_id}/" in page


def test_who_writes_on_it_has_received_it_and_the_other_still_signs(city):
    matter = reported(city)
    leader = leader_of(city, "water-bureau")
    do(city, matter, leader, "give_instruction", order(matter))
    receipts = {
        row.body.key: row.evidence for row in matter.situation.document.recipients.filter(receipted_at__isnull=False)
    }
    assert receipts == {"government": "分管副市长2026年11月22日批示"}
    limit = Deadline.objects.get(matter=matter, key=RECEIPT)
    assert limit.state == "running"
    with pytest.raises(Refused) as refused:
        do(city, matter, leader, "acknowledge")
    assert refused.value.code == "receipt_not_due"
    do(city, matter, "water-bureau.liaison", "give_instruction", order(matter, "party-committee", leader="市委书记"))
    limit.refresh_from_db()
    assert (limit.state, Matter.objects.get(pk=matter.pk).state) == ("met", "instructed")
    assert matter.situation.instructions.count() == 2
    with pytest.raises(Refused) as refused:
        do(city, matter, leader, "give_instruction", {**ORDER, "of": 0})
    assert refused.value.code == "not_a_recipient"


def test_what_changes_is_reported_further_to_the_same_and_signed_for_anew(city):
    matter = reported(city)
    leader = leader_of(city, "water-bureau")
    for key in ("government", "party-committee"):
        row = matter.situation.document.recipients.get(body__key=key)
        given = {"recipient": row.pk, "received_on": "2026-11-22", "evidence": "值班电话记录"}
        do(city, matter, "water-bureau.liaison", "record_receipt", given)
    assert Matter.objects.get(pk=matter.pk).state == "read"
    city.clock.move_to(at(11, 22, 18))
    do(city, matter, "water-bureau.deputy", "report_further", {"situation": "源头已查明，为上游某电镀厂夜间偷排。"})
    assert Matter.objects.get(pk=matter.pk).state == "sent"
    assert set(Deadline.objects.filter(matter=matter, key=RECEIPT).values_list("state", flat=True)) == {
        "met",
        "running",
    }
    further = Document.objects.get(matter=matter, kind="major_situation_further")
    assert further.title == "关于溪流出现大面积死鱼的续报（第1次）"
    assert {row.body.key for row in further.recipients.all()} == {"government", "party-committee"}
    for page in ("", "brief/"):
        shown = city.client("water-bureau.liaison").get(f"/matters/{matter.public_id}/{page}").content.decode()
        assert "某电镀厂夜间偷排" in shown
        assert "续报" in shown
    do(city, matter, leader, "acknowledge")
    form = city.client("water-bureau.liaison").get(f"/matters/{matter.public_id}/record_receipt/").content.decode()
    assert "市委：关于溪流出现大面积死鱼的续报" in form
    do(city, matter, "water-bureau.liaison", "give_instruction", order(matter, "party-committee"))
    assert not further.recipients.filter(receipted_at=None).exists()
    assert not Deadline.objects.filter(matter=matter, key=RECEIPT, state="running").exists()


def test_the_first_receipt_leaves_the_limit_running(city):
    matter = reported(city)
    do(city, matter, leader_of(city, "water-bureau"), "acknowledge")
    assert Deadline.objects.get(matter=matter, key=RECEIPT).state == "running"
    assert Matter.objects.get(pk=matter.pk).state == "sent"


def test_days_are_in_order(city):
    with pytest.raises(Refused) as refused:
        perform(
            SITUATION, "report", actor=city.actor("water-bureau.principal"),
            data={**GIVEN, "known_at": "2026-11-23T08:30:00+08:00"},
        )  # fmt: skip
    assert refused.value.code == "in_future"
    matter = reported(city)
    with pytest.raises(Refused) as refused:
        do(city, matter, "water-bureau.liaison", "give_instruction", order(matter, given_on="2026-11-21"))
    assert refused.value.code == "instruction_out_of_order"


def test_who_may_do_what(city):
    matter = reported(city)
    people = {post: f"water-bureau.{post}" for post in ("liaison", "deputy", "principal")}
    people |= {"leader": leader_of(city, "water-bureau"), "office": "committee-office.clerk"}
    for act, (state, may) in WHO.items():
        Matter.objects.filter(pk=matter.pk).update(state=state, open=True)
        for role, who in people.items():
            code = refusal(city, matter, who, act)
            assert code not in {"not_permitted", "not_found"} if role in may else code == "not_permitted", (
                act,
                role,
                code,
            )
        assert refusal(city, matter, "ocean-bureau.principal", act) == "not_found"


def refusal(city, matter, who, act):
    with pytest.raises(Refused) as refused:
        do(city, matter, who, act, {"nothing": "of the kind"})
    return refused.value.code


def test_a_district_reports_to_its_own_and_the_sheet_is_for_who_sees_the_whole(city):
    city.clock.move_to(at(11, 22, 12))
    matter = reported(city, "siming-ecology-office")
    found = {row.body.key for row in matter.situation.document.recipients.all()}
    assert found == {"siming-party-committee", "siming-government"}
    for who, status in {
        "siming-ecology-office.liaison": 200,
        "committee-office.clerk": 200,
        "ocean-bureau.liaison": 404,
    }.items():
        assert city.client(who).get(f"/matters/{matter.public_id}/brief/").status_code == status, who


@pytest.mark.browser
def test_the_leaders_sheet_is_one_a4_however_long_the_report(fresh_city, live, new_page, axe):
    """Cut text says how long the whole is; the room to write in, or what was written, is on the same sheet."""
    long = {"situation": LONG * 30, "done": f"{LONG}\n" * 30, "next_steps": LONG * 30, "subject": LONG[:70]}
    matter = reported(fresh_city, "water-bureau", **long)
    page = new_page()
    page.goto("/login/", timeout=30_000)
    page.get_by_label("用户名").fill("water-bureau.liaison")
    page.get_by_label("口令", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/login/" not in url, wait_until="load")
    do(fresh_city, matter, "water-bureau.principal", "report_further", {"situation": LONG * 30, "done": LONG * 30})
    for written in range(5):
        page.goto(f"/matters/{matter.public_id}/brief/")
        axe(page)
        leaves = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        assert len(leaves) == 1, written
        assert "以上为节录" in leaves[0].extract_text()
        assert [round(float(side)) for side in leaves[0].mediabox[2:]] == [595, 842]
        do(fresh_city, matter, "water-bureau.liaison", "give_instruction", order(matter, text=LONG * 20))
