"""Addresses of the door for 12345, below /api/hotline12345/."""

from __future__ import annotations

from django.urls import path

from ecoduty.interfaces.channels.hotline12345 import views

urlpatterns = [path("messages", views.messages, name="hotline12345-messages")]
