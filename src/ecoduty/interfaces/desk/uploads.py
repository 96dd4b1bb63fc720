"""Files on their way into an act: kept as the visitor's own upload until the act claims them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from ecoduty.interfaces.desk.forms import FormField, Kept
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile


def stored(visit: Visit, entered: Mapping[str, Any]) -> dict[str, Any]:
    """What was entered, each uploaded file replaced by its reference.

    Raises Refused for a file that is too large, lies about its type or cannot be written. What the act then does not
    claim stays the visitor's own and is removed after a while.
    """
    return {name: _reference(visit, value) for name, value in entered.items()}


def _reference(visit: Visit, value: Any) -> Any:
    if isinstance(value, list):
        return [_reference(visit, item) for item in value]
    if not isinstance(value, UploadedFile):
        return value
    account = visit.account.pk
    return str(storage.store(value, owner=storage.upload_owner(account), account=account).public_id)


def remember(visit: Visit, fields: list[FormField]) -> None:
    """Show again what was uploaded with an earlier try of the same form, so that nobody uploads twice."""
    for field in fields:
        if field.widget != "file":
            continue
        given = field.value if isinstance(field.value, list) else [field.value]
        references = [str(value) for value in given if isinstance(value, str) and value]
        mine = StoredFile.objects.filter(public_id__in=references, owner=storage.upload_owner(visit.account.pk))
        field.kept = tuple(Kept(str(file.public_id), file.name) for file in mine)
