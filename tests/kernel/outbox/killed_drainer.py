"""A process that drains the outbox through a slow channel until it is killed; run by test_killed.py."""

from __future__ import annotations

import os
import sys
import time

import django
from django.db import connection

os.environ["DJANGO_SETTINGS_MODULE"] = "ecoduty.config.settings"


def main() -> None:
    django.setup()
    from ecoduty.kernel.outbox import drainer  # noqa: PLC0415 -- its models are there once Django is set up

    def deliver(key: str, payload: dict) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO toy_delivery (message, key, text) VALUES (%s, %s, %s)",
                [payload["message"], key, payload["text"]],
            )
        sys.stdout.write(payload["text"] + "\n")
        sys.stdout.flush()
        time.sleep(float(sys.argv[1]))

    drainer.register("toy", deliver)
    while True:
        if not drainer.drain():
            time.sleep(0.02)


if __name__ == "__main__":
    main()
