"""Questions about inquiries: who may be asked, what was asked and answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.inquiries.models import LegalInquiry, LegalInquiryTurn
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

KIND = "legal_inquiry"
ANSWER = "criminal-transfer.consultation"
TOLD = ("linkage_officer", "liaison")
MOST_TURNS = 2
_KINDS, _JUSTICE = "legal-inquiry.body-kinds", "legal-inquiry.justice-kinds"


def bodies(on: date) -> list[Body]:
    """Every body that asks or answers, in official order."""
    kinds = rulebooks.current().words(_KINDS, on=on)
    return list(directory.bodies(on=on).filter(kind__in=kinds))


def justice_kinds(on: date) -> frozenset[str]:
    """Kinds of bodies of justice: one of the two sides is always one of these."""
    return frozenset(rulebooks.current().words(_JUSTICE, on=on))


def may_ask(actor: Actor) -> bool:
    """Whether this post's body takes part in inquiries."""
    kinds = rulebooks.current().words(_KINDS, on=today())
    return bool(actor.bodies) and Body.objects.filter(Q(pk__in=actor.bodies), kind__in=kinds).exists()


def turns(matter: Matter) -> Sequence[LegalInquiryTurn]:
    """Questions and answers, in order."""
    rows = LegalInquiryTurn.objects.filter(inquiry=matter.pk)
    return list(rows.select_related("question_file", "question_scan", "answer_scan").order_by("order"))


def own_of(matter: Matter) -> LegalInquiry:
    """The inquiry of a matter with what pages show of it."""
    return LegalInquiry.objects.select_related("asker", "matter__holder").get(pk=matter.pk)
