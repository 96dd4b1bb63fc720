"""Words for the simulated year: lists in YAML beside this module, from which a story composes its texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

_FOLDER = Path(__file__).parent / "words"
_GAP = re.compile(r"\{([a-z_]+)\}")


@cache
def words(name: str) -> dict[str, Any]:
    """The lists of one file, such as `complaints`."""
    found: dict[str, Any] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def say(rng: Random, forms: Sequence[str] | str, lists: Mapping[str, Any], **known: str) -> str:
    """A sentence of one of the forms: each `{gap}` is what is known, or else drawn from the list of that name."""
    form = forms if isinstance(forms, str) else rng.choice(forms)
    return _GAP.sub(lambda gap: known[gap[1]] if gap[1] in known else say(rng, lists[gap[1]], lists, **known), form)


def gaps(form: str) -> set[str]:
    """What a form leaves open."""
    return set(_GAP.findall(form))


def weighed(rng: Random, weights: Mapping[str, float]) -> str:
    """One of the names, as often as its weight says."""
    return rng.choices(list(weights), list(weights.values()))[0]
