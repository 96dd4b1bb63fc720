"""Django's registration of the ledger."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Append-only entries, streams, checkpoints."""

    name = "ecoduty.kernel.ledger"
    label = "ledger"
    verbose_name = "留痕"
