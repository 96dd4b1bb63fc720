"""What stands inside a duty's own text besides the duty: numbering, (依据：…), (责任科室：…), sentences with a label."""

from __future__ import annotations

import re

from ecoduty.mechanisms.responsibilities.reading import headings

_NUMBER = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百]+条[ 　、.：:]*|(?:事项|职责|任务)[一二三四五六七八九十0-9]{1,3}[：:、.．]|[（(](?:[一二三四五六七八九十百]{1,4}|[0-9０-９]{1,3})[）)][、.．]?|[一二三四五六七八九十百]{1,4}[、.．]|[0-9０-９]{1,3}(?:[、．]|\.(?![0-9])|[)）])|[①-⑳][、.．]?|[-—·●■◆▪*•]\s*)\s*"
)
_BRACKET = re.compile(r"[（(【]([^（）()【】]*(?:[（(][^（）()]*[）)][^（）()【】]*)*)[）)】]")
_UNIT = re.compile(r"(?:[^，。；：:《》、和及]{1,16}(?:处|科|室|股|中心|大队|支队)[、和及]?){1,4}")
_NO_UNIT = re.compile(r"(?:等|各|[^一-鿿])*$|.*(?:养殖场所|场所|办公室等)$")
_SENTENCE = re.compile(r"(?<=[。；;\n])")
_CITED = re.compile(
    r"《[^《》]{2,80}(?:〈[^〉]*〉[^《》]*)?》(?:[（(〔\[][^（）()]{2,40}[）)〕\]])?(?:(?:的)?第?[（(]?[一二三四五六七八九十百千零〇0-9]+[）)]?(?:编|章|节|条|款|项|目)(?:之[一二三四五六七八九十])?(?:[、,，和及至到]?(?=第|[（(])|(?:(?:和|及|至|、)(?=第)))?)*"
)


def unnumbered(text: str) -> str:
    """The text without the number before it."""
    found = _NUMBER.match(text)
    rest = text[found.end() :] if found else text
    return rest if rest.strip() else text


def taken_apart(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The duty alone, and what else its text says: (field, text) pairs in their order."""
    found: list[tuple[str, str]] = []

    def bracket(match: re.Match[str]) -> str:
        pieces = _fields(match[1])
        if pieces:
            found.extend(pieces)
            return ""
        at_end = not text[match.end() :].strip(" 。；;.")
        if at_end and _UNIT.fullmatch(match[1]) and len(match[1]) <= 30:
            found.append(("unit", match[1]))
            return ""
        if _CITED.match(match[1].strip()):
            found.append(("basis", match[1]))
            return ""
        return match[0]

    plain = _BRACKET.sub(bracket, text)
    kept: list[str] = []
    last = ""
    for sentence in _SENTENCE.split(plain):
        key, rest = headings.label(sentence)
        if key:
            found.append((key, rest.strip("。；; \n")))
            last = key
        elif last == "basis" and re.match(r"\s*(?:《|第[一二三四五六七八九十0-9]+条)", sentence):
            found.append((last, sentence.strip("。；; \n")))  # 依据：《甲》第一条；《乙》第二条
        else:
            kept.append(sentence)
            last = ""
    return "".join(kept).strip(), found


def _fields(inside: str) -> list[tuple[str, str]]:
    """The labelled pieces of a bracket; none when it begins with no label."""
    if not headings.label(inside)[0]:
        return []
    found: list[tuple[str, str]] = []
    for piece in re.split(r"[；;。\n]|[，,](?=[^，,：:《》]{2,10}[：:])", inside):
        key, rest = headings.label(piece)
        if key:
            found.append((key, rest))
        elif found and piece.strip():
            found[-1] = (found[-1][0], f"{found[-1][1]}；{piece.strip()}")
    return found


def cited(text: str) -> list[str]:
    """References that stand in the middle of a text, each with its provisions."""
    return [match[0].rstrip("、,，和及至到的") for match in _CITED.finditer(text)]


__all__ = ["cited", "taken_apart", "unnumbered"]
