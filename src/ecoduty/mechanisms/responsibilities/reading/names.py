"""Which body a text means: full names, short names, former names, with the city's name before them or without. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_ENDINGS = ("管理委员会", "委员会", "管理局", "局", "委", "厅")
_VAGUE = re.compile(
    r"(?:市直|区直|其他|其它|各级|各有关|各相关|有关|相关|各|全市|责任|成员|涉及的?|职能|主管|行政|上级|上述|所有|等)*"
    r"(?:部门|单位|机构|区|各区|职能部门|街道|镇街|镇|人民政府|区政府|管委会|企业|科室|处室|主管部门)*(?:和单位)?"
)
_GROUP = re.compile(r"等(?:市直|有关|相关)?(?:部门|单位)?$|(?:部门|单位)$")
_SELF = re.compile(r"(?:本|我)(?:单位|部门|局|委|厅|办)")
_OF_DISTRICTS = frozenset("区县乡镇")
_STEM_LEAST = 2
_LONGEST_HEADING = 30
_HEADING_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十百]+[章节条]|[（(]?[一二三四五六七八九十0-9]{1,3}[）)]?[、.．]?)\s*"
)
_ABOUT = re.compile(
    r"(?:的)?(?:主要)?(?:生态环境保护|生态环保|环境保护|环保)?(?:工作)?(?:主要|具体)?(?:职责|责任|事项|任务|分工|清单)?(?:包括|如下)?[：:。\s]*$"
)


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body as lists may call it. `former` are names it no longer has, `heir` who answers for it once it is gone.

    `area` is the district's name that a district's body bears before its own, empty for the city's.
    """

    key: str
    name: str
    short_name: str
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    level: str = "city"
    area: str = ""
    gone: bool = False
    heir: str = ""


class Mention(NamedTuple):
    """A body that a text names: who it is today, and where in the text and how it is written."""

    body: BodyName
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Bodies:
    """All bodies, and the one whose list is read. `city` is the city's own name, which names may leave out."""

    own: BodyName
    all: tuple[BodyName, ...]
    city: str = ""
    by_key: dict[str, BodyName] = field(init=False, repr=False)
    _spelled: dict[str, BodyName] = field(init=False, repr=False)
    _by_first: dict[str, tuple[str, ...]] = field(init=False, repr=False)
    _stems: dict[str, BodyName | None] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        found: dict[str, BodyName] = {}
        # The own body's own names win, then those of its area, then the city's, then anybody's; who is gone comes last.
        ranked = sorted(self.all, key=self._rank)
        for body in ranked:
            for name in _names(body):
                found.setdefault(name, body)
        for body in ranked:
            for name in self._variants(body):
                found.setdefault(name, body)
        first: dict[str, list[str]] = defaultdict(list)
        for name in sorted(found, key=len, reverse=True):
            first[name[0]].append(name)
        stems: dict[str, BodyName | None] = {}
        for name, body in found.items():
            for stem in _stems(self._bare(name)):
                if stem in stems and stems[stem] is not body and stems[stem] is not None:
                    known = stems[stem]
                    assert known is not None
                    stems[stem] = known if self._rank(known)[:3] <= self._rank(body)[:3] else body
                else:
                    stems[stem] = body
        object.__setattr__(self, "by_key", {body.key: body for body in self.all})
        object.__setattr__(self, "_spelled", found)
        object.__setattr__(self, "_by_first", {letter: tuple(names) for letter, names in first.items()})
        object.__setattr__(self, "_stems", stems)

    def _rank(self, body: BodyName) -> tuple[bool, bool, bool, bool]:
        return (body.gone, body.key != self.own.key, body.area != self.own.area, body.level == "province")

    def _bare(self, name: str) -> str:
        """The name without the city's name or the word for city before it."""
        for start in filter(None, (self.city, self.city[:-1], self.city[-1:])):
            if name.startswith(start) and len(name) - len(start) >= 3:
                return name[len(start) :]
        return name

    def _variants(self, body: BodyName) -> Iterable[str]:
        """Its names with and without the city before them; within its own district without the district."""
        for name in _names(body):
            bare = self._bare(name)
            if bare != name:
                yield from (bare, *(f"{start}{bare}" for start in (self.city, self.city[:-1], self.city[-1:]) if start))
            if (
                body.area
                and body.area == self.own.area
                and bare.startswith(body.area)
                and len(bare) > len(body.area) + 2
            ):
                inner = bare[len(body.area) :]
                yield from (f"{body.area[-1]}{inner}", inner, f"本{body.area[-1]}{inner}")

    # ------------------------------------------------------------------ asking

    @property
    def own_names(self) -> list[str]:
        """Whatever the own body may be called, the longest first."""
        return sorted((name for name, body in self._spelled.items() if body.key == self.own.key), key=len, reverse=True)

    def find(self, text: str) -> BodyName | None:
        """The body of exactly this name."""
        return self._spelled.get("".join(text.split()))

    def today(self, body: BodyName) -> BodyName:
        """Who answers for it today."""
        return self.by_key.get(body.heir, body) if body.gone and body.heir else body

    def mentions(self, text: str) -> list[Mention]:
        """The bodies named in a text, in its order; the longest name wins, a district's bureau is not the city's."""
        found, place = [], 0
        while place < len(text):
            name = next((name for name in self._by_first.get(text[place], ()) if text.startswith(name, place)), None)
            if name is None or (place and text[place - 1] in _OF_DISTRICTS and self._bare(name) == name):
                place += 1
                continue
            found.append(Mention(self._spelled[name], place, place + len(name), name))
            place += len(name)
        return found

    def under(self, heading: str) -> list[BodyName]:
        """Whom a heading is about: 三、市水利局, 水利部门的生态环境保护职责："""
        plain = _ABOUT.sub("", _HEADING_NUMBER.sub("", heading.strip()))
        found = [one.body for one in self.mentions(plain) if len(one.text) * 2 > len(plain)]
        if found or len(plain) > _LONGEST_HEADING or not re.search(r"部门|单位|局|委|厅", plain):
            return found
        return [one.body for one in self.named(plain).bodies]

    def named(self, text: str) -> Named:
        """The bodies that a cell or an enumeration names: 市水利局、市建设局；生态环境、工信等部门."""
        bodies: list[Mention] = []
        unknown: list[str] = []
        vague: list[str] = []
        for piece in self._pieces(text):
            body = self._meant(piece)
            if body is not None:
                bodies.append(Mention(body, 0, 0, piece))
            elif inside := self.mentions(piece):
                bodies += inside
            elif _VAGUE.fullmatch(piece):
                vague.append(piece)
            elif _SELF.fullmatch(piece):
                bodies.append(Mention(self.own, 0, 0, piece))
            elif re.search(r"[㐀-鿿]", piece) and piece != "无":
                unknown.append(piece)
        return Named(tuple(bodies), tuple(unknown), tuple(vague))

    def _pieces(self, text: str) -> list[str]:
        plain = re.sub(r"[（(][^（）()]*[）)]", "", text)
        pieces: list[str] = []
        for part in filter(None, re.split(r"[、，,;；/\n\t。：: 　]+", plain)):
            if self._meant(part) is not None:
                pieces.append(part)
                continue
            pieces += [piece for piece in _and(part, self) if piece]
        return pieces

    def _meant(self, piece: str) -> BodyName | None:
        """A name, a stem of one (生态环境), or the beginning of one that only one body has."""
        if body := self.find(piece):
            return body
        plain = _GROUP.sub("", piece)
        if body := self.find(plain):
            return body
        for text in dict.fromkeys((plain, self._bare(plain))):
            if body := self._stems.get(text):
                return body
            if len(text) >= _STEM_LEAST:
                began = {one.key: one for stem, one in self._stems.items() if one and stem.startswith(text)}
                near = {key: one for key, one in began.items() if self._rank(one)[2:] <= (False, False)} or began
                if len(near) == 1:
                    return next(iter(near.values()))
        return None


class Named(NamedTuple):
    """What an enumeration of bodies says: those known, those the directory has not, words that name nobody."""

    bodies: tuple[Mention, ...]
    unknown: tuple[str, ...]
    vague: tuple[str, ...]


def _and(part: str, bodies: Bodies) -> Sequence[str]:
    """Split at 和, 及, 与 where both sides can be bodies; names have these letters in them too."""
    inside = bodies.mentions(part)
    if inside:
        left, place = [], 0
        for mention in inside:
            left += _joined(part[place : mention.start])
            left.append(mention.text)
            place = mention.end
        return [*left, *_joined(part[place:])]
    return re.split(r"以及|和|及|与", part) if re.search(r"和|及|与", part) else [part]


def _joined(rest: str) -> list[str]:
    """What stands between names: only what could be another name is kept."""
    pieces = [
        re.sub(r"^(?:以及|和|及|与|等|共同|会同|配合|由|市)+|(?:以及|和|及|与|等|牵头|负责|配合|部门|单位)+$", "", rest)
    ]
    return [piece for piece in pieces if len(piece) >= 2 and not _VAGUE.fullmatch(piece)]


def _names(body: BodyName) -> tuple[str, ...]:
    """As it is called, and what people make of 和 and 委员会: 发展改革委."""
    names = (body.name, body.short_name, *body.aliases, *body.former)
    shorter = (re.sub(r"(?<=[^总])委员会$", "委", name.replace("和", "")) for name in names if "和" in name)
    return tuple(dict.fromkeys((*names, *shorter)))


def _stems(bare: str) -> Iterable[str]:
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= _STEM_LEAST:
            yield bare.removesuffix(ending)
            return


__all__ = ["Bodies", "BodyName", "Mention", "Named"]
