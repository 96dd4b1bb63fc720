"""A task out of an instruction or a meeting: a draft that its issuer completes, never issued incomplete (1.1, 7.1)."""

from __future__ import annotations

import pytest

from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import Link, Matter
from ecoduty.kernel.flow import Refused, perform
from ecoduty.mechanisms.work_plans.flow import TASKS
from tests.mechanisms.work_plans.steps import ISSUER, content, handed

INSTRUCTION = {"name": "落实批示：筼筜湖水质", "source": "instruction", "source_note": "分管副市长11月20日批示"}


@pytest.mark.clause("1.1", page="/matters/?kind=task&source=instruction")
def test_an_instruction_becomes_a_draft_that_its_issuer_completes_and_issues(city):
    matter = handed(city, **INSTRUCTION, issuer="ecology-bureau", goal="三个月内消除黑臭")
    assert (matter.state, matter.holder.key, matter.task.lead) == ("draft", "ecology-bureau", None)
    assert Link.objects.filter(target=matter, kind="origin").exists()
    assert Notice.objects.filter(matter=matter, title__contains="待补齐下达").exists()
    head = city.client(ISSUER)
    page = head.get(f"/matters/{matter.public_id}/?tab=content").content.decode()
    assert "下达之前还要补齐：措施、要求、完成时限、牵头单位" in page
    with pytest.raises(Refused) as caught:
        perform(TASKS, "issue", matter.pk, actor=city.actor(ISSUER))
    assert caught.value.code == "task_incomplete"
    form = head.get(f"/matters/{matter.public_id}/edit_task/").content.decode()
    assert "三个月内消除黑臭" in form
    perform(TASKS, "edit_task", matter.pk, actor=city.actor(ISSUER), data=content(**INSTRUCTION))
    perform(TASKS, "issue", matter.pk, actor=city.actor(ISSUER))
    listed = head.get("/matters/?kind=task&source=instruction").content.decode()
    assert "落实批示：筼筜湖水质" in listed
    assert "市水利局" in listed


def test_the_body_that_acts_issues_it_where_none_is_named_and_a_part_without_result_is_not_issued(city):
    whole = content(**INSTRUCTION, supporters=["construction-bureau"])
    matter = handed(city, by=ISSUER, **whole)
    assert matter.holder.key == "ecology-bureau"
    with pytest.raises(Refused) as caught:
        perform(TASKS, "issue", matter.pk, actor=city.actor(ISSUER))
    assert caught.value.code == "task_incomplete"


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("unknown_issuer", {"issuer": "no-such-bureau"}),
        ("unknown_source", {"source": "rumour"}),
        ("unknown_lead", {"lead": "没有的局"}),
        ("limit_in_past", {"limit_on": "2020-01-01"}),
        ("supporter_is_lead", {"lead": "water-bureau", "supporters": ["water-bureau"]}),
        ("bad_data", {"title": "不认识的项"}),
    ],
)
def test_what_does_not_fit_undoes_the_handing_over(city, code, given):
    with pytest.raises(Refused) as caught:
        handed(city, **{**INSTRUCTION, **given})
    assert caught.value.code == code
    assert not Matter.objects.filter(kind="task").exists()
