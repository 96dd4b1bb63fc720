"""Rows are written while a list is drafted: one at a time or all at once, and never over somebody else's unseen."""

from __future__ import annotations

from uuid import UUID

from ecoduty.casework.legal_basis.queries import columns_of, library, numbers_of, reference_of
from ecoduty.casework.legal_basis.references import replacement
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.ledger.models import Entry as LedgerEntry
from ecoduty.mechanisms.responsibilities import rows
from ecoduty.mechanisms.responsibilities.data import ConfirmReplacement, EditRow, RemoveRow, ReplaceRows, RowData
from ecoduty.mechanisms.responsibilities.entries import Known, understand
from ecoduty.mechanisms.responsibilities.models import Basis, Responsibility, ResponsibilityList
from ecoduty.mechanisms.responsibilities.opening import list_of

_ROW_ACTS = ("add_row", "edit_row", "remove_row", "replace_rows", "confirm_replacement", "take_determination")
_KEPT_BY_EDIT = ("name", "role", "description", "field", "level", "unit", "person_a", "person_b", "enforcement", "cycle",
                 "liability", "openness", "openness_reason", "catch_all")  # fmt: skip


def add_row(attempt: Attempt) -> None:
    """A new row at the end."""
    data: RowData = attempt.data
    version = list_of(attempt)
    written = understand([data.entry()], version.body, Known.on_day(local_date(attempt.recorded_at)))
    _count(version)
    made = rows.write(version, written, rows.last_place(version))
    attempt.record(row=str(made[0].key), name=written[0].name)


def edit_row(attempt: Attempt) -> None:
    """A row written anew; its key, number and origin stay. Raises Refused `row_moved_on`, `no_row`."""
    data: EditRow = attempt.data
    version = list_of(attempt)
    row = _row(attempt, version, data.row)
    if data.base is not None and row.revision > data.base:
        raise _moved_on(attempt, "row_moved_on", f"您打开“{row.name}”之后，它")
    written = understand([data.entry()], version.body, Known.on_day(local_date(attempt.recorded_at)))[0]
    _count(version)
    before = row.name
    for name in _KEPT_BY_EDIT:
        setattr(row, name, getattr(written, name))
    row.lead_id = written.lead if written.lead is not None else (None if written.role == "support" else row.body_id)
    row.ways, row.words, row.revision = list(written.ways), list(written.words), version.revision
    row.save()
    row.supports.all().delete()
    row.bases.all().delete()
    rows.write_parts([(row, written)], numbers_of(cite.reference for cite in written.bases if cite.reference))
    attempt.record(row=str(row.key), name=row.name, **({"was": before} if before != row.name else {}))


def remove_row(attempt: Attempt) -> None:
    """Take a row out, with the reason. Raises Refused `row_moved_on`, `no_row`."""
    data: RemoveRow = attempt.data
    version = list_of(attempt)
    row = _row(attempt, version, data.row)
    if data.base is not None and row.revision > data.base:
        raise _moved_on(attempt, "row_moved_on", f"您打开“{row.name}”之后，它")
    attempt.record(row=str(row.key), name=row.name)
    _count(version)
    rows.remove(row)


def replace_rows(attempt: Attempt) -> None:
    """All rows as a person confirmed them after an import; what is the same matter keeps key and number.

    Raises Refused `list_moved_on` where the list was written to in the meantime.
    """
    data: ReplaceRows = attempt.data
    version = list_of(attempt)
    if data.base is not None and version.revision > data.base:
        raise _moved_on(attempt, "list_moved_on", "您导入文件之后，这份清单")
    written = understand(data.rows, version.body, Known.on_day(local_date(attempt.recorded_at)))
    replace_all(attempt, version, written)


def replace_all(attempt: Attempt, version: ResponsibilityList, written: list[rows.Written]) -> None:
    """Put these rows in the place of all there are."""
    before = rows.read(version)
    kept = rows.keep_keys(written, before)
    _count(version)
    rows.remove_all(version)
    rows.write(version, kept)
    old = {row.key for row in before}
    same = sum(row.key in old for row in kept)
    attempt.record(rows=len(kept), added=len(kept) - same, removed=len(before) - same)


def confirm_replacement(attempt: Attempt) -> None:
    """A basis that no longer holds gives way to the proposal of the library, or to what the person wrote in its place.

    Raises Refused `basis_holds`, `no_proposal`, `no_basis_row`, `replacement_not_understood`.
    """
    data: ConfirmReplacement = attempt.data
    version = list_of(attempt)
    basis = Basis.objects.select_related("instrument", "responsibility").filter(
        pk=data.basis, responsibility__in_list=version
    ).first()  # fmt: skip
    if basis is None:
        raise Refused("no_basis_row", "这份清单里没有所选的依据，请刷新页面后重选。", status=422)
    known, on = library(), local_date(attempt.recorded_at)
    old = reference_of(basis, known)
    if basis.title and old.valid_on(on).holds:
        raise Refused("basis_holds", f"{old.text}现在有效，不用替换。")
    if data.proposal:
        chosen = rows.cites(data.proposal, known, on=on, body=version.body.key)
        if not chosen or any(cite.reference is None for cite in chosen):
            raise Refused(
                "replacement_not_understood", "“改引”没有读懂，请按“《全称》第X条第Y款第（Z）项”改写。", status=422
            )
    else:
        proposal = replacement(known, old, on)
        if proposal is None or not proposal.mapped:
            raise Refused("no_proposal", f"依据库没有登记{old.text}对应的新条款，请查明后在“改引”里写明。", status=422)
        chosen = tuple(rows.Cite(one.text, one) for one in proposal.references)
    _count(version)
    _put(basis, chosen, version.revision)
    new = "；".join(cite.text for cite in chosen) or "删去"
    attempt.record(row=str(basis.responsibility.key), was=basis.text[:300], now=new[:300])


def _put(basis: Basis, chosen: tuple[rows.Cite, ...], revision: int) -> None:
    row = basis.responsibility
    numbers = numbers_of(cite.reference for cite in chosen if cite.reference)
    order = basis.order
    basis.delete()
    Basis.objects.bulk_create(
        Basis(responsibility=row, order=order, text=cite.text[:600], **columns_of(cite.reference, numbers))
        for cite in chosen
        if cite.reference is not None
    )
    row.revision = revision
    row.save(update_fields=["revision"])


def _count(version: ResponsibilityList) -> None:
    version.revision += 1
    version.save(update_fields=["revision"])


def _row(attempt: Attempt, version: ResponsibilityList, key: UUID) -> Responsibility:
    found = version.rows.filter(key=key).first()
    if found is None:
        raise _moved_on(attempt, "no_row", "这份清单里没有所选的事项。它可能已被删去：这份清单", status=422)
    return found


def _moved_on(attempt: Attempt, code: str, begin: str, status: int = 409) -> Refused:
    """Who wrote to it meanwhile, and what they did."""
    last = LedgerEntry.objects.filter(stream=attempt.subject.stream, act__in=_ROW_ACTS).order_by("-seq").first()
    if last is None:
        return Refused(code, f"{begin}已有改动，请看过最新情况再办。您填的内容没有丢。", status=status)
    act = attempt.table.by_code[last.act].label
    when = f"{last.recorded_at.astimezone(attempt.recorded_at.tzinfo):%m月%d日 %H:%M}"
    return Refused(
        code, f"{begin}由{last.actor_title}于{when}{act}。请看过最新情况再办，您填的内容没有丢。", status=status
    )


__all__ = ["add_row", "confirm_replacement", "edit_row", "remove_row", "replace_all", "replace_rows"]
