"""Words that departments write above columns and before colons, and what they mean."""

from __future__ import annotations

import re

# Keys of fields, each with the words of its heading; the first that fits wins, so the narrower stand first.
_WORDS: tuple[tuple[str, str], ...] = (
    ("openness_reason", r"不(?:予)?公开(?:的)?(?:理由|原因|依据)|(?:公开属性)?(?:理由|说明理由)"),
    ("openness", r"公开(?:属性|方式|形式|类型|情况|范围)|是否(?:主动)?公开"),
    ("person_ab", r"(?:责任人(?:员)?|人员|负责人)?\(?(?:AB|A/B|A、B)(?:角|岗)\)?(?:责任人|人员)?|A[角岗][/、及和]?B[角岗](?:责任人|人员)?"),
    ("unit_person", r"(?:责任|承办|负责|具体|业务)*(?:科室|处室|机构|部门|单位)(?:名称)?(?:(?:及|和|与|、|/)\(?|\()(?:责任|负责|经办|联系|具体)?(?:人|人员)\)?(?:姓名)?"),
    ("person_a", r"(?:责任人)?[AＡ](?:角|岗)(?:责任人|人员)?|(?:科室|处室)?(?:主要)?负责人|责任人(?:员)?|经办人(?:员)?|主办人"),
    ("person_b", r"(?:责任人)?[BＢ](?:角|岗)(?:责任人|人员)?|协办人"),
    ("other", r".*(?:电话|手机|邮箱|网址|传真|分值|得分|评分|签字|签名|盖章|时间戳|更新日期).*"),
    ("other", r"(?:配合|协同|协办|协助|参与|次要).*(?:科室|处室|科\(室\)|处\(室\))"),
    ("unit", r".*(?:科室|处室|科\(室\)|处\(室\)|\(处\)室|内设机构|股室|业务处|业务科|具体承办单位|承办机构|责任机构|实施机构|承办部门\(处室\)).*"),
    ("ways", r"(?:主要)?(?:履职|履行|履责|监管|工作|实施|落实)(?:的)?(?:方式|方法|手段|途径|举措)|方式"),
    ("enforcement", r"(?:行政)?执法(?:权属|权|主体|队伍|机构|部门|归属|职能|权限)(?:归属)?"),
    ("cycle", r"(?:履职|工作|履行|办理|完成|检查)?(?:周期|频次|频率|时限|期限)(?:要求)?|完成时间|开展频次"),
    ("liability", r".*(?:法律责任|责任追究|追责|问责|监督方式|监督途径|未履行|失职|违法责任|行政责任).*"),
    ("role", r"(?:本部门|本单位|本局|部门|单位|承担|职责|责任)?(?:的)?(?:角色|责任(?:类型|类别|形式|性质|方式)|职责(?:类型|性质)|履职角色|承担方式|主次责任)"),
    ("joint", r"(?:会同|共同牵头|联合)(?:责任)?(?:部门|单位)?"),
    ("supporters", r".*(?:配合|协同|协办|协作|参与|支持|协助|次要责任)(?:的)?(?:责任)?(?:部门|单位|机构|方|主体)?(?:及.*)?"),
    ("lead", r"(?:牵头|主办|主责|主管|主要责任|第一责任|总牵头)(?:责任)?(?:的)?(?:部门|单位|机构|主体|局)?|牵头|责任(?:部门|单位|主体)|负责(?:部门|单位)|实施(?:部门|主体|单位)|职能部门|承担单位|承办单位"),
    ("owner", r"(?:市直|职能|涉及|有关|相关)?(?:部门|单位)(?:名称)?"),
    ("basis_part", r"(?:具体|法律|有关|对应)?条(?:款|文|目)(?:项|号|内容|序号)?(?:目)?|条款项"),
    ("basis", r".*依据.*|法律法规(?:名称|规定|条款)?(?:及条款)?|法规名称|文件名称|法律(?:法规)?名称|政策文件|设定文件"),
    ("field", r"(?:所属|事项|工作|职责|环境|保护|责任|业务)?(?:领域|类别|分类|类型|要素|大类|板块|方面)|一级事项|一级指标|一级目录|一级分类|事项大类"),
    ("level", r"(?:实施|行使|事权|责任|权责|管理|事项)?(?:层级|级别|级次|行使层级)"),
    ("number", r"(?:事项)?(?:序号|编号|编码|代码|序|项次|号|№|NO\.?|No\.?|no\.?)|事项(?:编号|编码)(?:\(.*\))?"),
    ("words", r"(?:检索|关键|群众|通俗|常用)(?:词|说法|用语|叫法)"),
    ("note", r"备注(?:说明)?|附注|其他说明|补充说明"),
    ("description", r"(?:事项|职责|工作|任务|责任|具体)?(?:描述|说明|边界|简介|概述|详情|要点|解释)|职责边界|(?:具体|工作|事项|任务)(?:的)?(?:内容|要求|措施|举措)|内容|工作要求"),
    ("name", r"(?:生态环境保护?|环保|环境保护)?(?:的)?(?:工作)?(?:具体|责任|职责|权责|工作|权力|监管|二级|三级|子|主要|任务|职能)*(?:事项|职责|责任|任务|职能|清单|二级目录|二级指标)(?:的)?(?:名称|内容|事项|描述|清单|表述|条目)?|名称|项目(?:名称)?|主要(?:工作)?(?:职责|任务)|工作(?:职责|任务)|部门(?:职责|责任)|职责分工|责任分工|承担(?:的)?(?:职责|责任|工作)"),
)  # fmt: skip
_PATTERNS = tuple((key, re.compile(pattern)) for key, pattern in _WORDS)
# Where a list has two columns that could be the name, the one of these is; the other describes.
_NAMES = re.compile(r"事项|名称|任务|项目|二级")
LONGEST = 24  # characters of a heading
_SIGNS = re.compile(r"[\s*＊:：]+")
_BRACKET = re.compile(r"[（(].*?[）)]?$")
_ALIKE = str.maketrans("（）／ＡＢ", "()/AB")


def plain(text: str) -> str:
    """A heading without blanks and marks."""
    return _SIGNS.sub("", text).translate(_ALIKE)


def key_of(heading: str) -> str:
    """What a heading stands for; empty for none. What stands in brackets behind it is tried too."""
    text = plain(heading)
    if not text or len(text) > LONGEST + 16:
        return ""
    bare = _BRACKET.sub("", text)
    for one in dict.fromkeys((text, bare)):
        if one and len(one) <= LONGEST:
            for key, pattern in _PATTERNS:
                if pattern.fullmatch(one):
                    return key
    return ""


def names_more(heading: str) -> bool:
    """Whether a heading of a name says that it is a name, not a duty's whole text."""
    return bool(_NAMES.search(plain(heading)))


LABEL = re.compile(r"^[\s（(【\[]*([^\s:：，。；（(]{2,14}(?:[（(][^（）()]{1,8}[）)])?)[】\]]?\s*[:：]\s*")
_LABELLED = {
    "basis", "basis_part", "unit", "lead", "joint", "supporters", "ways", "enforcement", "cycle", "liability", "role", "person_a",
    "person_b", "field", "level", "openness", "note",
}  # fmt: skip
_SOURCES = re.compile(r"信息来源|来源|信息提供|供稿|供稿单位|提供单位|联系处室|起草处室|发布处室")


def label(text: str) -> tuple[str, str]:
    """The field that a line or a bracket names before a colon (责任科室：水资源科), and what stands behind it; else two empties."""
    found = LABEL.match(text)
    if found is None:
        return "", ""
    key = "source" if _SOURCES.fullmatch(plain(found[1])) else key_of(found[1])
    return (key, text[found.end() :].strip()) if key in _LABELLED or key == "source" else ("", "")


__all__ = ["key_of", "label", "names_more", "plain"]
