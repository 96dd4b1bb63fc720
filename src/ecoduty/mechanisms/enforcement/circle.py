"""Who knows of a case: named one by one on its own side, and the linkage officers of a body it goes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pydantic import Field

from ecoduty.casework.escalation import telling
from ecoduty.casework.escalation.inheriting import inheriting_act
from ecoduty.casework.matters.models import Matter, NamedAccess, PartyRole, Secrecy
from ecoduty.casework.matters.opening import add_party, name_person, open_matter
from ecoduty.casework.matters.passing import lasting
from ecoduty.casework.succession.orphans import Side, head_of, inherits
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Act, ActData, Actor, Attempt, Refused, State
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.relations import (
    ALL_NAMED,
    HEAD,
    HEADS,
    LEGAL,
    LINKAGE,
    LINKAGES,
    OFFICER,
    OFFICERS,
    OTHER_SIDES,
    OWN_SIDE,
    READER,
    WORDS,
)
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Appointment, Body, Person

_CHOICE: dict[str, Any] = {"widget": "choice"}
TEAM = 2
"""How many officers a case needs at the least."""


def posts(of: str, on: date) -> Sequence[str]:
    """Roles of posts the rulebook counts as `officer`, `legal`, `head` or `linkage` (values `enforcement.…-posts`)."""
    return rulebooks.current().words(f"enforcement.{of}-posts", on=on)


def in_posts(body: Body | int, of: str, on: date) -> list[Appointment]:
    """Who holds such a post in a body on a day, in official order."""
    return directory.holders([body], posts(of, on), on)


def acting(attempt: Attempt) -> int:
    """The person who acts. Raises Refused `no_person` where another system does, or somebody who only stands in."""
    actor = attempt.actor
    if actor.person is None or actor.delegated_from:
        raise Refused("no_person", "受限办件只能由本人办理，不能由代行职务的人或外部系统办。", status=403)
    return actor.person


def open_restricted(
    attempt: Attempt, *, title: str, holder: Body, state: str, officers: Iterable[int], fewest: int = TEAM
) -> Matter:
    """Open a case that only its own side knows of: its officers, the heads, legal reviewers and linkage officers of the holder.

    `officers` are persons in office there as enforcement officers, at least `fewest`. Raises Refused `team_too_small`,
    `not_an_officer`.
    """
    on = local_date(attempt.recorded_at)
    team = list(dict.fromkeys(officers))
    check_officers(holder, team, on)
    if len(team) < fewest:
        raise wrong("officers", "team_too_small", f"办案人员不得少于{fewest}人，请再选一名执法人员。", clause="18.1")
    matter = open_matter(
        attempt,
        title=title,
        holder=holder,
        state=state,
        secrecy=Secrecy.RESTRICTED,  # also of a kind that is not always so
    )
    for person in team:
        name_person(matter, person, OFFICER, attempt.occurred_at)
    for relation in (HEAD, LEGAL, LINKAGE):
        for row in in_posts(holder, relation, on):
            name_person(matter, row.person_id, relation, attempt.occurred_at)
    others = named(matter, on)
    telling.tell_persons(attempt, [row.person_id for row in others if row.person_id != attempt.actor.person])
    return matter


def check_officers(holder: Body, team: Sequence[int], on: date) -> None:
    """Raises Refused `not_an_officer` for who is not an enforcement officer of the holder."""
    known = {row.person_id for row in in_posts(holder, OFFICER, on)}
    if not set(team) <= known:
        raise wrong("officers", "not_an_officer", "办案人员须是办案单位在任的执法人员，请从所列的人中选。")


def name_side(attempt: Attempt, body: Body, relation: str, role: PartyRole = PartyRole.COPY) -> list[int]:
    """Let a body know from this act on: its linkage officers, or its heads where it has none. It becomes a party and is told.

    Returns the persons that are new. Raises Refused `nobody_there` where nobody is in such a post.
    """
    matter: Matter = attempt.subject
    on = local_date(attempt.recorded_at)
    persons = [row.person_id for row in in_posts(body, LINKAGE, on) or in_posts(body, HEAD, on)]
    if not persons:
        raise Refused(
            "nobody_there", f"{body.short_name}没有联络员也没有负责人在任，请先在机构目录补齐岗位。", status=422
        )
    known = {row.person_id for row in named(matter, on)}
    new = [person for person in dict.fromkeys(persons) if person not in known]
    for person in new:
        name_person(matter, person, relation, attempt.recorded_at)
    add_party(matter, body, role, attempt.recorded_at)
    telling.tell_persons(attempt, new)
    attempt.record(side=relation, body=body.key)
    return new


def named(matter: Matter, on: date) -> list[NamedAccess]:
    """Who is let in on a day, in the order of being let in."""
    rows = NamedAccess.objects.filter(lasting(on), matter=matter, since__lte=on)
    return list(rows.select_related("person", "person__body").order_by("pk"))


def team_of(matter: Matter, on: date) -> list[Person]:
    """The officers of a case on a day."""
    return [row.person for row in named(matter, on) if row.relation == OFFICER]


class LetIntoCase(ActData):
    """Another person who may know of it."""

    person: int = Field(title="人员", json_schema_extra=_CHOICE)
    part: str = Field(
        title="身份",
        pattern=f"^({OFFICER}|{LEGAL}|{HEAD}|{LINKAGE}|{READER})$",
        json_schema_extra={"widget": "radio", "labels": {code: WORDS[code] for code in (*OWN_SIDE, READER)}},
    )
    reason: str = Field(title="理由", min_length=2, max_length=200)


class LetOutOfCase(ActData):
    """A person who need not know of it any more."""

    person: int = Field(title="人员", json_schema_extra=_CHOICE)
    reason: str = Field(title="理由", min_length=2, max_length=200)


def circle_acts(states: Sequence[State]) -> tuple[Act, ...]:
    """What every kind of case has for it: letting in, letting out, and the platform's own for orphans."""
    open_ = tuple(state.code for state in states if state.open)
    return (
        Act(
            "let_in", "让人知悉", open_, None, (OFFICERS, HEADS, LINKAGES), data=LetIntoCase, effect=_let_in, aside=True
        ),
        Act(
            "let_out",
            "取消知悉",
            open_,
            None,
            (OFFICERS, HEADS, LINKAGES),
            data=LetOutOfCase,
            effect=_let_out,
            aside=True,
        ),
        Act(
            "let_in_own",
            "让本机关人员知悉",
            open_,
            None,
            (ALL_NAMED,),
            data=LetIntoCaseOwn,
            effect=_let_in_own,
            aside=True,
        ),
        inheriting_act(states),
    )


class LetIntoCaseOwn(ActData):
    """Another linkage officer or head of the reader's own body, who stands to the case as the reader does."""

    person: int = Field(title="人员", json_schema_extra=_CHOICE)
    reason: str = Field(title="理由", min_length=2, max_length=200)


def own_body(matter: Matter, actor: Actor) -> int:
    """The body whose people the actor lets in: his own. In most cases it is the holder; a suit is the court's."""
    return matter.holder_id if actor.body_id is None else actor.body_id


def candidates(matter: Matter, body: int, on: date) -> list[Appointment]:
    """Who of a body in office is not named yet."""
    known = {row.person_id for row in named(matter, on)}
    kinds = [kind for of in (OFFICER, HEAD, LEGAL, LINKAGE) for kind in posts(of, on)]
    return [row for row in directory.holders([body], kinds, on) if row.person_id not in known]


def _let_in(attempt: Attempt) -> None:
    given: LetIntoCase = attempt.data
    matter: Matter = attempt.subject
    on = local_date(attempt.recorded_at)
    own = own_body(matter, attempt.actor)
    if given.person not in {row.person_id for row in candidates(matter, own, on)}:
        raise wrong("person", "unknown_person", "只能让本单位在任、还不知情的人知悉，请从所列的人中选。")
    if given.part in (OFFICER, LEGAL, HEAD, LINKAGE) and given.person not in {
        row.person_id for row in in_posts(own, given.part, on)
    }:
        raise wrong("part", "not_in_such_post", f"此人不在{WORDS[given.part]}的岗位上，请改选身份，或选“知情人”。")
    name_person(matter, given.person, given.part, attempt.recorded_at)
    telling.tell_persons(attempt, [given.person])


def _let_in_own(attempt: Attempt) -> None:
    given: LetIntoCaseOwn = attempt.data
    matter: Matter = attempt.subject
    on = local_date(attempt.recorded_at)
    mine = next((row.relation for row in named(matter, on) if row.person_id == attempt.actor.person), READER)
    body = attempt.actor.body_id
    if mine not in OTHER_SIDES or body is None:
        raise Refused("not_a_side", "办案单位的人请用“让人知悉”。", status=422)
    if given.person not in {row.person_id for row in candidates(matter, body, on)}:
        raise wrong("person", "unknown_person", "只能让本机关在任、还不知情的人知悉，请从所列的人中选。")
    name_person(matter, given.person, mine, attempt.recorded_at)
    telling.tell_persons(attempt, [given.person])


def _let_out(attempt: Attempt) -> None:
    given: LetOutOfCase = attempt.data
    on = local_date(attempt.recorded_at)
    rows = named(attempt.subject, on)
    gone = next((row for row in rows if row.person_id == given.person), None)
    if gone is None or gone.relation in OTHER_SIDES:
        raise wrong("person", "unknown_person", "此人现在不是本单位的知情人，请刷新后重选。")
    left = [row for row in rows if row.relation == gone.relation and row.pk != gone.pk]
    if gone.relation == OFFICER and len(left) < TEAM:
        raise wrong(
            "person",
            "team_too_small",
            f"取消后办案人员只剩{len(left)}人，不得少于{TEAM}人：请先让接办的人知悉。",
            clause="18.1",
        )
    if gone.relation == HEAD and not left:
        raise wrong("person", "nobody_left", f"这是唯一的{WORDS[gone.relation]}，请先让接办的人知悉，再取消。")
    NamedAccess.objects.filter(pk=gone.pk).update(until=max(on, gone.since))


def installed_kind(kind: str) -> None:
    """When everybody of its own side has left office, the head of the holder goes on (`casework/succession/orphans.py`)."""
    inherits(kind, Side(OWN_SIDE, HEAD, _heirs))


def _heirs(matter: Matter, on: date) -> Sequence[int]:
    found = head_of(matter.holder, on)
    return (found.pk,) if found else ()


__all__ = [
    "TEAM", "LetIntoCase", "LetIntoCaseOwn", "LetOutOfCase", "acting", "candidates", "check_officers", "circle_acts", "in_posts", "installed_kind",
    "name_side", "named", "open_restricted", "own_body", "posts", "team_of",
]  # fmt: skip
