"""A small library for tests of reading and writing: no database."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.legal_basis.library import Known, Library
from ecoduty.casework.legal_basis.provision import Provision

CODE_DAY = date(2026, 8, 15)
CODE = Known(
    "ecological-code", "中华人民共和国生态环境法典", articles=1242, issued=date(2026, 3, 12), in_force=CODE_DAY,
    aliases=("法典",),
)  # fmt: skip
OLD = Known(
    "environmental-protection-law", "中华人民共和国环境保护法", repealed=CODE_DAY, repealed_by="ecological-code",
    aliases=("环保法",),
)  # fmt: skip
AIR = Known(
    "air-pollution-law",
    "中华人民共和国大气污染防治法",
    repealed=CODE_DAY,
    repealed_by="ecological-code",
    aliases=("大气法",),
)
DAILY = Known("daily-penalty-measures", "环境保护主管部门实施按日连续处罚办法", number="环境保护部令第28号")
TRIAL = Known("trial-provisions", "地方党政领导干部责任制规定（试行）", in_force=date(2025, 7, 1))
WATER = Known(
    "mandate.water-bureau",
    "某市水利局职能配置、内设机构和人员编制规定",
    body="water-bureau",
    aliases=("三定规定", "三定方案"),
)
PARKS = Known(
    "mandate.parks-bureau",
    "某市园林局职能配置、内设机构和人员编制规定",
    body="parks-bureau",
    aliases=("三定规定", "三定方案"),
)
PENALTY_2017 = Known(
    "penalty-2017", "中华人民共和国行政处罚法", edition="2017年修正", in_force=date(2018, 1, 1), repealed=date(2021, 7, 15),
    repealed_by="penalty-2021",
)  # fmt: skip
PENALTY_2021 = Known("penalty-2021", "中华人民共和国行政处罚法", edition="2021年修订", in_force=date(2021, 7, 15))

ALL = (CODE, OLD, AIR, DAILY, TRIAL, WATER, PARKS, PENALTY_2017, PENALTY_2021)
SHELF = Library.of(
    ALL,
    {
        (OLD.key, Provision(10)): ((CODE.key, Provision(17, paragraph=1)), (CODE.key, Provision(18))),
        (OLD.key, Provision(11)): (),
    },
)
