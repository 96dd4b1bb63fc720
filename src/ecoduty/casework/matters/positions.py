"""What each body held in a conferral, read from lines `单位｜意见` (clauses 7.2, 14.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.organisation.directory.models import Body

FIELD = "positions"
_PARTED = re.compile(r"[｜|\t]")


def read(
    lines: Sequence[str], bodies: Sequence[Body], *, needed: Sequence[Body] = (), clause: str
) -> list[tuple[Body, str]]:
    """Bodies with what they held. A body may be named by its key, its name or its short name.

    Raises Refused `position_unread`, `position_body_unknown`, `position_twice` or `position_missing` (one of `needed`).
    """
    known = {name: body for body in bodies for name in (body.key, body.name, body.short_name)}
    found: dict[Body, str] = {}
    for line in lines:
        name, *rest = (part.strip() for part in _PARTED.split(line, maxsplit=1))
        if not rest or not rest[0]:
            raise _refused(Problem(FIELD, "position_unread", f"“{line}”没有写成“单位｜意见”，请改写这一行"), clause)
        body = known.get(name)
        if body is None:
            sentence = f"“{name}”不是本级现有的部门，请写机构目录里的简称"
            raise _refused(Problem(FIELD, "position_body_unknown", sentence), clause)
        if body in found:
            raise _refused(Problem(FIELD, "position_twice", f"{body.short_name}的意见写了两行，请并成一行"), clause)
        found[body] = rest[0]
    missing = [body.short_name for body in needed if body not in found]
    if missing:
        sentence = f"还没有写{'、'.join(missing)}的意见，双方的意见都要写"
        raise _refused(Problem(FIELD, "position_missing", sentence), clause)
    return list(found.items())


def _refused(problem: Problem, clause: str) -> Refused:
    return Refused(problem.code, f"{problem.sentence}。", status=422, clause=clause, problems=(problem,))
