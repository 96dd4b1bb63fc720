"""What the acts of a bulletin do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ecoduty.casework.documents import papers as paper_rules
from ecoduty.casework.documents import recipients
from ecoduty.casework.documents.models import Delivery, Document, Recipient, RecipientRole
from ecoduty.casework.duties.instances import open_for_duty
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.situation import composing, numbers, papers
from ecoduty.mechanisms.situation.bulletins import data
from ecoduty.mechanisms.situation.bulletins.models import Bulletin, Excerpt
from ecoduty.mechanisms.situation.numbers import Taken
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

KIND, COPY_LIST, FIGURES, SECTIONS = "bulletin", "bulletin", "bulletin.figures", "bulletin.sections"


def titles(attempt: Attempt) -> Sequence[str]:
    """The sections of a bulletin."""
    return rulebooks.current().words(SECTIONS, on=local_date(attempt.recorded_at))


def open_duty(attempt: Attempt) -> None:
    """The rhythm asks for one (clause 9.4)."""
    _begun(attempt, open_for_duty(attempt, papers.DRAFTING.code))


def begin(attempt: Attempt) -> None:
    """One out of the rhythm: any department to its own line of work (clause 3.2)."""
    _begun(attempt, composing.open_by_hand(attempt))


def take_numbers(attempt: Attempt) -> None:
    """Take the figures and lay a first draft beside what was written. Raises Refused `day_in_future`."""
    own = own_of(attempt)
    composing.take_numbers(attempt, own, FIGURES, titles(attempt))
    own.save(update_fields=["as_of", "numbers"])


def choose(attempt: Attempt) -> None:
    """Matters that it speaks of. Raises Refused `matter_unknown` for one that the writer may not see, or that is restricted."""
    given: data.ChooseMatters = attempt.data
    seen = Matter.objects.filter(visible_to(attempt.actor), number__in=given.numbers).exclude(
        secrecy=Secrecy.RESTRICTED
    )
    found = {one.number: one for one in seen.select_related("holder")}
    unknown = next((number for number in given.numbers if number not in found), None)
    if unknown is not None:
        raise wrong("numbers", "matter_unknown", f"没有编号为“{unknown}”的办件，或者您看不到，请核对。")
    own = own_of(attempt)
    own.chosen = [
        {
            "number": number,
            "title": found[number].title,
            "body": found[number].holder.key,
            "id": str(found[number].public_id),
        }
        for number in dict.fromkeys(given.numbers)
    ]
    own.save(update_fields=["chosen"])


def name_recipients(attempt: Attempt) -> None:
    """Others than the copy list's; one that was renamed is found by its former name, too. Raises Refused `body_unknown`."""
    on = local_date(attempt.recorded_at)
    within = {word: body.key for body in directory.bodies(on=on) for word in (body.key, body.name, body.short_name)}
    found: dict[str, None] = {}
    for name in attempt.data.bodies:
        if name not in within and (renamed := directory.find_body(name, on)) is not None:
            within[name] = renamed.key
        if name not in within:
            raise wrong("bodies", "body_unknown", f"机构目录里没有“{name}”，请写全称或者简称。")
        found[within[name]] = None
    own = own_of(attempt)
    own.recipients = list(found)
    own.save(update_fields=["recipients"])


def send(attempt: Attempt) -> None:
    """It goes out, with an excerpt for each recipient. A body that was dissolved is answered for by its successor."""
    own = own_of(attempt)
    on = local_date(attempt.occurred_at)
    document = papers.document_of(attempt)
    if own.recipients:
        _address(document, own.recipients, on)
    else:
        recipients.address(document, COPY_LIST, on)
    paper_rules.check_recipients(document)
    sent = recipients.send(attempt, document)
    taken = numbers.kept(own.numbers)
    bodies = {one.body_id: one.body for one in sent if one.post_id is None}
    Excerpt.objects.bulk_create(_excerpt(own, body, taken) for body in bodies.values())


def own_of(attempt: Attempt) -> Bulletin:
    """The bulletin of the attempt's matter."""
    own: Bulletin = attempt.subject.bulletin
    return own


def _begun(attempt: Attempt, matter: Matter) -> None:
    matter.bulletin = Bulletin.objects.create(matter=matter)
    composing.begin_text(attempt, matter, titles(attempt))


def _address(document: Document, keys: Sequence[str], on: date) -> None:
    """Those who were named, each once, or who answers for them today."""
    Recipient.objects.filter(document=document).delete()
    named = [directory.answering(body, on) for body in Body.objects.filter(key__in=keys).order_by("order", "key")]
    rows = list({body.pk: body for body in named if body.pk != document.issuer_id}.values())
    kinds = rulebooks.current().kinds
    Recipient.objects.bulk_create(
        Recipient(
            document=document,
            body=body,
            role=RecipientRole.MAIN,
            delivery=Delivery(kinds[body.kind].delivery),
            order=place,
        )
        for place, body in enumerate(rows)
    )


def _excerpt(own: Bulletin, body: Body, taken: Sequence[Taken]) -> Excerpt:
    """Its own part of every figure, its own matters."""
    parts = [
        {"label": one.label, "value": value, "whole": one.value}
        for one in taken
        for key, _, value in one.parts
        if key == body.key
    ]
    return Excerpt(
        bulletin=own, body=body, numbers=parts, chosen=[one for one in own.chosen if one["body"] == body.key]
    )


__all__ = [
    "KIND", "begin", "choose", "name_recipients", "open_duty", "own_of", "send", "take_numbers", "titles",
]  # fmt: skip
