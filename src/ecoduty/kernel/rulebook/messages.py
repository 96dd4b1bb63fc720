"""Turns what validation finds into codes and Chinese sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_TYPES = {
    "string_type": "应是文字",
    "int_type": "应是整数",
    "int_parsing": "应是整数",
    "bool_type": "应是 true 或 false",
    "tuple_type": "应是列表",
    "list_type": "应是列表",
    "dict_type": "应写成“键: 值”",
    "model_type": "应写成“键: 值”",
    "model_attributes_type": "应写成“键: 值”",
    "date_type": "应是日期，如 2026-01-31",
    "date_from_datetime_parsing": "应是日期，如 2026-01-31",
    "date_parsing": "应是日期，如 2026-01-31",
}
_KEYS = {
    "missing": ("missing_key", "缺少“{name}”"),
    "union_tag_not_found": ("missing_key", "“{name}”里缺少 rule"),
    "extra_forbidden": ("unknown_key", "不认识的键“{name}”"),
}
_VALUES = {
    "literal_error": "只能是 {allowed}",
    "union_tag_invalid": "里的 rule 只能是 {allowed}",
    "string_too_short": "不能为空",
    "too_short": "不能为空",
    "string_too_long": "最多{max_length}字",
    "string_pattern_mismatch": "的写法不对",
    "greater_than_equal": "应不小于{ge}",
    "less_than_equal": "应不大于{le}",
}


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:40] + "…"


def code_and_sentence(error: ErrorDetails) -> tuple[str, str]:
    """Stable code and Chinese sentence of one validation error."""
    kind, name = error["type"], error["loc"][-1] if error["loc"] else ""
    written = f"写的是“{_shown(error['input'])}”"
    if kind == "missing" and name == "basis":
        return "missing_basis", "缺少依据（basis）：写明 plan、statute 或 local"
    if kind in _KEYS:
        code, sentence = _KEYS[kind]
        return code, sentence.format(name=name)
    if kind in _TYPES:
        return "wrong_type", f"“{name}”{_TYPES[kind]}，{written}"
    if kind in _VALUES:
        return "bad_value", f"“{name}”{_VALUES[kind].format(**_context(error))}，{written}"
    if error["msg"].isascii():
        return "bad_value", f"“{name}”的取值不合要求，{written}"
    return kind, error["msg"]


def _context(error: ErrorDetails) -> dict[str, Any]:
    context = dict(error.get("ctx", {}))
    context["allowed"] = context.get("expected") or context.get("expected_tags", "")
    return context
