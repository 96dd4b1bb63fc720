"""Instruments that are the same for every city, shipped with the platform: names, days, numbers of articles; no text."""

from __future__ import annotations

import functools
import json
from importlib.resources import files

import yaml

from ecoduty.kernel.rulebook.schema import Instrument


@functools.cache
def national() -> dict[str, Instrument]:
    """The shipped instruments by key, in the file's order."""
    text = files(__name__).joinpath("national.yaml").read_text(encoding="utf-8")
    entries = yaml.safe_load(text)["instruments"]
    return {
        key: Instrument.model_validate_json(json.dumps({"key": key, **entry}, default=str))
        for key, entry in entries.items()
    }


__all__ = ["national"]
