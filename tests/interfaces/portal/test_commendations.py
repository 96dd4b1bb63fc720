"""Commendations before the public (16.3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from ecoduty.kernel.clock import SHANGHAI
from tests.interfaces.portal.test_openings import Sender
from tests.mechanisms.encouragement.steps import PERSON, Praise, decided

OFFICE = "committee-office.clerk"


def test_a_name_stands_before_the_public_from_notice_to_publication(planned):
    reader = Sender()
    kept, gone = Praise(planned, **PERSON), Praise(planned)
    address = f"/portal/commendations/{kept.matter.public_id}/"
    assert "现在没有公示" in reader.get("/portal/commendations/").content.decode()
    assert reader.get(address).status_code == 404
    for one in (kept, gone):
        one.to_notice()
    planned.clock.advance(timedelta(seconds=1))
    assert "林一舟" in reader.get("/portal/commendations/").content.decode()
    page = reader.get(address).content.decode()
    for words in ("正在公示", "电话0592-5160000", "河湖处处长"):
        assert words in page
    planned.clock.move_to(datetime(2027, 3, 1, 10, tzinfo=SHANGHAI))
    assert "公示期已满" in reader.get(address).content.decode()
    gone.do(OFFICE, "withdraw_nomination", {"note": "推荐单位撤回。"})
    kept.do(OFFICE, "decide", decided(decided_on="2027-03-01"))
    kept.do(OFFICE, "publish")
    planned.clock.advance(timedelta(seconds=1))
    assert "厦府〔2026〕188号" in reader.get(address).content.decode()
    assert reader.get(f"/portal/commendations/{gone.matter.public_id}/").status_code == 404
    assert "市水利局" in reader.get("/portal/commendations/").content.decode()
