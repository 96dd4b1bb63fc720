"""Questions about publications."""

from __future__ import annotations

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.publications.models import Publication
from ecoduty.casework.publications.states import PublicationState
from ecoduty.kernel.flow import Actor


def publication_of(matter: Matter) -> Publication | None:
    """The matter's publication in force; a withdrawn one no longer counts."""
    rows = Publication.objects.select_related("body").filter(matter=matter)
    return rows.exclude(state=PublicationState.WITHDRAWN).first()


def asked_by(publication: Publication, actor: Actor) -> bool:
    """Whether this person, or this post, asked for what is now to be approved."""
    same_account = actor.account is not None and actor.account == publication.asked_account
    return same_account or (actor.post is not None and actor.post == publication.asked_post)
