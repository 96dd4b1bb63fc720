"""What departments write in a column of bases, made ready for the reader of references. Pure.

Only the form changes: broken lines, circled numbers, brackets around articles; and the words of an article that somebody
copied behind its number are left out, so that an article that they mention is not taken for one that is cited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_N = "0-9０-９一二三四五六七八九十百千零〇"
_BROKEN = re.compile(rf"(第\s*[{_N}]*|[{_N}]{{1,9}})[ 　]*\n[ 　]*(?=[{_N}]{{0,9}}\s*[条款项])")
_CIRCLED = re.compile(r"(?<=[^\n])(?=[①-⑳])")
_ROUND = re.compile(rf"(?<=[》〉])\s*[（(]((?:第?\s*[{_N}]+\s*条)[^（）()]*(?:[（(][{_N}]+[）)][^（）()]*)*)[）)]")
_OWN_MANDATE = re.compile(r"(?<![㐀-鿿])(?:本部门|本单位|本局|我局|本委|我委|该局|市局|局|委)的?(?=[“\"]?三定)")
_MANDATE = re.compile(r"的?(?=[“\"]?三定)")
_NUMBER = rf"(?:[（(]?[{_N}]{{1,3}}[）)]?[、.．]?|[①-⑳])?"
_TITLE = re.compile(
    rf"(?!.{{0,40}}(?:本法|本条例|本办法|违反|依照|按照|应当))[^，。；：《》\n]{{2,40}}?(?:法|法典|条例|规定|办法|细则|通知|意见|方案|决定|规划)(?:[（(][^（）()]*[）)])?第?[{_N}]+条"
)
_QUOTED = re.compile(
    rf"(?<=[条款项目])(?P<rule>的?规定)?(?P<gap>\s*[:：]\s*[“\"]?|[，,]\s*[“\"]|[ 　]+[“\"]?|[“\"]|\n)"
    rf"(?=[㐀-鿿（(])(?!第|等|和|及|与|至|款|项|规定|[（(]?[{_N}]{{1,4}}[）)]?\s*[条款项、.．]|[（(]?[一二三四五六七八九十]+[）)]?\s*《)"
    rf"(?P<words>[\s\S]{{6,}}?)(?=\Z|(?<=[。；;\n”\"])\s*{_NUMBER}\s*(?:《|〈|法典|三定|[“\"]三定)|(?<=[。\n”\"])\s*{_NUMBER}\s*第\s*[{_N}]+\s*条)"
)


def prepared(text: str, own: Iterable[str] = ()) -> tuple[str, bool]:
    """The text as the reader of references takes it, and whether it had the words of articles in it.

    `own` are the names of the list's body, which its 三定规定 is written with.
    """
    plain = _BROKEN.sub(r"\1", text)
    plain = _CIRCLED.sub("\n", plain)
    plain = _ROUND.sub(r"\1", plain)
    plain = _OWN_MANDATE.sub("", plain)
    for name in own:
        plain = re.sub(re.escape(name) + _MANDATE.pattern, "", plain)
    quoted = False

    def without(found: re.Match[str]) -> str:
        nonlocal quoted
        words = found["words"]
        told = bool(re.search(r"[:：“\"]", found["gap"]))
        if _TITLE.match(words) or not (told or re.search(r"[，。；：]", words)):
            return found[0]
        quoted = True
        return "。\n"

    return _QUOTED.sub(without, plain).strip(), quoted


__all__ = ["prepared"]
