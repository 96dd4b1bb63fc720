"""Questions about campaigns and opinions."""

from __future__ import annotations

from datetime import date

from ecoduty.kernel.rulebook import store as rulebooks

CAMPAIGN, OPINION = "campaign", "opinion_collection"
_FORMS = "campaign.forms"
_SHORTEST = "opinion.shortest-days"
_MOST = "opinion.most-characters"


def forms(on: date) -> dict[str, str]:
    """Code and name of the forms a campaign may have."""
    return dict(rulebooks.current().pairs(_FORMS, on=on))


def shortest_days(on: date) -> int:
    """For how many days opinions are collected at least, unless a reason is given."""
    return rulebooks.current().whole(_SHORTEST, on=on)


def most_characters(on: date) -> int:
    """How long an opinion may be."""
    return rulebooks.current().whole(_MOST, on=on)
