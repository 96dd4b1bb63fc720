"""The rulebook: a city's plan as data, loaded strictly, stored by digest, asked as of a day.

Everything but `models` and `store` is pure.
"""

from __future__ import annotations

from ecoduty.kernel.rulebook.book import ANY_KIND, Rulebook
from ecoduty.kernel.rulebook.errors import NotAPlanError, NotInForceError, Problem, RulebookError, UnknownRuleError
from ecoduty.kernel.rulebook.loader import load_rulebook

__all__ = [
    "ANY_KIND",
    "NotAPlanError",
    "NotInForceError",
    "Problem",
    "Rulebook",
    "RulebookError",
    "UnknownRuleError",
    "load_rulebook",
]
