"""Questions about publications."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.publications.models import Publication
from ecoduty.casework.publications.states import PublicationState
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.ledger.chain import canonical, sm3


def publication_of(matter: Matter) -> Publication | None:
    """The matter's publication in force; a withdrawn one no longer counts."""
    rows = Publication.objects.select_related("body").filter(matter=matter)
    return rows.exclude(state=PublicationState.WITHDRAWN).first()


def taken_down(matters: Collection[int]) -> Mapping[int, Publication]:
    """By matter the publication that was taken down and by no other replaced before the public. One query."""
    found: dict[int, Publication] = {}
    for row in Publication.objects.filter(matter__in=matters).order_by("pk"):
        if row.state in {PublicationState.WITHDRAWN, PublicationState.REGISTERED}:
            found[row.matter_id] = row
    return {matter: row for matter, row in found.items() if row.state == PublicationState.WITHDRAWN}


def digest_of(publication: Publication) -> str:
    """SM3 over the public version as it now is; 64 hexadecimal digits."""
    return sm3(canonical({"title": publication.title, "content": publication.content})).hex()


def is_cleared(publication: Publication) -> bool:
    """Whether the public version was cleared as it now is."""
    return bool(publication.cleared) and publication.cleared == digest_of(publication)


def prepared_by(publication: Publication, actor: Actor) -> bool:
    """Whether this person, or this post, prepared the public version."""
    same_account = actor.account is not None and actor.account == publication.prepared_account
    return same_account or (actor.post is not None and actor.post == publication.prepared_post)


def asked_by(publication: Publication, actor: Actor) -> bool:
    """Whether this person, or this post, asked for what is now to be approved."""
    same_account = actor.account is not None and actor.account == publication.asked_account
    return same_account or (actor.post is not None and actor.post == publication.asked_post)
