"""Steps that tests of campaigns and opinions take."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from ecoduty.casework.intakes import sending
from ecoduty.casework.intakes.models import PublicStanding
from ecoduty.casework.intakes.sending import Sent
from ecoduty.casework.intakes.states import IntakeKind
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.publications.models import PublishedCampaign, PublishedOpinion
from ecoduty.kernel.flow import ActTable, Done, perform
from ecoduty.kernel.sealing import boxes
from ecoduty.mechanisms.participation.flow import CAMPAIGN, OPINION
from tests.city import City

BODY = "water-bureau"
EVENT = {
    "title": "节水护河进社区",
    "form": "community",
    "starts_on": "2026-12-05",
    "ends_on": "2026-12-05",
    "place": "示例社区广场",
}
TEXT = {
    "title": "关于《示例河道保洁办法》公开征求意见",
    "background": "现行办法已十年。",
    "text": "第一条 为规范河道保洁，制定本办法。",
}


class Case:
    """Acts on one matter of this mechanism."""

    table: ActTable
    by = f"{BODY}.liaison"

    def __init__(self, city: City, given: Mapping[str, Any]) -> None:
        self.city = city
        first = next(act.code for act in self.table.acts if act.creates)
        self.pk = perform(self.table, first, actor=city.actor(self.by), data=given).subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder").get(pk=self.pk)

    def do(self, act: str, data: Mapping[str, Any] | None = None, who: str = "") -> Done:
        return perform(self.table, act, self.pk, actor=self.city.actor(who or self.by), data=data)


class Event(Case):
    table = CAMPAIGN

    def __init__(self, city: City, **more: Any) -> None:
        super().__init__(city, {**EVENT, **more})

    @property
    def shown(self) -> PublishedCampaign | None:
        return PublishedCampaign.objects.filter(pk=self.matter.campaign.public_id).first()


class Asking(Case):
    table = OPINION

    def __init__(self, city: City, closes_on: date | None = None, **more: Any) -> None:
        super().__init__(city, {**TEXT, **more})
        if closes_on:
            self.do("open_collection", {"closes_on": closes_on.isoformat()}, who=f"{BODY}.principal")

    @property
    def shown(self) -> PublishedOpinion | None:
        return PublishedOpinion.objects.filter(pk=self.matter.opinion.public_id).first()

    def say(self, text: str) -> Sent:
        """An opinion as the portal writes it."""
        content = {"opinion": str(self.matter.opinion.public_id), "text": text, "organisation": ""}
        return sending.hand_in(
            IntakeKind.OPINION, secrets.token_hex(16), content, {}, public_key=boxes.public_key(), address="", held=False,
            using="default",
        )  # fmt: skip


def standing(sent: Sent) -> tuple[str, str]:
    found = PublicStanding.objects.get(pk=sent.reference)
    return found.label, found.next_steps
