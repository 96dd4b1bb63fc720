"""The seven fields of clause 8.3 and what shows the synchronies: once per plan, and no plan is adopted while one is silent."""

from __future__ import annotations

import pytest

from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Refused, perform
from ecoduty.mechanisms.work_plans import substance
from ecoduty.mechanisms.work_plans.flow import WORK_PLAN
from tests.mechanisms.work_plans.steps import ISSUER, Work, fill, plan

WATER = "water-bureau.principal"


def do(city, year, act, by=ISSUER, **data):
    return perform(WORK_PLAN, act, year.pk, actor=city.actor(by), data=data)


def refused(city, year, act, by=ISSUER, **data):
    with pytest.raises(Refused) as caught:
        do(city, year, act, by, **data)
    return caught.value.code


@pytest.mark.clause("8.3", page="/matters/?kind=work_plan")
def test_a_plan_is_adopted_only_when_every_field_is_spoken_of(city):
    year = plan(city)
    Work(city, plan=year.number)
    assert refused(city, year, "adopt_plan") == "fields_silent"
    fill(city, year, funding="")
    assert substance.silent(year.work_plan, today()) == ["资金投入"]
    assert refused(city, year, "adopt_plan") == "fields_silent"
    page = city.client(ISSUER).get(f"/matters/{year.public_id}/?tab=fields").content.decode()
    assert "审定实施之前还要写到：资金投入" in page
    fill(city, year, funding="本年无：没有新增项目，经费列入部门预算")
    assert do(city, year, "adopt_plan").subject.state == "in_force"
    page = city.client(ISSUER).get(f"/matters/{year.public_id}/?tab=fields").content.decode()
    assert "没有新增项目，经费列入部门预算" in page
    assert "本年修订法规规章方面的制度" in page


def test_the_form_shows_what_was_said_and_none_needs_its_reason(city):
    year = plan(city)
    client = city.client(ISSUER)
    answer = client.post(
        f"/matters/{year.public_id}/fill_fields/",
        {"_version": year.version, "fields.rules": "修订排水条例", "fields.funding": "本年无"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "资金投入：“本年无”之后要写理由" in page
    assert "修订排水条例" in page
    assert not year.work_plan.fields.exists()
    fill(city, year, funding="本年无（随大项目统筹）")
    form = client.get(f"/matters/{year.public_id}/fill_fields/").content.decode()
    assert "本年无：随大项目统筹" in form


def test_a_field_that_the_rulebook_does_not_know_is_refused(city):
    assert refused(city, plan(city), "fill_fields", fields={"rumour": "一些说法"}) == "bad_data"


def test_a_synchrony_is_shown_by_a_matter_or_by_words_with_a_day_and_can_be_taken_back(city):
    year, proof = plan(city, by=WATER), plan(city, by=WATER, year=2028)
    foreign = Work(city, by="transport-bureau.liaison", lead="transport-bureau", supporters=[])
    assert refused(city, year, "link_proof", WATER, synchrony="rumour", matter=proof.number) == "unknown_synchrony"
    assert refused(city, year, "link_proof", WATER, synchrony="deploy") == "proof_missing"
    assert refused(city, year, "link_proof", WATER, synchrony="deploy", words="局长办公会") == "proof_missing"
    assert (
        refused(city, year, "link_proof", WATER, synchrony="deploy", matter=foreign.matter.number) == "unknown_matter"
    )
    do(city, year, "link_proof", WATER, synchrony="deploy", matter=proof.number)
    do(city, year, "link_proof", WATER, synchrony="inspect", words="汛前检查", on="2027-03-02")
    client = city.client(WATER)
    page = client.get(f"/matters/{year.public_id}/?tab=fields").content.decode()
    assert f'<a href="/matters/{proof.public_id}/">' in page
    assert "汛前检查" in page
    mistaken = year.work_plan.proofs.get(synchrony="inspect")
    assert f'<option value="{mistaken.pk}"' in client.get(f"/matters/{year.public_id}/remove_proof/").content.decode()
    do(city, year, "remove_proof", WATER, proof=mistaken.pk)
    assert refused(city, year, "remove_proof", WATER, proof=mistaken.pk) == "unknown_proof"
