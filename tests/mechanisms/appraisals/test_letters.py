"""A target letter from draft to use: same result twice, everything that must be refused."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Refused, perform
from ecoduty.mechanisms.appraisals.acts import digest, reckoned
from ecoduty.mechanisms.appraisals.flow import TARGET_LETTER
from ecoduty.mechanisms.appraisals.models import FigureTaken, Score
from tests.city import DAY_ONE
from tests.mechanisms.appraisals.steps import BODY, DIRECTOR, HEAD, OFFICE, SIGNED, USER, Letter
from tests.mechanisms.who_may import checked


def test_a_letter_goes_its_road_and_its_result_is_used(city):
    letter = Letter(city)
    letter.to_delivered()
    assert letter.matter.state == "delivered"
    use = {"sort": "performance", "used_on": "2026-11-22", "number": "厦组〔2026〕5号", "note": "计入领导班子年度实绩"}
    letter.do("register_use", use, USER)
    row = letter.own.uses.get()
    assert (row.body.key, row.sort, row.on) == ("organisation-department", "performance", date(2026, 11, 22))
    assert letter.refused("register_use", {**use, "sort": "nothing"}, USER).code == "unknown_choice"
    assert letter.refused("register_use", {**use, "used_on": "2026-11-23"}, USER).code == "day_in_future"


def test_points_come_from_figures_and_entries_and_are_capped_by_their_weight(city):
    letter = Letter(city)
    letter.to_reviewed(own_field=50)
    own = letter.own
    assert own.base == Decimal(
        "95.00"
    )  # nothing to be a share of counts in full, half of the ten points of its own field
    assert (own.added, own.taken, own.total, own.grade) == (0, 0, Decimal("95.00"), "excellent")


def test_reckoned_twice_gives_the_same_result_and_the_same_trail(city):
    letter = Letter(city)
    letter.to_reviewed(promoted=2, left_over=1)
    first, second = reckoned(letter.own), reckoned(letter.own)
    assert first == second
    assert digest(first) == digest(second) == letter.own.digest
    kept = {row.indicator.code: row.trail for row in Score.objects.filter(indicator__letter=letter.pk, stage="review")}
    assert kept == {one.code: dict(one.trail) for one in first.lines}
    assert kept["left-over"]["exact"] == "5/3"


def test_what_happens_after_the_figures_were_taken_changes_nothing(city):
    letter = Letter(city)
    letter.to_reviewed()
    before = letter.own.digest
    perform_other_year = Letter(city, year=2027)
    perform_other_year.to_signed()
    city.clock.move_to(datetime(2027, 3, 1, 9, 0, tzinfo=SHANGHAI))
    assert digest(reckoned(letter.own)) == before


def test_hits_keep_from_the_best_grade_and_a_constraint_fails(city):
    letter = Letter(city)
    letter.to_reviewed(mass_incident=1)
    assert (letter.own.total > 85, letter.own.grade) == (True, "good")
    other = Letter(city, "ecology-bureau")
    other.do("send_for_signing")
    other.do("sign_letter", SIGNED, "ecology-bureau.principal")
    assert other.matter.state == "in_force"


def test_weights_that_do_not_add_up_are_not_signed(city):
    letter = Letter(city)
    letter.do("take_out_indicator", {"code": "own-field", "reason": "没有差异指标"})
    refused = letter.refused("send_for_signing")
    assert refused.code == "weights_unbalanced"
    assert "90分" in refused.sentence


@pytest.mark.parametrize(("formula", "code"), [
    ("weight / 0 +", "formula_unreadable"),
    ("@own-field", ""),
    ("@nowhere", "formula_unknown_indicator"),
    ("[task.nowhere]", "formula_unknown_figure"),
    ("@tasks-in-time", "formula_cycle"),
    ("", "formula_not_for_hits"),
])  # fmt: skip
def test_a_formula_that_cannot_be_is_refused_when_it_is_written(city, formula, code):
    letter = Letter(city)
    given = {
        "code": "tasks-in-time",
        "label": "任务",
        "group": "任务落实",
        "sort": "common",
        "weight": 25,
        "formula": formula,
    }
    if not code:
        letter.do("set_indicator", given)
        return
    assert letter.refused("set_indicator", given).code == code


def test_division_by_zero_is_told_with_the_indicator_when_it_is_reckoned(city):
    letter = Letter(city)
    given = {
        "code": "tasks-in-time", "label": "任务按期", "group": "任务落实", "sort": "common", "weight": 25,
        "formula": "weight * [task.closed] / [task.all]",
    }  # fmt: skip
    letter.do("set_indicator", given)
    letter.to_scoring()
    letter.fill()
    refused = letter.refused("submit_self_score", who=BODY)
    assert refused.code == "formula_divides_by_zero"
    assert "任务按期" in refused.sentence


def test_what_is_asked_for_must_be_entered(city):
    letter = Letter(city)
    letter.to_scoring()
    refused = letter.refused("submit_self_score", who=BODY)
    assert refused.code == "formula_value_missing"
    given = {"code": "tasks-in-time", "value": 1, "source": "自己算的"}
    assert letter.refused("enter_value", given, BODY).code == "unknown_choice"
    assert (
        letter.refused("enter_value", {"code": "constraint", "value": 2, "source": "没有"}, BODY).code == "hit_or_not"
    )


def test_a_score_after_approval_is_refused(city):
    letter = Letter(city)
    letter.to_approved()
    for who in (BODY, OFFICE):
        given = {"code": "own-field", "value": 100, "source": "补报"}
        act = "enter_value" if who == BODY else "correct_value"
        assert letter.refused(act, given, who).code == "wrong_state"
    assert letter.refused("finish_review", who=DIRECTOR).code == "wrong_state"


def test_numbers_altered_behind_the_gate_stop_the_approval(city):
    letter = Letter(city)
    letter.to_reviewed()
    letter.do("accept_result", who=BODY)
    row = letter.own.indicators.get(code="own-field")
    row.weight = Decimal(9)
    row.save()
    given = {"approved_by": "市委常委会会议", "number": "纪要〔2026〕8号", "approved_on": "2026-11-22"}
    assert letter.refused("approve_result", given, DIRECTOR).code == "score_altered"


def test_an_objection_goes_back_to_review_and_a_correction_counts(city):
    letter = Letter(city)
    letter.to_reviewed(own_field=50)
    letter.do("object_result", {"reason": "差异指标完成率应为80%，见附件。"}, HEAD)
    letter.enter("own-field", 80, OFFICE)
    letter.do("finish_review", who=DIRECTOR)
    assert letter.own.total == Decimal("98.00")
    assert letter.matter.state == "objecting"


def test_days_stand_in_their_order(city):
    letter = Letter(city)
    letter.to_signed()
    assert letter.refused("open_scoring", {"as_of": "2026-11-23"}).code == "day_in_future"
    assert letter.refused("open_scoring", {"as_of": "2025-12-31"}).code == "not_of_the_year"


def test_one_letter_a_body_and_year_drawn_up_by_the_office_only(city):
    Letter(city)
    with pytest.raises(Refused) as refused:
        Letter(city)
    assert refused.value.code == "letter_twice"
    given = {"body": "construction-bureau", "year": 2026}
    with pytest.raises(Refused) as refused:
        perform(TARGET_LETTER, "draft_letter", actor=city.actor("siming-committee-office.clerk"), data=given)
    assert refused.value.code == "not_the_office"
    with pytest.raises(Refused) as refused:
        Letter(city, "hotline-office")
    assert refused.value.code == "unknown_choice"


def test_districts_have_letters_of_their_own(city):
    letter = Letter(city, "siming-government")
    assert sorted(row.code for row in letter.own.indicators.filter(sort="common")) == [
        "district-problems",
        "district-tasks",
    ]
    letter.do("send_for_signing")
    assert letter.deadline("appraisal.signing").due_on == date(2026, 12, 11)


def test_figures_are_taken_once(city):
    letter = Letter(city)
    letter.to_scoring()
    rows = FigureTaken.objects.filter(letter=letter.pk)
    assert {row.key for row in rows} >= {"task.closed_in_time", "task.answerable", "commendation.published"}
    assert all(row.source_time == DAY_ONE or row.until == 0 for row in rows)


def test_every_act_in_every_state_by_everybody(city):
    roles = (BODY, HEAD, OFFICE, DIRECTOR, USER, "construction-bureau.principal")
    matter = Matter.objects.get(pk=Letter(city).pk)
    assert checked(city, TARGET_LETTER, matter, roles) > 400
