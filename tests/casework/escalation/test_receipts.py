"""Papers that nobody signs for are called to mind, once, on the side that can do something about it."""

from __future__ import annotations

from datetime import datetime

import pytest

from ecoduty.casework.documents.models import Document, Recipient
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.kernel.clock import SHANGHAI, frozen
from tests.toy.town import Town


def at(month: int, day: int) -> datetime:
    return datetime(2025, month, day, 9, tzinfo=SHANGHAI)


def sent(town: Town, delivery: str, receipted_at: datetime | None = None) -> None:
    """A paper of the wood workshop to the paint workshop, sent on Monday 1 September."""
    matter = town.toy()
    document = Document.objects.create(
        matter=matter, kind="letter", title="来函", issuer=matter.holder, numbering="external", sent_at=at(9, 1)
    )
    Recipient.objects.create(
        document=document, body=town.bodies["toy-paint"], role="main", delivery=delivery, sent_at=at(9, 1),
        receipted_at=receipted_at,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("delivery", "told"),
    [("platform", {"toy-wood-liaison", "toy-paint-liaison"}), ("paper", {"toy-wood-liaison"})],
)
def test_missing_receipt_is_called_to_mind_once(town: Town, delivery: str, told: set[str]) -> None:
    with frozen(at(9, 1)) as clock:
        sent(town, delivery)
        clock.move_to(at(9, 4))  # the third working day is still in time
        assert sweep().notices["unreceipted"] == 0
        clock.move_to(at(9, 5))
        assert sweep().notices["unreceipted"] == len(told)
        clock.move_to(at(9, 30))
        assert sweep().notices["unreceipted"] == 0
    assert set(Notice.objects.values_list("person__name", flat=True)) == told
    assert set(Notice.objects.values_list("title", flat=True)) == {"未签收：木马"}


def test_receipted_paper_is_not_called_to_mind(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        sent(town, "platform", receipted_at=at(9, 1))
        clock.move_to(at(9, 30))
        assert sweep().notices["unreceipted"] == 0
