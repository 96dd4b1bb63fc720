"""What searching machines read: robots.txt, and the sitemap of everything that has an address of its own."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator

from ecoduty.casework.publications.models import PublishedCampaign, PublishedList, PublishedOpinion, PublishedRow
from ecoduty.interfaces.portal import listed, reading
from ecoduty.interfaces.portal.answering import missing, public
from ecoduty.interfaces.portal.reading import ALIAS
from ecoduty.kernel.clock import local_date, today

MOST = 50_000  # addresses in one file, by the protocol
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PAGES = (
    "home", "plan", "reports", "responsibilities", "complain", "openings", "opinions", "campaigns", "map", "accessibility",
)  # fmt: skip
_OF_ONE_PERSON = ("complaints", "lost-code", "opening-booking", "opinion-comment", "type")

Place = tuple[str, date | None]


@public
def robots(request: HttpRequest) -> HttpResponse:
    """Which addresses machines may read: the public's pages, but those that answer one person."""
    lines = [
        "User-agent: *", *(f"Disallow: {reverse(f'portal:{name}')}" for name in _OF_ONE_PERSON), "Allow: /portal/",
        "Allow: /static/", *(["Disallow: /"] if "desk" in settings.DOORS else []), "",
        f"Sitemap: {request.build_absolute_uri(reverse('portal:sitemap'))}", "",
    ]  # fmt: skip
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every address with the day it last changed; an index of parts where there are more than one file may have."""
    part = request.GET.get("part", "")
    found = list(_places())
    parts = -(-len(found) // MOST)
    if part and not (part.isdecimal() and int(part) < parts):
        return missing(request)
    if parts > 1 and not part:
        address = reverse("portal:sitemap")
        return _file(request, "sitemapindex", "sitemap", ((f"{address}?part={n}", None) for n in range(parts)))
    start = int(part or 0) * MOST
    return _file(request, "urlset", "url", found[start : start + MOST])


def _places() -> Iterator[Place]:
    """Every page that says something of its own, the likeliest first."""
    plan = reading.plan()
    yield from ((reverse(f"portal:{name}"), None) for name in _PAGES)
    if plan is None:
        return
    items = list(reading.items().values_list("public_id", "year", "registered_at", "withdrawn_on"))
    yield from ((reverse("portal:year", args=[year]), None) for year in sorted({one[1] for one in items}, reverse=True))
    for key in plan.bodies:
        yield reverse("portal:body", args=[key]), None
        yield reverse("portal:department", args=[key]), None
    yield from ((reverse("portal:item", args=[pk]), gone or _day(at)) for pk, _, at, gone in items)
    yield from ((reverse("portal:field", args=[field.code]), None) for field in listed.fields(listed.in_force(today())))
    lists = PublishedList.objects.using(ALIAS).order_by("-registered_at").values_list("public_id", "changed_at")
    yield from ((reverse("portal:list", args=[pk]), _day(at)) for pk, at in lists)
    rows = PublishedRow.objects.using(ALIAS).filter(in_list__withdrawn_on=None).order_by("key")
    yield from ((reverse("portal:row", args=[key]), None) for key in rows.values_list("key", flat=True).distinct())
    opinions = (
        PublishedOpinion.objects.using(ALIAS).order_by("-opens_on", "title").values_list("public_id", "changed_at")
    )
    yield from ((reverse("portal:opinion", args=[pk]), _day(at)) for pk, at in opinions)
    campaigns = PublishedCampaign.objects.using(ALIAS).exclude(state="withdrawn").order_by("-starts_on", "title")
    held = campaigns.values_list("public_id", "changed_at")
    yield from ((reverse("portal:campaign", args=[pk]), _day(at)) for pk, at in held)


def _day(moment: datetime) -> date:
    return local_date(moment)


def _file(request: HttpRequest, whole: str, one: str, places: Iterable[Place]) -> HttpResponse:
    written = io.StringIO()
    xml = SimplerXMLGenerator(written, "utf-8")
    xml.startDocument()
    xml.startElement(whole, {"xmlns": _SPACE})
    host = request.build_absolute_uri("/").rstrip("/")
    for path, changed in places:
        xml.startElement(one, {})
        xml.addQuickElement("loc", host + path)
        if changed is not None:
            xml.addQuickElement("lastmod", changed.isoformat())
        xml.endElement(one)
    xml.endElement(whole)
    xml.endDocument()
    return HttpResponse(written.getvalue(), content_type="application/xml; charset=utf-8")
