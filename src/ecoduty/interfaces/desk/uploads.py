"""Files on their way into an act: kept as the visitor's own upload until the act claims them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from ecoduty.interfaces.desk.forms import FormField, Kept
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import ActData, Refused
from ecoduty.kernel.flow.refusal import Problem

DIGEST = "file_digest"


def stored(visit: Visit, entered: Mapping[str, Any]) -> dict[str, Any]:
    """What was entered, each uploaded file replaced by its reference.

    Raises Refused, naming the field, for a file that is too large, lies about its type or cannot be written. What the
    act then does not claim stays the visitor's own and is removed after a while.
    """
    return {name: _reference(visit, name, value) for name, value in entered.items()}


def measured(model: type[ActData], entered: Mapping[str, Any]) -> dict[str, Any]:
    """What was entered, each file of a field that only asks for its digest replaced by `SM3:size`. Such a file is read
    once, block by block, and kept nowhere.
    """
    schema = model.model_json_schema().get("properties", {})
    return {
        name: _digest(value)
        if isinstance(value, UploadedFile) and schema.get(name, {}).get("widget") == DIGEST
        else value
        for name, value in entered.items()
    }


def _digest(file: UploadedFile) -> str:
    digest, size = storage.measure(file.chunks())
    return f"{digest}:{size}"


def _reference(visit: Visit, name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_reference(visit, name, item) for item in value]
    if not isinstance(value, UploadedFile):
        return value
    account = visit.account.pk
    try:
        return str(storage.store(value, owner=storage.upload_owner(account), account=account).public_id)
    except Refused as refused:
        problem = Problem(name, refused.code, refused.sentence.rstrip("。"))
        raise Refused(refused.code, refused.sentence, status=refused.status, problems=(problem,)) from refused


def remember(visit: Visit, fields: list[FormField]) -> None:
    """Show again what was uploaded with an earlier try of the same form, so that nobody uploads twice."""
    for field in fields:
        if field.widget != "file":
            continue
        given = field.value if isinstance(field.value, list) else [field.value]
        references = [value for value in given if _is_reference(value)]
        mine = StoredFile.objects.filter(public_id__in=references, owner=storage.upload_owner(visit.account.pk))
        field.kept = tuple(Kept(str(file.public_id), file.name) for file in mine)


def _is_reference(value: Any) -> bool:
    """Whether it can be the reference of a file: what a form posts back may be anything."""
    try:
        return bool(uuid.UUID(str(value)))
    except ValueError:
        return False
