"""Doing an act from a page: what was entered becomes one call of the gate; a refusal gives the form back as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from ecoduty.interfaces.desk import choices, forms, proof, uploads
from ecoduty.interfaces.desk.forms import FormField, Prefill
from ecoduty.interfaces.desk.parts import parts_of
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.flow import Act, ActTable, Refused, perform
from ecoduty.kernel.flow.gate import Done
from ecoduty.kernel.flow.refusal import Problem


@dataclass(slots=True)
class Attempted:
    """The form of an act: its fields, and the door's own entries beside them."""

    act: Act
    fields: list[FormField]
    version: str
    key: str
    occurred_at: str = ""
    reason: str = ""
    on_behalf_of: str = ""
    source: str = ""
    proof: FormField | None = None
    refused: Refused | None = None

    @property
    def asks(self) -> bool:
        """Whether there is anything to fill in."""
        return any(field.widget != "hidden" for field in self.fields)

    @property
    def late_open(self) -> bool:
        """Whether 补录/代录 is unfolded: once something stands in it, or is wanted in it."""
        wanted = self.refused is not None and self.refused.code in {
            "late_needs_reason", "occurred_in_future", "occurred_before_previous",
        }  # fmt: skip
        return bool(self.occurred_at or self.reason or self.on_behalf_of) or wanted

    @property
    def moment_problem(self) -> str:
        """What is wrong with 发生时间."""
        problems = self.refused.problems if self.refused else ()
        return next((problem.sentence for problem in problems if problem.field == forms.OCCURRED_AT), "")

    @property
    def has_files(self) -> bool:
        """Whether the form carries files."""
        return any(field.widget in {"file", "file_digest"} for field in self.fields)


def empty_form(visit: Visit, act: Act, subject: Any, kind: str) -> Attempted:
    """The form as it is first shown, with what is known already filled in; `subject` is None where it is created."""
    prefill = _prefill(visit, act, subject, kind)
    version = "" if subject is None else str(subject.version)
    fields = forms.fields(act.data, prefill=prefill)
    return Attempted(act, fields, version, uuid4().hex, source=prefill.source, proof=proof.asked(visit, act))


def _prefill(visit: Visit, act: Act, subject: Any, kind: str) -> Prefill:
    """What the mechanism knows, choices by name, and what the address itself says (`?rung=12`)."""
    parts = parts_of(kind)
    known = parts.prefill(act, subject, visit.actor)
    said = {name: value for name, value in visit.request.GET.items() if name in act.data.model_fields}
    about = parts.about(act, subject, said) if said else {}
    return replace(known, values={**known.values, **about, **said}, named=lambda name: choices.named(name, subject))


def attempt(
    visit: Visit, table: ActTable, act: Act, subject: Any, ref: Any, posted: QueryDict | None = None
) -> Done | Attempted:
    """Do the act with what was posted, or with `posted` in its place. A refusal that the form can show comes back with
    everything kept.

    Raises Refused for a visitor who may not do it at all (403, 404).
    """
    posted = visit.request.POST if posted is None else posted
    prefill = _prefill(visit, act, subject, table.kind)
    entered = forms.read(act.data, posted, visit.request.FILES, prefill)
    form = Attempted(
        act=act,
        fields=[],
        version=posted.get(forms.VERSION, ""),
        key=posted.get(forms.KEY, "")[:64] or uuid4().hex,
        occurred_at=posted.get(forms.OCCURRED_AT, "").strip(),
        reason=posted.get(forms.REASON, "").strip(),
        on_behalf_of=posted.get(forms.ON_BEHALF_OF, "").strip()[:200],
    )
    try:
        entered = uploads.stored(visit, uploads.measured(act.data, entered))
        visit = proof.given(visit, act)
        return _perform(visit, table, form, entered, ref)
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        form.refused = refused
        form.proof = proof.asked(visit, act, refused.problems)
        form.fields = _kept(form, {name: value for name, value in entered.items() if not _is_upload(value)}, prefill)
        uploads.remember(visit, form.fields)
        if refused.code == "key_reused":
            form.key = uuid4().hex
        return form


def _perform(visit: Visit, table: ActTable, form: Attempted, entered: Mapping[str, Any], ref: Any) -> Done:
    try:
        occurred_at = forms.moment_of(form.occurred_at)
    except ValueError as error:
        problem = Problem(forms.OCCURRED_AT, "datetime_parsing", "“发生时间”不是有效时间，应写成2026-01-31T09:30")
        raise Refused("bad_data", "有1处没有填好。", status=422, problems=(problem,)) from error
    return perform(
        table,
        form.act.code,
        ref,
        actor=visit.actor,
        data=entered,
        occurred_at=occurred_at,
        reason=form.reason,
        on_behalf_of=form.on_behalf_of,
        expected_version=int(form.version) if form.version.isdecimal() else None,
        key=f"desk:{visit.account.pk}:{form.key}",
    )


def _is_upload(value: Any) -> bool:
    """Whether a file could not be kept: the browser has to send it again."""
    return isinstance(value, UploadedFile) or (
        isinstance(value, list) and any(isinstance(item, UploadedFile) for item in value)
    )


def _kept(form: Attempted, entered: Mapping[str, Any], prefill: Prefill) -> list[FormField]:
    problems = form.refused.problems if form.refused else ()
    return forms.fields(form.act.data, prefill=prefill, posted=entered, problems=problems)
