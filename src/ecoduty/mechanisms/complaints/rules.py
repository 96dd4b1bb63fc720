"""What the rulebook says about complaints: channels, kinds of concern, categories, grounds of refusal, and which limit holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ecoduty.kernel.rulebook import store as rulebooks

ANYTHING = "*"
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


def receiver(channel: str, on: date) -> str:
    """Key of the body that receives what comes by this channel through the platform itself; empty when none is named."""
    named = dict(_pairs("complaint.receivers", on))
    return named.get(channel) or named.get(ANYTHING, "")


def office_approves(channel: str, on: date) -> bool:
    """Whether answers to what came by this channel are approved by the committee office, not by whoever registered it."""
    return channel in rulebooks.current().words("complaint.office-approved-channels", on=on)


def acceptance_limit(channel: str, nature: str, on: date) -> Limit:
    """The limit for deciding whether to take it up."""
    return _limit("complaint.acceptance-limits", channel, nature, on)


def dispatch_limit(channel: str, nature: str, on: date) -> Limit:
    """The limit for sending it to whom it concerns."""
    return _limit("complaint.dispatch-limits", channel, nature, on)


def answer_limit(channel: str, nature: str, on: date) -> Limit:
    """The limit for answering it."""
    return _limit("complaint.answer-limits", channel, nature, on)


def _pairs(key: str, on: date) -> list[tuple[str, str]]:
    return list(rulebooks.current().pairs(key, on=on))


def _limit(key: str, channel: str, nature: str, on: date) -> Limit:
    """The first row whose channel and nature fit. Raises LookupError when the rulebook has none for it."""
    for place, named in _pairs(key, on):
        wanted_channel, _, wanted_nature = place.partition("/")
        if wanted_channel in (ANYTHING, channel) and wanted_nature in (ANYTHING, nature):
            limit, _, counted_from = named.partition("@")
            return Limit(limit, counted_from)
    raise LookupError(f"规则书的 {key} 没有写明渠道 {channel}、诉求类型 {nature} 的时限。")
