"""The two recurring reports, which the platform opens by itself: most are sent in time, some go back, some are late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from ecoduty.casework.documents.models import Document, Recipient, RecipientRole
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.listed import ROWS_OWED
from ecoduty.casework.publications.queries import publication_of
from ecoduty.interfaces.console.simulation import counts, numbering, pace, people
from ecoduty.interfaces.console.simulation.stories import Steps, follows
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import gaps, say, words
from ecoduty.kernel.clock import local_date, today
from ecoduty.kernel.flow import table
from ecoduty.mechanisms.reports import sections, states
from ecoduty.mechanisms.reports.flow import ANNUAL, HALF_YEAR
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory.dated import holding

_REVIEWERS = ("deputy", "coordinator")
_LATE, _RETURNED = 0.08, 0.25


class Report:
    """One report on its road, by posts of the body that owes it."""

    def __init__(self, town: Town, rng: Random, matter: Matter) -> None:
        self.town, self.rng, self.pk, self.kind = town, rng, matter.pk, matter.kind
        self.body = matter.holder
        self.liaison = people.somebody(self.body, ("liaison", *_REVIEWERS))
        self.reviewer = people.somebody(self.body, _REVIEWERS)
        self.principal = people.somebody(self.body, ("principal", "deputy"))
        self.lists = words("reports")

    @property
    def matter(self) -> Matter:
        """As it stands now."""
        return Matter.objects.select_related("holder", "report__document").get(pk=self.pk)

    @property
    def document(self) -> Document:
        """Its paper."""
        found: Document = self.matter.report.document
        return found

    def do(self, act: str, by: str, data: Mapping[str, Any] | None = None) -> None:
        """An act on it."""
        self.town.do(table(self.kind), act, self.pk, by=by, data=data)

    def chance(self, share: float) -> bool:
        """True as often as that."""
        return self.rng.random() < share

    def word(self, name: str) -> str:
        """One of the sentences of that list."""
        return str(self.rng.choice(self.lists[name]))

    def write(self, titles: tuple[str, ...]) -> None:
        """These sections, of what the body's list says it has to do and of what the platform counted for it."""
        rows = [row.name for row in ask(ROWS_OWED)({self.body.pk}, on=today())] if asked(ROWS_OWED) else []
        numbers = {**counts.of_body(self.body, self.since), "rows": len(rows)}
        known = {name: str(number) for name, number in numbers.items() if number} | {"body": self.body.short_name}
        lists = {"row": rows or self.lists["no_rows"]}
        written = {}
        for title in titles:
            forms = self.lists["sections"].get(title, ())
            able = [one for one in forms if gaps(one) <= {*known, *lists}] or self.lists["sections"]["other"]
            chosen = sorted(self.rng.sample(able, min(2, len(able))), key=able.index)
            written[title] = "\n".join(say(self.rng, form, lists, **known) for form in chosen)
        self.do("save_draft", self.liaison, {"sections": written})

    @property
    def since(self) -> date:
        """The first day of what it reports on, by its period: a year or a half of one."""
        year, _, half = self.matter.period.partition("-")
        return date(int(year), 7 if half == "H2" else 1, 1)

    @property
    def titles(self) -> tuple[str, ...]:
        """The sections it must have."""
        return sections.required(self.kind, self.matter.rulebook)


@follows(ANNUAL)
def annual_report(town: Town, rng: Random, matter: Matter) -> Steps:
    """Written, signed, sent by 31 January, and what the public may read of it published."""
    report = Report(town, rng, matter)
    yield from _signed(report)
    yield pace.in_days(rng, 0, 2)
    report.do("send", report.liaison)
    yield from _receipts(report)
    if report.chance(0.1) and report.matter.state == states.SENT.code:
        report.do(
            "return_for_correction",
            people.somebody(people.office(), ("director", "clerk")),
            {"note": report.word("corrected")},
        )
        yield from _signed(report, again=True)
        report.do("send", report.liaison)
        yield from _receipts(report)
    yield from _published(report)


@follows(HALF_YEAR)
def half_year_report(town: Town, rng: Random, matter: Matter) -> Steps:
    """Written, signed, sent to the leader in charge, who sometimes writes an instruction on it."""
    report = Report(town, rng, matter)
    yield from _signed(report)
    yield pace.in_days(rng, 0, 1)
    report.do("send", report.liaison)
    yield from _receipts(report)
    yield pace.in_days(rng, 1, 6)
    if report.chance(0.35):
        text = report.word("instruction")
        given = {"leader": "分管市领导", "given_on": today().isoformat(), "text": text}
        report.do("give_instruction", report.liaison, given)
        yield pace.before_due(rng, report.pk, "report.instruction-follow-up", late=_LATE)
        report.do("report_follow_up", report.liaison, {"result": report.lists["followed"][text[:3]]})
    elif not report.document.recipients.filter(role=RecipientRole.MAIN, receipted_at=None).exists():
        report.do("close", report.liaison)


def _signed(report: Report, *, again: bool = False) -> Steps:
    """From the empty sheet to the signature; some go back once on the way."""
    rng, titles = report.rng, report.titles
    ends = today() + timedelta(days=4) if again else _last_day(report)
    days = max((ends - today()).days, 4)
    if not again:
        yield pace.at_work(rng, today() + timedelta(days=int(days * rng.uniform(0.1, 0.5))))
        report.write(titles[: max(1, len(titles) // 2)])
    yield pace.at_work(rng, today() + timedelta(days=int((ends - today()).days * rng.uniform(0.3, 0.7))))
    report.write(titles)
    report.do("submit_for_review", report.liaison)
    yield pace.in_days(rng, 0, 2)
    if not again and report.chance(_RETURNED):
        report.do("return_for_revision", report.reviewer, {"note": report.word("returned")})
        yield pace.in_days(rng, 1, 3)
        report.write(titles)
        report.do("submit_for_review", report.liaison)
        yield pace.in_days(rng, 0, 2)
    report.do("pass_review", report.reviewer)
    yield pace.in_days(rng, 0, 2)
    document = report.document
    given = {} if document.number else {"number": numbering.following(report.body, report.kind, document)}
    report.do("sign", report.principal, given)


def _last_day(report: Report) -> date:
    """The day by which it is meant to be signed: a while before it is due, or after it."""
    due = report.matter.next_due_at
    day = local_date(due) if due else today() + timedelta(days=30)
    return day + timedelta(days=report.rng.randint(1, 8) if report.chance(_LATE) else -report.rng.randint(4, 15))


def _receipts(report: Report) -> Steps:
    """Who works on the platform signs for it, for the others the sender records it."""
    rows = report.document.recipients.filter(receipted_at=None, sent_at__isnull=False).select_related("body", "post")
    for row in list(rows):
        yield pace.in_days(report.rng, 0, 2)
        reader = _reader(row)
        if reader and report.chance(0.9):
            report.do("acknowledge", reader)
        elif report.chance(0.85):
            evidence = f"{report.word('evidence')}第{report.rng.randint(1, 90)}号"
            report.do(
                "record_receipt",
                report.liaison,
                {"recipient": row.pk, "received_on": today().isoformat(), "evidence": evidence},
            )


def _reader(row: Recipient) -> str:
    """The account that signs for it, where the recipient works here."""
    if row.post is None:
        return people.somebody(row.body, ("liaison",)) if row.delivery == "platform" else ""
    held = Account.objects.filter(holding(today(), "person__appointments__"), person__appointments__post=row.post)
    return held.order_by("username").values_list("username", flat=True).first() or ""


def _published(report: Report) -> Steps:
    """The public version is set aside, cleared by another post, and put on the department's own site."""
    rng = report.rng
    yield pace.in_days(rng, 1, 5)
    if report.chance(0.03):
        why = report.lists["decline"]
        report.do("ask_not_to_publish", report.liaison, {"reason": why["reason"], "public_reason": why["public"]})
        yield pace.in_days(rng, 1, 3)
        report.do("approve_non_publication", report.principal)
        return
    if report.chance(0.3):
        _covered(report)
    report.do("submit_public_version", report.liaison)
    yield pace.in_days(rng, 0, 3)
    report.do("clear_public_version", report.reviewer)
    yield pace.before_due(rng, report.pk, "report.publication-registration", late=_LATE)
    address = f"https://{report.body.key}.example.gov.cn/{report.town.year}/{report.pk}.html"
    report.do("register_publication", report.liaison, {"own_url": address, "published_on": today().isoformat()})


def _covered(report: Report) -> None:
    """One sentence about cases under way is covered."""
    found = publication_of(report.matter)
    title = report.titles[1]
    text = next((one["text"] for one in found.content if one["title"] == title), "") if found else ""
    first, mark, rest = text.partition("。")
    if mark:
        given = {"sections": {title: f"⟦{first}。⟧{rest}"}, "grounds": "涉及办理中的整改线索，先予遮盖。"}
        report.do("edit_public_version", report.liaison, given)


__all__ = ["annual_report", "half_year_report"]
