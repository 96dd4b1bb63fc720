"""How a named person stands to a case. Cases are restricted: a post alone opens nothing, being named does."""

from __future__ import annotations

from dataclasses import replace

from ecoduty.kernel.flow import Who

OFFICER, LEGAL, HEAD, LINKAGE = "officer", "legal", "head", "linkage"
POLICE, PROCURATORATE, COURT, PARTNER, READER = "police", "procuratorate", "court", "partner", "reader"

WORDS = {
    OFFICER: "办案人员",
    LEGAL: "法制审核人员",
    HEAD: "单位负责人",
    LINKAGE: "两法衔接联络员",
    POLICE: "公安机关联络员",
    PROCURATORATE: "检察机关联络员",
    COURT: "人民法院联络员",
    PARTNER: "其他单位联络员",
    READER: "知情人",
}

OFFICERS = Who(OFFICER, (), "此案的办案人员")
LEGALS = Who(LEGAL, (), "此案的法制审核人员")
HEADS = Who(HEAD, (), "办案单位负责人")
LINKAGES = Who(LINKAGE, (), "办案单位的两法衔接联络员")
POLICES = Who(POLICE, (), "公安机关")
PROCURATORATES = Who(PROCURATORATE, (), "人民检察院")
COURTS = Who(COURT, (), "人民法院")
PARTNERS = Who(PARTNER, (), "参加单位")
ALL_NAMED = Who("named_person", (), "此案的知情人")

OWN_SIDE = (OFFICER, LEGAL, HEAD, LINKAGE)
"""Relations of the body that holds the case."""

OTHER_SIDES = (POLICE, PROCURATORATE, COURT, PARTNER)
"""Relations of the bodies it goes to."""


def entering(*sides: Who) -> tuple[Who, ...]:
    """The same as those who only enter what another office did, from its paper: it is not their turn."""
    return tuple(replace(side, on_behalf=True) for side in sides)
