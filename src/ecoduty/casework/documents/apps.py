"""Django's registration of documents."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents, their versions, recipients and numbers."""

    name = "ecoduty.casework.documents"
    label = "documents"
    verbose_name = "公文"
