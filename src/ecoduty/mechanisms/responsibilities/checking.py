"""What is wrong with a list before it is submitted, or with a file before it is taken in: every finding by its row (clause 4.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from ecoduty.casework.legal_basis.library import Library
from ecoduty.casework.legal_basis.queries import library
from ecoduty.casework.legal_basis.reading import Fault, parse
from ecoduty.casework.publications.queries import taken_down
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.responsibilities import quality, queries, rows
from ecoduty.mechanisms.responsibilities.models import ResponsibilityList
from ecoduty.mechanisms.responsibilities.opening import list_of
from ecoduty.mechanisms.responsibilities.quality import Finding
from ecoduty.mechanisms.responsibilities.reading.data import Problem as Told
from ecoduty.mechanisms.responsibilities.reading.data import Row as Read
from ecoduty.mechanisms.responsibilities.reading.data import Understood
from ecoduty.mechanisms.responsibilities.rows import Written
from ecoduty.mechanisms.responsibilities.words import ListKind, Role, SupportRole
from ecoduty.organisation.directory.models import Body

VAGUE, CATCH_ALL = "responsibility.vague-words", "responsibility.catch-all-words"
# In which cell of a file what is wrong stands; the name's where none is named.
_STANDS_IN = {
    "responsibility_no_basis": "basis", "responsibility_invalid_basis": "basis", "responsibility_unclear_basis": "basis",
    "responsibility_no_unit": "unit", "responsibility_catch_all_homeless": "unit", "responsibility_joint_alone": "joint",
    "responsibility_supporter_unmirrored": "supporters",
}  # fmt: skip
_TOLD = 5  # findings in a refusal's sentence; the rest stand on the page


def findings(version: ResponsibilityList, on: date) -> list[Finding]:
    """Everything the check finds; `ref` is the key of the row, sentences name rows by their place in the list."""
    known, book = library(), rulebooks.current()
    written = rows.read(version, known)
    short, keys = _names()
    specific = version.list_kind == ListKind.SPECIFIC
    given = [
        _asked(n, row, version, keys, known) if specific else _bare(n, row, short) for n, row in enumerate(written, 1)
    ]
    found = quality.check(
        given, known, on, book.words(VAGUE, on=on), catch_all=book.words(CATCH_ALL, on=on),
        others=_others(version.body, on, short, keys) if specific else None,
    )  # fmt: skip
    place = {asked.ref: str(row.key) for asked, row in zip(given, written, strict=True)}
    return [*(replace(one, ref=place[one.ref]) for one in found), *_unannounced(version)]


def _unannounced(version: ResponsibilityList) -> list[Finding]:
    """Rows of a lead determination (article 5) whose publication was taken down: nobody knows of that lead any more."""
    decided = list(version.rows.exclude(decision=None).order_by("order", "pk"))
    down = taken_down({row.decision_id for row in decided if row.decision_id})
    found = []
    for row in decided:
        if (publication := down.get(row.decision_id or 0)) and publication.withdrawn_on:
            sentence = (
                f"“{row.name}”所依的牵头部门公告已于{spoken_date(publication.withdrawn_on)}撤下"
                f"（{publication.withdrawn_reason}），重新公开前不能送出；不再列入的请删去这一项"
            )
            found.append(Finding(str(row.key), "responsibility_decision_taken_down", sentence))
    return found


def foreseen(read: Sequence[Read], body: Body, on: date) -> list[Finding]:
    """What the check would find were these rows of a file the list of a body; `ref` is the place of what is wrong.

    A fixed number of statements, however many rows.
    """
    known, book = library(), rulebooks.current()
    short, keys = _names()
    faults: dict[str, Sequence[Fault]] = {}
    given: dict[str, Read] = {}
    asked: list[quality.Row] = []
    for n, row in enumerate(read, 1):
        text = row.basis_text
        if text not in faults:
            faults[text] = parse(text, known, on=on, body=body.key).faults
        ref = row.place if row.place and row.place not in given else f"{row.place}第{n}项"
        given[ref] = row
        asked.append(quality.Row(
            ref, row.name, row.references, faults[text], row.unit, row.role, row.lead, row.joint, row.supporters,
            row.description, row.catch_all,
        ))  # fmt: skip
    found = quality.check(
        asked, known, on, book.words(VAGUE, on=on), catch_all=book.words(CATCH_ALL, on=on),
        others=_others(body, on, short, keys),
    )  # fmt: skip
    return [replace(one, ref=given[one.ref].at(_STANDS_IN.get(one.code, "name"))) for one in found]


def foreseen_beyond(found: Understood, body: Body, on: date) -> list[Told]:
    """What the check would find of a file beside what was told when it was read, by the places of the file."""
    sentences: dict[str, list[str]] = defaultdict(list)
    for one in found.problems:
        sentences[one.place].append("没有写明由哪个部门牵头" if one.code == "row_lead_missing" else one.sentence)
    return [
        Told(one.ref, one.code, one.sentence, one.stops)
        for one in foreseen(found.rows, body, on)
        if not one.sentence.endswith(tuple(sentences[one.ref]))
    ]


def _asked(n: int, row: Written, version: ResponsibilityList, keys: Mapping[int, str], known: Library) -> quality.Row:
    lead = keys[row.lead] if row.lead else "" if row.role == Role.SUPPORT else keys[version.body_id]
    unread = [cite.text for cite in row.bases if cite.reference is None]
    faults = [fault for text in unread for fault in parse(text, known, body=keys[version.body_id]).faults]
    return quality.Row(
        f"第{n}项", row.name, [cite.reference for cite in row.bases if cite.reference], faults, unit=row.unit, role=row.role,
        lead=lead, joint=_with(row, keys, SupportRole.JOINT), supporters=_with(row, keys, SupportRole.SUPPORTER),
        description=row.description, catch_all=row.catch_all,
    )  # fmt: skip


def _bare(n: int, row: Written, short: Mapping[int, str]) -> quality.Row:
    """A row of the list of all bodies: two of them may well have the same duty, and units stand in their own lists."""
    name = f"{short[row.lead]}：{row.name}" if row.lead else row.name
    return quality.Row(f"第{n}项", name, [cite.reference for cite in row.bases if cite.reference])


def _with(row: Written, keys: Mapping[int, str], part: str) -> list[str]:
    return [keys[body] for body, role in row.supports if role == part]


def _others(body: Body, on: date, short: Mapping[int, str], keys: Mapping[int, str]) -> quality.Others:
    """What the real lists of other bodies say that hold on the day."""
    held = queries.rows_in_force(on).filter(in_list__sample=False).exclude(body=body)
    rows_ = [
        quality.Elsewhere(
            keys[row.body_id], row.name, row.role, keys[row.lead_id or row.body_id],
            [keys[one.body_id] for one in row.supports.all() if one.role == SupportRole.JOINT],
            [keys[one.body_id] for one in row.supports.all() if one.role == SupportRole.SUPPORTER],
        )
        for row in held.prefetch_related("supports")
    ]  # fmt: skip
    listed = frozenset(row.body for row in rows_)
    return quality.Others(body.key, rows_, {keys[pk]: name for pk, name in short.items()}, listed)


def _names() -> tuple[dict[int, str], dict[int, str]]:
    """Short names and keys of all bodies by their ids; one statement."""
    bodies = list(Body.objects.values_list("pk", "short_name", "key"))
    return {pk: name for pk, name, _ in bodies}, {pk: key for pk, _, key in bodies}


def hand_in(attempt: Attempt) -> None:
    """Nothing that stops may be left. Raises Refused `list_empty`, `list_has_findings` with one problem for each."""
    version = list_of(attempt)
    if not version.rows.exists():
        raise Refused("list_empty", "清单里还没有事项，先导入或逐项填写。", status=422, clause="4.1")
    found = findings(version, local_date(attempt.recorded_at))
    stopping = [one for one in found if one.stops]
    attempt.record(advice=len(found) - len(stopping), rows=version.rows.count())
    if stopping:
        told = "；".join(one.sentence for one in stopping[:_TOLD])
        more = f"等{len(stopping)}处" if len(stopping) > _TOLD else f"共{len(stopping)}处"
        raise Refused(
            "list_has_findings",
            f"质检没有通过，{more}须先改好：{told}。",
            status=422,
            problems=tuple(Problem(one.ref, one.code, one.sentence) for one in stopping),
            clause="4.3",
        )


__all__ = ["findings", "foreseen", "foreseen_beyond", "hand_in"]
