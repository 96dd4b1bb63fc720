"""The ledger of a matter as people read it: who did what, from where to where, late entries marked for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.diagram import Passage
from ecoduty.kernel.clock import as_local, local_date
from ecoduty.kernel.flow import ActTable, tables
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify_stream


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. `when` is legal time; `recorded` stands beside it where it was entered late."""

    seq: int
    when: str
    recorded: str
    who: str
    name: str
    on_behalf_of: str
    act: str
    way: str
    note: str
    late: bool
    digest: str
    short: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking a stream found."""

    ok: bool
    sentence: str


# What a diagram needs of a stream: a case that was read two thousand times changed its state a few dozen times.
_STEPS = """
SELECT from_state, to_state, act, actor_title, occurred_at FROM ledger_entry
WHERE stream = %s AND from_state <> to_state ORDER BY seq
"""


def entries(stream: str) -> list[Entry]:
    """All entries of a stream, oldest first: one query."""
    return list(Entry.objects.filter(stream=stream).order_by("seq"))


def last(stream: str, most: int) -> list[Entry]:
    """The newest entries of a stream, oldest first; the last one's `seq` says how many there are."""
    return list(Entry.objects.filter(stream=stream).order_by("-seq")[:most])[::-1]


def between(stream: str, first: int, until: int) -> list[Entry]:
    """Entries by their places in the stream, oldest first; `until` belongs to them no more."""
    return list(Entry.objects.filter(stream=stream, seq__gte=first, seq__lt=until).order_by("seq"))


def steps(stream: str, today: date) -> list[Passage]:
    """The way a matter came, for its diagram: only what changed its state is read."""
    with connection.cursor() as cursor:
        cursor.execute(_STEPS, [stream])
        return [
            Passage(source, target, act, _post(title), words.short_day(local_date(at), today))
            for source, target, act, title, at in cursor.fetchall()
        ]


def lines(found: Sequence[Entry], today: date, *, newest_first: bool = True) -> list[Line]:
    """The entries in words."""
    known = tables()
    read = [_line(entry, known.get(entry.kind), today) for entry in found]
    return read[::-1] if newest_first else read


def check(stream: str) -> Verdict:
    """Recompute every link of a stream."""
    finding = verify_stream(stream)
    if finding is None:
        count = Entry.objects.filter(stream=stream).count()
        return Verdict(ok=True, sentence=f"核验通过：{count}条前后相接，每条的内容与摘要相符。")
    return Verdict(ok=False, sentence=f"核验不通过：{finding.sentence}请立即告诉系统管理员。")


def _post(title: str) -> str:
    """The post without its body: below a station of the diagram there is room for no more."""
    return title.partition("·")[2] or title


def _line(entry: Entry, table: ActTable | None, today: date) -> Line:
    act = table.by_code.get(entry.act) if table else None
    digest = bytes(entry.digest).hex()
    return Line(
        seq=entry.seq,
        when=_when(entry.occurred_at, today),
        recorded=_when(entry.recorded_at, today) if entry.late else "",
        who=entry.actor_title,
        name=entry.actor_name,
        on_behalf_of=entry.on_behalf_of,
        act=act.label if act else entry.act,
        way=_way(entry, table),
        note=_note(entry, today),
        late=entry.late,
        digest=digest,
        short=f"{digest[:4]} {digest[4:8]}",
    )


def _when(moment: Any, today: date) -> str:
    local = as_local(moment)
    return f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d %H:%M}"


def _way(entry: Entry, table: ActTable | None) -> str:
    if entry.from_state == entry.to_state:
        return ""
    known = table.by_state if table else {}
    here, there = (known[code].label if code in known else code for code in (entry.from_state, entry.to_state))
    return f"{here or '—'} → {there}"


# Facts that say something to a reader; what else an entry records stands in the export.
_TELLING = ("note", "reason", "text", "result")
_DAY = 10  # characters: 2027-01-31
_DIGEST = 64  # hexadecimal digits: a text that is kept elsewhere
_DID = {
    "started": "起算",
    "met": "办结",
    "missed": "逾期",
    "cancelled": "取消",
    "extended": "延期",
    "suspended": "中止",
    "resumed": "恢复",
    "recomputed": "重算",
    "kept": "不动，待核对",
    "reviewed": "已核对",
}


def _note(entry: Entry, today: date) -> str:
    facts = entry.facts
    told = [entry.reason]
    told += [f"“{facts['name']}”"] if facts.get("row") and isinstance(facts.get("name"), str) else []
    told += [str(facts[name]) for name in _TELLING if isinstance(facts.get(name), str)]
    told += [facts["recipient"]] if _another(facts.get("recipient"), entry.actor_title) else []
    told += [f"文号{facts['number']}"] if entry.from_state and facts.get("number") else []
    told += [f"第{facts['version']}稿"] if isinstance(facts.get("version"), int) else []
    told += [_deadline(item, today) for item in facts.get("deadlines", ()) if isinstance(item, dict)]
    told += [f"{item.get('deadline', '')}临近或逾期" for item in facts.get("rungs", ()) if isinstance(item, dict)]
    parts = dict.fromkeys(part for part in told if part and not _is_digest(part))
    return "；".join(parts).replace("。；", "；")


def _another(recipient: object, signer: str) -> bool:
    """Whether a receipt was entered for somebody else than whoever entered it."""
    return isinstance(recipient, str) and recipient not in signer


def _deadline(item: dict[str, str], today: date) -> str:
    """年度专题报告：起算，1月31日（周日）届满."""
    did = _DID.get(item.get("did", ""), "")
    due = _due(item.get("due", ""), today)
    return f"{item.get('label', '')}{f'：{did}' if did else ''}{f'，{due}届满' if did in {'起算', '延期'} else ''}"


def _due(noted: str, today: date) -> str:
    """The day, or for a limit in hours the moment, as it was noted in an entry."""
    try:
        at = datetime.fromisoformat(noted)
    except ValueError:
        return noted
    return words.day(date.fromisoformat(noted), today) if len(noted) == _DAY else words.moment(at, today)


def _is_digest(text: str) -> bool:
    return len(text) == _DIGEST and all(letter in "0123456789abcdef" for letter in text)
