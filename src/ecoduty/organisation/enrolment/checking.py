"""Reading the file against the directory: what would change, and everything that is wrong, cell by cell.

Structure first (structure.py), then people. Each line that holds becomes part of an act; acts are checked again by
their own guards when they are done.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ecoduty.kernel.flow import Actor
from ecoduty.kernel.flow.table import permits
from ecoduty.organisation.directory import contact
from ecoduty.organisation.directory.enrolling import Leaving, Reaching, Taking
from ecoduty.organisation.directory.flow import BODY
from ecoduty.organisation.directory.relations import relations
from ecoduty.organisation.enrolment.columns import PEOPLE, SHEETS
from ecoduty.organisation.enrolment.plan import Plan, sorted_faults
from ecoduty.organisation.enrolment.reading import Line, Lines, day, read
from ecoduty.organisation.enrolment.standing import BodyView, PostView, Standing, Term
from ecoduty.organisation.enrolment.structure import Structure

_NAME_LENGTH = 60


def check(path: Path, actor: Actor, on: date) -> Plan:
    """What importing the file at `path` on that day would do. Raises Refused for what is no such file at all."""
    return checked(read(path), actor, on)


def checked(lines: Lines, actor: Actor, on: date) -> Plan:
    """The same of lines already read."""
    plan = Plan(lines=sum(map(len, lines.by_sheet.values())), faults=list(lines.faults))
    standing = Standing(on)
    Structure(plan, standing, actor).read(lines)
    _People(plan, standing, actor).read(lines.of(PEOPLE))
    plan.faults = sorted_faults(plan.faults, [sheet.name for sheet in SHEETS])
    return plan


class _People:
    """The sheet of people, line by line."""

    def __init__(self, plan: Plan, standing: Standing, actor: Actor) -> None:
        self.plan = plan
        self.standing = standing
        self.actor = actor
        self.newcomers: dict[tuple[str, str], int] = {}  # (name, body or mobile) → a number below zero
        self.mine: dict[str, bool] = {}
        self.added: list[tuple[Line, BodyView, PostView, Term]] = []
        self.contacts: dict[int, tuple[str, str]] = {}
        self.met: set[int] = set()

    def read(self, lines: Sequence[Line]) -> None:
        """Every line; ends are noted before beginnings are compared with them."""
        for line in lines:
            if self._filled(line):
                self._line(line)
        self._clashes()

    def _fault(self, line: Line, key: str, sentence: str) -> None:
        self.plan.faults.append(line.fault(key, sentence))

    def _filled(self, line: Line) -> bool:
        empty = [column for column in PEOPLE.columns if column.needed and not line.get(column.key)]
        for column in empty:
            self._fault(line, column.key, f"“{column.heading}”没有填")
        if len(line.get("name")) > _NAME_LENGTH:
            self._fault(line, "name", f"姓名超过{_NAME_LENGTH}个字")
            return False
        return not empty

    # ------------------------------------------------------------------ one line

    def _line(self, line: Line) -> None:
        body = self._body(line)
        post = self._post(line, body) if body else None
        since, until, right = self._days(line)
        mobile, mail, reached = self._contact(line)
        person = self._person(line, body, mobile) if body else None
        if body is None or post is None or person is None or not right or not reached:
            return
        known = self._known(body, post, person, since)
        if known is not None:
            self._same(line, body, post, known, until)
            lasts = known.until is None or known.until > self.standing.on
        elif since is None:
            self._fault(line, "since", "新任职要填任职日期")
            return
        else:
            lasts = until is None or until > self.standing.on
            self._take(line, body, post, Term(person, line.get("name"), since, until, None, line.row))
        self._reach(line, body, person, (mobile, mail), lasts=lasts)

    def _body(self, line: Line) -> BodyView | None:
        text = line.get("body")
        found = self.standing.body(text)
        if found is None:
            gone = text in self.standing.gone
            self._fault(
                line, "body", f"机构“{text}”已撤销" if gone else f"名录中没有机构“{text}”，或有几个同名，请填机构代码"
            )
            return None
        if found.key not in self.mine:
            own = relations(found.row, self.actor, self.standing.on) if found.row else frozenset({"committee_office"})
            self.mine[found.key] = permits(BODY.by_code["enrol"], self.actor, own)
        if not self.mine[found.key]:
            self._fault(line, "body", f"您的岗位不能登记“{found.short_name}”的人员，只能登记本单位的")
            return None
        return found

    def _post(self, line: Line, body: BodyView) -> PostView | None:
        text = line.get("post")
        found = body.post(text)
        if found is None:
            self._fault(line, "post", f"“{body.short_name}”没有岗位“{text}”，请改正，或先在“岗位”表中增设")
        return found

    def _days(self, line: Line) -> tuple[date | None, date | None, bool]:
        right = True
        days: dict[str, date | None] = {}
        for key in ("since", "until"):
            days[key] = day(line.get(key))
            if line.get(key) and days[key] is None:
                self._fault(line, key, f"“{line.get(key)}”不是日期，应写成2026-01-31")
                right = False
        since, until = days["since"], days["until"]
        if since and until and until <= since:
            self._fault(line, "until", "免职日期须晚于任职日期")
            right = False
        return since, until, right

    def _contact(self, line: Line) -> tuple[str, str, bool]:
        found, right = {"mobile": "", "mail": ""}, True
        for key, reads in (("mobile", contact.mobile_number), ("mail", contact.mail_address)):
            try:
                found[key] = reads(line.get(key))
            except ValueError as error:
                self._fault(line, key, f"“{line.get(key)}”不对：{error}")
                right = False
        return found["mobile"], found["mail"], right

    # ------------------------------------------------------------------ who it is

    def _person(self, line: Line, body: BodyView, mobile: str) -> int | None:
        """The person's number in the directory, or one below zero for a newcomer of this file."""
        name, given = line.get("name"), line.get("person")
        if given:
            return self._numbered(line, name, given)
        own = {term.person for terms in body.terms.values() for term in terms if term.name == name}
        if len(own) > 1:
            self._fault(line, "person", f"“{body.short_name}”有{len(own)}个叫“{name}”的人，请填人员编号")
            return None
        if own:
            return own.pop()
        reached = [pk for pk in self.standing.named[name] if mobile and self.standing.people[pk].mobile == mobile]
        if len(reached) == 1:
            return reached[0]
        return self._newcomer(line, name, body, mobile)

    def _numbered(self, line: Line, name: str, given: str) -> int | None:
        number = int(given) if given.isdecimal() and len(given) < 18 else 0
        known = self.standing.people.get(number)
        if known is None:
            self._fault(line, "person", f"没有编号为“{given}”的人员；新来的人不填编号")
            return None
        if known.name != name:
            self._fault(
                line, "name", f"编号{given}登记的是“{known.name}”；改名请在机构页办“更正姓名”，不是同一人请空着编号"
            )
            return None
        return number

    def _newcomer(self, line: Line, name: str, body: BodyView, mobile: str) -> int:
        keys = [(name, body.key)] + ([(name, mobile)] if mobile else [])
        known = next((self.newcomers[key] for key in keys if key in self.newcomers), None)
        if known is None:
            self.plan.counts["新人员"] += 1
            known = -self.plan.counts["新人员"]
            if self.standing.named[name]:
                hint = "名录中另有同名的人，将作为另一个人登记；如是同一人，请填人员编号"
                self.plan.hints.append(line.fault("name", hint))
        self.newcomers |= dict.fromkeys(keys, known)
        return known

    # ------------------------------------------------------------------ what changes

    def _known(self, body: BodyView, post: PostView, person: int, since: date | None) -> Term | None:
        """The term this line speaks of, if the directory or an earlier line has it."""
        own = [term for term in body.terms[post.key] if term.person == person and not term.line]
        if since is None:
            return next((term for term in own if term.until is None), None)
        return next((term for term in own if term.since == since), None)

    def _same(self, line: Line, body: BodyView, post: PostView, known: Term, until: date | None) -> None:
        """A term that stands: nothing changes, or it ends."""
        assert known.row is not None
        if known.row.pk in self.met:
            self._fault(line, "post", "同一人的同一任职写了两次")
            return
        self.met.add(known.row.pk)
        if until is None or until == known.until:
            return
        if known.until is not None:
            self._fault(line, "until", f"已登记自{known.until}起免职，不能用导入更改")
            return
        known.until = until
        own = Leaving(row=line.row, post=post.key, person=known.person, until=until)
        self.plan.of(body.key).leaving.append(own)
        self.plan.tell("免职", f"{body.short_name}·{post.title} {known.name}，{until}起")

    def _take(self, line: Line, body: BodyView, post: PostView, term: Term) -> None:
        assert term.since is not None
        if not post.open_on(term.since):
            self._fault(line, "since", f"岗位“{post.title}”在{term.since}还没有设立或已经撤销")
            return
        body.terms[post.key].append(term)
        self.added.append((line, body, post, term))

    def _clashes(self) -> None:
        """Once all ends are known: nobody twice in a post, nobody beside another in a single one."""
        for line, body, post, term in self.added:
            held = body.terms[post.key]
            twice = next(
                (one for one in held if one.person == term.person and one is not term and one.meets(term)), None
            )
            others = [one for one in held if one is not term and one.meets(term)] if post.single else []
            if twice is not None:
                place = f"第{twice.line}行" if twice.line else f"已自{twice.since or '早先'}起任此岗位"
                self._fault(line, "post", f"“{term.name}”在这段时间{place}，不能重复任同一岗位")
            elif others:
                holder = others[0]
                self._fault(
                    line, "post",
                    f"“{body.short_name}·{post.title}”一岗一人，这段时间由“{holder.name}”担任；请在其一行填免职日期",
                )  # fmt: skip
            else:
                self._taking(line, body, post, term)

    def _taking(self, line: Line, body: BodyView, post: PostView, term: Term) -> None:
        mobile, mail = self.contacts.pop(term.person, ("", "")) if term.person < 0 else ("", "")
        known = term.person if term.person > 0 else None
        own = Taking(
            row=line.row, post=post.key, person=known, name="" if known else term.name, since=term.since or self.standing.on,
            until=term.until, mobile=mobile, mail=mail,
        )  # fmt: skip
        self.plan.of(body.key).taking.append((own, None if known else term.person))
        self.plan.tell("任职", f"{body.short_name}·{post.title} {term.name}，{term.since}起")

    def _reach(self, line: Line, body: BodyView, person: int, given: tuple[str, str], *, lasts: bool) -> None:
        """Mobile and mail where they are new. A newcomer's go with the first post he takes."""
        known = self.standing.people.get(person)
        present = (known.mobile, known.mail) if known else self.contacts.get(person, ("", ""))
        changed = [new if new != old else "" for new, old in zip(given, present, strict=True)]
        if not any(changed):
            return
        before = self.contacts.get(person)
        if before is not None and any(a and b and a != b for a, b in zip(before, given, strict=True)):
            self._fault(line, "mobile", "同一人在另一行填了不同的手机号码或邮箱")
            return
        mobile, mail = (new or old for new, old in zip(given, before or ("", ""), strict=True))
        self.contacts[person] = (mobile, mail)
        if known is None or before is not None:
            return
        if not lasts:
            self._fault(line, "mobile", "已免职的一行不登记联系方式，请写在现任岗位一行")
            return
        own = Reaching(row=line.row, person=person, mobile=changed[0], mail=changed[1])
        self.plan.of(body.key).reaching.append(own)
        self.plan.tell("联系方式", f"{body.short_name} {known.name}")
