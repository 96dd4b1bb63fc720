"""One act through the gate: what is checked, in which order, in which words; and what is written when all holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.kernel.ledger.models import Entry, Stream
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.kernel.outbox.models import Message
from tests.toy.models import Paper
from tests.toy.papers import officer, paper

pytestmark = pytest.mark.usefixtures("db", "noon")

NOTE = {"note": "请审核"}


def refusal(*arguments, **more):
    """The refusal of an act, after making sure that nothing was written."""
    before = (Entry.objects.count(), Message.objects.count(), list(Paper.objects.values()))
    with pytest.raises(Refused) as raised:
        perform(*arguments, **more)
    assert (Entry.objects.count(), Message.objects.count(), list(Paper.objects.values())) == before
    assert raised.value.sentence.endswith("。")
    return raised.value


def test_an_act_changes_the_state_and_leaves_an_entry_and_a_message(papers, noon):
    sheet = paper()
    done = perform(papers, "submit", sheet.pk, actor=officer(), data=NOTE)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.note, sheet.version, sheet.last_occurred_at) == ("review", "请审核", 1, noon.moment)
    assert (done.subject.pk, done.subject.state, done.repeated) == (sheet.pk, "review", False)
    entry = Entry.objects.get()
    assert (entry.stream, entry.seq, entry.kind, entry.act) == (sheet.stream, 1, "paper", "submit")
    assert (entry.from_state, entry.to_state, entry.late) == ("draft", "review", False)
    assert (entry.occurred_at, entry.recorded_at) == (noon.moment, noon.moment)
    assert (entry.actor_name, entry.actor_title, entry.actor_body) == ("water-liaison", "联络员", "water")
    assert entry.facts["note"] == "请审核"
    assert (done.entry.id, done.entry.digest) == (entry.pk, bytes(entry.digest))
    message = Message.objects.get()
    assert (message.channel, message.key, message.payload) == ("toy", sheet.stream, {"text": f"submitted {sheet.pk}"})
    assert verify_stream(sheet.stream) is None


def test_an_act_may_bring_its_subject_into_being(papers):
    done = perform(papers, "write", actor=officer(), data={"title": "月报"})
    sheet = Paper.objects.get()
    assert (done.subject.pk, sheet.title, sheet.state, sheet.version) == (sheet.pk, "月报", "draft", 1)
    entry = Entry.objects.get()
    assert (entry.seq, entry.from_state, entry.to_state, entry.facts["title"]) == (1, "", "draft", "月报")


def test_an_act_without_target_leaves_the_state_and_still_counts(papers):
    sheet = paper("review")
    perform(papers, "remark", sheet.pk, actor=officer())
    sheet.refresh_from_db()
    assert (sheet.state, sheet.version) == ("review", 1)
    assert Message.objects.count() == 0


def test_the_platform_acts_where_the_table_says_so(papers):
    sheet = paper("review")
    perform(papers, "expire", sheet.pk, actor=Actor.system("时限巡检"))
    assert Paper.objects.get().state == "done"
    assert refusal(papers, "sign", paper("review").pk, actor=Actor.system("时限巡检")).code == "not_permitted"


def test_long_and_nested_values_enter_the_ledger_as_digests(papers):
    sheet = paper()
    perform(papers, "submit", sheet.pk, actor=officer(), data={"note": "长" * 301, "weights": [0.5, 1.5]})
    facts = Entry.objects.get().facts
    assert set(facts["note"]) == set(facts["weights"]) == {"sm3"}
    assert facts["copies"] == 1
    assert "wanted_on" not in facts


def test_a_deputy_standing_in_is_named_with_whom_they_stand_in_for(papers):
    perform(papers, "submit", paper().pk, actor=officer(delegated_from="王某"), data=NOTE, on_behalf_of=" 处长 ")
    entry = Entry.objects.get()
    assert (entry.actor_title, entry.on_behalf_of) == ("联络员（代王某）", "处长")


def test_a_stranger_does_not_learn_that_it_exists(papers):
    found = refusal(papers, "submit", paper().pk, actor=officer(body="forestry"), data=NOTE)
    missing = refusal(papers, "submit", 0, actor=officer(), data=NOTE)
    assert (found.code, found.status, found.sentence) == (missing.code, missing.status, missing.sentence)
    assert (found.code, found.status) == ("not_found", 404)


def test_the_wrong_post_is_told_whose_turn_it_is(papers):
    refused = refusal(papers, "submit", paper().pk, actor=officer("principal"), data=NOTE)
    assert (refused.code, refused.status) == ("not_permitted", 403)
    assert "承办单位联络员" in refused.sentence
    assert "主要负责人" in refused.sentence


def test_the_wrong_state_says_what_must_come_first(papers):
    refused = refusal(papers, "submit", paper("done").pk, actor=officer(), data=NOTE)
    assert (refused.code, refused.status) == ("wrong_state", 409)
    assert "“办结”" in refused.sentence
    assert "“起草”" in refused.sentence


def test_an_act_of_another_level_is_refused(papers):
    refused = refusal(papers, "sign", paper("review", level="district").pk, actor=officer("principal"))
    assert (refused.code, refused.status) == ("wrong_level", 409)


def test_an_unknown_act_is_refused(papers):
    assert refusal(papers, "fly", paper().pk, actor=officer()).status == 404


def test_a_stale_page_hears_who_did_what_meanwhile(papers, noon):
    sheet = paper()
    perform(papers, "submit", sheet.pk, actor=officer(), data=NOTE, expected_version=0)
    noon.advance(timedelta(minutes=90))
    refused = refusal(papers, "submit", sheet.pk, actor=officer(), data=NOTE, expected_version=0)
    assert (refused.code, refused.status) == ("stale_page", 409)
    assert "联络员于03月03日 12:00已办“送审”" in refused.sentence


def test_a_guard_names_what_is_missing_and_its_clause(papers):
    refused = refusal(papers, "submit", paper(title="").pk, actor=officer(), data=NOTE)
    assert (refused.code, refused.clause) == ("no_title", "11.2")
    assert refusal(papers, "submit", paper().pk, actor=officer(), data={"note": "混蛋"}).code == "rude_note"


@pytest.mark.parametrize(
    ("data", "field", "code", "words"),
    [
        ({}, "note", "missing", "“说明”必填"),
        ({"note": "短"}, "note", "string_too_short", "“说明”至少2个字"),
        ({"note": "好的", "copies": "many"}, "copies", "int_parsing", "“份数”应为整数"),
        ({"note": "好的", "copies": 10}, "copies", "less_than_equal", "“份数”不能大于9"),
        ({"note": "好的", "wanted_on": "31.1."}, "wanted_on", "date_from_datetime_parsing", "不是有效日期"),
        ({"note": "好的", "colour": "red"}, "colour", "extra_forbidden", "没有这一项"),
        ({"note": "好的\0"}, "note", "not_text", "“说明”里有不能保存的字符"),
        ({"note": "好的\ud800"}, "note", "not_text", "不能保存的字符"),
        ({"note": "好的", "weights": ["\0"]}, "weights", "not_text", "“权重”里有不能保存的字符"),
    ],
)
def test_bad_data_is_told_field_by_field(papers, data, field, code, words):
    refused = refusal(papers, "submit", paper().pk, actor=officer(), data=data)
    assert (refused.code, refused.status) == ("bad_data", 422)
    assert [(problem.field, problem.code) for problem in refused.problems] == [(field, code)]
    assert words in refused.sentence


@pytest.mark.parametrize(
    ("given", "field"),
    [({"reason": "长" * 2001}, "reason"), ({"on_behalf_of": "长" * 201}, "on_behalf_of"), ({"key": "k" * 81}, "key"),
     ({"reason": "\0"}, "reason"), ({"on_behalf_of": "\ud800"}, "on_behalf_of")],
)  # fmt: skip
def test_what_is_entered_beside_the_data_is_checked_too(papers, given, field):
    refused = refusal(papers, "submit", paper().pk, actor=officer(), data=NOTE, **given)
    assert (refused.code, refused.problems[0].field) == ("bad_data", field)


# A person hears of the first thing that is wrong, in the order of what they can do about it.


def test_the_order_runs_from_existence_to_guards(papers, noon):
    tomorrow = noon.moment + timedelta(days=1)
    wrong = {"expected_version": 9, "data": {}, "occurred_at": tomorrow}
    sheet = paper("done", level="district", title="")
    codes = [refusal(papers, "sign", sheet.pk, actor=officer(body="forestry"), **wrong).code]
    codes.append(refusal(papers, "sign", sheet.pk, actor=officer(), **wrong).code)
    sheet = paper("done", title="")
    codes.append(refusal(papers, "submit", sheet.pk, actor=officer("deputy"), **wrong).code)
    codes.append(refusal(papers, "submit", sheet.pk, actor=officer(), **wrong).code)
    wrong["expected_version"] = 0
    codes.append(refusal(papers, "submit", sheet.pk, actor=officer(), **wrong).code)
    sheet = paper("draft", title="")
    codes.append(refusal(papers, "submit", sheet.pk, actor=officer(), **wrong).code)
    wrong["data"] = NOTE
    codes.append(refusal(papers, "submit", sheet.pk, actor=officer(), **wrong).code)
    codes.append(refusal(papers, "submit", sheet.pk, actor=officer(), data=NOTE).code)
    assert codes == [
        "not_found", "wrong_level", "not_permitted", "stale_page", "wrong_state", "bad_data",
        "occurred_in_future", "no_title",
    ]  # fmt: skip


# Legal time never runs ahead of the clock and never behind the act before.


def test_what_happened_this_morning_may_be_entered_at_noon(papers, noon):
    morning = noon.moment - timedelta(hours=3)
    perform(papers, "submit", paper().pk, actor=officer(), data=NOTE, occurred_at=morning)
    entry = Entry.objects.get()
    assert (entry.occurred_at, entry.recorded_at, entry.late) == (morning, noon.moment, False)


@pytest.mark.parametrize("ahead", [timedelta(microseconds=1), timedelta(days=1)])
def test_the_future_is_refused(papers, noon, ahead):
    refused = refusal(papers, "submit", paper().pk, actor=officer(), data=NOTE, occurred_at=noon.moment + ahead)
    assert refused.code == "occurred_in_future"
    assert "2026年3月" in refused.sentence


def test_a_time_before_the_act_before_is_refused(papers, noon):
    sheet = paper("review", last_occurred_at=noon.moment - timedelta(hours=1))
    refused = refusal(
        papers, "sign", sheet.pk, actor=officer("principal"), occurred_at=noon.moment - timedelta(hours=2)
    )
    assert refused.code == "occurred_before_previous"
    assert "10:00" in refused.sentence
    assert "11:00" in refused.sentence


def test_the_same_moment_as_the_act_before_is_allowed(papers, noon):
    sheet = paper("review", last_occurred_at=noon.moment)
    perform(papers, "sign", sheet.pk, actor=officer("principal"), occurred_at=noon.moment)
    assert Entry.objects.get().occurred_at == noon.moment


def test_without_a_time_given_an_act_never_falls_behind_a_clock_that_went_back(papers, noon):
    sheet = paper("review", last_occurred_at=noon.moment + timedelta(seconds=3))
    perform(papers, "sign", sheet.pk, actor=officer("principal"))
    assert Entry.objects.get().occurred_at == noon.moment + timedelta(seconds=3)


def test_a_late_entry_needs_a_reason_and_is_marked_for_ever(papers, noon):
    sheet, days_ago = paper(), noon.moment - timedelta(days=3)
    for reason in ("", "  "):
        refused = refusal(papers, "submit", sheet.pk, actor=officer(), data=NOTE, occurred_at=days_ago, reason=reason)
        assert (refused.code, "1天" in refused.sentence) == ("late_needs_reason", True)
    perform(papers, "submit", sheet.pk, actor=officer(), data=NOTE, occurred_at=days_ago, reason="停电，见值班记录")
    entry = Entry.objects.get()
    assert (entry.late, entry.reason, entry.occurred_at) == (True, "停电，见值班记录", days_ago)


def test_a_reminder_makes_no_page_stale_and_stands_in_no_late_entry_s_way(papers, noon):
    sheet = paper(relations={"forestry": ["supporter"]})
    perform(papers, "remind", sheet.pk, actor=Actor.system("时限巡检"))
    morning = noon.moment - timedelta(hours=3)
    perform(papers, "submit", sheet.pk, actor=officer(), data=NOTE, occurred_at=morning, expected_version=0)
    perform(papers, "remind", sheet.pk, actor=officer(body="forestry"))
    sheet.refresh_from_db()
    assert (sheet.version, sheet.last_occurred_at, sheet.state) == (2, morning, "review")


# The same key twice is the same act once.


def test_the_first_outcome_answers_again(papers):
    sheet = paper()
    first = perform(papers, "submit", sheet.pk, actor=officer(), data=NOTE, key="k1", expected_version=0)
    again = perform(papers, "submit", sheet.pk, actor=officer(), data=NOTE, key="k1", expected_version=0)
    assert (again.repeated, again.entry, again.subject.pk) == (True, first.entry, sheet.pk)
    assert (Entry.objects.count(), Message.objects.count()) == (1, 1)


def test_a_creation_repeated_names_its_stream(papers):
    first = perform(papers, "write", actor=officer(), data={"title": "月报"}, key="k1")
    again = perform(papers, "write", actor=officer(), data={"title": "月报"}, key="k1")
    assert (again.repeated, again.subject, again.entry.stream) == (True, None, first.subject.stream)
    assert Paper.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [{"data": {"note": "不同"}}, {"actor": officer(body="water", delegated_from="王某", post="deputy")},
     {"reason": "别的"}, {"on_behalf_of": "处长"}, {"act": "remark", "data": {}}],
)  # fmt: skip
def test_the_same_key_for_something_else_is_refused(papers, other):
    sheet = paper()
    asked = {"act": "submit", "actor": officer(), "data": NOTE, "key": "k1"}
    perform(papers, asked.pop("act"), sheet.pk, **asked)
    asked = {"act": "submit", **asked, **other}
    assert refusal(papers, asked.pop("act"), sheet.pk, **asked).code == "key_reused"


def test_the_same_key_for_another_time_is_refused(papers, noon):
    sheet = paper()
    perform(papers, "submit", sheet.pk, actor=officer(), data=NOTE, key="k", occurred_at=noon.moment)
    earlier = noon.moment - timedelta(hours=1)
    assert refusal(papers, "submit", sheet.pk, actor=officer(), data=NOTE, key="k", occurred_at=earlier).code == (
        "key_reused"
    )


def test_an_effect_that_breaks_leaves_nothing(papers):
    sheet = paper()
    with pytest.raises(ArithmeticError):
        perform(papers, "spoil", sheet.pk, actor=officer())
    sheet.refresh_from_db()
    assert (sheet.state, sheet.version) == ("draft", 0)
    assert (Entry.objects.count(), Stream.objects.count(), Message.objects.count()) == (0, 0, 0)
