"""Django's registration of deliveries."""

from __future__ import annotations

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    """Notices on their way outside, and what people want of them."""

    name = "ecoduty.casework.deliveries"
    label = "deliveries"
    verbose_name = "通知外发"

    def ready(self) -> None:
        """Hear of notices when they are written, of deadlines when they move, of matters when they close."""
        from ecoduty.casework.deliveries import (  # noqa: PLC0415 -- models are only there once apps are ready
            acts,  # noqa: F401 -- registers its tables
            cancelling,
            planning,
            watching,
        )
        from ecoduty.casework.duties import board  # noqa: PLC0415 -- the same
        from ecoduty.casework.escalation import notices  # noqa: PLC0415 -- the same

        notices.listen("deliveries", planning.plan)
        board.listen("deliveries", cancelling.moved)
        cancelling.install()
        watching.install()
