"""Two texts on one base: nothing is lost, nothing is asked without need."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ecoduty.casework.documents.merging import Decision, Pick, conflicts, merge, settled

BASE = "一、开头。\n二、中间。\n三、结尾。"
_text = st.lists(st.sampled_from(["甲段", "乙段", "丙段", "丁段", "# 标题", "", "| 甲 |"]), max_size=6).map("\n".join)


def everything(parts, pick: Pick) -> str:
    return settled(parts, {n: Decision(pick) for n in range(len(conflicts(parts)))})


def test_changes_in_different_places_come_together_by_themselves():
    parts = merge(BASE, BASE.replace("开头", "开头（对方）"), BASE + "\n四、我加的。")
    assert conflicts(parts) == []
    assert settled(parts, {}) == "一、开头（对方）。\n二、中间。\n三、结尾。\n四、我加的。"


def test_the_same_line_changed_twice_is_asked_about():
    parts = merge(BASE, BASE.replace("中间", "对方改"), BASE.replace("中间", "我改"))
    (conflict,) = conflicts(parts)
    assert (conflict.base, conflict.theirs, conflict.mine) == (("二、中间。",), ("二、对方改。",), ("二、我改。",))
    assert settled(parts, {}) is None
    assert everything(parts, Pick.MINE).split("\n")[1] == "二、我改。"
    assert everything(parts, Pick.BOTH).split("\n")[1:3] == ["二、对方改。", "二、我改。"]
    assert settled(parts, {0: Decision(Pick.OWN, "二、商定的。")}).split("\n")[1] == "二、商定的。"


def test_the_same_change_by_both_is_one():
    both = BASE.replace("中间", "中部")
    assert settled(merge(BASE, both, both), {}) == both


def test_one_deletes_what_the_other_changes_and_is_asked():
    (conflict,) = conflicts(merge(BASE, "一、开头。\n三、结尾。", BASE.replace("中间", "我改")))
    assert (conflict.theirs, conflict.mine) == ((), ("二、我改。",))


@settings(max_examples=300, deadline=None)
@given(_text, _text, _text)
def test_taking_one_side_everywhere_loses_nothing_of_it(base, theirs, mine):
    parts = merge(base, theirs, mine)
    for text, pick in ((theirs, Pick.THEIRS), (mine, Pick.MINE)):
        kept = everything(parts, pick).split("\n")
        other = (mine if pick is Pick.THEIRS else theirs).split("\n")
        base_lines = base.split("\n")
        # every line only this side wrote stands in the result
        assert all(line in kept for line in text.split("\n") if line and line not in base_lines and line not in other)


@settings(max_examples=300, deadline=None)
@given(_text, _text)
def test_where_only_one_wrote_nothing_is_asked(base, other):
    for theirs, mine in ((other, base), (base, other)):
        parts = merge(base, theirs, mine)
        assert conflicts(parts) == []
        assert settled(parts, {}) == other.strip("\n")
