"""No complaint without a limit: a rulebook that leaves one open is not adopted."""

from __future__ import annotations

import pytest

from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.kernel.rulebook.models import RulebookVersion
from ecoduty.mechanisms.complaints import rules
from ecoduty.organisation.directory import adoption


def with_answer_limits(book: Rulebook, *items: str) -> Rulebook:
    parameter = book.values[rules.ANSWER_LIMITS]
    dated = tuple(one.model_copy(update={"value": items}) for one in parameter.dated)
    changed = parameter.model_copy(update={"dated": dated})
    return book.model_copy(update={"edition": "2026年第2版", "values": {**book.values, rules.ANSWER_LIMITS: changed}})


def test_a_rulebook_that_leaves_a_complaint_without_a_limit_is_not_adopted(city):
    before = rulebooks.current()
    short = with_answer_limits(before, "hotline/*=hotline.complaint", "*/help=complaint.answer")
    with pytest.raises(Refused) as refused:
        adoption.adopt(short, Actor.system("命令行"), "漏写")
    assert refused.value.code == "complaint_limit_missing"
    assert "complaint.answer-limits 没有写明渠道“" in refused.value.sentence
    assert rulebooks.current().digest == before.digest
    natures, channels = len(rules.natures(today())), len(rules.channels(today()))
    assert len(rules.without_limit(short, today())) == (channels - 1) * (natures - 1)
    whole = with_answer_limits(before, "*/*=complaint.answer")
    adoption.adopt(whole, Actor.system("命令行"), "一律按一个时限")
    assert RulebookVersion.objects.latest("adopted_at").digest == whole.digest
