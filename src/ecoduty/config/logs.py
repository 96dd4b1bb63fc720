"""Logs: one JSON object a line, with the number of the request, for machines that gather them.

What a log never holds: titles, texts, names of persons, addresses with what was searched for. A request is named by
its route (`matters/<uuid:public_id>/`), never by its address; of what a database says to an error the values are cut.
"""

from __future__ import annotations

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

# "DETAIL:  Key (title)=(…) already exists." and the like carry values of rows.
_VALUES = re.compile(r"^(DETAIL|CONTEXT|LINE \d+):.*$", re.MULTILINE)
_Event = MutableMapping[str, Any]


def without_values(logger: Any, method: str, event: _Event) -> _Event:
    """Cut out what the database quotes from rows, and the address that Django names beside an error."""
    del logger, method
    if event.get("logger") == "django.request":
        event["event"] = str(event["event"]).partition(": ")[0]
    for name in ("exception", "error"):
        if isinstance(event.get(name), str):
            event[name] = _VALUES.sub(r"\1: (…)", event[name])
    return event


_BEFORE: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    structlog.processors.format_exc_info,
    without_values,
]


def formatter() -> logging.Formatter:
    """What makes a JSON line of a record of ours or of a library's."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_BEFORE,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def configured(level: str) -> dict[str, Any]:
    """Django's LOGGING: our own lines from INFO on, those of libraries from `level` on."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_BEFORE,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "ecoduty.config.logs.formatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "ecoduty": {"level": "INFO"},
            # Addresses that were not found stand in no log: some would say what somebody was looking for.
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "ERROR"},
        },
    }
