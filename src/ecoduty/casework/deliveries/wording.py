"""What is said outside the platform: that something waits, never what it is about.

Outside its walls a notice names the kind of thing and the number; the last day too where the matter is public; of a
restricted matter only that there is one. Titles, bodies and people never leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ecoduty.casework.deliveries.rules import Rules
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.states import RESTRICTED_WORDS, NoticeKind
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.kernel import flow
from ecoduty.kernel.clock import spoken_date


@dataclass(frozen=True, slots=True)
class Said:
    """A message in words: a subject, lines, and the address under which more is to be read (may be empty)."""

    subject: str
    lines: tuple[str, ...]
    link: str = ""

    @property
    def text(self) -> str:
        """The whole as one paragraph, for messages that have no subject."""
        said = self.lines[0] if len(self.lines) == 1 else f"有{len(self.lines)}件待办：{self.lines[0]}等"
        return said if said == RESTRICTED_WORDS and not self.link else f"{said}。请登录环责查看。{self.link}"

    @property
    def letter(self) -> str:
        """The whole as the body of a letter."""
        if self.lines == (RESTRICTED_WORDS,):
            return RESTRICTED_WORDS
        numbered = [f"{number}. {line}" for number, line in enumerate(self.lines, 1)]
        body = list(self.lines) if len(self.lines) == 1 else [f"有{len(self.lines)}件待办：", *numbered]
        return "\n".join([*body, "", "请登录环责查看。", *([self.link] if self.link else [])])


def say(notices: Sequence[Notice], rules: Rules, site: str) -> Said:
    """The words for these notices of one person, oldest first. `site` is where the desk stands, or empty."""
    lines = tuple(line(one, rules) for one in notices)
    if lines == (RESTRICTED_WORDS,):
        return Said(RESTRICTED_WORDS, lines)
    subject = f"环责：{lines[0]}" if len(lines) == 1 else f"环责：有{len(lines)}件待办"
    return Said(subject, lines, _link(notices, site))


def line(notice: Notice, rules: Rules) -> str:
    """One notice in one line."""
    matter = notice.matter
    kind = NoticeKind(notice.kind).label
    if matter is None:
        return kind
    if matter.secrecy == Secrecy.RESTRICTED:
        return RESTRICTED_WORDS
    if matter.secrecy == Secrecy.INTERNAL:
        return f"{kind}：{matter.number}" if rules.internal_numbers else f"{kind}：1件办件"
    due = _due_on(notice, matter)
    last = f"，应于{spoken_date(due)}前办结" if due and matter.open else ""
    return f"{kind}：{_kind_word(matter)} {matter.number}{last}"


def _kind_word(matter: Matter) -> str:
    table = flow.tables().get(matter.kind)
    return table.label if table else "办件"


def _due_on(notice: Notice, matter: Matter) -> date | None:
    if notice.deadline is not None:
        return notice.deadline.due_on
    return matter.next_due_on


def _link(notices: Sequence[Notice], site: str) -> str:
    """The matter's own page for one notice, the inbox for several. A restricted matter's address never leaves."""
    if not site:
        return ""
    matter = notices[0].matter if len(notices) == 1 else None
    if matter is None or matter.secrecy == Secrecy.RESTRICTED:
        return f"{site}/inbox/"
    return f"{site}/matters/{matter.public_id}/"
