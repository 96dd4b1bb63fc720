"""The column of a sealed value. It stays sealed in the model; who needs the text opens it, and nobody else can."""

from __future__ import annotations

from typing import Any

from django.db import models

from ecoduty.kernel.sealing.cipher import open_sealed, seal


class SealedText(models.TextField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Text that is sealed at rest. `bound_to` names a column of the same row that never changes: part of the place."""

    def __init__(self, *args: Any, bound_to: str, **settings: Any) -> None:
        self.bound_to = bound_to
        super().__init__(*args, **settings)

    def deconstruct(self) -> Any:
        """For migrations: the same again."""
        name, path, args, settings = super().deconstruct()
        return name, path, args, {**settings, "bound_to": self.bound_to}

    def place(self, row_key: object) -> str:
        """Where a value of this column stands: `table.column:key`."""
        return f"{self.model._meta.db_table}.{self.column}:{row_key}"  # noqa: SLF001 -- Django's way to a table's name

    def seal(self, text: str, row_key: object) -> str:
        """A text, sealed for the row with that key. Raises SealingError."""
        return seal(text, self.place(row_key))

    def open(self, sealed: str, row_key: object) -> str:
        """The text again. Raises SealingError."""
        return open_sealed(sealed, self.place(row_key))


def column(model: type[models.Model], name: str) -> SealedText:
    """The sealed column of that name. Raises TypeError for any other, Django's FieldDoesNotExist for none."""
    found = model._meta.get_field(name)  # noqa: SLF001 -- Django's documented way to a field
    if not isinstance(found, SealedText):
        raise TypeError(f"{model.__name__}.{name} is not sealed")
    return found
