"""What people complain of through a year: it comes in by every channel, of what the season brings, where much is going on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from ecoduty.casework.intakes import sending, taking
from ecoduty.casework.intakes.models import Intake
from ecoduty.casework.intakes.states import IntakeKind, IntakeState
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation import geography, pace, people
from ecoduty.interfaces.console.simulation.stories import Steps, story
from ecoduty.interfaces.console.simulation.stories.complaints_handled import DESK_POSTS, Case, led
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import say, weighed, words
from ecoduty.kernel.clock import SHANGHAI, now, today
from ecoduty.kernel.sealing import boxes
from ecoduty.mechanisms.complaints import rules
from ecoduty.mechanisms.complaints.flow import COMPLAINT
from ecoduty.mechanisms.complaints.intake.flow import INTAKE
from ecoduty.mechanisms.complaints.models import Complaint

_CHANNELS = {
    "hotline": 50,
    "web": 22,
    "phone": 7,
    "visit": 5,
    "letter": 4,
    "hotline-12369": 6,
    "petition": 2,
    "inspection": 4,
}
_BY_MONTH = (
    6,
    5,
    7,
    8,
    10,
    12,
    14,
    14,
    11,
    8,
    7,
    6,
    6,
)  # how many come in each month from January on, relative to each other
_NIGHT = (21, 22, 22, 23, 23, 0, 1, 2, 6)
_DAY = (8, 9, 9, 10, 10, 11, 12, 14, 15, 15, 16, 17, 18, 19, 20)
_SPAM = "加微信领红包，日入过千，名额有限。"


def starts(rng: Random, year: int) -> datetime:
    """A moment at which somebody complains, until the next January: more in summer, on any day of the week, often at night."""
    months = rng.choices(range(len(_BY_MONTH)), _BY_MONTH)[0]
    day = date(year + months // 12, months % 12 + 1, 1) + timedelta(days=rng.randrange(28))
    return datetime.combine(day, time(rng.choice(_DAY + _NIGHT), rng.randrange(60), rng.randrange(60)), SHANGHAI)


@story("complaints", a_year=430, starts=starts)
def complaint(town: Town, rng: Random, number: int) -> Steps:
    """One complaint from its arrival to the reporter's last word."""
    del number
    lists = words("complaints")
    kind = lists["kinds"][_kind(rng, lists)]
    kind = {**kind, **rng.choice(kind["scenes"])}
    twin = _twin_of(rng)
    where = geography.spot(rng, rural=bool(kind.get("rural")), at=kind.get("at", "street"))
    text = _text(rng, lists, kind, where.place)
    content = {"text": text, "category": kind["category"], **where.data}
    if twin is not None:
        content |= {
            "text": f"我也反映这件事：{twin.text[:300]}", "category": twin.category, "place": twin.place,
            "district": twin.district.key if twin.district else where.district.key,
        }  # fmt: skip
        kind = _of_text(lists, twin.text) or kind
    case = yield from _arrived(town, rng, content, kind)
    if case is not None:
        yield from led(case, twin.matter if twin else None)


def _kind(rng: Random, lists: Mapping[str, Any]) -> str:
    month = today().month - 1
    night = now().hour >= 21 or now().hour < 7
    weights = {
        name: one["weight"] * lists["seasons"][one["season"]][month] * (2.5 if night and one.get("night") else 1)
        for name, one in lists["kinds"].items()
    }
    return weighed(rng, weights)


def _text(rng: Random, lists: Mapping[str, Any], kind: Mapping[str, Any], place: str) -> str:
    where = "" if kind.get("outside") else place
    return say(rng, lists["form"], {**lists, "what": kind["what"], "effect": kind["effect"]}, where=where)


def _of_text(lists: Mapping[str, Any], text: str) -> Mapping[str, Any] | None:
    """The kind and the scene that a text speaks of."""
    every = ({**kind, **scene} for kind in lists["kinds"].values() for scene in kind["scenes"])
    return next((one for one in every if any(said in text for said in one["what"])), None)


def _twin_of(rng: Random) -> Complaint | None:
    """Now and then somebody reports what another has reported a few days before."""
    if rng.random() > 0.05:
        return None
    waiting = Complaint.objects.filter(
        matter__state__in=("registered", "dispatched", "handling"), received_on__gte=today() - timedelta(days=10)
    )
    return waiting.select_related("matter", "district").order_by("-matter_id").first()


def _arrived(town: Town, rng: Random, content: dict[str, Any], kind: Mapping[str, Any]) -> Any:
    """The complaint, accepted by whoever received it; None where nothing became of it. A generator like every story."""
    channel = weighed(rng, _CHANNELS)
    if channel == "web":
        pk = yield from _from_the_portal(town, rng, content)
        if pk is None:
            return None
    elif channel == "hotline":
        receiver = people.body(rules.receiver(channel, today()))
        by = people.somebody(receiver, DESK_POSTS)
        person = {} if rng.random() < 0.4 else {"reporter": _person(rng)}
        pk = town.do(COMPLAINT, "take_in", by=by, data={**content, "channel": channel, **person}).subject.pk
    else:
        yield pace.in_days(rng, 0, 1)
        pk = _registered(town, rng, content, channel)
    matter = Matter.objects.select_related("holder").get(pk=pk)
    return Case(town, rng, kind, pk, people.somebody(matter.holder, DESK_POSTS), web=channel == "web")


def _registered(town: Town, rng: Random, content: dict[str, Any], channel: str) -> int:
    """Entered by whoever was told or got the letter: the district's committee office, or the city's."""
    district = people.body(content["district"]) if channel in ("phone", "visit", "letter") else None
    by = people.somebody(people.office(district), DESK_POSTS)
    given = {name: value for name, value in content.items() if name not in ("longitude", "latitude")}
    given |= {"channel": channel, "received_on": today().isoformat()}
    if channel != "letter":
        person = _person(rng)
        given |= {"reporter_name": person["name"], "reporter_phone": person["phone"]}
    return int(town.do(COMPLAINT, "register", by=by, data=given).subject.pk)


def _from_the_portal(town: Town, rng: Random, content: dict[str, Any]) -> Any:
    """Sent on the public's pages; some wait until a person lets them through, advertising is dropped."""
    held = rng.random() < 0.1
    spam = held and rng.random() < 0.3
    given = {**content, "text": _SPAM} if spam else content
    person = {} if rng.random() < 0.5 else _person(rng)
    sent = sending.hand_in(
        IntakeKind.REPORT, f"{rng.getrandbits(96):024x}", given, person, public_key=boxes.public_key(),
        address="simulated", held=held, using="default", new=True,
    )  # fmt: skip
    if held:
        yield pace.in_days(rng, 0, 1)
        intake = Intake.objects.get(reference=sent.reference, kind=IntakeKind.REPORT)
        by = people.somebody(people.office(), DESK_POSTS)
        if spam:
            town.do(INTAKE, "drop", intake.pk, by=by, data={"reason": "内容为广告，与生态环境无关，不予收件。"})
            return None
        if intake.state == IntakeState.HELD:
            town.do(INTAKE, "release", intake.pk, by=by)
    taking.take_in()
    return Complaint.objects.values_list("matter_id", flat=True).filter(reference=sent.reference).first()


def _person(rng: Random) -> dict[str, str]:
    return {"name": rng.choice(("某先生", "某女士", "某居民")), "phone": f"1380000{rng.randrange(10_000):04d}"}


__all__ = ["complaint", "starts"]
