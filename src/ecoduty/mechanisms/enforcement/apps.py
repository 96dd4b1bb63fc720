"""Django's registration of enforcement."""

from __future__ import annotations

from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    """Cases from the clue to the court, and what offices owe each other on the way."""

    name = "ecoduty.mechanisms.enforcement"
    label = "enforcement"
    verbose_name = "执法司法衔接"

    def ready(self) -> None:
        """Register the act tables and their limits: one line for each room."""
        from ecoduty.mechanisms.enforcement.administrative import flow as administrative  # noqa: PLC0415 -- models are there once apps are ready
        from ecoduty.mechanisms.enforcement.case_papers import acts as case_papers  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.enforcement.clues import flow as clues  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.enforcement.court_enforcement import flow as court_enforcement  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.enforcement.damage import flow as damage  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.enforcement.detention import flow as detention  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.enforcement.inquiries import flow as inquiries  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.enforcement.listing import flow as listing  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.enforcement.litigation import flow as litigation  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.enforcement.meetings import flow as meetings  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.enforcement.obstruction import flow as obstruction  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.enforcement.procuratorial.cases import flow as public_interest  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.enforcement.procuratorial.recommendations import flow as recommendations  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.enforcement.procuratorial.supervision import flow as supervision  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.enforcement.reconsidering import flow as reconsidering  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.enforcement.sharing import flow as sharing  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.enforcement.statistics import following  # noqa: PLC0415 -- as above
        from ecoduty.mechanisms.enforcement.transfer import flow as transfer  # noqa: PLC0415 -- as above

        sharing.install()
        following.install()
        inquiries.install()
        meetings.install()
        clues.install()
        detention.install()
        listing.install()
        court_enforcement.install()
        damage.install()
        litigation.install()
        administrative.install()
        transfer.install()
        case_papers.install()
        reconsidering.install()
        obstruction.install()
        recommendations.install()
        public_interest.install()
        supervision.install()
