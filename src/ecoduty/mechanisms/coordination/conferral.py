"""What each body held in a conferral, read from lines `单位｜意见` (clause 7.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.mechanisms.coordination import bodies
from ecoduty.mechanisms.coordination.models import Cooperation
from ecoduty.organisation.directory.models import Body

_PARTED = re.compile(r"[｜|\t]")


def read(lines: Sequence[str], own: Cooperation, supporter: Body, on: date) -> list[tuple[Body, str]]:
    """Bodies with what they held. A body may be named by its key, its name or its short name.

    Raises Refused `position_unread`, `position_body_unknown`, `position_twice` or `position_missing` (lead or supporter).
    """
    known = {name: body for body in _bodies(own, supporter, on) for name in (body.key, body.name, body.short_name)}
    found: dict[Body, str] = {}
    for line in lines:
        name, *rest = (part.strip() for part in _PARTED.split(line, maxsplit=1))
        if not rest or not rest[0]:
            raise _refused(Problem("positions", "position_unread", f"“{line}”没有写成“单位｜意见”，请改写这一行"))
        body = known.get(name)
        if body is None:
            raise _refused(
                Problem("positions", "position_body_unknown", f"“{name}”不是本级现有的部门，请写机构目录里的简称")
            )
        if body in found:
            raise _refused(Problem("positions", "position_twice", f"{body.short_name}的意见写了两行，请并成一行"))
        found[body] = rest[0]
    missing = [body.short_name for body in (own.lead, supporter) if body not in found]
    if missing:
        raise _refused(
            Problem("positions", "position_missing", f"还没有写{'、'.join(missing)}的意见，双方的意见都要写")
        )
    return list(found.items())


def _bodies(own: Cooperation, supporter: Body, on: date) -> list[Body]:
    return [own.lead, supporter, *(body for body in bodies.partners(own.lead, on) if body != supporter)]


def _refused(problem: Problem) -> Refused:
    return Refused(problem.code, f"{problem.sentence}。", status=422, clause="7.2", problems=(problem,))
