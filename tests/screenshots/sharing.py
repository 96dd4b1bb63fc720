"""A city in which decisions are shared, cases go out as packages and on paper, and others read them."""

from __future__ import annotations

import contextlib
from pathlib import Path

from django.conf import settings

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Actor, perform
from ecoduty.kernel.sealing import boxes, keyring, signing
from ecoduty.mechanisms.enforcement.sharing.copies.drawing import copy_of
from ecoduty.mechanisms.enforcement.sharing.entries.flow import ENTRIES, KIND
from ecoduty.mechanisms.enforcement.sharing.letters.flow import LETTERS
from ecoduty.mechanisms.enforcement.sharing.packages.partners import PARTNERS
from ecoduty.mechanisms.enforcement.sharing.packages.sending import PACKAGES
from tests.city import City
from tests.kernel.files import makers
from tests.mechanisms.enforcement.transfer_steps import LINKAGE, NUMBER, OFFICER, POLICE, PROCURATORATE, Road


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    road, other = Road(city), Road(city, title="某电镀园偷排含镍废水案")
    road.to_received()
    other.to_sent()
    road.do(POLICE, "decide_filing", NUMBER)
    first = Matter.objects.filter(kind=KIND).order_by("pk").first()
    assert first is not None
    perform(ENTRIES, "enter_platform", first.pk, actor=city.actor(LINKAGE), data={"platform_number": "闽衔接2026-0317"})
    perform(PARTNERS, "trust_partner", actor=Actor.system("命令行"), data={
        "name": "市公安局专网平台", "bodies": ["police"], "line": _line(),
    })  # fmt: skip
    given = {"case": road.matter.number, "recipient": "police", "reason": "对方专网平台不联网，依法移送案卷"}
    perform(PACKAGES, "export_package", actor=city.actor(OFFICER), data=given)
    actor = city.actor(LINKAGE)
    scan = storage.store(storage.Content("函.pdf", makers.PDF), owner=storage.upload_owner(actor.uploader))
    letter = perform(LETTERS, "register_letter", actor=actor, data={
        "case": road.matter.number, "letter_number": "厦环函〔2026〕21号", "dated": "2026-11-22", "recipient": "court",
        "subject": "通报案件移送情况", "scan": str(scan.public_id),
    }).subject  # fmt: skip
    copy_of(road.matter, city.actor(PROCURATORATE), "审查是否依法移送")
    city.client(PROCURATORATE).get(f"/matters/{road.matter.public_id}/")
    waiting = Matter.objects.filter(kind=KIND, state="to_enter").order_by("pk").last()
    assert waiting is not None
    here = f"/matters/{road.matter.public_id}/"
    return {
        "sharing-entries": (LINKAGE, "/sharing/entries/"),
        "sharing-entered": (LINKAGE, "/sharing/entries/?standing=entered"),
        "sharing-cases": (PROCURATORATE, "/sharing/cases/"),
        "sharing-readings": (OFFICER, "/sharing/readings/"),
        "sharing-exchange": (LINKAGE, "/sharing/exchange/"),
        "sharing-entry": (POLICE, f"/matters/{waiting.public_id}/"),
        "sharing-enter": (POLICE, f"/matters/{waiting.public_id}/enter_platform/"),
        "sharing-of-case": (OFFICER, f"{here}?tab=sharing"),
        "sharing-export": (OFFICER, f"/sharing/exchange/{road.matter.public_id}/export/"),
        "sharing-copy": (PROCURATORATE, f"/sharing/cases/{road.matter.public_id}/copy/"),
        "sharing-letter": (LINKAGE, f"/matters/{letter.public_id}/"),
        "sharing-letter-new": (LINKAGE, f"/matters/new/paper_letter/register_letter/?case={road.matter.number}"),
    }


def _line() -> str:
    """The public keys of another installation, which has a key file of its own."""
    own = settings.KEY_FILE
    other = Path(own).with_name("other-keys.json")
    with contextlib.suppress(FileExistsError):
        keyring.create(other, "tests")
    settings.KEY_FILE = other
    try:
        return f"{signing.public_key()} {boxes.public_key()}"
    finally:
        settings.KEY_FILE = own
