"""Every act of a task and of a plan, in every state, by every role: who may is written down here once more."""

from __future__ import annotations

import pytest

from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Item, Refused, perform_many
from ecoduty.mechanisms.work_plans import states
from ecoduty.mechanisms.work_plans.flow import TASKS, WORK_PLAN
from ecoduty.mechanisms.work_plans.projects.flow import PROJECTS
from ecoduty.mechanisms.work_plans.projects.states import PROJECT_STATES
from tests.mechanisms.work_plans.steps import Work, plan
from tests.mechanisms.work_plans.test_projects import registered

ROLES = {
    "issuer's liaison": "ecology-bureau.liaison", "issuer's deputy": "ecology-bureau.deputy",
    "issuer's principal": "ecology-bureau.principal", "lead": "water-bureau.liaison", "lead's deputy": "water-bureau.deputy",
    "lead's principal": "water-bureau.principal", "supporter": "construction-bureau.liaison",
    "office": "committee-office.clerk", "neighbour": "transport-bureau.liaison", "district": "siming-ecology-office.liaison",
}  # fmt: skip
STRANGERS = {"neighbour", "district"}
LEADS = {"lead", "lead's deputy", "lead's principal"}
LEAD_HEADS = {"lead's deputy", "lead's principal"}
ISSUER_HEADS = {"issuer's deputy", "issuer's principal"}
ISSUERS = ISSUER_HEADS | {"issuer's liaison"}
SUPPORTERS = {"supporter"}
TASK_MAY = {
    "edit_task": (LEADS, "draft"),
    "issue": (LEAD_HEADS, "draft"),
    "drop": (LEAD_HEADS, "draft"),
    "sign_for": (LEADS, "issued"),
    "give_back": (LEADS, "issued"),
    "report_progress": (LEADS | SUPPORTERS, "doing"),
    "finish_part": (SUPPORTERS, "doing"),
    "reach_milestone": (LEADS, "doing"),
    "apply_completion": (LEADS, "doing"),
    "accept_task": (ISSUER_HEADS | LEAD_HEADS, "applied"),
    "return_result": (ISSUER_HEADS | LEAD_HEADS, "applied"),
    "adjust_task": (ISSUER_HEADS | LEAD_HEADS, "issued doing"),
    "extend_own_task": (LEAD_HEADS, "issued doing"),
    "cancel_task": (ISSUER_HEADS | LEAD_HEADS, "issued doing"),
    "ask_extension": (LEADS, "issued doing"),
    "grant_extension": (ISSUER_HEADS | LEAD_HEADS, "issued doing"),
    "refuse_extension": (ISSUER_HEADS | LEAD_HEADS, "issued doing"),
    "name_part": (SUPPORTERS, "issued doing"),
    "remind_milestones": (set(), ""),
    "tell_missed_milestones": (set(), ""),
    "link_project": (ISSUERS | LEADS, "draft issued doing applied"),
}
PROJECT_MAY = {
    "edit_project": (ISSUERS | LEADS, "reserve"),
    "assign_project": (ISSUERS | LEADS, "reserve"),
    "start_project": (LEADS, "reserve"),
    "report_project": (LEADS, "building"),
    "adjust_project": (ISSUER_HEADS | LEAD_HEADS, "building"),
    "finish_project": (LEAD_HEADS, "building"),
    "terminate_project": (ISSUER_HEADS | LEAD_HEADS, "reserve building"),
}
BY_ISSUER = {
    "accept_task", "return_result", "adjust_task", "extend_own_task", "cancel_task", "grant_extension", "refuse_extension",
}  # fmt: skip
PLAN_MAY = {
    "revise_plan": "planning in_force", "adopt_plan": "planning", "close_plan": "in_force", "compile_plan": "planning in_force",
    "fill_fields": "planning in_force", "link_proof": "planning in_force", "remove_proof": "planning in_force",
}  # fmt: skip


def refusal(table, act, pk, actor) -> str:
    """What stops it; data that fits nothing stops whatever comes as far as its data."""
    try:
        perform_many(table, act, [Item(pk, {"nothing": "of the kind"})], actor=actor)
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(("table", "may"), [(TASKS, TASK_MAY), (WORK_PLAN, PLAN_MAY), (PROJECTS, PROJECT_MAY)])
def test_the_tables_of_the_test_name_every_act(table, may):
    own = {act.code for act in table.acts if not act.creates} - {act.code for act in standard_acts(table.states)}
    assert own == set(may)


def test_every_act_of_a_task_by_every_role_in_every_state(city):
    work = Work(city).under_way()
    actors = {role: city.actor(username) for role, username in ROLES.items()}
    wrong = []
    for state in states.TASK_STATES:
        Matter.objects.filter(pk=work.pk).update(state=state.code, open=state.open)
        for role, actor in actors.items():
            for act, (allowed, where) in TASK_MAY.items():
                code = refusal(TASKS, act, work.pk, actor)
                if role in STRANGERS:
                    expected = {"not_found"}
                elif role not in allowed:
                    expected = {"not_permitted"}
                elif state.code not in where.split():
                    expected = {"wrong_state"}
                elif act in BY_ISSUER and role in LEADS:
                    expected = {"not_the_issuer", "bad_data"}
                else:
                    expected = {"bad_data"}
                if code not in expected:
                    wrong.append((state.code, role, act, code))
    assert wrong == []


def test_every_act_of_a_project_by_every_role_in_every_state(city):
    project = registered(city)
    actors = {role: city.actor(username) for role, username in ROLES.items()}
    wrong = []
    for state in PROJECT_STATES:
        Matter.objects.filter(pk=project.pk).update(state=state.code, open=state.open)
        for role, actor in actors.items():
            for act, (allowed, where) in PROJECT_MAY.items():
                code = refusal(PROJECTS, act, project.pk, actor)
                if role in STRANGERS | SUPPORTERS:
                    expected = "not_found"
                elif role not in allowed:
                    expected = "not_permitted"
                else:
                    expected = "bad_data" if state.code in where.split() else "wrong_state"
                if code != expected:
                    wrong.append((state.code, role, act, code, expected))
    assert wrong == []


@pytest.mark.parametrize("act", sorted(BY_ISSUER))
def test_whoever_works_on_a_task_never_judges_it_for_its_issuer(city, act):
    work = Work(city).applied() if act in {"accept_task", "return_result"} else Work(city).under_way()
    why = {"reason": "本单位觉得可以", "authority": "本单位"}
    given = {
        "accept_task": {"opinion": "合格"}, "return_result": {"note": "再办"}, "adjust_task": {**why, "goal": "降低目标"},
        "extend_own_task": {**why, "deadline": 1, "until": "2030-01-01"}, "cancel_task": why,
        "grant_extension": {"authority": "本单位"}, "refuse_extension": {"note": "不必"},
    }[act]  # fmt: skip
    with pytest.raises(Refused) as caught:
        work.do("water-bureau.principal", act, given)
    assert caught.value.code == "not_the_issuer"


def test_every_act_of_a_plan_by_every_role_in_every_state(city):
    year = plan(city)
    actors = {role: city.actor(username) for role, username in ROLES.items()}
    wrong = []
    for state in states.PLAN_STATES:
        Matter.objects.filter(pk=year.pk).update(state=state.code, open=state.open)
        for role, actor in actors.items():
            for act, where in PLAN_MAY.items():
                code = refusal(WORK_PLAN, act, year.pk, actor)
                mine = role in ISSUER_HEADS or (role == "issuer's liaison" and act not in {"adopt_plan", "close_plan"})
                if role not in ISSUER_HEADS | {"issuer's liaison", "office"}:
                    expected = "not_found"
                elif not mine:
                    expected = "not_permitted"
                else:
                    expected = "bad_data" if state.code in where.split() else "wrong_state"
                if code != expected:
                    wrong.append((state.code, role, act, code, expected))
    assert wrong == []


@pytest.mark.parametrize(
    ("table", "act"), [(TASKS, "draft_task"), (WORK_PLAN, "draft_plan"), (PROJECTS, "register_project")]
)
def test_every_body_drafts_its_own(city, table, act):
    found = {role for role, username in ROLES.items() if refusal(table, act, None, city.actor(username)) == "bad_data"}
    assert found == set(ROLES)
