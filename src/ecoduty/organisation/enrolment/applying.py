"""Doing a plan: every act through the gate, all in one transaction. What one guard refuses undoes everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from django.db import transaction

from ecoduty.kernel.flow import ActData, Actor, Item, Refused, perform_many
from ecoduty.organisation.directory.enrolling import MOST, Enrol, Leaving, Reaching, Taking
from ecoduty.organisation.directory.flow import BODY
from ecoduty.organisation.directory.rows import rows_of
from ecoduty.organisation.directory.seeding import rounds
from ecoduty.organisation.enrolment import inviting
from ecoduty.organisation.enrolment.inviting import Inviting
from ecoduty.organisation.enrolment.plan import Enrolling, Plan

BODIES_AT_ONCE = 20  # between two lines of progress
Told = Callable[[int, int], None]


def apply(
    plan: Plan,
    actor: Actor,
    told: Told = lambda done, total: None,  # noqa: ARG005 -- nobody listens
    *,
    invite: bool = False,
) -> Inviting:
    """Do all of it or nothing, and with `invite` open accounts for those who got a post and have none.

    `told(done, all)` counts lines of people and other acts. Raises Refused.
    """
    if plan.faults:
        raise Refused(
            "import_has_faults", f"表里有{len(plan.faults)}处不对，什么也没有写入。请改正后重新上传。", status=422
        )
    with transaction.atomic():
        return _Work(plan, actor, told, invite=invite).do()


class _Work:
    """One pass over a plan."""

    def __init__(self, plan: Plan, actor: Actor, told: Told, *, invite: bool) -> None:
        self.plan = plan
        self.actor = actor
        self.told = told
        self.done = 0
        people = (len(one.leaving) + len(one.taking) + len(one.reaching) for one in plan.people.values())
        self.invite = invite
        self.invited = 0
        self.total = len(plan.before) + len(plan.after) + sum(people)
        self.newcomers: dict[int, int] = {}  # numbers of the file → of the directory
        self.first: dict[int, int] = {}  # number of the file → row of the first post
        for one in plan.people.values():
            for taking, newcomer in one.taking:
                if newcomer is not None:
                    self.first.setdefault(newcomer, taking.row)

    def do(self) -> Inviting:
        self._acts(self.plan.before)
        self._enrol({body: self._first(one) for body, one in self.plan.people.items()})
        self._enrol({body: self._rest(one) for body, one in self.plan.people.items()})
        self._acts(self.plan.after)
        return self._invite() if self.invite else Inviting()

    def _invite(self) -> Inviting:
        taking = [pair for one in self.plan.people.values() for pair in one.taking]
        known = {line.person for line, newcomer in taking if newcomer is None and line.person is not None}
        people = known | set(self.newcomers.values())
        self.total += len(people)

        def told(done: int) -> None:
            if done > self.invited:
                self._tell(done - self.invited)
                self.invited = done

        found = inviting.invite(people, self.actor, told)
        told(len(people))
        return found

    def _tell(self, number: int) -> None:
        self.done += number
        self.told(self.done, self.total)

    def _acts(self, wanted: Sequence[tuple[str, str, ActData]]) -> None:
        """Act by act in the order of the plan; one act on many bodies is one batch."""
        for act in dict.fromkeys(code for code, _, _ in wanted):
            items = [Item(body, data) for code, body, data in wanted if code == act]
            for some in rounds(items):
                perform_many(BODY, act, some, actor=self.actor)
                self._tell(len(some))

    # ------------------------------------------------------------------ people

    def _first(self, one: Enrolling) -> Enrolling:
        """Everything but the further posts of newcomers, who have no number yet."""
        now = [
            (taking, newcomer)
            for taking, newcomer in one.taking
            if newcomer is None or self._is_first(taking, newcomer)
        ]
        return Enrolling(one.leaving, now, one.reaching)

    def _rest(self, one: Enrolling) -> Enrolling:
        """The further posts of newcomers, now that they have numbers."""
        rest: list[tuple[Taking, int | None]] = []
        for taking, newcomer in one.taking:
            if newcomer is not None and not self._is_first(taking, newcomer):
                known = {"person": self.newcomers[newcomer], "name": "", "mobile": "", "mail": ""}
                rest.append((taking.model_copy(update=known), None))
        return Enrolling([], rest, [])

    def _is_first(self, taking: Taking, newcomer: int) -> bool:
        return self.first[newcomer] == taking.row

    def _enrol(self, people: dict[str, Enrolling]) -> None:
        for some in rounds(list(_items(people))):
            for start in range(0, len(some), BODIES_AT_ONCE):
                batch = some[start : start + BODIES_AT_ONCE]
                outcome = perform_many(BODY, "enrol", batch, actor=self.actor)
                for item in batch:
                    self._number(people[item.ref], item.data, outcome.done[item.ref].subject)
                self._tell(sum(_size(item.data) for item in batch))

    def _number(self, one: Enrolling, data: object, body: object) -> None:
        """Which numbers the newcomers of a batch were given."""
        waiting = {taking.row: newcomer for taking, newcomer in one.taking if newcomer is not None}
        if not waiting or not isinstance(data, Enrol):
            return
        fresh = {
            (row.post.key, row.person.name, row.since): row.person_id
            for row in rows_of(body).appointments  # type: ignore[arg-type]  # a body, as the table's store loads it
        }
        for taking in data.taking:
            if taking.row in waiting:
                self.newcomers[waiting[taking.row]] = fresh[taking.post, taking.name, taking.since]


def _items(people: dict[str, Enrolling]) -> Iterator[Item]:
    """Entries of at most MOST lines: all ends of a body first, then beginnings, then contacts."""
    for body, one in people.items():
        lines: list[Leaving | Taking | Reaching] = [*one.leaving, *(taking for taking, _ in one.taking), *one.reaching]
        for start in range(0, len(lines), MOST):
            some = lines[start : start + MOST]
            yield Item(
                body,
                Enrol(
                    leaving=tuple(line for line in some if isinstance(line, Leaving)),
                    taking=tuple(line for line in some if isinstance(line, Taking)),
                    reaching=tuple(line for line in some if isinstance(line, Reaching)),
                ),
            )


def _size(data: object) -> int:
    return sum(1 for _ in chain(data.leaving, data.taking, data.reaching)) if isinstance(data, Enrol) else 1
