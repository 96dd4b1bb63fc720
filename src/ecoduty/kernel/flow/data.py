"""What an act asks for: a pydantic model, from which pages draw their form and the API its schema."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError

from ecoduty.kernel.flow.refusal import Problem, Refused, refuse
from ecoduty.kernel.ledger.chain import canonical, sm3

# Longer texts and nested content enter the ledger as their digest; the content itself stays with the subject.
INLINE_LIMIT = 300  # characters


class ActData(BaseModel):
    """Base of what an act asks for. Give every field a Chinese `title`; `json_schema_extra={"widget": ...}` is
    one of text (default), long_text, password, date, moment, url, file, choice, sections, hidden.
    `secrets` names fields that leave no trace in the ledger, not even a digest.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
        defer_build=True,  # of six hundred acts a command asks for one: the others' validators are never built
    )
    secrets: ClassVar[frozenset[str]] = frozenset()

    def facts(self) -> dict[str, Any]:
        """What the ledger records of it: short values as they are, long ones as `{"sm3": hex}`."""
        given = self.model_dump(mode="json", exclude=set(self.secrets))
        return {name: _inline(value) for name, value in given.items() if value not in (None, "")}


_HALF_A_PAIR = re.compile("[\ud800-\udfff]")


class NoData(ActData):
    """An act that asks for nothing."""


def _inline(value: Any) -> Any:
    if isinstance(value, float):
        return str(value)
    if isinstance(value, dict | list) or (isinstance(value, str) and len(value) > INLINE_LIMIT):
        return {"sm3": sm3(canonical(_without_floats(value))).hex()}
    return value


def _without_floats(value: Any) -> Any:
    if isinstance(value, float):
        return str(value)
    if isinstance(value, dict):
        return {key: _without_floats(inner) for key, inner in value.items()}
    return [_without_floats(inner) for inner in value] if isinstance(value, list) else value


def storable(value: Any) -> bool:
    """False for text that the database cannot hold (NUL, half a surrogate pair), however deep it stands."""
    if isinstance(value, str):
        return "\0" not in value and (value.isascii() or _HALF_A_PAIR.search(value) is None)
    if isinstance(value, Mapping):
        return all(storable(key) and storable(inner) for key, inner in value.items())
    return all(storable(inner) for inner in value) if isinstance(value, list | tuple) else True


# What pydantic finds, in words for the person who filled in the form.
_WORDS = {
    "missing": "必填",
    "string_too_short": "至少{min_length}个字",
    "string_too_long": "不能超过{max_length}个字",
    "string_type": "应为文字",
    "extra_forbidden": "没有这一项",
    "int_parsing": "应为整数",
    "decimal_parsing": "应为数字",
    "decimal_max_places": "小数最多{decimal_places}位",
    "decimal_max_digits": "数太大，最多{max_digits}位数字",
    "decimal_whole_digits": "数太大，整数部分最多{whole_digits}位",
    "int_type": "应为整数",
    "bool_parsing": "应为是或否",
    "date_parsing": "不是有效日期，应写成2026-01-31",
    "date_from_datetime_parsing": "不是有效日期，应写成2026-01-31",
    "datetime_parsing": "不是有效时间，应写成2026-01-31T09:30",
    "datetime_from_date_parsing": "不是有效时间，应写成2026-01-31T09:30",
    "url_parsing": "不是有效网址，应以http://或https://开头",
    "url_scheme": "网址应以http://或https://开头",
    "literal_error": "只能选所列的值",
    "enum": "只能选所列的值",
    "greater_than_equal": "不能小于{ge}",
    "less_than_equal": "不能大于{le}",
}


def parse(model: type[ActData], given: Mapping[str, Any] | ActData) -> ActData:
    """Read what was entered; data of the right model is taken as it is.

    Raises Refused `bad_data` with one problem per field.
    """
    if isinstance(given, model):
        return given
    if isinstance(given, ActData):
        given = given.model_dump()
    entered = dict(given)
    spoilt = [name for name, value in entered.items() if not storable(name) or not storable(value)]
    if spoilt:
        raise bad_data([Problem(name, "not_text", f"“{_label(model, name)}”里有不能保存的字符") for name in spoilt])
    try:
        return model.model_validate(entered)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        raise bad_data([_problem(model, item) for item in found]) from error


def bad_data(problems: Sequence[Problem]) -> Refused:
    """The refusal of what was entered: one problem per field, the first five of them in the sentence."""
    refused = refuse("bad_data", count=str(len(problems)))
    told = "".join(f"{item.sentence}。" for item in problems[:5])
    return Refused(refused.code, refused.sentence + told, status=refused.status, problems=tuple(problems))


def _label(model: type[ActData], name: str) -> str:
    known = model.model_fields.get(name)
    return (known.title if known else None) or name


def _problem(model: type[ActData], item: Any) -> Problem:
    name = str(item["loc"][0]) if item["loc"] else ""
    label = _label(model, name)
    kind = str(item["type"])
    if kind == "value_error":
        words = str(item["ctx"]["error"])
    else:
        words = _WORDS.get(kind, "填写不对").format(**item.get("ctx", {}))
    inner = [str(part) for part in item["loc"][1:] if not isinstance(part, int)]
    place = f"{label}（{'、'.join(inner)}）" if inner else label
    return Problem(field=name, code=kind, sentence=f"“{place}”{words}" if label else words)
