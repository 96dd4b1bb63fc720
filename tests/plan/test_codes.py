"""Codes are collected from the code itself and are never lost from their lock."""

from __future__ import annotations

from ecoduty.interfaces.console.codes import collect, compare

CODE = """
SENTENCES = {"too_late": "已经晚了。"}
LABELS = {"not_an_error": "标签"}
class WrongThingError(ValueError):
    code = "wrong_thing"
def f(name):
    if name:
        raise Refused("not_here", f"{name}不在这里。")
    Guard("must_hold", "须成立。", check)
    Problem("file", 3, "bad_line", "这一行不对")
    wrong("limit_on", "limit_over", f"{name}已经过去。", clause="13.2")
    _wrong("offer_made", said)
    return "pair_code", "返回的句子。"
State("drafting", "拟稿")
"""


def test_errors_are_found_wherever_they_stand(tmp_path):
    (tmp_path / "module.py").write_text(CODE, encoding="utf-8")
    errors = [line for line in collect(tmp_path, ()) if line.startswith("error ")]
    assert errors == [
        f"error {code}"
        for code in (
            "bad_line",
            "limit_over",
            "must_hold",
            "not_here",
            "offer_made",
            "pair_code",
            "too_late",
            "wrong_thing",
        )
    ]


def test_tables_are_in_the_list(tmp_path):
    found = collect(tmp_path, ())
    assert {"kind rulebook", "act rulebook.adopt", "state rulebook.adopted"} <= set(found)


def test_lost_and_new_codes_are_told_apart():
    difference = compare(["act a.b", "act a.c"], ["act a.b", "act a.x"])
    assert (difference.gone, difference.new, difference.ok) == (("act a.x",), ("act a.c",), False)
    assert compare(["act a.b"], ["act a.b"]).ok
