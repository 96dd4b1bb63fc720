"""Who a referral goes to follows from rank and body; nobody refers to or over one's own superior (clause 15.2)."""

from __future__ import annotations

import pytest

from ecoduty.kernel.clock import today
from ecoduty.kernel.rulebook import store
from ecoduty.mechanisms.accountability.destinations import Proposal, propose, superiors
from ecoduty.organisation.directory import queries as directory


def proposal(rank: str, body: str, made_by: str = "committee-office") -> Proposal:
    return propose(rank, directory.body(body), directory.body(made_by), store.current(), today())


@pytest.mark.parametrize(
    ("rank", "body", "first", "label"),
    [
        ("division-chief", "water-bureau", "discipline-commission", "市管干部（市直单位）"),
        ("division-chief", "siming-government", "discipline-commission", "市管干部（区）"),
        ("section", "water-bureau", "discipline-commission", "市直单位其他人员"),
        ("section", "siming-ecology-office", "discipline-commission", "市直部门派出机构的干部"),
    ],
)
def test_the_table_proposes_who_manages_the_cadre(city, rank, body, first, label):
    found = proposal(rank, body)

    assert found.first is not None
    assert (found.first.key, found.label, found.by_hand, found.says) == (first, label, False, "")


def test_the_others_of_a_row_may_be_chosen(city):
    assert [one.key for one in proposal("division-chief", "water-bureau").bodies] == [
        "discipline-commission", "organisation-department",
    ]  # fmt: skip


@pytest.mark.parametrize("rank", ["unknown", "never-heard-of"])
def test_an_unknown_rank_is_chosen_by_a_person_with_a_reason(city, rank):
    found = proposal(rank, "water-bureau")

    assert (found.bodies, found.by_hand) == ((), True)
    assert "请选定移交对象并写明理由" in found.says


def test_where_the_person_stands_above_the_next_level_is_proposed(city):
    found = proposal("division-chief", "government", made_by="water-bureau")

    assert "市政府是市水利局的上级，已改为建议上一级" in found.says
    assert all(one.level == "province" for one in found.bodies)


def test_what_the_directory_lacks_is_named(city):
    found = proposal("section", "siming-finance-bureau")

    if found.missing:
        assert "机构名录里没有区纪检监察机关" in found.says
    assert all(one.region_id == directory.body("siming-government").region_id for one in found.bodies)


def test_superiors_go_up_to_the_top(city):
    own = directory.body("siming-finance-bureau")
    above = {
        directory.body(key).pk for key in ("siming-government", "government", "finance-bureau", "province-finance")
    }

    assert above <= superiors(own, today())
    assert own.pk not in superiors(own, today())
