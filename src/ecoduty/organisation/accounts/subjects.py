"""Unified log-in: which account a verified subject of a provider is, and the acts that link and part them."""

from __future__ import annotations

from typing import Annotated, ClassVar

from django.conf import settings
from pydantic import Field, StringConstraints

from ecoduty.kernel.flow import Act, ActData, Attempt, Guard
from ecoduty.kernel.ledger import sealed
from ecoduty.organisation.accounts.keepers import PLATFORM, SECURITY
from ecoduty.organisation.accounts.models import Account, LinkedSubject
from ecoduty.organisation.accounts.not_own import not_own
from ecoduty.organisation.accounts.states import OPEN


class Link(ActData):
    """关联统一身份: the eternal name (`sub`) that the provider gives this person."""

    secrets: ClassVar[frozenset[str]] = frozenset({"subject"})

    subject: Annotated[str, StringConstraints(min_length=1, max_length=255)] = Field(
        title="统一身份编号", description="统一身份认证平台给此人的唯一编号（sub），向该平台管理员索取"
    )


def account_of(issuer: str, subject: str, username: str = "") -> Account | None:
    """The account linked to this subject, or else the one of that name where the provider vouches for names."""
    row = LinkedSubject.objects.filter(issuer=issuer, subject=subject).select_related("account__person").first()
    if row is not None:
        return row.account
    if not username:
        return None
    named = Account.objects.filter(username=username).select_related("person").first()
    linked = named is not None and LinkedSubject.objects.filter(account=named, issuer=issuer).exists()
    return None if linked else named  # linked to somebody else there: the name alone does not make it him


def _link(attempt: Attempt) -> None:
    LinkedSubject.objects.create(account=attempt.subject, issuer=settings.OIDC_ISSUER, subject=attempt.data.subject)
    attempt.record(issuer=settings.OIDC_ISSUER, subject=sealed.seal(attempt.data.subject))


def _unlink(attempt: Attempt) -> None:
    LinkedSubject.objects.filter(account=attempt.subject, issuer=settings.OIDC_ISSUER).delete()
    attempt.record(issuer=settings.OIDC_ISSUER)


def _offered(attempt: Attempt) -> bool:  # noqa: ARG001 -- every guard is asked the same way
    return bool(settings.OIDC_ISSUER)


def _linked(attempt: Attempt) -> bool:
    return LinkedSubject.objects.filter(account=attempt.subject.pk, issuer=settings.OIDC_ISSUER).exists()


def _free(attempt: Attempt) -> bool:
    return not LinkedSubject.objects.filter(issuer=settings.OIDC_ISSUER, subject=attempt.data.subject).exists()


offered = Guard("oidc_off", "本平台没有接入统一身份认证。", _offered)
linked = Guard("not_linked", "这个账号没有关联统一身份。", _linked)
unlinked = Guard("already_linked", "这个账号已经关联统一身份，请先解除。", lambda attempt: not _linked(attempt))
free = Guard("subject_taken", "这个统一身份编号已经关联到另一个账号。", _free, asks_data=True)

SUBJECT_ACTS = (
    Act("link_subject", "关联统一身份", (OPEN,), None, (PLATFORM, SECURITY), data=Link, effect=_link,
        guards=(not_own, offered, unlinked, free)),
    Act("unlink_subject", "解除统一身份", (OPEN,), None, (PLATFORM, SECURITY), effect=_unlink,
        guards=(not_own, offered, linked)),
)  # fmt: skip
