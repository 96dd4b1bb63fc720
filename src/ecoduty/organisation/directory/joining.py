"""The same human entered twice: one row stands, the other only resolves what old entries name.

Posts, designations and delegations of both become those of one person; spans that overlap become one span. Accounts,
notices and named access are not this room's: accounts and casework listen to the same act.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from ecoduty.kernel import flow
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Actor, Attempt, Guard, Item
from ecoduty.organisation.directory import contact
from ecoduty.organisation.directory.data import PersonJoined
from ecoduty.organisation.directory.dated import Dated
from ecoduty.organisation.directory.models import Appointment, Body, Coordinator, Delegation, Person
from ecoduty.organisation.directory.relations import relations
from ecoduty.organisation.directory.rows import lasts_beyond, rows_of

MERGE = "merge_person"


def people_of(attempt: Attempt) -> tuple[Person, Person]:
    """The row that goes and the row that stays, of an attempt whose guards agreed."""
    lookup = rows_of(attempt.subject).lookup
    gone, kept = lookup.person(attempt.data.person), lookup.person(attempt.data.into)
    assert gone is not None
    assert kept is not None
    return gone, kept


def merge_person(attempt: Attempt) -> None:
    """Make two rows one person. Every body in which the row that goes had a part gets an entry of its own."""
    gone, kept = people_of(attempt)
    elsewhere = sorted({body.key for body in _bodies([gone])} - {attempt.subject.key})
    on = local_date(attempt.recorded_at)
    attempt.record(
        joined_posts=_join_appointments(gone, kept, on), delegations_ended=_join_delegations(gone, kept, on),
        note=f"{gone.name}（编号{gone.pk}）并入{kept.name}（编号{kept.pk}）：{attempt.data.cause}",
    )  # fmt: skip
    facts = contact.write(
        [
            contact.Contact(
                kept,
                gone.mobile if gone.mobile and not kept.mobile else None,
                gone.mail if gone.mail and not kept.mail else None,
            ),
            contact.Contact(gone, "", ""),
        ]
    )
    attempt.record(**facts[0])
    Person.objects.filter(merged_into=gone).update(merged_into=kept)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    if elsewhere:
        data = PersonJoined(person=gone.pk, into=kept.pk)
        flow.perform_many(
            attempt.table, "person_joined", [Item(key, data) for key in elsewhere], actor=Actor.system("人员合并")
        )


def person_joined(attempt: Attempt) -> None:
    """Two rows of one person were joined in another body's act; here it is only told."""
    data = attempt.data
    names = dict(Person.objects.filter(pk__in=[data.person, data.into]).values_list("pk", "name"))
    attempt.record(note=f"{names[data.person]}（编号{data.person}）并入{names[data.into]}（编号{data.into}）")


def _join_appointments(gone: Person, kept: Person, on: date) -> list[list[str]]:
    """One person in each post at a time; spans that were joined, as they stood: post, from, until."""
    by_post: dict[int, list[Appointment]] = defaultdict(list)
    for row in Appointment.objects.filter(person__in=[gone, kept]).select_related("post__body"):
        by_post[row.post_id].append(row)
    surplus: list[tuple[Appointment, Appointment]] = []
    told: list[list[str]] = []
    for rows in by_post.values():
        for row, into in _overlapping(rows):
            surplus.append((row, into))
            told.append([f"{row.post.body.key}/{row.post.key}", str(row.since or ""), str(row.until or "")])
            into.until = None if into.until is None or row.until is None else max(into.until, row.until)
            _void(row, on)
    Appointment.objects.bulk_update([row for row, _ in surplus], ["since", "until"])
    for row, into in surplus:
        Coordinator.objects.filter(appointment=row).update(appointment=into)
    Appointment.objects.bulk_update({into.pk: into for _, into in surplus}.values(), ["until"])
    Appointment.objects.filter(person=gone).update(person=kept)
    return told


def _overlapping(rows: Iterable[Appointment]) -> Iterable[tuple[Appointment, Appointment]]:
    """Spans of a post that share days with an earlier one, each with the one it goes into; by their beginnings."""
    standing: Appointment | None = None
    for row in sorted(rows, key=lambda one: (one.since or date.min, one.pk)):
        if row.since is not None and row.since == row.until:
            continue  # void
        if standing is not None and standing.overlaps(row.since, row.until):
            yield row, standing
        else:
            standing = row


def _join_delegations(gone: Person, kept: Person, on: date) -> int:
    """Delegations of both are one person's. Given twice for the same days counts once; to oneself is none: how many ended."""
    rows = list(Delegation.objects.filter(Q(holder__in=[gone, kept]) | Q(delegate__in=[gone, kept])))
    both = {gone.pk, kept.pk}
    ended = []
    for row in rows:
        own = row.holder_id in both and row.delegate_id in both and lasts_beyond(row, on)
        twice = row.holder_id == gone.pk and any(
            other.holder_id == kept.pk and other.post_id == row.post_id and other.overlaps(row.since, row.until)
            for other in rows
        )
        if twice:
            _void(row, on)
        elif own:
            row.until = on if row.since is None else max(row.since, on)
        if own or twice:
            ended.append(row)
    Delegation.objects.bulk_update(ended, ["since", "until"])
    Delegation.objects.filter(holder=gone).update(holder=kept)
    Delegation.objects.filter(delegate=gone).update(delegate=kept)
    return len(ended)


def _void(row: Dated, on: date) -> None:
    """Let a row hold on no day: it ends on the day it begins."""
    row.since = row.until = row.since or row.until or on


def _bodies(people: list[Person]) -> list[Body]:
    """Bodies in which these people have or had a post, or a part in a delegation."""
    given = Delegation.objects.filter(Q(holder__in=people) | Q(delegate__in=people)).values("post__body")
    held = Appointment.objects.filter(person__in=people).values("post__body")
    return list(Body.objects.filter(Q(pk__in=held) | Q(pk__in=given)))


# ------------------------------------------------------------------ conditions


def _two_rows(attempt: Attempt) -> bool:
    return bool(attempt.data.person != attempt.data.into)


def _both_known(attempt: Attempt) -> bool:
    lookup = rows_of(attempt.subject).lookup
    return lookup.person(attempt.data.person) is not None and lookup.person(attempt.data.into) is not None


def _one_of_this_body(attempt: Attempt) -> bool:
    """One of the two holds or held a post here."""
    wanted = {attempt.data.person, attempt.data.into}
    return any(row.person_id in wanted for row in rows_of(attempt.subject).appointments)


def _not_oneself(attempt: Attempt) -> bool:
    return attempt.actor.person is None or attempt.actor.person not in {attempt.data.person, attempt.data.into}


def _all_in_reach(attempt: Attempt) -> bool:
    """The city's office keeps every body, a district's only those of its district."""
    actor = attempt.actor
    if actor.is_system:
        return True
    on = local_date(attempt.recorded_at)
    touched = _bodies(list(Person.objects.filter(pk__in=[attempt.data.person, attempt.data.into])))
    return all("committee_office" in relations(body, actor, on) for body in touched)


JOINING = (
    Guard("same_person_twice", "两处选的是同一条记录，请另选一条。", _two_rows, asks_data=True),
    Guard("unknown_person", "名录中没有这个人，或已并入另一条记录，请重新选择。", _both_known, asks_data=True),
    Guard("not_of_the_body", "两条记录里至少有一条须在本单位任职或曾任职。", _one_of_this_body, asks_data=True),
    Guard("own_record", "自己的人员记录由环委办另一人合并。", _not_oneself, asks_data=True),
    Guard(
        "person_elsewhere", "这两条记录还涉及其他区或市级机构，请由市环委办合并。", _all_in_reach, asks_data=True
    ),
)  # fmt: skip
