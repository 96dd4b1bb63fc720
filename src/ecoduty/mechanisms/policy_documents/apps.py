"""Django's registration of policy documents."""

from __future__ import annotations

from django.apps import AppConfig


class PolicyDocumentsConfig(AppConfig):
    """The register of each department's policy documents."""

    name = "ecoduty.mechanisms.policy_documents"
    label = "policy_documents"
    verbose_name = "制度台账"

    def ready(self) -> None:
        """Register the act table and the figures."""
        from ecoduty.mechanisms.policy_documents import figures, flow  # noqa: PLC0415 -- models are there once apps are ready

        flow.install()
        figures.install()
