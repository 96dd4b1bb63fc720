"""Looking after what was published: is the department's own page still there, and does it still say the same?"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from ecoduty.casework.escalation import notices, sweep
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Addressees
from ecoduty.casework.escalation.states import NoticeKind
from ecoduty.casework.publications import fetching, likeness
from ecoduty.casework.publications.models import LinkCheck, Publication
from ecoduty.casework.publications.states import TROUBLED, LinkState, PublicationState
from ecoduty.kernel.clock import is_rehearsal, local_date, now
from ecoduty.kernel.ledger.chain import sm3
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory.states import LIAISON

INTERVAL = "publication.check-interval-days"
FALLBACK_DAYS = 7
AGAIN_AFTER = timedelta(hours=6)  # a page in trouble is looked at again sooner
_GONE = {404, 410}


def due(moment: datetime) -> QuerySet[Publication]:
    """Registered publications whose page is to be looked at now, longest unseen first."""
    book = rulebooks.current_or_none()
    known = book is not None and INTERVAL in book.values
    days = book.whole(INTERVAL, on=local_date(moment)) if book and known else FALLBACK_DAYS
    rows = Publication.objects.filter(state=PublicationState.REGISTERED)
    stale = Q(link_checked_at=None) | Q(link_checked_at__lte=moment - timedelta(days=days))
    troubled = ~Q(link_state__in=("", LinkState.FINE)) & Q(link_checked_at__lte=moment - AGAIN_AFTER)
    return rows.filter(stale | troubled).order_by(F("link_checked_at").asc(nulls_first=True), "pk")


def check(publication: Publication, moment: datetime) -> LinkCheck:
    """Look at one page and note what was seen. The first good look is what later ones are held against."""
    private = bool(getattr(settings, "LINK_CHECK_PRIVATE", False))
    try:
        page = fetching.fetch(publication.own_url, private_allowed=private)
    except fetching.RefusedAddressError as error:
        return _note(publication, moment, LinkState.REFUSED, detail=str(error))
    except fetching.UnreachableError as error:
        return _note(publication, moment, LinkState.UNREACHABLE, detail=str(error))
    if page.status != 200:
        state = LinkState.GONE if page.status in _GONE else LinkState.UNREACHABLE
        return _note(publication, moment, state, page=page, detail=f"网站答复 {page.status}")
    return _note(publication, moment, *_judge(publication, page), page=page)


def check_due(moment: datetime | None = None, limit: int = 200) -> int:
    """Look at what is due, at most `limit` pages; the number in trouble. One bad page does not stop the others.

    A rehearsal looks at nobody's page: what it says of the outside would not be true.
    """
    if is_rehearsal():
        return 0
    at = moment or now()
    troubled = 0
    for publication in due(at)[:limit]:
        troubled += check(publication, at).state != LinkState.FINE
    return troubled


def alarming() -> list[Publication]:
    """Registered publications whose page is gone, or was in trouble at two looks running: somebody has to act."""
    rows = Publication.objects.filter(state=PublicationState.REGISTERED, link_state__in=TROUBLED)
    found = []
    for publication in rows.select_related("matter", "body").order_by("pk"):
        last_two = list(publication.link_checks.values_list("state", flat=True)[:2])
        if publication.link_state == LinkState.GONE or (len(last_two) == 2 and LinkState.FINE not in last_two):
            found.append(publication)
    return found


def alarm(moment: datetime) -> int:
    """Tell the liaison of the body whose page is in trouble, once for each trouble; called by the sweep."""
    found = alarming()
    seats = Addressees({(publication.body_id, LIAISON) for publication in found}, local_date(moment))
    drafts = []
    for publication in found:
        seen = publication.link_checks.all()[0]
        since = publication.link_checks.filter(state=LinkState.FINE).values_list("pk", flat=True).first() or 0
        text = (
            f"平台核验本部门网站的公开页面：{seen.get_state_display()}"
            f"{f'，{seen.detail}' if seen.detail else ''}。网址：{publication.own_url}。"
            "请恢复页面；确需变更的，请撤下后重新登记公开。"
        )
        drafts += [
            Draft(
                seat, NoticeKind.OTHER, f"公开页面须核对：{publication.title}", text, publication.matter_id,
                once=f"link:{publication.pk}:{since}",
            )
            for seat in seats.of(publication.body_id, [LIAISON])
        ]  # fmt: skip
    return notices.write(drafts, moment)


def install() -> None:
    """Have the sweep tell of pages in trouble."""
    sweep.register("links", alarm)


def _judge(publication: Publication, page: fetching.Page) -> tuple[LinkState, str]:
    seen = likeness.fingerprint(page)
    if not publication.fingerprint:
        if not likeness.names(page, publication.title):
            return LinkState.ALTERED, "页面上找不到公开件的标题"
        publication.fingerprint = seen
        return LinkState.FINE, ""
    share = likeness.likeness(publication.fingerprint, seen)
    if share < likeness.STILL_THE_SAME:
        return LinkState.ALTERED, f"与登记时相比，只有{round(share * 100)}%的语句还在"
    return LinkState.FINE, ""


def _note(
    publication: Publication,
    moment: datetime,
    state: LinkState,
    detail: str = "",
    page: fetching.Page | None = None,
) -> LinkCheck:
    with transaction.atomic():
        publication.link_state, publication.link_checked_at = state, moment
        publication.save(update_fields=["link_state", "link_checked_at", "fingerprint"])
        return LinkCheck.objects.create(
            publication=publication,
            checked_at=moment,
            state=state,
            status=page.status if page else None,
            sm3=sm3(page.body).hex() if page else "",
            detail=detail,
        )
