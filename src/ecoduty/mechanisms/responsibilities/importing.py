"""A department's file becomes rows: kept and read at once, or by the worker where it is long; then confirmed by a person.

Nothing of it is in the list before that. What was read stays with the list, so that nobody uploads twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog
from django.db import transaction

from ecoduty.casework.legal_basis.queries import library
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.storage import Upload
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.mechanisms.responsibilities import checking, rows
from ecoduty.mechanisms.responsibilities.data import Entry
from ecoduty.mechanisms.responsibilities.entries import bases_text
from ecoduty.mechanisms.responsibilities.flow import SPECIFIC_TABLE
from ecoduty.mechanisms.responsibilities.models import Import, ResponsibilityList
from ecoduty.mechanisms.responsibilities.reading import directory, understanding, vocabulary
from ecoduty.mechanisms.responsibilities.reading.data import Problem, Row, Understood
from ecoduty.mechanisms.responsibilities.reading.exporting import export as write_file
from ecoduty.mechanisms.responsibilities.states import DRAFTING
from ecoduty.mechanisms.responsibilities.words import ImportState, SupportRole
from ecoduty.organisation.directory.models import Body

log = structlog.get_logger()
SMALL = 200 * 1024  # bytes: such a file is read while the person waits, a longer one by the worker


def take_in(upload: Upload, version: ResponsibilityList, account: int) -> Import:
    """Keep a file and have it read. Raises Refused as the file store and the reading do, and `not_drafting`."""
    if version.matter.state != DRAFTING.code:
        raise Refused("not_drafting", "清单在“起草”时才能导入，请先开始起草，或由有关岗位退回修改。")
    file = storage.store(upload, owner=storage.upload_owner(account), account=account)
    made = Import.objects.create(
        in_list=version, account=account, file=file, base=version.revision, created_at=now(),
    )  # fmt: skip
    storage.claim(str(file.public_id), owner=version.matter.stream, account=account)
    if file.size <= SMALL:
        read(made)
    else:
        from ecoduty.mechanisms.responsibilities import tasks  # noqa: PLC0415 -- tasks call this module

        transaction.on_commit(lambda: tasks.read_list_file.defer(number=made.pk))
    return made


def read(one: Import) -> None:
    """Understand the file and keep what was understood. Safe to run twice."""
    if not one.under_way:
        return
    version = ResponsibilityList.objects.select_related("body").get(pk=one.in_list_id)
    Import.objects.filter(pk=one.pk).update(state=ImportState.READING)

    def told(done: int, total: int) -> None:
        Import.objects.filter(pk=one.pk).update(done=done, total=total)

    on = today()
    try:
        found = understanding.understand(
            one.file.name, storage.path_of(one.file.sm3), directory.bodies(version.body, on), library(),
            vocabulary.current(on), on, told,
        )  # fmt: skip
    except Refused as refused:
        one.state, one.sentence = ImportState.FAILED, refused.sentence[:600]
        one.save(update_fields=["state", "sentence"])
        return
    _keep(one, found, checking.foreseen_beyond(found, version.body, on))


def _keep(one: Import, found: Understood, foreseen: Sequence[Problem]) -> None:
    one.rows = [entry_of(row).model_dump(mode="json") for row in found.rows]
    one.problems = [
        *(problem.as_data() for problem in found.problems),
        *({**problem.as_data(), "stage": "check"} for problem in foreseen),
    ]
    one.columns = [{"place": guess.place, "heading": guess.heading, "key": guess.key} for guess in found.columns]
    one.done = one.total = len(one.rows)
    one.state = ImportState.READ
    one.save(update_fields=["rows", "problems", "columns", "done", "total", "state"])


def confirm(one: Import, actor: Actor, *, key: str = "") -> None:
    """Put the rows in the place of all there are, as an act of the person.

    Raises Refused `import_not_ready`, `import_has_faults`, `list_moved_on` and what the act raises.
    """
    if one.state != ImportState.READ:
        raise Refused("import_not_ready", f"这份文件现在是“{one.get_state_display()}”，不能确认导入。")
    if one.stops:
        raise Refused("import_has_faults", f"文件里还有{one.stops}处必须先改好，请改好后重新上传。", status=422)
    data = {"rows": one.rows, "base": one.base, "source": one.file.name}
    with transaction.atomic():
        perform(SPECIFIC_TABLE, "replace_rows", one.in_list_id, actor=actor, data=data, key=key or None)
        Import.objects.filter(pk=one.pk, state=ImportState.READ).update(state=ImportState.CONFIRMED)


def entry_of(row: Row) -> Entry:
    """A row as read from a file, as people write it."""
    return Entry(
        name=row.name[:300], role=row.role, lead=row.lead, jointly=row.joint, supporters=row.supporters,
        description=row.description[:5000], field=row.field, bases=row.basis_text[:20_000], level=row.level,
        unit=row.unit[:120], person_a=row.person_a[:60], person_b=row.person_b[:60], ways=row.ways,
        enforcement=row.enforcement, cycle=row.cycle[:40], liability=row.liability[:5000], openness=row.openness,
        openness_reason=row.openness_reason[:300], words=row.words, catch_all=row.catch_all, number=row.number[:60],
    )  # fmt: skip


def export(version: ResponsibilityList) -> bytes:
    """The list as a file that, read again, gives the same rows."""
    on = today()
    bodies = directory.bodies(version.body, on)
    keys = dict(Body.objects.values_list("pk", "key"))
    return write_file(
        [_row(place, row, keys) for place, row in enumerate(rows.read(version), 1)], bodies, vocabulary.current(on)
    )


def _row(place: int, row: rows.Written, keys: dict[int, str]) -> Row:
    def named(role: SupportRole) -> Sequence[str]:
        return tuple(keys[body] for body, part in row.supports if part == role)

    values: dict[str, Any] = {
        name: getattr(row, name)
        for name in (
            "name", "number", "description", "field", "level", "unit", "person_a", "person_b", "ways", "enforcement",
            "cycle", "liability", "openness", "openness_reason", "words", "catch_all",
        )
    }  # fmt: skip
    return Row(
        place=str(place), role=str(row.role), lead=keys[row.lead] if row.lead else "", joint=tuple(named(SupportRole.JOINT)),
        supporters=tuple(named(SupportRole.SUPPORTER)), basis_text=bases_text(row),
        references=tuple(cite.reference for cite in row.bases if cite.reference), **values,
    )  # fmt: skip


__all__ = ["confirm", "entry_of", "export", "read", "take_in"]
