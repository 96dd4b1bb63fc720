"""Pages by cursor: where the next page starts is told by the last row of this one, so nothing is skipped or seen twice."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import StringConstraints

from ecoduty.kernel.flow import Refused

DEFAULT, MOST = 50, 200
Cursor = Annotated[str, StringConstraints(max_length=400, pattern=r"^[A-Za-z0-9_-]*$")]


def cursor_of(*values: Any) -> str:
    """The cursor after a row with these sort values (JSON)."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def values_of(cursor: str, *kinds: type) -> list[Any]:
    """The sort values a cursor holds. Raises Refused `bad_cursor` for what is none of ours."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise bad() from error
    if not isinstance(values, list) or len(values) != len(kinds):
        raise bad()
    if not all(type(value) is kind for value, kind in zip(values, kinds, strict=True)):
        raise bad()
    return values


def bad() -> Refused:
    """The refusal of a cursor that is none of ours."""
    return Refused("bad_cursor", "翻页游标不对：请原样使用上一页给出的 next，换了查询条件就从头开始。", status=422)


def moment_of(text: str) -> datetime:
    """A moment out of a cursor. Raises Refused `bad_cursor`."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise bad() from error
    if moment.tzinfo is None:
        raise bad()
    return moment


def uuid_of(text: str) -> UUID:
    """A random id out of a cursor. Raises Refused `bad_cursor`."""
    try:
        return UUID(text)
    except ValueError as error:
        raise bad() from error
