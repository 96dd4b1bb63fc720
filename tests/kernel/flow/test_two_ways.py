"""An act that may lead to one of two states: its effect says which, and to no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ecoduty.kernel.flow import Act, ActTable, perform
from tests.toy.models import Paper
from tests.toy.papers import PAPERS, PaperStore, officer


def leading(to: str) -> ActTable:
    """The toy table, one act of which leads to another state than its own."""
    acts = tuple(
        replace(act, or_to=("draft",), guards=(), effect=lambda attempt: attempt.lead_to(to))
        if act.code == "sign"
        else act
        for act in PAPERS.acts
    )
    return replace(PAPERS, acts=acts, store=PaperStore())


def signed(to: str) -> str:
    sign: Act = PAPERS.by_code["sign"]
    (who,) = [who for who in sign.who if who.relation != "system"][:1]
    paper = Paper.objects.create(title="x", holder="nobody", state=sign.from_[0], relations={"b": [who.relation]})
    return perform(leading(to), "sign", paper.pk, actor=officer(who.posts[0], "b")).subject.state


@pytest.mark.usefixtures("db", "noon")
def test_the_effect_chooses_among_the_acts_own_ways():
    assert signed("draft") == "draft"
    with pytest.raises(ValueError, match="does not lead to"):
        signed("review")


def test_a_table_names_every_way():
    sign = PAPERS.by_code["sign"]
    assert replace(sign, or_to=("draft",)).targets == (sign.to, "draft")
    with pytest.raises(ValueError, match="unknown state"):
        replace(PAPERS, acts=(replace(sign, or_to=("nowhere",)),))
    with pytest.raises(ValueError, match="leads nowhere"):
        replace(PAPERS, acts=(replace(sign, to=None, or_to=("draft",), aside=True),))
