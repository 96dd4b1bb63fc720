"""Django's registration of legal review."""

from __future__ import annotations

from django.apps import AppConfig


class LegalReviewConfig(AppConfig):
    """Review of drafts, filing review, yearly catalogues."""

    name = "ecoduty.mechanisms.legal_review"
    label = "legal_review"
    verbose_name = "合法性审查和备案审查"

    def ready(self) -> None:
        """Register the act tables, their clocks and figures."""
        from ecoduty.mechanisms.legal_review import figures  # noqa: PLC0415 -- models are there once apps are ready
        from ecoduty.mechanisms.legal_review.catalogues import flow as catalogues  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.legal_review.filing import flow as filing  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.legal_review.reviewing import flow as reviewing  # noqa: PLC0415 -- as above

        reviewing.install()
        filing.install()
        catalogues.install()
        figures.install()
