"""Django's registration of the responsibilities mechanism."""

from __future__ import annotations

from django.apps import AppConfig


class ResponsibilitiesConfig(AppConfig):
    """Lists of who is responsible for what."""

    name = "ecoduty.mechanisms.responsibilities"
    label = "responsibilities"
    verbose_name = "责任清单"

    def ready(self) -> None:
        """Register the act tables and the figures, and answer who is responsible."""
        from ecoduty.casework.ports import answers  # noqa: PLC0415 -- models are there once apps are ready
        from ecoduty.casework.ports.listed import ROWS_OWED, ROWS_SEEN  # noqa: PLC0415
        from ecoduty.casework.ports.responsible import ROW_NAMED, WHO_IS_RESPONSIBLE  # noqa: PLC0415
        from ecoduty.mechanisms.responsibilities import figures, flow, listed, searching  # noqa: PLC0415
        from ecoduty.mechanisms.responsibilities.finding import asking  # noqa: PLC0415

        flow.install()
        figures.install()
        searching.install()
        answers(WHO_IS_RESPONSIBLE, asking.find)
        answers(ROW_NAMED, asking.row_named)
        answers(ROWS_OWED, listed.owed)
        answers(ROWS_SEEN, listed.seen)
