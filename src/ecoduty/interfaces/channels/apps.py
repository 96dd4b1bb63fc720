"""Django's registration of the channels: those that are configured are offered to people and to the outbox."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings

NAMES = ("email", "sms", "workchat")


class ChannelsConfig(AppConfig):
    """Mail, text messages, work chat."""

    name = "ecoduty.interfaces.channels"
    label = "channels"
    verbose_name = "外发渠道"

    def ready(self) -> None:
        """Offer what the settings configure."""
        from ecoduty.interfaces.channels import email, sms, workchat  # noqa: PLC0415 -- models are only there now
        from ecoduty.kernel.outbox import drainer  # noqa: PLC0415 -- the same

        drainer.reserve(*NAMES)
        if settings.MAIL is not None:
            email.install(settings.MAIL)
        if settings.SMS is not None:
            sms.install(settings.SMS)
        if settings.WORKCHAT is not None:
            workchat.install(settings.WORKCHAT)
