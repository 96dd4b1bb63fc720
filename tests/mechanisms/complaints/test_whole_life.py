"""A complaint from taking in to the reporter's last word: every branch of its road."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.intakes.models import PublicStanding
from ecoduty.casework.matters.models import Link, Matter
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.kernel.rulebook import store
from ecoduty.mechanisms.complaints import limits, queries, rules
from ecoduty.mechanisms.complaints.flow import COMPLAINT
from ecoduty.mechanisms.complaints.models import Complaint, FollowUp, Reply, Version
from tests.mechanisms.complaints.steps import BUILDER, HOTLINE, TEXT, taken_in
from tests.mechanisms.lead_departments.steps import at


def refusal(case, who, act, data=None):
    with pytest.raises(Refused) as refused:
        case.do(who, act, data)
    return refused.value.code


def running(case):
    rows = Deadline.objects.filter(matter=case.pk, state="running").values_list("key", "rule", "holder__key")
    return sorted(rows)


@pytest.fixture
def noise(city, lists):
    return lists.add("construction-bureau", "建筑施工噪声监管", "打桩", "工地")


@pytest.fixture
def answered(city, noise):
    """Taken in by the hotline, answered by the construction bureau and approved: the reporter is to be asked."""
    case = taken_in(city)
    case.do(HOTLINE, "accept")
    case.do(HOTLINE, "dispatch", {"responsibility": noise})
    case.do(BUILDER, "sign_for")
    case.do(BUILDER, "answer", {"answer": "已责令停止夜间打桩并现场复查。"})
    case.do(HOTLINE, "approve_answer")
    return case


def test_from_the_hotline_to_the_reporters_word(city, noise):
    case = taken_in(city, external={"system": "xm12345", "number": "FZ-1"}, reference="H2026-1", place="湖滨南路88号")
    assert case.standing == ("received", "hotline-office")
    assert running(case) == [("complaint.acceptance", "complaint.acceptance", "hotline-office")]
    assert [row["body_name"] for row in case.matter.complaint.suggested] == ["市建设局"]
    case.do(HOTLINE, "accept", {"category": "noise"})
    assert not PublicStanding.objects.exists()  # H2026-1 is no number of this platform: nobody could ask for its page
    assert case.matter.complaint.category == "noise"
    assert running(case) == [("complaint.dispatch", "complaint.dispatch", "hotline-office")]
    case.do(HOTLINE, "dispatch", {"responsibility": noise})
    assert running(case) == [
        ("complaint.answer", "hotline.complaint", "construction-bureau"),
        ("complaint.receipt", "complaint.receipt", "construction-bureau"),
    ]
    case.do(BUILDER, "sign_for")
    case.do(BUILDER, "answer", {"answer": "已责令停止夜间打桩并现场复查。"})
    assert running(case) == [("complaint.answer-review", "complaint.answer-review", "hotline-office")]
    case.do(HOTLINE, "approve_answer")
    assert running(case) == [("complaint.follow-up", "complaint.follow-up", "hotline-office")]
    said = {"resolved": False, "satisfaction": "satisfied", "accepted": True, "note": "态度好，周末仍有响动。"}
    case.do(HOTLINE, "follow_up", said)
    own = case.matter.complaint
    assert (case.matter.state, own.resolved, own.satisfaction) == ("closed", False, "satisfied")
    assert running(case) == []
    assert verify_stream(case.matter.stream) is None


def test_what_is_sent_twice_is_named_and_nothing_is_doubled(city):
    given = {"external": {"system": "xm12345", "number": "FZ-1"}, "reference": "H2026-1"}
    first = taken_in(city, **given)
    for again, code in ((given, "known_reference"), ({"external": given["external"]}, "known_external")):
        with pytest.raises(Refused) as refused:
            taken_in(city, **again)
        assert refused.value.code == code
    assert first.matter.number in refused.value.sentence
    assert Complaint.objects.count() == 1


def test_taking_in_says_what_is_wrong(city):
    for wrong, code in (
        ({"channel": "pigeon"}, "unknown_channel"), ({"nature": "song"}, "unknown_nature"),
        ({"category": "song"}, "unknown_category"), ({"district": "huian"}, "unknown_district"),
        ({"received_at": "0001-01-01T00:00:00+14:00"}, "received_long_ago"), ({"received_at": "2019-01-01T00:00:00"}, "received_long_ago"),
        ({"received_at": (now() + timedelta(days=1)).isoformat()}, "received_in_future"), ({"text": ""}, "bad_data"),
        ({"longitude": 500}, "bad_data"), ({"text": "响" * 10_001}, "bad_data"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            taken_in(city, **wrong)
        assert refused.value.code == code, wrong
    assert taken_in(city, text="🔇𠮷" * 100).matter.complaint.text == "🔇𠮷" * 100


def test_refusing_names_a_ground_and_where_to_go(city):
    case = taken_in(city, text="判决书判错了，请重新判。")
    assert refusal(case, HOTLINE, "refuse", {"ground": "legal-remedy"}) == "bad_data"
    assert refusal(case, HOTLINE, "refuse", {"ground": "dislike", "go_where": "另行反映。"}) == "unknown_ground"
    case.do(HOTLINE, "refuse", {"ground": "legal-remedy", "go_where": "请在上诉期内向上一级人民法院上诉。"})
    own = case.matter.complaint
    assert (case.matter.state, case.matter.open, own.go_where[:5]) == ("refused", False, "请在上诉期")
    assert running(case) == []


def test_an_answer_that_is_not_accepted_goes_back_and_counts_anew(city, answered):
    said = {"resolved": False, "satisfaction": "dissatisfied", "accepted": False, "note": "昨夜还在打桩。"}
    answered.do(HOTLINE, "follow_up", said)
    assert answered.standing == ("handling", "construction-bureau")
    assert running(answered) == [("complaint.answer", "hotline.complaint", "construction-bureau")]
    answered.do(BUILDER, "answer", {"answer": "再次检查，已立案处罚。"})
    answered.do(HOTLINE, "approve_answer")
    unhappy = {"resolved": True, "satisfaction": "dissatisfied", "accepted": True}
    assert refusal(answered, HOTLINE, "follow_up", unhappy) == "bad_data"
    answered.do(HOTLINE, "follow_up", {**unhappy, "go_where": "可向市信访局提出。"})
    assert (answered.matter.state, answered.matter.complaint.go_where) == ("closed", "可向市信访局提出。")
    assert [row.text[:2] for row in Reply.objects.all()] == ["已责", "再次"]
    assert [row.accepted for row in FollowUp.objects.all()] == [False, True]


def test_what_is_closed_is_opened_again_with_a_reason(city, answered):
    answered.do(HOTLINE, "close", {"note": "三次未接通。"})
    assert refusal(answered, HOTLINE, "reopen") == "bad_data"
    answered.do(HOTLINE, "reopen", {"note": "反映人来电，夜里又响。"})
    assert (answered.standing, answered.matter.closed_at) == (("dispatched", "construction-bureau"), None)
    assert [rule for _, rule, _ in running(answered)] == ["hotline.complaint", "complaint.receipt"]
    told = Notice.objects.filter(matter=answered.pk, title__startswith="重新办理").values_list("post__kind", flat=True)
    assert list(told) == ["liaison"]


def test_after_a_conferral_nothing_is_given_back(city, noise, lists):
    other = lists.add("police", "社会生活噪声监管", "唱歌")
    case = taken_in(city)
    case.do(HOTLINE, "accept")
    case.do(HOTLINE, "dispatch", {"responsibility": noise})
    back = {"responsibility": other, "reason": "现场查看系夜间唱歌。"}
    case.do(BUILDER, "give_back", back)
    case.do(HOTLINE, "refuse_return", {"note": "两种声音都有，请先查处。"})
    case.do(BUILDER, "give_back", back)
    assert case.matter.state == "conferral"
    assert refusal(case, HOTLINE, "refuse_return", {"note": "不同意。"}) == "wrong_state"
    case.do(HOTLINE, "decide_conferral", {"responsibility": noise, "reason": "会商认定由市建设局承办。"})
    assert refusal(case, BUILDER, "give_back", back) == "conferral_is_final"
    case.do(BUILDER, "sign_for")
    assert refusal(case, BUILDER, "give_back", back) == "conferral_is_final"


def test_merged_into_another_that_answers_both(city, noise):
    kept, twin, third = taken_in(city), taken_in(city, text="工地太吵"), taken_in(city, text="打桩太吵")
    kept.do(HOTLINE, "accept")
    assert refusal(twin, HOTLINE, "merge", {"into": twin.matter.number}) == "merge_itself"
    assert refusal(twin, HOTLINE, "merge", {"into": "2026-9999999"}) == "merge_unknown"
    twin.do(HOTLINE, "merge", {"into": kept.matter.number, "note": "同一工地。"})
    third.do(HOTLINE, "merge", {"into": kept.matter.number})
    assert (twin.matter.state, twin.matter.open, running(twin)) == ("merged", False, [])
    assert queries.kept(twin.matter) == kept.matter
    assert queries.merged_into(kept.matter) == [twin.matter, third.matter]
    assert Link.objects.filter(source=twin.pk, target=kept.pk, kind="merged").exists()
    assert Entry.objects.filter(stream=kept.matter.stream, act="absorb").count() == 2
    kept.do(HOTLINE, "refuse", {"ground": "no-facts", "go_where": "补充地点后再来电。"})
    assert refusal(taken_in(city), HOTLINE, "merge", {"into": kept.matter.number}) == "merge_closed"


def test_a_correction_is_a_new_version_and_the_holder_is_told(city, noise):
    case = taken_in(city)
    case.do(HOTLINE, "accept")
    case.do(HOTLINE, "dispatch", {"responsibility": noise})
    assert refusal(case, HOTLINE, "correct", {"text": TEXT, "reason": "没有变。"}) == "nothing_corrected"
    form = city.client(HOTLINE).get(f"/matters/{case.matter.public_id}/correct/").content.decode()
    assert f">{TEXT}</textarea>" in form  # corrected where it is wrong, not typed again
    case.do(HOTLINE, "correct", {"place": "湖滨北路", "district": "huli", "reason": "反映人来电更正地点。"})
    perform(
        COMPLAINT,
        "correct",
        case.pk,
        actor=Actor.system("接口"),
        data={"text": "打桩打到三点。", "reason": "平台改单。"},
    )
    own = case.matter.complaint
    assert (own.text, own.place, own.revision, case.matter.region.key) == ("打桩打到三点。", "湖滨北路", 3, "huli")
    assert case.matter.title == "打桩打到三点。"
    assert [(row.number, row.text == TEXT, row.place) for row in Version.objects.all()] == [
        (1, True, ""),
        (2, True, "湖滨北路"),
    ]
    told = Notice.objects.filter(matter=case.pk, title__startswith="反映内容有更正").values_list(
        "post__kind", flat=True
    )
    assert list(told) == ["liaison", "liaison"]


@pytest.mark.parametrize(
    ("channel", "nature", "limit", "due"),
    [
        ("hotline", "consultation", "hotline.consultation", date(2026, 11, 24)),
        ("hotline", "suggestion", "hotline.suggestion", date(2026, 12, 4)),
        ("hotline-12369", "complaint", "hotline-12369.conclusion", date(2027, 1, 21)),
        ("inspection", "complaint", "inspection-petition.conclusion", date(2026, 11, 27)),
        ("letter", "complaint", "complaint.answer", date(2026, 12, 11)),
    ],
)
def test_the_limit_is_that_of_channel_and_kind(city, noise, channel, nature, limit, due):
    case = taken_in(city, channel=channel, nature=nature, received_at=at(11, 20).isoformat())
    case.do(HOTLINE, "accept")
    case.do(HOTLINE, "dispatch", {"responsibility": noise})
    answer = Deadline.objects.get(matter=case.pk, key="complaint.answer")
    assert (answer.rule, answer.due_on) == (limit, due)


def test_every_limit_that_the_rulebook_names_is_there(city):
    on = date(2026, 11, 22)
    named = [
        find(channel, nature, on)
        for find in (rules.acceptance_limit, rules.dispatch_limit, rules.answer_limit)
        for channel, _ in rules.channels(on)
        for nature, _ in rules.natures(on)
    ]
    assert {limit.key for limit in named} <= set(store.current().limits)
    assert {limit.counted_from for limit in named} <= {"", rules.RECEIVED, rules.ACCEPTED}
    assert limits.CONFERRAL in store.current().limits


def test_an_inspections_answer_is_approved_by_the_committee_office(city, noise):
    case = taken_in(city, channel="inspection")
    case.do(HOTLINE, "accept")
    case.do(HOTLINE, "dispatch", {"responsibility": noise})
    case.do(BUILDER, "sign_for")
    case.do(BUILDER, "answer", {"answer": "已责令停止夜间打桩。"})
    assert refusal(case, HOTLINE, "approve_answer") == "office_approves"
    case.do("committee-office.clerk", "approve_answer")
    assert case.matter.state == "following"


def test_the_platform_itself_takes_in_for_the_body_that_the_rulebook_names(city):
    for channel, key in (("hotline", "hotline-office"), ("web", "committee-office")):
        given = {"text": TEXT, "channel": channel}
        done = perform(COMPLAINT, "take_in", actor=Actor.system("公众入口"), data=given)
        matter = Matter.objects.select_related("holder", "complaint").get(pk=done.subject.pk)
        assert (matter.holder.key, matter.complaint.registered_by.key) == (key, key)


def test_a_return_that_nobody_decides_is_not_silent(city, noise, lists):
    other = lists.add("police", "社会生活噪声监管", "唱歌")
    case = taken_in(city)
    case.do(HOTLINE, "accept")
    case.do(HOTLINE, "dispatch", {"responsibility": noise})
    case.do(BUILDER, "give_back", {"responsibility": other, "reason": "现场查看系夜间唱歌。"})
    city.clock.move_to(at(11, 30))
    sweep()
    told = Notice.objects.filter(matter=case.pk, deadline__key="complaint.return-decision", kind="reminder")
    assert set(told.values_list("post__kind", flat=True)) == {"hotline", "principal"}
    assert set(told.values_list("post__body__key", flat=True)) == {"hotline-office"}


def test_urging_reaches_the_holder(city, noise):
    case = taken_in(city)
    case.do(HOTLINE, "accept")
    case.do(HOTLINE, "dispatch", {"responsibility": noise})
    case.do(HOTLINE, "urge", {"note": "反映人又来电。"})
    told = Notice.objects.filter(matter=case.pk, kind="urging").values_list("post__body__key", flat=True)
    assert set(told) == {"construction-bureau"}


def test_what_the_reporter_may_see_of_an_extension(city, noise):
    case = taken_in(city)
    case.do(HOTLINE, "accept")
    case.do(HOTLINE, "dispatch", {"responsibility": noise})
    deadline = Deadline.objects.get(matter=case.pk, key="complaint.answer")
    given = {
        "deadline": deadline.pk,
        "until": "2026-12-10",
        "reason": "需要委托检测，等结果。",
        "authority": "热线负责人批准",
    }
    case.do(HOTLINE, "extend_deadline", given)
    assert [(row.kind, row.reason) for row in queries.changes_told(case.matter)] == [
        ("extended", "需要委托检测，等结果。")
    ]
