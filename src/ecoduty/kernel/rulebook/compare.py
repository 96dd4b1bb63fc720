"""What changed between two rulebooks, in sentences for the person who has to approve the new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ecoduty.kernel.rulebook.sections import CITY, SECTIONS
from ecoduty.kernel.rulebook.wording import RELATIONS, field, value

if TYPE_CHECKING:
    from ecoduty.kernel.rulebook.book import Rulebook

_IDENTITIES = ("key", "since")  # what tells the items of a list apart


@dataclass(frozen=True)
class Change:
    """One difference: `path` runs from the section's key down to the field; added or removed entries have no path below."""

    kind: Literal["added", "removed", "changed"]
    section: str
    key: str
    label: str
    path: tuple[str, ...] = ()
    before: Any = None
    after: Any = None

    @property
    def sentence(self) -> str:
        """The change in Chinese."""
        section = SECTIONS[self.section].label if self.section in SECTIONS else "城市"
        what = f"{section}“{self.key}”" + (f"（{self.label}）" if self.label and self.label != self.key else "")
        if not self.path:
            return f"{'新增' if self.kind == 'added' else '删去'}{what}"
        before, after = (_shown(some, self.path[-1]) for some in (self.before, self.after))
        where = "、".join(self._where())
        if self.kind == "added":
            return f"{what}：{where}新增{after}"
        if self.kind == "removed":
            return f"{what}：{where}删去{before}"
        return f"{what}：{where}由{before}改为{after}"

    def _where(self) -> Iterator[str]:
        for place, part in enumerate(self.path):
            is_relation = (
                self.section == "visibility" and place == 1
            )  # `public` is a relation there, and a secrecy before it
            yield RELATIONS[part] if is_relation and part in RELATIONS else field(part)

    def __str__(self) -> str:
        return self.sentence


def difference(old: Rulebook, new: Rulebook) -> list[Change]:
    """Every change from `old` to `new`, section by section, in the order of the new rulebook."""
    before, after = old.model_dump(mode="json"), new.model_dump(mode="json")
    changes = [
        Change(kind, CITY, CITY, new.city.name, path, was, now)
        for kind, path, was, now in _walk(before[CITY], after[CITY], ())
    ]
    for section in SECTIONS:
        changes += _section(section, before[section], after[section])
    return changes


def _section(section: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for key, entry in after.items():
        if key not in before:
            yield Change("added", section, key, _label(entry))
            continue
        for kind, path, was, now in _walk(before[key], entry, ()):
            yield Change(kind, section, key, _label(entry), path, was, now)
    for key, entry in before.items():
        if key not in after:
            yield Change("removed", section, key, _label(entry))


_Step = tuple[Literal["added", "removed", "changed"], tuple[str, ...], Any, Any]


def _walk(before: Any, after: Any, path: tuple[str, ...]) -> Iterator[_Step]:
    if before == after:
        return
    left, right = _items(before), _items(after)
    if left is None or right is None:
        yield "changed", path, before, after
        return
    for name in [*right, *(name for name in left if name not in right)]:
        if name not in left:
            yield "added", (*path, name), None, right[name]
        elif name not in right:
            yield "removed", (*path, name), left[name], None
        else:
            yield from _walk(left[name], right[name], (*path, name))


def _items(value: Any) -> dict[str, Any] | None:
    """The parts of a value by name; None where it is best shown whole."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        for identity in _IDENTITIES:
            names = [item.get(identity) for item in value]
            if all(names) and len(set(names)) == len(names):
                return dict(zip(names, value, strict=True))
    return None


def _label(entry: dict[str, Any]) -> str:
    return str(entry.get("label") or entry.get("short_name") or entry.get("title") or entry.get("name") or "")


def _shown(of: Any, name: str) -> str:
    """In quotation marks, but for nothing."""
    said = value(of, name)
    return f"“{said}”" if of not in (None, "", [], {}) else said
