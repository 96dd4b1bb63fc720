"""What somebody entered, and what is wrong with it, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict

from ecoduty.casework.intakes import telephones
from ecoduty.interfaces import outlines
from ecoduty.interfaces.portal.complaints import attachments
from ecoduty.interfaces.portal.complaints.attachments import Kept
from ecoduty.kernel.flow.data import storable

TEXT, PLACE, NAME, PHONE = 10_000, 300, 60, 40  # characters
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: `field` is the id of what to look at."""

    field: str
    sentence: str


@dataclass(slots=True)
class Entered:
    """A form as it was filled in. `longitude` and `latitude` come from the map alone."""

    category: str = ""
    district: str = ""
    place: str = ""
    text: str = ""
    named: bool = False
    name: str = ""
    phone: str = ""
    wants_sms: bool = False
    longitude: float | None = None
    latitude: float | None = None
    token: str = ""
    proof: str = ""
    trap: str = ""
    files: list[Kept] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, name: str, sentence: str) -> None:
        """Note something wrong."""
        self.problems.append(Problem(name, sentence))

    @property
    def content(self) -> dict[str, Any]:
        """What is to be handled."""
        return {
            "text": self.text, "category": self.category, "district": self.district, "place": self.place,
            "longitude": self.longitude, "latitude": self.latitude, "files": [one.public_id for one in self.files],
        }  # fmt: skip

    @property
    def person(self) -> dict[str, Any]:
        """What the sender says about himself; nothing but a flag of who stays anonymous."""
        if not self.named:
            return {"anonymous": True}
        return {
            "name": self.name,
            "phone": self.phone,
            "wants_sms": self.wants_sms and bool(self.phone),
            "anonymous": False,
        }

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Everything, as a form carries it unseen."""
        pairs = [
            ("category", self.category), ("district", self.district), ("place", self.place), ("text", self.text),
            ("named", "yes" if self.named else "no"), ("name", self.name), ("phone", self.phone),
            ("wants_sms", "1" if self.wants_sms else ""), ("longitude", _number(self.longitude)),
            ("latitude", _number(self.latitude)), *(("kept", one.line) for one in self.files),
        ]  # fmt: skip
        return [(name, value) for name, value in pairs if value]


def read(request: HttpRequest) -> Entered:
    """What was posted, cleaned but not checked."""
    given = request.POST
    found = Entered(
        category=_word(given, "category", 40), district=_word(given, "district", 80), place=_word(given, "place", PLACE + 1),
        text=given.get("text", "").replace("\r\n", "\n").strip(), named=given.get("named") == "yes", name=_word(given, "name", NAME + 1),
        phone=telephones.typed(_word(given, "phone", PHONE + 1)), wants_sms=given.get("wants_sms") == "1",
        longitude=_degrees(given, "longitude"), latitude=_degrees(given, "latitude"), token=given.get("token", "")[:200],
        proof=given.get("proof", "")[:40], trap=given.get("homepage", ""),
        files=[kept for line in given.getlist("kept")[:50] if (kept := attachments.read(line)) is not None],
    )  # fmt: skip
    if found.longitude is None or found.latitude is None:
        found.longitude = found.latitude = None
    return found


def pick(entered: Entered, form: dict[str, Any], x: str, y: str) -> None:
    """Take the place that was pointed at on the map. A key press on it points at its corner and means nothing."""
    picture = outlines.picture(form["districts"])
    if picture is None or not (x.isascii() and x.isdecimal() and y.isascii() and y.isdecimal()) or x == y == "0":
        entered.wrong("district", "没有取到地图上的位置。用键盘的，请直接选所在区，并写明地点。")
        return
    longitude, latitude = picture.place(float(x[:5]), float(y[:5]))
    area = picture.area_at(longitude, latitude)
    if area is None:
        entered.wrong("district", f"所点的位置不在{form['city']}各区之内。请点在区的范围里，或直接选所在区并写明地点。")
        return
    entered.longitude, entered.latitude, entered.district = round(longitude, 5), round(latitude, 5), area.key


def check(entered: Entered, form: dict[str, Any]) -> None:
    """Note everything that is wrong with what was entered."""
    districts = {one["key"]: one["name"] for one in form["districts"]}
    if entered.category not in dict(form["categories"]):
        entered.wrong("category", "请选反映的是哪一类。拿不准的选“其他”。")
    if entered.district not in districts:
        entered.wrong("district", "请选所在区，或在地图上点一下。")
    else:
        _check_point(entered, form, districts)
    if len(entered.text) < _SHORTEST:
        entered.wrong("text", "请写明什么事、什么时候。")
    elif len(entered.text) > TEXT:
        entered.wrong("text", f"内容有{len(entered.text)}个字，最多{TEXT}个字。请删减，细节可以用照片说明。")
    if not entered.place and entered.longitude is None:
        entered.wrong("place", "请写明地点，如路名、小区、单位，或在地图上点一下。")
    if len(entered.place) > PLACE:
        entered.wrong("place", f"地点最多{PLACE}个字。")
    _check_person(entered)
    for name in ("text", "place", "name", "phone"):
        if not storable(getattr(entered, name)):
            entered.wrong(name, "里面有不能保存的字符，请删去重写。")


def _check_point(entered: Entered, form: dict[str, Any], districts: dict[str, str]) -> None:
    picture = outlines.picture(form["districts"])
    if picture is None or entered.longitude is None or entered.latitude is None:
        return
    area = picture.area_at(entered.longitude, entered.latitude)
    if area is None:
        entered.longitude = entered.latitude = None
        entered.wrong("district", f"地图上的位置不在{form['city']}各区之内，已去掉。请重新点，或直接写明地点。")
    elif area.key != entered.district:
        entered.longitude = entered.latitude = None
        entered.wrong(
            "district", f"地图上点的在{area.name}，所选的是{districts[entered.district]}。位置已去掉，请核对所在区。"
        )


def _check_person(entered: Entered) -> None:
    if not entered.named:
        return
    if not entered.name and not entered.phone:
        entered.wrong("name", "选了实名，请填姓名或电话；不想填的，请选匿名。")
    if len(entered.name) > NAME:
        entered.wrong("name", f"姓名最多{NAME}个字。")
    if entered.phone and not telephones.is_number(entered.phone):
        entered.wrong("phone", "电话只写数字，如 13800000000 或 0592-0000000。")
    elif entered.wants_sms and not telephones.takes_texts(entered.phone):
        entered.wrong("phone", "要用短信告知结果的，请填手机号码。")


def _word(given: QueryDict, name: str, most: int) -> str:
    return " ".join(given.get(name, "").split())[:most]


def _degrees(given: QueryDict, name: str) -> float | None:
    try:
        value = float(given.get(name, ""))
    except ValueError:
        return None
    return round(value, 5) if -180 <= value <= 180 else None


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.5f}"
