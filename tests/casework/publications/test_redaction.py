"""Withholding: what is marked is covered or left out, and nothing else can be done to the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecoduty.casework.publications.redaction import CLOSE, OPEN, Cover, bare, public_text
from ecoduty.kernel.flow import Refused

COVER = Cover("■■■", "（略去）")
SENT = "# 排口\n甲厂偷排。\n- 举报人张某\n| 厂 | 量 |\n|---|---|\n| 甲厂 | 3 |\n完。"


def shown(marked: str) -> str:
    return public_text("一节", bare(marked), marked, COVER)


@pytest.mark.parametrize(
    ("marked", "public"),
    [
        ("⟦甲厂⟧偷排，⟦乙厂⟧也是。", "■■■偷排，■■■也是。"),
        ("头。\n⟦第一段。\n第二段。⟧\n尾。", "头。\n（略去）\n尾。"),
        ("头⟦上。\n下⟧尾。", "头■■■\n■■■尾。"),
        ("- 举报人⟦张某⟧", "- 举报人■■■"),
        ("⟦- 举报人⟧张某", "- ■■■张某"),
        ("# ⟦排口⟧一", "# ■■■一"),
        ("| ⟦甲厂⟧ | 3 |", "| ■■■ | 3 |"),
        ("| ⟦甲厂 | 3⟧ |", "| ■■■ | ■■■ |"),
        ("⟦| 厂 | 量 |\n|---|---|\n| 甲厂 | 3 |⟧", "| ■■■ | ■■■ |\n|---|---|\n| ■■■ | ■■■ |"),
        ("甲⟦⟧乙", "甲乙"),
        ("照旧。", "照旧。"),
    ],
)
def test_what_is_marked_is_withheld(marked, public):
    assert shown(marked) == public


@pytest.mark.parametrize("marked", ["⟦甲", "甲⟧", "⟧甲⟦", "⟦⟦甲⟧⟧"])
def test_marks_come_in_pairs(marked):
    with pytest.raises(Refused) as refused:
        shown(marked)
    assert refused.value.code == "redaction_unbalanced"


@pytest.mark.parametrize("other", [SENT + "加一句。", SENT.replace("甲厂", "⟦乙厂⟧"), SENT.replace("3", "2"), ""])
def test_nothing_is_rewritten(other):
    with pytest.raises(Refused) as refused:
        public_text("一节", SENT, other, COVER)
    assert refused.value.code == "public_version_rewritten"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="甲乙\n|#- ", min_size=1, max_size=40), st.integers(0, 40), st.integers(1, 40))
def test_withheld_words_are_never_in_the_public_text(around, start, length):
    text = around[:start] + "密" * 3 + around[start:]
    at = text.index("密密密")
    stop = max(at + 3, min(len(text), at + length))
    assert "密" not in shown(text[:at] + OPEN + text[at:stop] + CLOSE + text[stop:])
