"""Hints on an answer before it is sent: does it speak of the place and of the matter, are its promises dated, is it more than
set phrases. Hints only: whether the answer is good a person judges, and nothing is ever refused for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ecoduty.casework.publications import privacy

_PLACE = re.compile(
    r"[一-鿿]{2,6}?(?:大道|路|街|巷|小区|花园|家园|公寓|新村|社区|广场|大厦|市场|商场|公司|工厂|酒店|餐厅|饭店|学校|小学|中学|医院|码头|公园|大桥)"
)
_PROMISE = re.compile(
    r"将(?:会|于|在|对|加强|督促|继续|进一步|组织|安排)|下一步|拟(?:于|对|定)|计划|争取|承诺|限期|责令.{0,12}整改|督促.{0,12}整改"
)
_WHEN = re.compile(
    r"\d{1,4}\s*[年月/-]\s*\d{1,2}|\d{1,2}\s*[日号](?:前|起|内)?|[一二三四五六七八九十\d]+\s*个?(?:工作日|日|天|周|星期|个月|月|小时)(?:之?内|前|后)|月底|年底|季度|当[日天]|即日"
)
_SET_PHRASES = re.compile(
    r"您好|感谢您?(?:的)?(?:来电|来信|反映|关注|支持|理解|监督)[^。！；]*|您(?:所)?反映的(?:问题|情况|诉求|事项)(?:已|我们已|我局已|我单位已)?(?:收悉|知悉)"
    r"|(?:我局|我单位|我们|本单位)?(?:对此)?高度重视[^。！；]*|(?:立即|及时|第一时间)(?:组织|安排|派)[^。！；，]{0,12}(?:人员|工作人员)?(?:进行)?(?:核实|调查|了解|处理|办理)"
    r"|(?:将|会)?(?:进一步|继续|持续)加[强大][^。！；]*|如有(?:疑问|其他问题|需要)[^。！；]*|祝您[^。！；]*|(?:现|特)?(?:将有关情况)?(?:答复|回复)如下|特此(?:答复|回复)"
)  # fmt: skip
_NOT_WORDS = re.compile(r"[^一-鿿A-Za-z0-9]")
_EMPTY = frozenset((
    "我们", "你们", "他们", "这个", "那个", "没有", "可以", "不能", "就是", "还是", "因为", "所以",
    "如果", "已经", "现在", "每天", "晚上", "问题", "情况", "反映", "投诉", "希望", "有关", "部门",
    "处理", "解决", "影响", "居民", "市民", "附近", "一直", "很大", "非常", "严重", "到底", "什么",
    "怎么", "多次", "请问", "时候", "起来", "一下", "不了", "不着", "上午", "下午", "左右", "以来",
))  # fmt: skip
_LEAST_OWN = 20  # characters that are no set phrase
_LEAST_SHARED = 1  # pairs of characters that answer and complaint share


@dataclass(frozen=True, slots=True)
class Hint:
    """Something that may be missing: a code, and a sentence that says what to look at."""

    code: str
    sentence: str


def hints(answer: str, text: str, place: str = "", district: str = "") -> list[Hint]:
    """What a careful reader would ask of this answer to that complaint; empty when nothing stands out."""
    if not answer.strip():
        return []
    found = []
    own = _NOT_WORDS.sub("", _SET_PHRASES.sub("", answer))
    if len(own) < _LEAST_OWN:
        found.append(Hint("only_set_phrases", "除了客套话，几乎没有写查到了什么、做了什么。"))
    places = places_of(text, place)
    if places and not any(name in answer for name in places) and not _shares_place(answer, places):
        shown = "、".join(places[:3])
        found.append(Hint("place_not_named", f"反映的地点是{shown}，答复里没有提到，请核对答的是不是这个地方。"))
    if not shared_words(answer, text, (*places, district)):
        found.append(Hint("matter_not_named", "答复里几乎没有反映内容中的字词，请核对答的是不是这件事。"))
    if _PROMISE.search(answer) and not _WHEN.search(answer):
        found.append(Hint("promise_without_date", "写了下一步要做的事，没有写什么时候做到。"))
    if privacy.masked_answer(answer) != answer:
        found.append(
            Hint("personal_data", "里面有手机号或者证件号，公众看到时中间几位会隐去；须留联系方式的，请写办公电话。")
        )
    return found


def places_of(text: str, place: str = "") -> list[str]:
    """Names of places in the place given and in the text, as they end in 路, 小区, 公司 and the like."""
    named = [name for source in (place, text) for name in _PLACE.findall(source)]
    whole = [place.strip()] if place.strip() and not _PLACE.search(place) else []
    return list(dict.fromkeys([*whole, *(_without_lead(name) for name in named)]))


def shared_words(answer: str, text: str, but: tuple[str, ...] = ()) -> bool:
    """Whether the two share words beside names of places and words that say nothing."""
    for name in but:
        if name:
            answer, text = answer.replace(name, " "), text.replace(name, " ")
    return len(_pairs(answer) & _pairs(text)) >= _LEAST_SHARED


def _pairs(text: str) -> set[str]:
    pieces = re.split(r"[^一-鿿]+", text)
    return {piece[at : at + 2] for piece in pieces for at in range(len(piece) - 1)} - _EMPTY


_LEAD = re.compile(r"[在于到从和与是的个有近面边区市镇]|街道|楼下")


def _without_lead(name: str) -> str:
    """A name that the pattern took with what stood before it, without that."""
    short = _LEAD.split(name)[-1]
    return short if len(short) > 2 else name


def _shares_place(answer: str, places: list[str]) -> bool:
    """Whether the answer names the end of a place, such as 滨南路 for 湖滨南路."""
    return any(len(name) > 3 and name[-3:] in answer for name in places)
