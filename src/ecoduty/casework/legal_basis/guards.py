"""Conditions of the acts on instruments."""

from __future__ import annotations

from ecoduty.casework.legal_basis.models import Instrument
from ecoduty.casework.legal_basis.provision import Provision
from ecoduty.casework.legal_basis.queries import library
from ecoduty.casework.legal_basis.reading import parse
from ecoduty.casework.legal_basis.references import Reference
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level


def old_provision(attempt: Attempt) -> Provision | None:
    """The one provision of its own instrument that a mapping act names; None where it names none or several."""
    own = attempt.subject.known()
    found = parse(f"《{own.title}》{attempt.data.old}", library())
    wanted = [one.provision for one in found.references if one.key == own.key]
    ok = not found.faults and len(wanted) == len(found.references) == 1 and wanted[0] != Provision()
    return wanted[0] if ok else None


def new_references(attempt: Attempt) -> tuple[Reference, ...] | None:
    """The provisions that a mapping act names as successors; None where the text is not understood."""
    found = parse(attempt.data.new, library())
    return found.references if not found.faults and all(one.instrument for one in found.references) else None


def _keeps(attempt: Attempt) -> bool:
    actor = attempt.actor
    return actor.is_system or (COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY)


def _key_free(attempt: Attempt) -> bool:
    return not Instrument.objects.filter(key=attempt.data.key).exists()


def _title_free(attempt: Attempt) -> bool:
    same = Instrument.objects.filter(title=attempt.data.title, edition=attempt.data.edition)
    return not (same.exclude(pk=attempt.subject.pk) if attempt.subject else same).exists()


def _body_known(attempt: Attempt) -> bool:
    return not attempt.data.body or Body.objects.filter(key=attempt.data.body).exists()


def _days_forward(attempt: Attempt) -> bool:
    given = attempt.data
    last = attempt.subject.repealed if attempt.subject else None
    return (not (given.issued and given.in_force) or given.issued <= given.in_force) and (
        not (given.in_force and last) or given.in_force <= last
    )


def _repeal_after_start(attempt: Attempt) -> bool:
    return attempt.subject.in_force is None or attempt.subject.in_force <= attempt.data.repealed


def _successor_known(attempt: Attempt) -> bool:
    by = attempt.data.by
    return not by or Instrument.objects.filter(key=by).exclude(pk=attempt.subject.pk).exists()


def _is_repealed(attempt: Attempt) -> bool:
    return attempt.subject.repealed is not None


def _old_understood(attempt: Attempt) -> bool:
    return old_provision(attempt) is not None


def _new_understood(attempt: Attempt) -> bool:
    return new_references(attempt) is not None


def _new_elsewhere(attempt: Attempt) -> bool:
    found = new_references(attempt) or ()
    return all(one.key != attempt.subject.key and one.instrument is not None and _within(one) for one in found)


def _within(reference: Reference) -> bool:
    last = reference.instrument.articles if reference.instrument else None
    return last is None or reference.provision.article <= last


keeps_library = Guard("library_keeper_only", "依据库由市环委办主任或经办人登记。", _keeps)
key_free = Guard("instrument_key_taken", "这个文件代码已经有了，请换一个。", _key_free, asks_data=True)
title_free = Guard(
    "instrument_title_taken", "依据库里已有同名同版本的文件；另一个版本请在“版本”里写明。", _title_free, asks_data=True
)
body_known = Guard("unknown_body", "所填机构不在名录中，请先设立或重新选择。", _body_known, asks_data=True)
days_forward = Guard("instrument_days", "日期次序不对：公布不晚于施行，施行不晚于废止。", _days_forward, asks_data=True)
repeal_after_start = Guard("repeal_before_start", "废止日期早于施行日期。", _repeal_after_start, asks_data=True)
successor_known = Guard("unknown_instrument", "取代它的文件不在依据库中，请先登记。", _successor_known, asks_data=True)
is_repealed = Guard("not_repealed", "还没有登记废止。", _is_repealed)
repealed_first = Guard("map_before_repeal", "先登记废止，再登记条文对应。", _is_repealed)
old_understood = Guard(
    "old_provision_unclear", "“原条款”要写本文件的一个条款，例如“第十条第一款”。", _old_understood, asks_data=True
)
new_understood = Guard(
    "new_provision_unclear", "“新条款”没有读懂，或文件不在依据库：写成“《全称》第十七条第一款”，没有对应的留空。", _new_understood,
    asks_data=True,
)  # fmt: skip
new_elsewhere = Guard(
    "new_provision_wrong", "“新条款”须是另一个文件的条款，且条号不超出它的最后一条。", _new_elsewhere, asks_data=True
)
