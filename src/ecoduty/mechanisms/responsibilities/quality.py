"""What is wrong with the rows of a list, each finding with its row, a stable code and a sentence. Pure functions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ecoduty.casework.legal_basis.library import Library
from ecoduty.casework.legal_basis.reading import Fault
from ecoduty.casework.legal_basis.references import Reference, replacement
from ecoduty.mechanisms.responsibilities.likeness import alike
from ecoduty.mechanisms.responsibilities.words import Role

_MIRRORED = 0.45  # a supporter's words and the leader's differ more than two copies of one name do
_MOST = 20_000
_LEADS = {Role.LEAD, Role.INDEPENDENT, Role.JOINT}
_PART = re.compile(
    r"(?:配合|协助|协同|会同|参与)[^，。；]{0,20}?(?:局|委|厅|办公室|部门)(?:[、和及与][^，、和及与]{2,12}?(?:局|委|厅|办公室|部门))*|"
    r"配合|协助|协同|会同|参与|牵头|负责|组织|开展|做好|指导|督促"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A responsibility as the check needs it. `ref` is the caller's own name of it, such as its line or its number.

    `faults` is what was not understood when its bases were read (legal_basis.reading.parse). Bodies by their keys;
    `lead` is empty where nobody is named. A row without `role` is checked for its words and bases only.
    """

    ref: str
    name: str
    references: Sequence[Reference] = ()
    faults: Sequence[Fault] = ()
    unit: str = ""
    role: str = ""
    lead: str = ""
    joint: Sequence[str] = ()
    supporters: Sequence[str] = ()
    description: str = ""
    catch_all: bool = False


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A row of another body's list, in force or in draft, to which this list has to fit."""

    body: str
    name: str
    role: str
    lead: str = ""
    joint: Sequence[str] = ()
    supporters: Sequence[str] = ()
    references: Sequence[Reference] = ()

    @property
    def leads(self) -> bool:
        """Whether that body says that the matter is its own."""
        return self.role in _LEADS


@dataclass(frozen=True, slots=True)
class Others:
    """What the other bodies' lists say; `names` are short names by key, `listed` the bodies whose lists are at hand."""

    body: str
    rows: Sequence[Elsewhere] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    listed: frozenset[str] = frozenset()

    def name(self, key: str) -> str:
        """A body's short name."""
        return self.names.get(key, key)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong. `stops` findings keep a list from being submitted, the others are for a person to weigh."""

    ref: str
    code: str
    sentence: str
    stops: bool = True


def check(
    rows: Sequence[Row],
    library: Library,
    on: date,
    vague: Sequence[str] = (),
    *,
    catch_all: Sequence[str] = (),
    others: Others | None = None,
) -> list[Finding]:
    """All findings, in the order of the rows. `vague` are words that say nothing, `catch_all` those of what is left over
    (the rulebook's lists); `others` what the lists of other bodies say, where it shall fit them.
    """
    wanted = re.compile("|".join(map(re.escape, vague))) if vague else None
    found: list[Finding] = []
    for row in rows:
        found += _bases(row, library, on)
        if wanted and not row.catch_all:
            found += _vague(row, wanted)
        found += _parts(row, catch_all)
    found += _doubled(rows)
    if others is not None:
        found += _supports(rows, others)
        found += _supporters(rows, others)
        found += _two_leads(rows, others)
    place = {row.ref: number for number, row in reversed(list(enumerate(rows)))}
    return sorted(found, key=lambda finding: place[finding.ref])


def _bases(row: Row, library: Library, on: date) -> Iterable[Finding]:
    if not row.references:
        yield Finding(row.ref, "responsibility_no_basis", f"“{row.name}”没有依据，至少写一条文件和条款")
    for reference in row.references:
        validity = reference.valid_on(on)
        if validity.holds:
            continue
        proposal = replacement(library, reference, on)
        advice = f"；{proposal.sentence}" if proposal else ""
        sentence = f"“{row.name}”的依据{reference.text}：{validity.sentence}{advice}"
        yield Finding(row.ref, "responsibility_invalid_basis", sentence)
    for fault in row.faults:
        yield Finding(row.ref, "responsibility_unclear_basis", f"“{row.name}”：{fault.sentence}", stops=False)


def _vague(row: Row, wanted: re.Pattern[str]) -> Iterable[Finding]:
    found = list(dict.fromkeys(wanted.findall(row.name)))
    if found:
        said = "”“".join(found)
        sentence = f"“{row.name}”里的“{said}”说不清做什么，请写明对象和动作"
        yield Finding(row.ref, "responsibility_vague", sentence, stops=False)


def _parts(row: Row, catch_all: Sequence[str]) -> Iterable[Finding]:
    """Who does it: unit, lead, partner; and what is left over has a mark and a home."""
    if not row.role:
        return
    left_over = next((word for word in catch_all if word in row.name or word in row.description), "")
    if row.catch_all and not row.unit:
        sentence = f"兜底事项“{row.name}”没有写由哪个科室承接，请写明"
        yield Finding(row.ref, "responsibility_catch_all_homeless", sentence)
    elif not row.unit:
        yield Finding(row.ref, "responsibility_no_unit", f"“{row.name}”没有写责任科室")
    if left_over and not row.catch_all:
        sentence = f"“{row.name}”里有“{left_over}”，是兜底写法，请标为兜底事项，或写明具体做什么"
        yield Finding(row.ref, "responsibility_catch_all_unmarked", sentence)
    if row.role == Role.SUPPORT and not row.lead:
        yield Finding(row.ref, "responsibility_no_lead", f"“{row.name}”写的是配合，没有写明由哪个部门牵头")
    if row.role == Role.JOINT and not row.joint:
        sentence = f"“{row.name}”写的是会同，没有写明与哪个部门共同牵头"
        yield Finding(row.ref, "responsibility_joint_alone", sentence)


def _doubled(rows: Sequence[Row]) -> Iterable[Finding]:
    """Names that stand in the list twice, or nearly: told at the later row."""
    refs = {row.ref: row for row in rows}
    for pair in alike([(row.ref, row.name) for row in rows], most=_MOST):
        one, other = refs[pair.ref], refs[pair.other]
        if pair.alike == 1.0:
            sentence = f"“{other.name}”与{one.ref}的“{one.name}”重名，请合并，或写明区别"
            yield Finding(other.ref, "responsibility_duplicate_name", sentence)
        else:
            sentence = f"“{other.name}”与{one.ref}的“{one.name}”很相近，请核对是不是同一件事"
            yield Finding(other.ref, "responsibility_near_duplicate", sentence, stops=False)


def _supports(rows: Sequence[Row], others: Others) -> Iterable[Finding]:
    """Where this body supports, the other's list must lead it and name this body."""
    by_body = _by_body(others)
    helping = [row for row in rows if row.role == Role.SUPPORT and row.lead]
    for lead in dict.fromkeys(row.lead for row in helping):
        own, name = [row for row in helping if row.lead == lead], others.name(lead)
        if lead not in others.listed:
            for row in own:
                sentence = f"“{row.name}”由{name}牵头，它还没有清单可以核对"
                yield Finding(row.ref, "responsibility_lead_unlisted", sentence, stops=False)
            continue
        for row, met in _met(own, [one for one in by_body[lead] if one.leads]):
            if not met:
                sentence = f"“{row.name}”写的是配合{name}，它的清单里没有相应的牵头事项，牵头不明"
                yield Finding(row.ref, "responsibility_support_without_lead", sentence, stops=False)
            elif not any(others.body in (*one.supporters, *one.joint) for one in met):
                sentence = f"“{row.name}”：{name}的“{met[0].name}”没有写本部门配合，请衔接一致"
                yield Finding(row.ref, "responsibility_support_unmirrored", sentence, stops=False)


def _supporters(rows: Sequence[Row], others: Others) -> Iterable[Finding]:
    """Where this body leads with others, their lists must say so."""
    by_body = _by_body(others)
    leading = [row for row in rows if row.role in _LEADS]
    for body in dict.fromkeys(key for row in leading for key in (*row.joint, *row.supporters)):
        if body not in others.listed:
            continue
        own = [row for row in leading if body in (*row.joint, *row.supporters)]
        for row, met in _met(own, by_body[body]):
            if not any(others.body in (one.lead, *one.joint, *one.supporters) for one in met):
                sentence = f"“{row.name}”写了{others.name(body)}配合或会同，它的清单里没有相应的事项，请衔接一致"
                yield Finding(row.ref, "responsibility_supporter_unmirrored", sentence, stops=False)


def _by_body(others: Others) -> dict[str, list[Elsewhere]]:
    found: dict[str, list[Elsewhere]] = defaultdict(list)
    for one in others.rows:
        found[one.body].append(one)
    return found


def _met(own: Sequence[Row], theirs: Sequence[Elsewhere]) -> Iterable[tuple[Row, list[Elsewhere]]]:
    """Each row with those rows of another list that seem to be the same matter: by a shared provision or like words."""
    names = [(str(place), _matter(row.name)) for place, row in enumerate(own)]
    counterparts = [(str(place), _matter(one.name)) for place, one in enumerate(theirs)]
    met: dict[int, list[int]] = defaultdict(list)
    for pair in alike(names, counterparts, least=_MIRRORED, most=_MOST):
        if not pair.within:
            met[int(pair.ref)].append(int(pair.other))
    cited: dict[Reference, list[int]] = defaultdict(list)
    for place, one in enumerate(theirs):
        for reference in one.references:
            if reference.provision.article:
                cited[reference].append(place)
    for place, row in enumerate(own):
        found = [*met[place], *(one for reference in row.references for one in cited.get(reference, ()))]
        yield row, [theirs[one] for one in dict.fromkeys(found)]


def _matter(name: str) -> str:
    """The name without who does it with whom: what is left is what both lists have to speak of."""
    return _PART.sub("", name) or name


def _two_leads(rows: Sequence[Row], others: Others) -> Iterable[Finding]:
    """A matter that this body leads and another one says it leads too, without either naming the other."""
    own = {row.ref: row for row in rows if row.role in _LEADS}
    theirs = {str(place): one for place, one in enumerate(others.rows) if one.leads and one.body != others.body}
    names = [(ref, row.name) for ref, row in own.items()]
    for pair in alike(names, [(ref, one.name) for ref, one in theirs.items()], most=_MOST):
        if pair.within:
            continue
        row, one = own[pair.ref], theirs[pair.other]
        if one.body in row.joint or others.body in one.joint:
            continue
        sentence = f"“{row.name}”与{others.name(one.body)}的“{one.name}”都写牵头或负责，一件事应由一个部门牵头，请协商"
        yield Finding(row.ref, "responsibility_two_leads", sentence, stops=False)


__all__ = ["Elsewhere", "Finding", "Others", "Row", "check"]
