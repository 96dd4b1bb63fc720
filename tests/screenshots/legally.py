"""A city in which a draft is reviewed and a document filed, and in January the catalogue of last year is due."""

from __future__ import annotations

from tests.city import City
from tests.mechanisms.legal_review.steps import (
    DRAFTER,
    GOVERNMENT,
    HEAD,
    REVIEWER,
    Catalogue,
    Filing,
    Review,
    rules_of_the_year,
)


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    begun = Review(city, name="厦门市海上养殖污染防治若干规定")
    begun.papers(without="own-review")
    review = Review(city)
    review.to_reviewing()
    first, _ = review.opinion(), review.opinion("第三条")
    review.do("send_opinions", who=REVIEWER)
    review.do(
        "answer_opinion", {"opinion": first.pk, "answer": "not_adopted", "why": "台账由区里建，另有规定。"}, DRAFTER
    )
    filing = Filing(city)
    filing.to_reviewing()
    here = f"/matters/{review.matter.public_id}/"
    return {
        "draft-review-new": (DRAFTER, "/draft-reviews/new/"),
        "draft-review-begun": (DRAFTER, f"/matters/{begun.matter.public_id}/"),
        "draft-review-opinions": (DRAFTER, f"{here}?tab=opinions"),
        "draft-review-sentences": (REVIEWER, f"{here}?tab=sentences"),
        "draft-review-list": (REVIEWER, "/matters/?kind=draft_review"),
        "filing-review": (HEAD, f"/matters/{filing.matter.public_id}/"),
        "filing-review-new": (DRAFTER, "/filing-reviews/new/"),
    }


def in_january(city: City) -> dict[str, tuple[str, str]]:
    """The same a month into the next year, when last year's catalogue is due."""
    rules_of_the_year(city)
    here = f"/matters/{Catalogue(city).matter.public_id}/"
    return {
        "filing-catalogue": (GOVERNMENT, here),
        "filing-catalogue-report": (GOVERNMENT, f"{here}report_catalogue/"),
        "filing-catalogue-list": (GOVERNMENT, "/matters/?kind=filing_catalogue"),
    }
