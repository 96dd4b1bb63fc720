"""What people do to cells by hand, undone: lines broken inside words, blanks between letters, people beside units. Pure."""

from __future__ import annotations

import re

_NOTHING = re.compile(r"(?:无|/|—+|-+|－+|–+|暂无|空|不涉及|没有|\\|/+|、|。|×|N/?A)", re.IGNORECASE)
_END = " 。；;.，,、"
_LETTER = "[㐀-鿿]"
_SPACED = re.compile(rf"(?<={_LETTER})[ 　]+(?={_LETTER})")
_UNIT_END = re.compile(r"(?:处|科|室|股|中心|队|站|所|办|局|组|部|会|公司|[）)、，,；;])$")
_UNIT_PERSON = re.compile(
    rf"(?P<unit>[^，。；、\s（(]{{1,20}}?(?:处|科|室|股|中心|队|站|所|办))[\s　:：（(]*(?P<person>{_LETTER}{{2,4}}(?:[、，,/]{_LETTER}{{2,4}})*)[）)]?"
)
_MARK_A, _MARK_B = r"[AaＡ][角岗]?(?:责任人)?\s*[:：]?", r"[BbＢ][角岗]?(?:责任人)?\s*[:：]?"
_TWO = re.compile(rf"{_MARK_A}\s*(?P<a>[^\s/、，,；;:：]+?)[\s/、，,；;]*{_MARK_B}\s*(?P<b>[^\s/、，,；;:：]+)")
_BETWEEN_PEOPLE = re.compile(r"[/、，,；;\n\s]+")


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: 无, /, ——."""
    return bool(_NOTHING.fullmatch(text.strip()))


def flat(text: str) -> str:
    """A cell on one line; empty for 无 and the like."""
    if is_nothing(text):
        return ""
    return "、".join(line.strip(_END) for line in text.split("\n") if line.strip(_END))


def closed_up(text: str) -> str:
    """A text without the blanks that only spread its letters: 水 库 巡 查."""
    return _SPACED.sub("", text)


def units(text: str) -> str:
    """Units on one line: a line break inside a name closed, one between two names a 、."""
    if is_nothing(text):
        return ""
    found = ""
    for line in (line.strip(_END) for line in text.split("\n")):
        if found and line:
            found += "、" if _UNIT_END.search(found) else ""
        found += line
    pieces = re.split(r"[ 　]+", found)
    if all(len(piece) == 1 for piece in pieces):
        return "".join(pieces)
    joined = pieces[0]
    for piece in pieces[1:]:
        joined += f"、{piece}" if _UNIT_END.search(joined) and _UNIT_END.search(piece) else f" {piece}"
    return joined


def unit_and_person(text: str) -> tuple[str, str]:
    """水库处（王一） as unit and person; the text and nobody where it is not so."""
    found = _UNIT_PERSON.fullmatch(text.strip())
    if found is None or _UNIT_END.search(found["person"]):
        return text, ""
    return found["unit"], found["person"]


def people(text: str) -> tuple[str, str]:
    """A and B of a cell that names both: A岗：王一 B岗：李二, 王一/李二."""
    if found := _TWO.search(text):
        return found["a"], found["b"]
    names = [one for one in _BETWEEN_PEOPLE.split(text) if one]
    return (names[0], names[1]) if len(names) == 2 else (text, "")


__all__ = ["closed_up", "flat", "is_nothing", "people", "unit_and_person", "units"]
