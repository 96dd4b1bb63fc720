"""A city in which cases suspected of crime are transferred: what each office sees of them at different stations."""

from __future__ import annotations

from datetime import datetime

from ecoduty.kernel.clock import SHANGHAI
from tests.city import City
from tests.mechanisms.enforcement.transfer_steps import OFFICER, POLICE, PROCURATORATE, Road


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    city.clock.move_to(datetime(2026, 11, 27, 9, 0, tzinfo=SHANGHAI))
    begun, refused, judged, lying = Road(city), Road(city), Road(city), Road(city)
    begun.to_approved()
    refused.to_received()
    wanted = {"number": "厦公补〔2026〕5号", "wanted": "补充采样记录原件和采样人资质证明。"}
    refused.do(POLICE, "ask_materials", wanted)
    refused.do(OFFICER, "complete_materials", {"answer": "已补采样记录原件两份。", "cannot": "现场视频已被覆盖。"})
    refused.do(
        POLICE, "decide_not_filing", {"number": "厦公不立〔2026〕2号", "reason": "现有证据不能证明重金属来自该厂。"}
    )
    refused.do(POLICE, "notify_not_filing", {"number": "厦公不立通〔2026〕2号"})
    judged.to_reviewing()
    judged.do(PROCURATORATE, "prosecute", {"number": "厦检刑诉〔2026〕88号", "court": "court"})
    lying.to_received()
    here, there, court = (f"/matters/{road.matter.public_id}/" for road in (begun, refused, judged))
    waits = f"/matters/{lying.matter.public_id}/"
    return {
        "transfer-new": (OFFICER, "/transfers/new/"),
        "transfer-list": (OFFICER, "/matters/?kind=criminal_transfer"),
        "transfer-begun": (OFFICER, here),
        "transfer-send": (OFFICER, f"{here}send_transfer/"),
        "transfer-pieces": (OFFICER, f"{here}?tab=pieces"),
        "transfer-not-filed": (OFFICER, there),
        "transfer-reconsider": (OFFICER, f"{there}apply_reconsideration/"),
        "transfer-police": (POLICE, waits),
        "transfer-ask": (POLICE, f"{waits}ask_materials/"),
        "transfer-on-paper": (OFFICER, f"{waits}decide_filing/"),
        "transfer-court": ("court.linkage-officer", court),
        "transfer-named": (PROCURATORATE, f"{court}?tab=named"),
    }
