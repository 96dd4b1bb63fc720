"""Who receives, who is told, who signed: on the platform, or on paper with evidence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ecoduty.casework.documents import watching
from ecoduty.casework.documents.models import Delivery, Recipient, RecipientRole
from ecoduty.casework.escalation.models import Notice
from ecoduty.kernel.clock import frozen, now, today
from ecoduty.kernel.files import serving, storage
from ecoduty.kernel.flow import Refused
from ecoduty.organisation.directory.models import Body
from tests.casework.letters import actor
from tests.kernel.files import makers

BUREAU, ECOLOGY = "agriculture-water-bureau", "ecology-bureau"


def refused(code, act, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code
    return caught.value


def sent(office, body=BUREAU, number="云农水〔2026〕1号"):
    matter = office.open(body=body)
    office.do("save", matter, sections={"履职情况": "巡查。"})
    office.do("sign", matter, number=number)
    return office.do("send", matter)


def rows(matter):
    return [(one.role, one.body.key, one.delivery) for one in matter.documents.get().recipients.order_by("order")]


def test_each_body_has_its_own_superiors(office):
    assert rows(sent(office)) == [
        (RecipientRole.MAIN, "party-committee", Delivery.EXCHANGE),
        (RecipientRole.MAIN, "government", Delivery.PLATFORM),
        (RecipientRole.COPY, "province-agriculture", Delivery.PAPER),
        (RecipientRole.COPY, "province-water", Delivery.PAPER),
        (RecipientRole.COPY, ECOLOGY, Delivery.PLATFORM),
    ]


def test_ecology_bureau_sends_itself_no_copy(office):
    copies = [row for row in rows(sent(office, ECOLOGY, "云环〔2026〕1号")) if row[0] == RecipientRole.COPY]
    assert copies == [(RecipientRole.COPY, "province-ecology", Delivery.PAPER)]


def test_platform_recipients_find_it_in_their_inbox(office):
    matter = sent(office)
    told = Notice.objects.filter(matter=matter, title__startswith="收到公文")
    assert {one.post.body.key for one in told} == {ECOLOGY}  # the government has no liaison in the example city
    assert "关于河道的公开信" in told[0].title


def test_recipient_on_the_platform_signs_for_itself_once(office):
    matter = sent(office)
    refused("receipt_not_due", office.do, "acknowledge", matter)
    office.do("acknowledge", matter, actor(ECOLOGY))
    mine = Recipient.objects.get(body__key=ECOLOGY)
    assert (mine.receipted_by, mine.receipted_at is not None) == ("市生态环境局·liaison", True)
    refused("receipt_not_due", office.do, "acknowledge", matter, actor(ECOLOGY))


def receipt(matter, body="province-water", **changes):
    who = matter.documents.get().recipients.get(body__key=body)
    return {"recipient": who.pk, "received_on": today(), "evidence": "公文交换登记簿第3页", **changes}


def test_sender_records_a_paper_receipt_with_its_slip(office, settings):
    matter = sent(office)
    slip = storage.store(makers.upload("签收单.pdf", makers.PDF), owner=storage.upload_owner(1), account=1)
    office.do("record_receipt", matter, **receipt(matter, scan=str(slip.public_id)))
    recorded = Recipient.objects.get(body__key="province-water")
    assert recorded.evidence_file == slip
    assert recorded.receipted_by == "市农水局·liaison代登记"
    slip.refresh_from_db()
    assert slip.owner == matter.stream
    assert serving.may_read(slip, actor(BUREAU))
    assert not serving.may_read(slip, actor("economy-bureau"))
    refused("receipted_before", office.do, "record_receipt", matter, **receipt(matter))


def test_somebody_elses_upload_is_no_evidence(office):
    matter = sent(office)
    slip = storage.store(makers.upload("签收单.pdf", makers.PDF), owner=storage.upload_owner(9), account=9)
    refused("file_missing", office.do, "record_receipt", matter, **receipt(matter, scan=str(slip.public_id)))
    assert Recipient.objects.get(body__key="province-water").receipted_at is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"received_on": today() + timedelta(days=1)}, "receipt_in_future"),
        ({"received_on": today() - timedelta(days=1)}, "receipt_before_sending"),
        ({"recipient": 0}, "not_a_recipient"),
        ({"evidence": ""}, "bad_data"),
    ],
)
def test_impossible_receipts_are_refused(office, changes, code):
    matter = sent(office)
    refused(code, office.do, "record_receipt", matter, **receipt(matter, **changes))


def test_receipts_that_do_not_come_are_asked_for_once(office):
    matter = sent(office)
    Notice.objects.all().delete()
    office.do("record_receipt", matter, **receipt(matter))
    assert watching.receipts_overdue(now()) == []
    later = now() + timedelta(days=20)
    with frozen(later):
        late = watching.receipts_overdue(later)
        assert [one.body.key for one in late] == ["party-committee", "government", "province-agriculture", ECOLOGY]
        assert watching.unreceipted(later) == Notice.objects.count() > 0
        assert watching.unreceipted(later) == 0
    asked = sorted(Notice.objects.values_list("post__body__key", flat=True))
    assert asked == [BUREAU] * 4 + [ECOLOGY]  # the sender for each, and whom the platform reaches


def test_second_sending_goes_to_who_is_above_that_day_and_owes_receipts_anew(office):
    matter = sent(office)
    office.do("record_receipt", matter, **receipt(matter))
    Body.objects.get(key="province-water").lines_below.all().delete()
    office.do("send", matter)
    found = matter.documents.get().recipients
    assert not found.filter(body__key="province-water").exists()
    assert found.filter(receipted_at=None).count() == found.count() == 4
