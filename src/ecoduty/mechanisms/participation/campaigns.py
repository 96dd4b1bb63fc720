"""What the acts of a campaign do beyond their table."""

from __future__ import annotations

from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.opening import open_matter
from ecoduty.casework.publications import privacy
from ecoduty.casework.publications.models import PublishedCampaign
from ecoduty.kernel.clock import local_date, spoken_date, today
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.participation import data, queries
from ecoduty.mechanisms.participation.models import Campaign
from ecoduty.mechanisms.participation.states import CALLED_OFF, HELD, PLANNED
from ecoduty.organisation.directory.models import Body

_FACTS = ("form", "starts_on", "ends_on", "place", "audience", "about", "phone")
_SHOWN = ("place", "starts_on", "ends_on", "audience", "about", "phone", "took_part", "reached", "summary", "reason")
WITHDRAWN = "withdrawn"  # what the portal calls what was taken down


def plan(attempt: Attempt) -> None:
    """A campaign of the actor's own body. Raises Refused `unknown_form`."""
    given: data.CampaignFacts = attempt.data
    body = Body.objects.get(key=attempt.actor.body)
    matter = open_matter(attempt, title=given.title, holder=body, state=PLANNED.code, secrecy=Secrecy.PUBLIC)
    campaign = Campaign(matter=matter)
    _fill(campaign, given, attempt)
    campaign.save(force_insert=True)


def amend(attempt: Attempt) -> None:
    """Other words, other days. Raises Refused `unknown_form`."""
    matter: Matter = attempt.subject
    _fill(matter.campaign, attempt.data, attempt)
    matter.campaign.save()
    matter.title = attempt.data.title
    _show_again(matter, matter.state, attempt)


def _fill(campaign: Campaign, given: data.CampaignFacts, attempt: Attempt) -> None:
    if given.form not in queries.forms(local_date(attempt.recorded_at)):
        raise Refused("unknown_form", "没有这种形式，请从所列的形式中选。", status=422)
    for name in _FACTS:
        setattr(campaign, name, getattr(given, name))


def record(attempt: Attempt) -> None:
    """How it went. Raises Refused `campaign_not_begun` or `personal_data`."""
    given: data.CampaignRecord = attempt.data
    campaign: Campaign = attempt.subject.campaign
    if campaign.starts_on > local_date(attempt.recorded_at):
        raise Refused(
            "campaign_not_begun", f"活动{spoken_date(campaign.starts_on)}才开始，开展之后再登记。", status=422
        )
    found = [] if given.checked else privacy.suspicions([{"title": "开展情况", "text": given.summary}])
    if found:
        told = "、".join(f"{item.what}{item.words}" for item in found[:5])
        raise Refused("personal_data", f"开展情况疑似含有个人信息：{told}。请删去，或核对后勾选。", status=422)
    campaign.took_part, campaign.reached, campaign.summary = given.took_part, given.reached, given.summary
    campaign.save()
    _show_again(attempt.subject, HELD.code, attempt)


def call_off(attempt: Attempt) -> None:
    """It does not take place."""
    campaign: Campaign = attempt.subject.campaign
    campaign.reason = attempt.data.reason
    campaign.save(update_fields=["reason"])
    _show_again(attempt.subject, CALLED_OFF.code, attempt)


def announce(attempt: Attempt) -> None:
    """Put it before the public."""
    campaign: Campaign = attempt.subject.campaign
    campaign.shown, campaign.reason = True, ""
    campaign.save(update_fields=["shown", "reason"])
    _show_again(attempt.subject, attempt.subject.state, attempt)


def take_down(attempt: Attempt) -> None:
    """Away from the public, with a reason; its address goes on answering."""
    campaign: Campaign = attempt.subject.campaign
    campaign.reason = attempt.data.reason
    campaign.save(update_fields=["reason"])
    _show_again(attempt.subject, WITHDRAWN, attempt)
    campaign.shown = False
    campaign.save(update_fields=["shown"])


def _show_again(matter: Matter, state: str, attempt: Attempt) -> None:
    """What the portal shows of it, where it is shown. Taken down, no word of it stays but title and reason."""
    campaign: Campaign = matter.campaign
    if not campaign.shown:
        return
    words = {name: getattr(campaign, name) for name in _SHOWN}
    if state == WITHDRAWN:
        words |= {
            "place": "",
            "audience": "",
            "about": "",
            "phone": "",
            "summary": "",
            "took_part": None,
            "reached": None,
        }
    PublishedCampaign.objects.update_or_create(
        pk=campaign.public_id,
        defaults={
            **words, "title": matter.title, "body_key": matter.holder.key, "body_short_name": matter.holder.short_name,
            "form_label": queries.forms(today()).get(campaign.form, campaign.form), "state": state,
            "changed_at": attempt.recorded_at,
        },
    )  # fmt: skip
