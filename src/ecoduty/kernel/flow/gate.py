"""The one gate: lock, check, write, entry, effects, messages — in one transaction, for one act or ten thousand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db import IntegrityError, OperationalError, connection, transaction

from ecoduty.kernel.clock import local_date, now, wall_now
from ecoduty.kernel.flow import registry
from ecoduty.kernel.flow.actor import Actor
from ecoduty.kernel.flow.data import ActData, bad_data, parse, storable
from ecoduty.kernel.flow.refusal import Problem, Refused, refuse
from ecoduty.kernel.flow.subject import Subject
from ecoduty.kernel.flow.table import START, Act, ActTable, Attempt, permits
from ecoduty.kernel.ledger import append, chain
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.outbox import queue

REASON_LIMIT = 2000  # characters
ON_BEHALF_LIMIT = 200  # characters, the column's width
KEY_LIMIT = 80  # characters, the column's width
LOCK_TIMEOUT = "8s"  # a person waits no longer for another's act
_DEADLOCK = "40P01"
_LOCK_NOT_AVAILABLE = "55P03"
_SERVER_GONE = ("08", "57P")  # connection lost, server shutting down
_KNOWN = "SELECT key, request, id, stream, seq, digest FROM ledger_entry WHERE key = ANY(%s)"
# Another one wrote the same key, or the first entry of the same stream, a moment before: the second pass sees it.
_LOST_RACES = frozenset({"ledger_entry_key", "ledger_stream_pkey"})


@dataclass(frozen=True, slots=True)
class Item:
    """One act of a batch: the subject's reference, what was entered, and what the door knows about it.

    `expected_version` is the version the person saw; `key` makes a repeated call answer with the first outcome.
    Where the act creates its subject, `ref` is a name of the caller's own by which the outcome is found.
    """

    ref: Any
    data: Mapping[str, Any] | ActData = field(default_factory=dict)
    occurred_at: datetime | None = None
    reason: str = ""
    on_behalf_of: str = ""
    expected_version: int | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """An act that happened: the subject afterwards and where its entry stands.

    `repeated` answers a known key; if that act created its subject, `subject` is None and `entry.stream` names it.
    """

    subject: Any
    entry: append.Written
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A batch: what happened, and what was refused, each by the item's reference."""

    done: dict[Any, Done]
    refused: dict[Any, Refused]


def perform(
    table: ActTable,
    act: str,
    ref: Any = None,
    *,
    actor: Actor,
    data: Mapping[str, Any] | ActData | None = None,
    occurred_at: datetime | None = None,
    reason: str = "",
    on_behalf_of: str = "",
    expected_version: int | None = None,
    key: str | None = None,
) -> Done:
    """Do one act, or raise Refused with nothing written.

    `ref` is None for an act that creates its subject. Effects run inside the transaction; what leaves the
    platform is written to the outbox and sent after commit. A deadlock is retried once.
    """
    item = Item(ref, data or {}, occurred_at, reason, on_behalf_of, expected_version, key)
    outcome = perform_many(table, act, [item], actor=actor)
    return next(iter(outcome.done.values()))


def perform_many(
    table: ActTable,
    act: str,
    items: Sequence[Item],
    *,
    actor: Actor,
    on_refusal: Literal["raise", "skip"] = "raise",
) -> Outcome:
    """Do one act on many subjects in one transaction, their streams locked in ascending order.

    With `on_refusal="skip"` the refused ones are named in the outcome and the others are done; with "raise"
    the first refusal undoes everything. An effect that refuses always undoes everything. The same item twice is done
    once; ValueError for two different items about one subject.
    """
    row = table.by_code.get(act)
    if row is None:
        raise refuse("unknown_act", act=act)
    run = _Run(table, row, actor, skip=on_refusal == "skip")
    chosen = _once_each(items)
    return _with_retry(lambda: run.go(chosen))


def _once_each(items: Sequence[Item]) -> list[Item]:
    chosen: dict[Any, Item] = {}
    for item in items:
        if chosen.setdefault(item.ref, item) != item:
            raise ValueError(f"a batch does one act on {item.ref!r} twice")
    return list(chosen.values())


def _with_retry(work: Callable[[], Outcome]) -> Outcome:
    """Retry once after a deadlock and when a twin was faster; say `busy` when a lock is not to be had.

    Inside a transaction of the caller's a deadlock is not retried: it has undone the caller's work, too.
    """
    inside = connection.in_atomic_block
    committing = False
    for last in (False, True):
        try:
            with transaction.atomic():
                outcome = work()
                committing = not inside
            return outcome  # noqa: TRY300 -- reads in the order it happens
        except IntegrityError as error:
            if last or _constraint(error) not in _LOST_RACES:
                raise
        except OperationalError as error:
            state = getattr(error.__cause__, "sqlstate", None) or ""
            if state == _LOCK_NOT_AVAILABLE or (state == _DEADLOCK and last):
                raise refuse("busy") from error
            if connection.connection is None or state.startswith(_SERVER_GONE):
                raise refuse("commit_unconfirmed" if committing else "database_gone") from error
            if state != _DEADLOCK or inside:
                raise
    raise AssertionError("unreachable")


def _constraint(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


class _Run:
    """One pass through the gate."""

    def __init__(self, table: ActTable, act: Act, actor: Actor, *, skip: bool) -> None:
        self.table = table
        self.act = act
        self.actor = actor
        self.skip = skip
        self.recorded_at = now()
        self.tolerance = registry.tolerance(self.recorded_at)
        self.refused: dict[Any, Refused] = {}
        self.done: dict[Any, Done] = {}

    def go(self, items: Sequence[Item]) -> Outcome:
        self.refused, self.done = {}, {}
        self._lock_timeout()
        heads, subjects = self._lock_and_load(items)
        self.recorded_at = now()  # after the wait for the locks, so that entries of one stream stand in order of time
        requests = {item.key: _request(self.table, self.act, self.actor, item) for item in items if item.key}
        attempts = [
            (item, attempt)
            for item in self._without_repeated(items, requests, subjects)
            if (attempt := self._admit(item, subjects.get(item.ref))) is not None
        ]
        if attempts:
            self._carry_out(attempts, heads, requests)
        return Outcome(self.done, self.refused)

    def _lock_timeout(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])

    def _lock_and_load(self, items: Sequence[Item]) -> tuple[dict[str, append.Head], dict[Any, Subject]]:
        if self.act.creates or not items:
            return {}, {}
        streams = self.table.store.streams([item.ref for item in items])
        heads = append.lock(streams.values())
        return heads, self.table.store.load(list(streams))

    def _without_repeated(
        self, items: Sequence[Item], requests: Mapping[str, bytes], subjects: Mapping[Any, Subject]
    ) -> list[Item]:
        """Answer items whose key was used before; return the others. After the locks, so that a twin is seen."""
        if not requests:
            return list(items)
        with connection.cursor() as cursor:  # every act of a person asks this: not worth building a query each time
            cursor.execute(_KNOWN, [list(requests)])
            known = {
                key: (bytes(request or b""), append.Written(pk, stream, seq, bytes(digest)))
                for key, request, pk, stream, seq, digest in cursor.fetchall()
            }
        fresh = []
        for item in items:
            entry = known.get(item.key)
            if entry is None:
                fresh.append(item)
            elif entry[0] != requests[str(item.key)]:
                self._refuse(item, refuse("key_reused"))
            else:
                self.done[item.ref] = Done(subjects.get(item.ref), entry[1], repeated=True)
        return fresh

    def _refuse(self, item: Item, refused: Refused) -> None:
        if not self.skip:
            raise refused
        self.refused[item.ref] = refused

    def _admit(self, item: Item, subject: Subject | None) -> Attempt | None:
        try:
            return self._checked(item, subject)
        except Refused as refused:
            self._refuse(item, refused)
            return None

    def _checked(self, item: Item, subject: Subject | None) -> Attempt:
        """The checks in the order a person would want to hear of them."""
        act, actor = self.act, self.actor
        if not act.creates:
            self._check_subject(item, subject)
        elif not may_create(act, actor):
            raise not_permitted(self.act, self.actor)
        if factor_wanted(act, actor, self.recorded_at):
            raise refuse("fresh_factor", act=act.label)
        data = parse(act.data, item.data)
        _check_lengths(item)
        attempt = Attempt(
            table=self.table, act=act, actor=actor, subject=subject, data=data,
            occurred_at=item.occurred_at or self.recorded_at, recorded_at=self.recorded_at,
            reason=item.reason.strip(), on_behalf_of=item.on_behalf_of.strip(), before=subject.state if subject else START,
        )  # fmt: skip
        self._check_times(attempt, subject, given=item.occurred_at is not None)
        for guard in act.guards:
            if not guard.holds(attempt):
                raise Refused(guard.code, guard.sentence, clause=guard.clause)
        return attempt

    def _check_subject(self, item: Item, subject: Subject | None) -> None:
        act, actor = self.act, self.actor
        relations = subject.relations_of(actor, local_date(self.recorded_at)) if subject else frozenset()
        if subject is None or not relations:
            raise refuse("not_found")
        if act.levels and subject.level not in act.levels:
            raise refuse("wrong_level", act=act.label)
        if not permits(act, actor, relations):
            raise not_permitted(self.act, self.actor)
        if item.expected_version is not None and item.expected_version != subject.version:
            raise self._stale(subject)
        if subject.state not in act.from_:
            wanted = "”或“".join(self.table.state(code).label for code in act.from_ if code)
            state = self.table.by_state.get(subject.state)
            raise refuse("wrong_state", act=act.label, wanted=wanted, state=state.label if state else subject.state)

    def _stale(self, subject: Subject) -> Refused:
        last = Entry.objects.filter(stream=subject.stream).order_by("-seq").first()
        if last is None:
            return refuse("stale_page", name="他人", when="刚才", done="修改")
        done = self.table.by_code.get(last.act)
        return refuse(
            "stale_page",
            name=last.actor_title,
            when=f"{last.recorded_at.astimezone(self.recorded_at.tzinfo):%m月%d日 %H:%M}",
            done=done.label if done else last.act,
        )

    def _check_times(self, attempt: Attempt, subject: Subject | None, *, given: bool) -> None:
        """Legal time never runs ahead of the clock, never behind the act before; far behind it is a late entry."""
        moment = attempt.occurred_at
        previous = subject.last_occurred_at if subject and not self.act.aside else None
        if moment > self.recorded_at:
            raise refuse("occurred_in_future", moment=_words(moment, self.recorded_at))
        if previous is not None and moment < previous:
            if given:
                raise refuse(
                    "occurred_before_previous",
                    moment=_words(moment, self.recorded_at), previous=_words(previous, self.recorded_at),
                )  # fmt: skip
            attempt.occurred_at = previous
        attempt.late = self.recorded_at - attempt.occurred_at > self.tolerance.span
        if attempt.late and not attempt.reason:
            raise refuse("late_needs_reason", tolerance=self.tolerance.words)

    def _carry_out(
        self,
        pairs: list[tuple[Item, Attempt]],
        heads: dict[str, append.Head],
        requests: Mapping[str, bytes],
    ) -> None:
        attempts = [attempt for _, attempt in pairs]
        for attempt in attempts:
            self._change(attempt)
        for effect in registry.effects_before_write():
            effect(attempts)
        self.table.store.write([attempt.subject for attempt in attempts])
        drafts = [self._draft(item, attempt, requests) for item, attempt in pairs]
        written = append.append(drafts, heads)
        for effect in registry.effects_after_entry():
            effect(attempts)
        queue.write([message for attempt in attempts for message in attempt.messages], self.recorded_at)
        for (item, attempt), entry in zip(pairs, written, strict=True):
            self.done[item.ref] = Done(attempt.subject, entry)

    def _change(self, attempt: Attempt) -> None:
        """The act's own effect, then the new state. A creating act's effect sets `attempt.subject`."""
        act = attempt.act
        if act.effect is not None:
            act.effect(attempt)
        if attempt.subject is None:
            raise TypeError(f"{self.table.kind}.{act.code} creates nothing: its effect must set attempt.subject")
        subject = attempt.subject
        to = act.to if attempt.leads_to is None else attempt.leads_to
        if to is not None:
            subject.state = to
        if not act.aside:
            subject.last_occurred_at = attempt.occurred_at
        if not (act.aside and attempt.actor.is_system):  # a reminder at night makes nobody's open page stale
            subject.version += 1

    def _draft(self, item: Item, attempt: Attempt, requests: Mapping[str, bytes]) -> append.Draft:
        actor = attempt.actor
        return append.Draft(
            stream=attempt.subject.stream,
            kind=self.table.kind,
            act=attempt.act.code,
            from_state=attempt.before,
            to_state=attempt.subject.state,
            occurred_at=attempt.occurred_at,
            recorded_at=attempt.recorded_at,
            late=attempt.late,
            actor_account=actor.account,
            actor_name=actor.name,
            actor_title=actor.title + (f"（代{actor.delegated_from}）" if actor.delegated_from else ""),
            actor_body=actor.body,
            on_behalf_of=attempt.on_behalf_of,
            reason=attempt.reason,
            facts={**attempt.data.facts(), **attempt.facts},
            key=item.key,
            request=requests[item.key] if item.key else None,
        )


def not_permitted(act: Act, actor: Actor) -> Refused:
    """The refusal that says who does this act, and in which post one is."""
    who = "或".join(dict.fromkeys(who.label for who in act.who))
    return refuse("not_permitted", act=act.label, who=who, title=actor.title)


def factor_wanted(act: Act, actor: Actor, recorded_at: datetime) -> bool:
    """Whether this person has to prove the second factor before this act: he has one, and no fresh proof of it."""
    if not act.fresh_factor or not actor.has_factor:
        return False
    return actor.proved_at is None or wall_now() - actor.proved_at > registry.longest_proof(recorded_at)


def creation_relations(actor: Actor) -> frozenset[str]:
    """How an actor stands to what does not exist yet: as the platform, or as anybody in office."""
    return frozenset({"system"}) if actor.is_system else frozenset({"anyone"})


def may_create(act: Act, actor: Actor) -> bool:
    """Whether the table lets this actor do an act that brings its subject into being."""
    return permits(act, actor, creation_relations(actor))


def _request(table: ActTable, act: Act, actor: Actor, item: Item) -> bytes:
    """A digest of what was asked and by whom, to tell a repeated call from another one under the same key."""
    data = item.data.model_dump(mode="json") if isinstance(item.data, ActData) else dict(item.data)
    told = sorted((pair for pair in data.items() if pair[0] not in act.data.secrets), key=str)
    asked = (
        table.kind, act.code, actor.account, actor.post, actor.title, str(item.ref), told,
        chain.instant(item.occurred_at) if item.occurred_at else None, item.on_behalf_of, item.reason,
    )  # fmt: skip
    return chain.sm3(repr(asked).encode(errors="surrogatepass"))


def _check_lengths(item: Item) -> None:
    """What is entered beside an act's own data. Raises Refused `bad_data`."""
    too_long = [
        Problem(name, "string_too_long", f"“{title}”不能超过{limit}个字")
        for name, title, value, limit in (
            ("reason", "原因", item.reason, REASON_LIMIT),
            ("on_behalf_of", "代谁登记", item.on_behalf_of, ON_BEHALF_LIMIT),
            ("key", "办理凭据", item.key or "", KEY_LIMIT),
        )
        if len(value) > limit
    ]
    if too_long:
        raise bad_data(too_long)
    for name, title, value in (("reason", "原因", item.reason), ("on_behalf_of", "代谁登记", item.on_behalf_of)):
        if not storable(value):
            raise bad_data([Problem(name, "not_text", f"“{title}”里有不能保存的字符")])


def _words(moment: datetime, like: datetime) -> str:
    local = moment.astimezone(like.tzinfo)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"
