"""What part a body has in a duty, by the words of the duty itself: 牵头, 负责, 会同××局, 配合××局, 指导, 监督 … Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ecoduty.mechanisms.responsibilities.reading.names import Bodies, Mention, Named
from ecoduty.mechanisms.responsibilities.words import Role

_LEADING = re.compile(
    r"^(?:\s|依法|依规|按照?(?:职责|规定|权限|要求|有关规定)?(?:的)?(?:职责)?分工[，,]?|按职责[，,]?|按照?规定[，,]?|在[^，。；]{2,24}(?:领导|指导|统筹)下[，,]?|积极|主动|认真|切实|具体|统一|贯彻[^，。；]{2,40}[，,；;])*"
)
_JOINTLY = "推进|治理|控制|处置|管理|增效|降碳|防控|减排|保护|发展|监管|创新|应对|转型|共治|提升"
_HELP = f"配合|协助|协同(?!{_JOINTLY})|参与|协作|支持配合"
# What the duty begins with decides; the first that fits.
_FIRST: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.JOINT, re.compile(r"(?:负责)?(?:会同|联合(?!国|体|会)|(?:与|和|同)[^，。；]{2,40}?(?:共同|联合|一道))")),
    (Role.SUPPORT, re.compile(rf"(?:负责)?(?:{_HELP})(?!(?:部门|单位|机制|制度))")),
    (Role.LEAD, re.compile(r"(?:负责)?(?:组织)?(?:牵头|总牵头)")),
    (Role.GUIDE, re.compile(r"(?:负责)?(?:(?:业务|技术|督促|协调|检查)?[、和]?)?指导")),
    (
        Role.SUPERVISE,
        re.compile(r"(?:负责)?(?:监督(?!管理|检查|执法|监测|抽查|抽测|性|员|和管理|与管理)|督促|督导|督查)"),
    ),
)
_LABEL = re.compile(
    r"(?P<what>牵头|主办|主责|责任|会同|共同牵头|配合|协同|协办|协作|参与|协助)"
    r"(?:(?:责任)?(?:部门|单位|局|方)\s*[:：为是]|(?<!责任)\s*[:：])\s*(?P<who>[^。；;（）()\n]+)"
)
_WITH = re.compile(r"(?:会同|联合)(?P<who>[^。；;（）()\n]{2,120})")
_HELPING = re.compile(rf"(?:^|[，,。；;、\n])(?:同时|并|积极|主动)?(?:{_HELP})(?P<who>[^。；;（）()\n]{{2,120}})")
_VERB = re.compile(
    r"开展|做好|组织|负责|制定|推进|推动|实施|落实|建立|完善|加强|监督|指导|编制|对(?!外)|进行|查处|依法|共同|研究|处理|处置|划定|审批|审查|审核|检查|检测|监测|管理(?!局|委)|履行|办理|调查|完成|提出|拟订|拟定|起草|执行|排查|整治|协调|规范|核查|公布|发布|确定|打击|督促|强化|承担|评估|评审|防治|治理|回收|用于|将|把|向|在|打造|及时|按照|按|根据|定期"
)
_MARK = re.compile(r"[（(](牵头|会同|配合|独立负责|独立|指导|监督|协助|参与|共同牵头)[）)]")
_HEADING = re.compile(
    r"(?:[（(]?[一二三四五六七八九十0-9]{1,3}[）)]?[、.．]?)?\s*(?:本部门|本单位|本局|我局)?(?:的)?"
    r"(牵头|主办|独立负责|单独负责|负责|主要负责|配合|协办|协助|参与|会同|共同牵头|指导|监督)(?:负责|承担|落实)?(?:的)?"
    r"(?:生态环境保护|生态环保|环保)?(?:工作|具体)?(?:事项|职责|任务|责任|工作|类)(?:清单)?(?:[（(][^（）()]*[）)])?"
)
ROLES = (
    (Role.JOINT, re.compile(r"会同|共同牵头|联合|共同负责|并列牵头|双牵头")),
    (Role.LEAD, re.compile(r"牵头|主办|主责|主管|主要责任|统筹")),
    (Role.SUPPORT, re.compile(r"配合|协助|协同|协办|参与|次要")),
    (Role.INDEPENDENT, re.compile(r"独立|单独|负责|本部门|独自|全责")),
    (Role.GUIDE, re.compile(r"指导")),
    (Role.SUPERVISE, re.compile(r"监督|监管|督促")),
)


@dataclass(slots=True)
class Wording:
    """What was found: `role` empty where the words say nothing; bodies as mentions, in their order.

    `helped` are bodies that this one helps in a later part of a duty that is its own.
    """

    role: str = ""
    leads: list[Mention] = field(default_factory=list)
    joint: list[Mention] = field(default_factory=list)
    supporters: list[Mention] = field(default_factory=list)
    helped: list[Mention] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    vague: list[str] = field(default_factory=list)


def role_of(text: str) -> str:
    """The role that a cell names; empty where it is not understood. What stands in brackets counts where nothing else does."""
    for one in dict.fromkeys((re.sub(r"[（(][^（）()]*[）)]", "", text), text)):
        marks = [role for role, pattern in ROLES if pattern.search(one)]
        if marks:
            return marks[0].value
    return ""


def role_of_heading(text: str) -> Role | None:
    """The role that a heading gives to all below it: 二、配合事项; None for any other heading."""
    found = _HEADING.fullmatch(text.strip(" ：:。"))
    return Role(role_of(found[1])) if found else None


def understand(text: str, bodies: Bodies) -> Wording:
    """Read the words of a duty, those in brackets and remarks included. The first verb tells the role."""
    found = Wording()
    plain = _without_own(text, bodies)
    if not re.search(rf"牵头|主办|主责|会同|联合|共同|指导|监督|督|负责|{_HELP}", plain):
        return found
    _labels(plain, bodies, found)
    bare = _LABEL.sub("", plain)
    _by_others(bare, bodies, found)
    start = _LEADING.sub("", re.sub(r"^[（(][^（）()]*[）)]", "", bare.strip()), count=1)
    role = next((role for role, pattern in _FIRST if pattern.match(start)), None)
    mark = _MARK.search(plain)
    if mark:
        role = Role(role_of(mark[1]))
    if role is None and start.startswith("负责"):
        role = Role.INDEPENDENT
    _others(start, role, bodies, found)
    if role in {None, Role.INDEPENDENT} and found.joint:
        role = Role.JOINT
    found.role = role.value if role else ""
    return found


def _without_own(text: str, bodies: Bodies) -> str:
    """The text without the list's own body at its beginning: 市水利局负责……"""
    own = next((one for one in bodies.mentions(text[:60]) if one.start == 0 and one.body.key == bodies.own.key), None)
    rest = text[own.end :].lstrip("：: ") if own else text
    if own and re.match(r"[、和与及]|为?牵头|等", rest):
        return text
    return re.sub(r"^(?:我局|本局|本部门|本单位)(?=[^、])", "", rest)


def _labels(text: str, bodies: Bodies, found: Wording) -> None:
    for label in _LABEL.finditer(text):
        named = bodies.named(label["who"])
        if not named.bodies and label["what"] == "责任":
            continue  # an inner unit
        if label["what"] in {"牵头", "主办", "主责", "责任"}:
            _keep(named, found.leads, found)
        elif label["what"] in {"会同", "共同牵头"}:
            _keep(named, found.joint, found)
        else:
            _keep(named, found.supporters, found)


def _by_others(text: str, bodies: Bodies, found: Wording) -> None:
    """由市建设局牵头，市生态环境局配合."""
    for segment in re.split(r"[，,。；;（）()\n]", text):
        if lead := re.match(
            r"(?:由)?(?P<who>.{2,60}?)(?:等)?(?:部门)?(?:负责|共同)?(?:牵头|主办|为主负责|为牵头(?:部门|单位))", segment
        ):
            inside = bodies.mentions(lead["who"])
            covered = sum(len(one.text) for one in inside)
            if inside and inside[-1].end >= len(lead["who"]) - 1 and covered * 3 >= len(lead["who"]) * 2:
                found.leads += [one for one in inside if one.body.key not in _keys(found.leads)]
                continue
        if helpers := re.match(
            rf"(?P<who>.{{2,120}}?)(?:等)?(?:部门|单位)?(?:予以|给予|按职责分工|按职责|积极|共同|做好)*(?:{_HELP})(?:工作|实施|落实)?$",
            segment,
        ):
            who = re.sub(r"^(?:由|请|会同)", "", helpers["who"])
            named = bodies.named(who)
            if named.bodies and not re.match(rf"(?:负责|牵头|{_HELP})", who):
                _keep(named, found.supporters, found)
            elif named.vague and not named.unknown and not named.bodies:
                found.vague += named.vague


def _others(text: str, role: Role | None, bodies: Bodies, found: Wording) -> None:
    """Who comes behind 会同, and behind 配合."""
    for partners in _WITH.finditer(text):
        who = _until_verb(partners["who"], bodies)
        named = bodies.named(who) if who else None
        if named:
            _keep(named, found.supporters if role in {Role.LEAD, Role.SUPPORT} else found.joint, found)
    if (
        role == Role.JOINT
        and not found.joint
        and (pair := re.match(r"(?:负责)?(?:与|和|同)(.{2,60}?)(?:共同|联合|一道)", text))
    ):
        _keep(bodies.named(pair[1]), found.joint, found)
    helping = _HELPING.search(text)
    if helping is None:
        return
    who = _until_verb(helping["who"], bodies)
    named = bodies.named(who) if who else None
    if named is None:
        return
    if role == Role.SUPPORT:
        if not found.leads:
            found.leads += named.bodies[:1]
            found.supporters += [one for one in named.bodies[1:] if one.body.key not in _keys(found.supporters)]
            found.unknown += named.unknown
        if not named.bodies:
            found.vague += named.vague
    elif named.bodies:
        found.helped += named.bodies


def _until_verb(text: str, bodies: Bodies) -> str:
    """The enumeration of bodies that a text begins with, up to what is to be done; empty where it begins with none."""
    end = 0
    for mention in bodies.mentions(text):
        between = text[end : mention.start]
        if end and not re.fullmatch(r"[、，,和及与以\s]*(?:[^，。；]{2,8}[、和及与])*", between):
            break
        if not end and _VERB.search(between):
            break
        end = mention.end
    verb = _VERB.search(text, end)
    rest = text[: verb.start() if verb else min(len(text), max(end, 40))]
    if not end:
        return rest if verb and re.search(r"部门|单位|局|委|办|厅|等$", rest) else ""
    tail = rest[end:]
    group = re.match(r"(?:[、和及与][^、，。；和及与]{2,10}?)*(?:等)?(?:部门|单位|有关部门|相关部门)?", tail)
    kept = tail[: group.end()] if group else ""
    if kept and not re.search(r"部门|单位|等|局|委", kept):
        kept = ""
    return text[:end] + kept


def _keep(named: Named, into: list[Mention], found: Wording) -> None:
    into += [one for one in named.bodies if one.body.key not in _keys(into)]
    found.unknown += named.unknown
    found.vague += named.vague


def _keys(mentions: list[Mention]) -> set[str]:
    return {one.body.key for one in mentions}


__all__ = ["Wording", "role_of", "role_of_heading", "understand"]
