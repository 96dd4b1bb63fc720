"""The signs and words that references are written with, as patterns. Each goes forward only and never tries a way twice.

They are applied to text that `names.alike` made plain and from which blanks were taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ecoduty.casework.legal_basis.names import alike
from ecoduty.casework.legal_basis.numerals import LETTERS

SEPARATORS = frozenset("\n、,;。:/|·.+&")
FIGURES = frozenset("0123456789")
ENDS = frozenset("《》〈〉)") | (SEPARATORS - frozenset("·.+&"))
RANGE_JOINERS = frozenset({"至", "到", "-", "~"})

_NUMBER = rf"(?:[0-9]++|[{LETTERS}]++)"
_ELEMENT = rf"(?:\({_NUMBER}\)|{_NUMBER})"
_JOINER = r"(?:[、,/和及与至到]|以及|[-~]++)"
RUN = re.compile(rf"第?+{_ELEMENT}(?:{_JOINER}?+第?+{_ELEMENT})*+")
_PIECE = re.compile(rf"({_JOINER}?+)第?+\(?+({_NUMBER})\)?+")
UNIT = re.compile(rf"(条|款|项|目|分编|编|章|节|部分)(?:之({_NUMBER}))?+(?!例|件)")
NUMBERED = re.compile(r"[号次届轮批期版类级步季]")  # 第九号 counts something else
ITEM = re.compile(rf"(?:\({_NUMBER}\)(?:[、,至到]|[-~]++)?+)++")
ANNEX = re.compile(rf"(附则|附件|附表|附录)({_NUMBER})?+")
CITES = re.compile(rf"《|第{_ELEMENT}条")
RANGE = re.compile(rf"(?:至|到|[-~]++)(?=第|\(?{_NUMBER})")
AND = re.compile(rf"(?:以及|和|及|与|或者|或)(?=第|\(?{_NUMBER}\)?(?:条|款|项|目))")
NUMBERING = re.compile(rf"(?:\({_NUMBER}\)(?!项)|{_NUMBER}[、.](?![0-9])|[①-⑳]|[-·*●■◆])[、.]?+(?=\D)")
YEAR_NUMBER = re.compile(r"\((?:19|20)[0-9]{2}\)第?+[0-9X×]{1,5}号")
DOCUMENT_NUMBER = re.compile(r"[0-9X×一二三四五六七八九十百]号")
SHORT_NAME = re.compile(r"(?:以下)?(?:简称|称)[:：]?(.{1,60})$")
DRAFT = re.compile(r"(?:试行|暂行|草案|征求意见稿)$")
_YEAR = re.compile(r"((?:19|20)[0-9]{2}|[一二][一二三四五六七八九〇零○]{3})年?(.{0,120})$")
_ACT = re.compile(r"修正|修订|修改")
_YEAR_FIGURES = str.maketrans("〇零○一二三四五六七八九", "000123456789")

_FILLERS = (
    "法律依据", "政策依据", "主要依据", "有关法律法规", "相关法律法规", "法律法规", "有关规定", "相关规定", "等规定", "规定", "要求",
    "依据", "根据", "按照", "依照", "参照", "以及", "其中", "同时", "及其", "有关", "相关", "条款", "等", "的", "之", "和", "及", "与", "或者",
    "或", "并", "中", "为", "由", "按", "见", "一是", "二是", "三是", "四是", "\n",
)  # fmt: skip
FILLER = re.compile(rf"(?:{'|'.join(_FILLERS)})*+")
LEADING = re.compile(
    r"(?:法律依据|政策依据|主要依据|依据|根据|按照|依照|参照|以及|其中|同时|详见|本部门|本单位|本局|我局|部门|一是|二是|三是|四是|等|的|和|及|与|或者|或|并|见|按)*+"
)
TRAILING = re.compile(r"(?:(?:的|等|有关|相关|之){1,3}(?:规定|要求)|的|等)$")
JOINED = re.compile(r"(以及|和|及|与|或者|或|根据|依据|按照|依照)")
# What is a title though nobody marked it and no provision follows; sentences of somebody's duties are none.
TITLE = re.compile(
    r"(?!负责|制定|组织|落实|编制|贯彻|执行|实施|承担|监督|指导|依法|做好|国家|有关).+(?:法|条例|规定|办法|细则)$"
)
_BARE = re.compile(r"[《》〈〉“”\"'‘’「」]")


def pairs(letters: str) -> dict[int, int]:
    """Where each opening mark or bracket closes, by its place; those that never close are left out. One pass."""
    found: dict[int, int] = {}
    marks: list[int] = []
    brackets: list[int] = []
    doubles = 0
    for place, letter in enumerate(letters):
        if letter in "《〈":
            marks.append(place)
            doubles += letter == "《"
        elif letter == "》" and doubles:
            while letters[marks[-1]] != "《":
                marks.pop()
            found[marks.pop()] = place
            doubles -= 1
        elif letter == "〉" and marks and letters[marks[-1]] == "〈":
            found[marks.pop()] = place
        elif letter == "(":
            brackets.append(place)
        elif letter == ")" and brackets:
            found[brackets.pop()] = place
    return found


def elements(run: str) -> Iterator[tuple[str, str]]:
    """The numbers of a run, each with what joins it to the one before."""
    for found in _PIECE.finditer(run):
        yield found[1][:1], found[2]


def edition(words: str) -> str:
    """2018年修正 out of what stands in brackets behind a title; empty where it is no edition."""
    found = _YEAR.match(words)
    if found is None or not (found[2] or words.endswith("年")):
        return ""
    if found[2] and not re.search(r"修正|修订|修改|版|本|通过|公布|施行|发布", found[2]):
        return ""
    act = _ACT.search(found[2])
    return f"{found[1].translate(_YEAR_FIGURES)}年{act[0] if act else '版' if '版' in found[2] or '本' in found[2] else ''}"


def unwrapped(name: str) -> str:
    """A title without a second pair of marks around it (<<…>>)."""
    marks = [letter for letter in alike(name) if letter in "《》〈〉"]
    return name[1:-1] if len(marks) == 2 and alike(name[0]) in "《〈" and alike(name[-1]) in "》〉" else name


def bare(name: str) -> str:
    """A name without marks."""
    return _BARE.sub("", name)
