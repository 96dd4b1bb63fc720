"""What the rulebook says about complaints: channels, kinds of concern, categories, grounds of refusal, and which limit holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused, registry
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook import store as rulebooks

ANYTHING = "*"
ACCEPTANCE_LIMITS, DISPATCH_LIMITS = "complaint.acceptance-limits", "complaint.dispatch-limits"
ANSWER_LIMITS = "complaint.answer-limits"
RECEIVED, ACCEPTED = "received", "accepted"  # moments from which a limit may count, beside the act's own


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of the rulebook and the moment from which it counts: `received`, `accepted`, or empty for the act's own."""

    key: str
    counted_from: str = ""


def channels(on: date) -> list[tuple[str, str]]:
    """Code and name of the channels by which complaints come."""
    return _pairs("complaint.channels", on)


def natures(on: date) -> list[tuple[str, str]]:
    """Code and name of what people want: to complain, to be helped, to ask, to suggest."""
    return _pairs("complaint.natures", on)


def categories(on: date) -> list[tuple[str, str]]:
    """Code and name of what in the environment it is about."""
    return _pairs("complaint.categories", on)


def refusal_grounds(on: date) -> list[tuple[str, str]]:
    """Code and wording of the grounds on which a complaint is not taken up."""
    return _pairs("complaint.refusal-grounds", on)


def arising_sources(on: date) -> dict[str, str]:
    """By kind (problem, task) the code under which what a complaint brings to light is entered there."""
    return dict(_pairs("complaint.arising-sources", on))


def receiver(channel: str, on: date) -> str:
    """Key of the body that receives what comes by this channel through the platform itself; empty when none is named."""
    named = dict(_pairs("complaint.receivers", on))
    return named.get(channel) or named.get(ANYTHING, "")


def office_approves(channel: str, on: date) -> bool:
    """Whether answers to what came by this channel are approved by the committee office, not by whoever registered it."""
    return channel in rulebooks.current().words("complaint.office-approved-channels", on=on)


def acceptance_limit(channel: str, nature: str, on: date) -> Limit:
    """The limit for deciding whether to take it up."""
    return _limit(ACCEPTANCE_LIMITS, channel, nature, on)


def dispatch_limit(channel: str, nature: str, on: date) -> Limit:
    """The limit for sending it to whom it concerns."""
    return _limit(DISPATCH_LIMITS, channel, nature, on)


def answer_limit(channel: str, nature: str, on: date) -> Limit:
    """The limit for answering it."""
    return _limit(ANSWER_LIMITS, channel, nature, on)


def _pairs(key: str, on: date) -> list[tuple[str, str]]:
    return list(rulebooks.current().pairs(key, on=on))


def without_limit(book: Rulebook, on: date) -> list[str]:
    """What a rulebook leaves open, in sentences: channels and kinds of concern that none of its limits covers."""
    return [
        f"{key} 没有写明渠道“{channel_name}”、诉求类型“{nature_name}”的时限"
        for key in (ACCEPTANCE_LIMITS, DISPATCH_LIMITS, ANSWER_LIMITS)
        for channel, channel_name in book.pairs("complaint.channels", on=on)
        for nature, nature_name in book.pairs("complaint.natures", on=on)
        if _first(book, key, channel, nature, on) is None
    ]


def _whole(attempts: Sequence[Attempt]) -> None:
    """A rulebook that leaves a complaint without a limit is not adopted: found then, not when somebody reports."""
    for attempt in attempts:
        if attempt.table.kind == "rulebook" and attempt.act.code == "adopt":
            open_ = without_limit(attempt.data.book, local_date(attempt.occurred_at))
            if open_:
                more = f"等{len(open_)}处" if len(open_) > 1 else ""
                sentence = f"规则书不完整：{open_[0]}{more}，请补全后再采用。"
                raise Refused("complaint_limit_missing", sentence, status=422)


def _limit(key: str, channel: str, nature: str, on: date) -> Limit:
    """The first row whose channel and nature fit. Raises Refused `complaint_limit_missing`."""
    found = _first(rulebooks.current(), key, channel, nature, on)
    if found is None:
        sentence = f"规则书的 {key} 没有写明渠道 {channel}、诉求类型 {nature} 的时限，请市环委办补全规则书。"
        raise Refused("complaint_limit_missing", sentence, status=422)
    return found


def _first(book: Rulebook, key: str, channel: str, nature: str, on: date) -> Limit | None:
    for place, named in book.pairs(key, on=on):
        wanted_channel, _, wanted_nature = place.partition("/")
        if wanted_channel in (ANYTHING, channel) and wanted_nature in (ANYTHING, nature):
            limit, _, counted_from = named.partition("@")
            return Limit(limit, counted_from)
    return None


def install() -> None:
    """Look at every rulebook before it is adopted."""
    registry.before_write("complaints-limits", _whole, order=20)
