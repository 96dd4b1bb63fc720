"""Documents of the departments: drafted, issued with their lead named, revised, repealed (clauses 3.1, 5.8)."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from ecoduty.interfaces.console.simulation import pace, papers, people
from ecoduty.interfaces.console.simulation.stories import Steps, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import words
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.policy_documents.flow import POLICY_DOCUMENT
from ecoduty.organisation.directory.models import Body

_SORTS = ("normative", "rules", "mechanism", "standard")


@story("policy_documents", a_year=22, starts=pace.all_winter)
def document(town: Town, rng: Random, number: int) -> Steps:
    """Some are there already and end this year, the others are made in it."""
    every = words("offices")["documents"]
    content = every[number % len(every)]
    body = people.one_of(rng, content["bodies"])
    by = people.somebody(body, ("liaison",))
    name = content["name"] if number < len(every) else f"{content['name']}实施细则"
    if number % 3 == 0:
        yield from _old(town, rng, by, body, name)
        return
    given = {"name": name, "sort": _SORTS[number % len(_SORTS)], "grounds": "完善监管制度，落实责任清单。"}
    pk = town.do(POLICY_DOCUMENT, "draft_document", by=by, data=given).subject.pk
    yield pace.in_days(rng, 25, 80)
    if rng.random() < 0.08:
        town.do(POLICY_DOCUMENT, "drop_document", pk, by=by, data={"note": "与在编市级文件重复，不再单独制定。"})
        return
    town.do(POLICY_DOCUMENT, "issue_document", pk, by=by, data=_issued(rng, body, today(), 730))


def _old(town: Town, rng: Random, by: str, body: Body, name: str) -> Steps:
    issued = date(today().year - 2, rng.randint(1, 12), rng.randint(1, 25))
    given = {"name": name, "sort": "rules", "grounds": "", **_issued(rng, body, issued, 1000 + rng.randint(0, 200))}
    pk = town.do(POLICY_DOCUMENT, "register_document", by=by, data=given).subject.pk
    yield pace.in_days(rng, 20, 90)
    drawn = rng.random()
    if drawn < 0.5:
        town.do(POLICY_DOCUMENT, "begin_revision", pk, by=by, data={"note": "条款与新法不一致，列入修订。"})
        yield pace.in_days(rng, 30, 90)
        town.do(POLICY_DOCUMENT, "issue_revision", pk, by=by, data=_issued(rng, body, today(), 1095))
    elif drawn < 0.75:
        town.do(
            POLICY_DOCUMENT,
            "repeal_document",
            pk,
            by=by,
            data={"repealed_on": today().isoformat(), "note": "内容已被市级规定取代。"},
        )


def _issued(rng: Random, body: Body, on: date, days: int) -> dict[str, object]:
    return {
        "number": papers.number(rng, "规"), "issued_on": on.isoformat(), "valid_from": (on + timedelta(days=10)).isoformat(),
        "valid_until": (on + timedelta(days=days)).isoformat(), "ecology": "yes", "lead_said": "named", "lead": body.key,
        "duties": f"第三条：{body.short_name}牵头，有关部门配合。",
    }  # fmt: skip


__all__ = ["document"]
