"""Every act of a complaint, in every state, by every role: who may is written down here once more, not read from the table."""

from __future__ import annotations

import pytest

from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Actor, Item, Refused, perform_many
from ecoduty.mechanisms.complaints import states
from ecoduty.mechanisms.complaints.flow import COMPLAINT
from ecoduty.mechanisms.complaints.models import Reporter
from tests.mechanisms.complaints.steps import BUILDER, HOTLINE, taken_in
from tests.mechanisms.who_may import in_every_state, refusals

ROLES = {
    "hotline": HOTLINE, "registrar's principal": "hotline-office.principal", "office": "committee-office.clerk",
    "director": "committee-office.director", "handler": BUILDER, "handler's deputy": "construction-bureau.deputy",
    "handler's principal": "construction-bureau.principal", "overseer": "ecology-bureau.liaison",
    "neighbour": "water-bureau.liaison", "district": "siming-ecology-office.liaison",
}  # fmt: skip
STRANGERS = {"neighbour", "district"}
DESK = {"hotline", "registrar's principal", "office", "director"}
HANDLER_HEADS = {"handler's deputy", "handler's principal"}
HANDLERS = {"handler", "handler's deputy", "handler's principal"}
PLATFORM = {"platform"}
OPEN = " ".join(state.code for state in states.ALL if state.open)
MAY = {
    "accept": (DESK | PLATFORM, "received"),
    "refuse": (DESK, "received registered"),
    "correct": (
        DESK | PLATFORM,
        "received registered dispatched handling returned conferral undetermined answered following",
    ),
    "dispatch": (DESK, "registered returned undetermined"),
    "sign_for": (HANDLERS, "dispatched"),
    "give_back": (HANDLERS, "dispatched handling"),
    "refuse_return": (DESK, "returned"),
    "decide_conferral": (DESK, "conferral"),
    "open_determination": (DESK, "registered returned conferral"),
    "answer": (HANDLERS, "handling"),
    "return_answer": (DESK, "answered"),
    "approve_answer": (DESK, "answered"),
    "follow_up": (DESK | PLATFORM, "following"),
    "close": (DESK, "following"),
    "reopen": (DESK | PLATFORM, "closed"),
    "merge": (DESK, "received registered dispatched handling returned conferral undetermined answered following"),
    "withdraw": (
        {"hotline", "registrar's principal"},
        "received registered dispatched handling returned conferral undetermined answered following",
    ),
    "absorb": (PLATFORM, "received registered dispatched handling returned conferral undetermined answered following"),
    "problem_from_complaint": (HANDLER_HEADS, "handling answered following"),
    "task_from_complaint": (HANDLER_HEADS, "handling answered following"),
    "clue_from_complaint": (HANDLER_HEADS, "handling answered following"),
    "open_reporter": (DESK | HANDLERS, " ".join(state.code for state in states.ALL)),
    "mark_livelihood": (DESK | HANDLERS, OPEN),
    "unmark_livelihood": (DESK | HANDLERS, OPEN),
    "erase_reporter": (DESK, " ".join(state.code for state in states.ALL)),
}


def refusal(act, pk, actor) -> str:
    """What stops it; data that fits nothing stops whatever comes as far as its data."""
    try:
        perform_many(COMPLAINT, act, [Item(pk, {"nothing": "of the kind"})], actor=actor)
    except Refused as refused:
        return refused.code
    return ""


@pytest.fixture
def case(city, lists):
    key = lists.add("construction-bureau", "建筑施工噪声监管", "打桩")
    case = taken_in(
        city, district="siming", reporter={"phone": "13900001234"}, external={"system": "12369", "number": "A-1"}
    )
    case.do(HOTLINE, "accept")
    case.do(HOTLINE, "dispatch", {"responsibility": key})
    return case


def test_the_table_of_the_test_names_every_act_of_its_own():
    own = {act.code for act in COMPLAINT.acts if not act.creates} - {act.code for act in standard_acts(states.ALL)}
    assert own == set(MAY)


def test_every_act_by_every_role_in_every_state(city, case):
    actors = {role: city.actor(username) for role, username in ROLES.items()} | {"platform": Actor.system("接口")}
    twins = in_every_state(Matter.objects.get(pk=case.pk), states.ALL)
    wrong = []
    for role, actor in actors.items():
        for act, (allowed, where) in MAY.items():
            codes = refusals(COMPLAINT, act, list(twins.values()), actor)
            for state, pk in twins.items():
                code = codes[pk]
                if role in STRANGERS:
                    expected = code == "not_found"
                elif role not in allowed:
                    expected = code == "not_permitted"
                elif state not in where.split():
                    expected = code == "wrong_state"
                else:
                    expected = code == "bad_data"
                if not expected:
                    wrong.append((state, role, act, code))
    assert wrong == []
    assert Reporter.objects.get(pk=case.pk).erased_at is None


@pytest.mark.parametrize(
    ("act", "may"),
    [
        ("take_in", {"hotline", "office", "director", "platform"}),
        ("register", {"hotline", "office", "director", "handler", "overseer", "neighbour", "district"}),
    ],
)
def test_who_brings_one_into_being(city, act, may):
    actors = {role: city.actor(username) for role, username in ROLES.items()} | {"platform": Actor.system("接口")}
    found = {role for role, actor in actors.items() if refusal(act, None, actor) == "bad_data"}
    assert found == may
