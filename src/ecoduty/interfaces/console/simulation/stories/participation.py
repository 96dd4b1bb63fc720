"""The public takes part: campaigns, drafts put before everybody, facilities with open doors (article 24)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from ecoduty.casework.intakes import sending, taking
from ecoduty.casework.intakes.states import IntakeKind
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation import pace, people
from ecoduty.interfaces.console.simulation.stories import Steps, follows, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import words
from ecoduty.kernel.clock import SHANGHAI, today
from ecoduty.kernel.sealing import boxes
from ecoduty.mechanisms.facility_openings.flow import FACILITY
from ecoduty.mechanisms.facility_openings.models import Session
from ecoduty.mechanisms.participation.flow import CAMPAIGN, OPINION
from ecoduty.mechanisms.participation.models import Comment, Group


@story("campaigns", a_year=22, starts=pace.all_winter)
def campaign(town: Town, rng: Random, number: int) -> Steps:
    """Planned, announced on the portal, held: what the season brings, by whom it concerns (clause 24.1)."""
    del number
    lists = words("offices")
    fitting = [
        one for one in lists["campaigns"] if today().month in one["months"] and any(map(people.there_is, one["bodies"]))
    ]
    if not fitting:
        return
    content = rng.choice(fitting)
    body = people.body(rng.choice([key for key in content["bodies"] if people.there_is(key)]))
    by = people.somebody(body, ("liaison",))
    day = (today() + timedelta(days=rng.randint(8, 20))).isoformat()
    given = {
        "title": content["title"], "form": content["form"], "starts_on": day, "ends_on": day, "place": "社区文化广场", "audience": "市民",
        "about": lists["campaign_about"],
    }  # fmt: skip
    pk = town.do(CAMPAIGN, "plan", by=by, data=given).subject.pk
    yield pace.in_days(rng, 0, 3)
    town.do(CAMPAIGN, "announce", pk, by=by)
    yield pace.at_work(rng, today() + timedelta(days=22))
    if rng.random() < 0.08:
        town.do(CAMPAIGN, "call_off", pk, by=by, data={"reason": "因台风暴雨预警取消，另行安排。"})
        return
    given = {
        "took_part": rng.randint(40, 600),
        "reached": rng.randint(0, 30) * 1000,
        "summary": lists["campaign_summary"],
    }
    town.do(CAMPAIGN, "record_campaign", pk, by=by, data=given)


@story("opinions", a_year=6)
def opinion(town: Town, rng: Random, number: int) -> Steps:
    """A draft before the public, what people say of it, and what becomes of that (clause 24.5)."""
    lists = words("offices")
    content = lists["documents"][number % len(lists["documents"])]
    body, name = people.one_of(rng, content["bodies"]), content["name"]
    by, head = people.somebody(body, ("liaison",)), people.somebody(body, ("principal",))
    given = {
        "title": f"关于《{name}（征求意见稿）》公开征求意见",
        "background": "现行规定已不适应工作需要。",
        "text": lists["opinion_text"],
    }
    pk = town.do(OPINION, "draft", by=by, data=given).subject.pk
    yield pace.in_days(rng, 1, 4)
    closes = today() + timedelta(days=32)
    done = town.do(OPINION, "open_collection", pk, by=head, data={"closes_on": closes.isoformat()})
    sent = {"opinion": str(done.subject.opinion.public_id), "organisation": ""}
    for text in rng.sample(lists["comments"], rng.randint(2, len(lists["comments"]))):
        yield timedelta(days=rng.randint(1, 6), hours=rng.randint(1, 9))
        _sent(rng, IntakeKind.OPINION, {**sent, "text": text}, {})
    yield pace.at_work(rng, closes + timedelta(days=2))
    if Matter.objects.filter(pk=pk, state="collecting").exists():
        town.do(OPINION, "close", pk, by=by)
    yield pace.in_days(rng, 1, 6)
    for number_, text in Comment.objects.filter(opinion=pk).order_by("pk").values_list("pk", "text"):
        town.do(OPINION, "sort", pk, by=by, data={"comments": [str(number_)], "group": text.rstrip("。")})
    for group in Group.objects.filter(opinion=pk).order_by("pk").values_list("pk", flat=True):
        verdict, answer = rng.choice(list(lists["verdicts"].items()))
        given = {"group": str(group), "verdict": verdict, "answer": answer}
        town.do(OPINION, "answer_group", pk, by=by, data=given)
    yield pace.in_days(rng, 1, 5)
    town.do(
        OPINION,
        "publish_result",
        pk,
        by=head,
        data={"result": "意见逐条研究，采纳的已写入修改稿，未采纳的说明了理由。"},
    )


@follows("facility")
def opening(town: Town, rng: Random, matter: Matter) -> Steps:
    """One facility's year: a session about every seven weeks, announced, booked, held; now and then one comes late (clause 24.4)."""
    while True:
        yield timedelta(days=rng.randint(20, 36) if rng.random() < 0.9 else rng.randint(50, 70))
        if not Matter.objects.filter(pk=matter.pk, state="open").exists():
            return
        yield from _session(town, rng, Matter.objects.select_related("holder").get(pk=matter.pk))


def _session(town: Town, rng: Random, facility: Matter) -> Steps:
    by = people.somebody(facility.holder, ("liaison", "deputy"))
    day = pace.at_work(rng, today() + timedelta(days=rng.randint(8, 15))).date()
    begins = datetime.combine(day, time(rng.choice((9, 14))), SHANGHAI)
    given = {"starts_at": begins, "ends_at": begins + timedelta(hours=2), "capacity": 30, "waiting_limit": 5}
    town.do(FACILITY, "schedule", facility.pk, by=by, data=given)
    session = Session.objects.filter(facility=facility.pk).latest("pk")
    for _ in range(rng.randint(1, 4)):
        yield timedelta(hours=rng.randint(8, 40))
        if day <= today() + timedelta(days=1):
            break
        person = {"name": "某居民", "phone": f"1380000{rng.randrange(10_000):04d}", "wants_sms": False}
        content = {"session": str(session.public_id), "seats": rng.randint(1, 6), "organisation": "", "group": ""}
        _sent(rng, IntakeKind.BOOKING, content, person)
    yield pace.at_work(rng, day + timedelta(days=1))
    given = {
        "session": str(session.public_id), "residents": rng.randint(4, 20), "students": rng.choice((0, 0, 30)),
        "record": "按路线参观讲解，秩序良好。",
    }  # fmt: skip
    town.do(FACILITY, "record_visit", facility.pk, by=by, data=given)


def _sent(rng: Random, kind: IntakeKind, content: dict[str, object], person: dict[str, object]) -> None:
    """Something from the public's pages, taken in at once."""
    sending.hand_in(
        kind, f"{rng.getrandbits(96):024x}", content, person, public_key=boxes.public_key(), address="simulated", held=False,
        using="default", new=True,
    )  # fmt: skip
    taking.take_in()


__all__ = ["campaign", "opening", "opinion"]
