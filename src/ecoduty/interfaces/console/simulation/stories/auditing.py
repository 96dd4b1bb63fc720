"""Audits of leading officials: set up, notified, problems put into the register, answered by the audited, reported (clause 14.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from ecoduty.casework.matters.models import Link
from ecoduty.interfaces.console.simulation import pace, papers, people
from ecoduty.interfaces.console.simulation.stories import Steps, rectifying, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import words
from ecoduty.kernel.clock import SHANGHAI, today
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.inspections.auditing import queries
from ecoduty.mechanisms.inspections.auditing.flow import AUDITS
from ecoduty.organisation.directory.models import Body

_HEADS, _BODIES = ("deputy", "principal"), "audit.leading-bodies"


def in_spring(rng: Random, year: int) -> datetime:
    """Audits of the year's plan begin from March to May."""
    return datetime(year, rng.randint(3, 5), rng.randint(2, 25), rng.randint(9, 16), tzinfo=SHANGHAI)


@story("audit_projects", a_year=4, starts=in_spring)
def audit(town: Town, rng: Random, number: int) -> Steps:
    """One audit until its results are used; of every four, one of the audited says nothing in time."""
    contents = words("auditing")["audits"]
    content = contents[number % len(contents)]
    auditing = people.body(rulebooks.current().words(_BODIES, on=today())[0])
    audited = people.one_of(rng, content["bodies"])
    if audited.pk not in {one.pk for one in queries.auditable(auditing, today())}:
        return
    by, head = people.somebody(auditing, ("liaison",)), people.somebody(auditing, _HEADS)
    year = today().year
    pk = int(
        town.do(AUDITS, "set_up_audit", by=by, data={
            "audited": audited.key, "post_title": "主要负责人", "term_from": f"{year - 4}-05-01", "period_from": f"{year - 3}-01-01",
            "period_to": f"{year - 1}-12-31", "basis": f"{year}年度审计项目计划", "scope": content["scope"],
            "team": words("auditing")["team"],
        }).subject.pk
    )  # fmt: skip
    yield pace.in_days(rng, 2, 6)
    given = {"number": papers.number(rng, "审通"), "notified_on": today().isoformat()}
    town.do(AUDITS, "send_audit_notice", pk, by=by, data=given)
    yield pace.in_days(rng, 20, 40)
    problems = []
    for one in content["findings"]:
        town.do(
            AUDITS,
            "register_audit_finding",
            pk,
            by=by,
            data={"title": f"{audited.short_name}{one['title']}", "text": one["text"]},
        )
        problems.append(Link.objects.filter(source=pk, target__kind="problem").latest("pk").target_id)
    yield pace.in_days(rng, 3, 8)
    town.do(AUDITS, "ask_audit_opinion", pk, by=head, data={"draft": content["draft"]})
    roads = [rectifying.found(town, rng, problem, audited) for problem in problems]
    yield from pace.together(_reported(town, rng, pk, audited, content["opinion"], silent=number % 4 == 3), *roads)


def _reported(town: Town, rng: Random, pk: int, audited: Body, opinion: str, *, silent: bool) -> Steps:
    """The audited answers or lets its days pass; then the report, and what it is used for."""
    lists = words("auditing")
    auditing = people.body(rulebooks.current().words(_BODIES, on=today())[0])
    by, head = people.somebody(auditing, ("liaison",)), people.somebody(auditing, _HEADS)
    if silent:
        yield pace.at_work(rng, today() + timedelta(days=rng.randint(12, 16)))
        town.do(AUDITS, "note_silence", pk, by=by)
    else:
        yield pace.before_due(rng, pk, queries.OPINION, late=0)
        town.do(AUDITS, "answer_audit", pk, by=people.somebody(audited, ("principal",)), data={"opinion": opinion})
    yield pace.in_days(rng, 5, 15)
    given = {
        "number": papers.number(rng, "审报"), "reported_on": today().isoformat(), "report": lists["report-silent" if silent else "report"],
    }  # fmt: skip
    town.do(AUDITS, "issue_audit_report", pk, by=head, data=given)
    yield pace.in_days(rng, 20, 45)
    town.do(AUDITS, "close_audit", pk, by=head, data={"used": lists["used"]})


__all__ = ["audit", "in_spring"]
