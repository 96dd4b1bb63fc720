"""The next number of a body's own office system, for papers that the platform does not number."""

from __future__ import annotations

from ecoduty.casework.documents.models import Document, Numbering
from ecoduty.casework.documents.series import series_of
from ecoduty.kernel.clock import today
from ecoduty.organisation.directory.models import Body


def following(issuer: Body, kind: str, document: Document | None = None) -> str:
    """Such as 厦水〔2026〕12号: one after the last of that body and year; empty where the platform numbers."""
    row = series_of(issuer, kind)
    here = row.mode == "platform" if document is None else document.numbering == Numbering.PLATFORM
    if here:
        return ""
    begin = f"{row.prefix or issuer.short_name + '函'}〔{today().year}〕"
    return f"{begin}{Document.objects.filter(issuer=issuer, number__startswith=begin).count() + 1}号"


__all__ = ["following"]
