"""Django's registration of enrolment."""

from __future__ import annotations

from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    """Imports of bodies and people."""

    name = "ecoduty.organisation.enrolment"
    label = "enrolment"
    verbose_name = "人员导入"
