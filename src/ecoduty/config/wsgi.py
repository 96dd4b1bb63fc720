"""The web application that a server such as granian serves."""

from __future__ import annotations

import os
import signal
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from ecoduty.config.memory import loading
from ecoduty.kernel.database.guard import die_with_parent

if os.environ.get("ECODUTY_SUPERVISED") == "1":
    die_with_parent(signal.SIGKILL)  # a web process must not keep the port when its server was killed
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until the server's own handler stands, an end is an end
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecoduty.config.settings")
with loading():
    application = get_wsgi_application()
    import_module(settings.ROOT_URLCONF)  # every page with it: no first visitor of a process waits for that
