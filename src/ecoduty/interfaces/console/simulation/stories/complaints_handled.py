"""A complaint after it was taken in: accepted or refused, sent to whom the lists name, bounced, answered, asked after, reopened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any, NamedTuple

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.intakes import sending, taking
from ecoduty.casework.intakes.states import IntakeKind
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation import pace, people
from ecoduty.interfaces.console.simulation.stories import Steps, complaints_arising, lead_determinations
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import say, words
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.complaints import queries, suggesting
from ecoduty.mechanisms.complaints.flow import COMPLAINT
from ecoduty.mechanisms.complaints.models import Complaint
from ecoduty.mechanisms.lead_departments.models import Determination

DESK_POSTS = ("hotline", "clerk", "director")
HANDLERS = ("liaison", "deputy", "principal")
_ROUNDS = 3  # answers after which nobody sends it back any more
_PATIENCE = 20  # weeks for which a complaint waits until its lead is determined


class Row(NamedTuple):
    """A row of a list in force: its key, whose it is, what it is called."""

    key: str
    body: str
    body_name: str
    name: str


@dataclass(slots=True)
class Case:
    """One complaint: what it is about, its number here, the account of the desk that keeps it, whether it came by the web."""

    town: Town
    rng: Random
    kind: Mapping[str, Any]
    pk: int
    desk: str
    web: bool = False
    answered: str = ""

    @property
    def matter(self) -> Matter:
        """As it stands now."""
        return Matter.objects.select_related("holder", "complaint__district", "complaint__registered_by").get(
            pk=self.pk
        )

    @property
    def handler(self) -> str:
        """Whoever works on it in the body that handles it."""
        return people.somebody(self.matter.holder, HANDLERS)

    def do(self, act: str, by: str, data: Mapping[str, Any] | None = None) -> None:
        """An act on it."""
        self.town.do(COMPLAINT, act, self.pk, by=by, data=data)

    def chance(self, share: float) -> bool:
        """True as often as that."""
        return self.rng.random() < share

    def answer(self, *, again: bool) -> str:
        """An answer that speaks of this place and this matter: what was found there and what was done about just that.

        The second time it says what is new: that its effect was looked at, or that somebody came once more.
        """
        lists, matter = words("complaints"), self.matter
        if self.answered and not again:
            return say(self.rng, lists["completed"], {}, before=self.answered)
        found, done = self.rng.choice(self.kind["handled"])
        own = matter.complaint
        known = {
            "found": found, "done": done, "where": own.place, "us": _ourselves(matter.holder.short_name),
            "what": next((said for said in self.kind["what"] if said in own.text), "的情况"),
            "visit": self.rng.choice(lists["visit"]["night" if self.kind.get("night") else "day"]),
        }  # fmt: skip
        form = self.kind.get("again", lists["again"]) if again else self.rng.choice(lists["answer"])
        self.answered = say(self.rng, form, lists, **known)
        return self.answered


def _ourselves(name: str) -> str:
    """What a body calls itself in a letter: 我局, 我委, else 我单位."""
    return f"我{name[-1]}" if name[-1] in "局委" else "我单位"


def led(case: Case, twin: Matter | None) -> Steps:
    """The whole way from acceptance to the end."""
    state = case.matter.state
    if state == "received":
        yield pace.before_due(case.rng, case.pk, "complaint.acceptance", late=0.01, most_late=3)
        if case.kind.get("outside") or case.chance(0.015):
            return _refuse(case)
        case.do("accept", case.desk)
    elif case.kind.get("outside"):
        return _refuse(case)
    yield pace.before_due(case.rng, case.pk, "complaint.dispatch", late=0.01, most_late=3)
    if twin is not None and _merged(case, twin):
        return None
    yield from _dispatched(case)
    yield pace.before_due(case.rng, case.pk, "complaint.receipt", late=0.015, most_late=3)
    case.do("sign_for", case.handler)
    yield from pace.together(_answered(case), *complaints_arising.arisen(case))
    return None


def _refuse(case: Case) -> None:
    outside = case.kind.get("outside")
    ground = "outside" if outside else "no-facts"
    where = "请拨打12345热线，由热线综合受理并转有关部门。" if outside else "请补充具体地点和时间后重新提出。"
    case.do("refuse", case.desk, {"ground": ground, "go_where": where})


def _merged(case: Case, twin: Matter) -> bool:
    """Joined to the one that was there before, where the same desk keeps both."""
    kept = queries.kept(Matter.objects.get(pk=twin.pk))
    if not kept.open or kept.complaint.registered_by_id != case.matter.complaint.registered_by_id:
        return False
    case.do("merge", case.desk, {"into": kept.number, "note": "同一地点、同一事项，由在办的一件一并答复。"})
    return True


def _rows(case: Case) -> list[Row]:
    """The rows that were suggested when it came in; asked for again where its lead was determined since, or where a list was
    published meanwhile.
    """
    own = case.matter.complaint
    if case.kind.get("nobody") or any(suggesting.row(one["key"], today()) is None for one in own.suggested):
        found = [suggesting.kept(row) for row in suggesting.rows(own.text, queries.region_of(own), today())]
    else:
        found = own.suggested
    return [Row(one["key"], one["body"], one["body_name"], one["name"]) for one in found]


def _dispatched(case: Case) -> Steps:
    """Sent by the lists; what no list covers goes to a determination first (article 5)."""
    if case.kind.get("nobody"):
        yield from _determined(case)
    rows = _rows(case)
    others = [row for row in rows if row.body != rows[0].body]
    wrong = others[0] if others and case.chance(0.07) else None
    if not rows:
        first = people.office().host
        given = {"body": first.key if first else "", "reason": "清单没有写到的，先由生态环境部门核实。"}
    else:
        given = {"responsibility": (wrong or rows[0]).key}
    case.do("dispatch", case.desk, given)
    if wrong is not None:
        yield from _bounced(case, rows[0])


def _still(case: Case, right: Row) -> Row | None:
    """The same row, or the one of the same body that the list has now; None where the list names that body no more."""
    if suggesting.row(right.key, today()) is not None:
        return right
    return next((row for row in _rows(case) if row.body == right.body), None)


def _bounced(case: Case, right: Row) -> Steps:
    """Given back with the row that is another's; mostly sent on at once, now and then first refused and then conferred on.

    Where the list has no such row any more, whoever has it keeps it.
    """
    yield pace.before_due(case.rng, case.pk, "complaint.receipt", late=0.015)
    if not _given_back(case, right):
        return
    yield pace.before_due(case.rng, case.pk, "complaint.return-decision", late=0.02)
    if case.chance(0.8):
        case.do("dispatch", case.desk, _target(case, right))
        return
    case.do("refuse_return", case.desk, {"note": "两家都有职责，请先到现场查处。"})
    yield pace.in_days(case.rng, 1, 3)
    if not _given_back(case, right):
        return
    yield pace.before_due(case.rng, case.pk, "complaint.return-decision", late=0.02)
    sent = {**_target(case, right), "reason": "两家会商，依现行清单由牵头部门承办。"}
    case.do("decide_conferral", case.desk, sent)


def _given_back(case: Case, right: Row) -> bool:
    row = _still(case, right)
    if row is None:
        return False
    reason = f"经核，属“{row.name}”，由{row.body_name}牵头。"
    case.do("give_back", case.handler, {"responsibility": row.key, "reason": reason})
    return True


def _target(case: Case, right: Row) -> dict[str, str]:
    """To whom it is sent: by the list, or to the body itself while its list is being revised."""
    row = _still(case, right)
    if row is not None:
        return {"responsibility": row.key}
    return {"body": right.body, "reason": "该单位的清单正在修订，先由它办理。"}


def _determined(case: Case) -> Steps:
    """The first of its sort asks who leads; those that come meanwhile wait; afterwards the list knows it by itself."""
    item = case.kind["item"]
    if not Determination.objects.filter(item=item).exists():
        concerned = [key for key in case.kind["concerned"] if people.there_is(key)]
        given = {
            "item": item, "field": case.kind["field"], "words": case.kind["words"], "concerned": concerned, "city_matter": True,
            "impact": "近期多次反映，涉及多个小区，现行清单没有哪一条写到，反映人无处可问。",
        }  # fmt: skip
        case.do("open_determination", case.desk, given)
        asked = Determination.objects.get(item=item)
        yield from lead_determinations.settled(case.town, case.rng, asked.matter_id, concerned)
        return
    for _ in range(_PATIENCE):
        if not Determination.objects.filter(item=item, matter__open=True).exists():
            return
        yield timedelta(days=7)


def _answered(case: Case) -> Steps:
    """Signed for, answered, approved, asked after; what the reporter does not accept goes round again."""
    again, completes = True, False
    for turn in range(_ROUNDS):
        if not again:
            yield pace.before_due(case.rng, case.pk, "complaint.receipt", late=0.015, most_late=3)
            case.do("sign_for", case.handler)
        if case.chance(0.02):
            _extended(case)
        yield pace.before_due(case.rng, case.pk, "complaint.answer", late=0.05)
        case.do("answer", case.handler, {"answer": case.answer(again=turn > 0 and not completes)})
        yield pace.before_due(case.rng, case.pk, "complaint.answer-review", late=0.01, most_late=3)
        if turn == 0 and case.chance(0.05):
            case.do("return_answer", case.desk, {"note": "没有写明是否消除影响，请补充后再报。"})
            again = completes = True
            continue
        case.do("approve_answer", case.desk)
        yield pace.before_due(case.rng, case.pk, "complaint.follow-up", late=0.015, most_late=3)
        if (yield from _asked_after(case, last=turn == _ROUNDS - 1)):
            return
        again, completes = case.matter.state == "handling", False


def _extended(case: Case) -> None:
    row = Deadline.objects.filter(matter=case.pk, key="complaint.answer", state="running").first()
    if row is None or row.due_on is None or row.due_on < today():
        return
    given = {
        "deadline": row.pk, "until": (row.due_on + timedelta(days=10)).isoformat(),
        "reason": "已委托检测，等检测结果。", "authority": "登记单位负责人批准",
    }  # fmt: skip
    case.do("extend_deadline", case.desk, given)


def _asked_after(case: Case, *, last: bool) -> Any:
    """Whether the matter is over. Two in a hundred come back weeks later."""
    drawn = case.rng.random()
    if drawn < 0.12:
        case.do("close", case.desk, {"note": "反映人匿名或三次未接通，无法回访。"})
    else:
        _word(case, accepted=last or drawn > 0.2, drawn=drawn)
    if case.matter.open:
        return False
    if last or not case.chance(0.025):
        return True
    yield pace.in_days(case.rng, 8, 25)
    case.do("reopen", case.desk, {"note": "反映人来电，同一问题又出现。"})
    return False


def _word(case: Case, *, accepted: bool, drawn: float) -> None:
    """What the reporter says: told to the desk, or written by himself on the public's pages."""
    satisfaction = "dissatisfied" if not accepted or drawn < 0.26 else "neutral" if drawn < 0.42 else "satisfied"
    said = {
        "resolved": accepted and drawn > 0.24, "satisfaction": satisfaction, "accepted": accepted,
        "note": case.rng.choice(words("complaints")["thanks"]) if satisfaction == "satisfied" and drawn > 0.24
        else "" if accepted else case.rng.choice(words("complaints")["unsolved"]),
    }  # fmt: skip
    reference = Complaint.objects.values_list("reference", flat=True).get(pk=case.pk) if case.web else ""
    if reference and case.chance(0.5):
        sending.word(IntakeKind.WORD, reference, {"act": "follow_up", **said}, address="simulated", using="default")
        taking.take_in()
        return
    where = "对答复不满意的，可以向承办单位的上级机关反映。" if accepted and satisfaction == "dissatisfied" else ""
    case.do("follow_up", case.desk, {**said, "go_where": where})


__all__ = ["DESK_POSTS", "HANDLERS", "Case", "led"]
