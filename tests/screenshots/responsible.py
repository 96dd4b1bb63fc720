"""A city in which lists, lead determinations and complaints stand at many stations, and the pages that show them."""

from __future__ import annotations

from django.test import Client

from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.responsibilities import samples
from ecoduty.mechanisms.responsibilities.models import Import
from tests.city import City
from tests.database import ROOT
from tests.interfaces.desk.test_lists import ROWS, workbook
from tests.mechanisms.complaints.steps import Case
from tests.mechanisms.lead_departments.steps import ITEM, Road
from tests.mechanisms.responsibilities.listing import CODE, PLAIN, SEWAGE, Compiler, at

DUST = {"name": "建筑施工噪声污染防治的监督管理", "unit": "安全处", "bases": f"{CODE}第五百七十二条", "field": "noise"}
RAPID = {"name": "水利工程生态流量的监督管理", "unit": "河湖处", "bases": f"{CODE}第三百一十条", "field": "water",
         "description": "负责水库、水闸和小水电站生态流量泄放的核定、在线监测和执法检查。", "words": ["河里没水", "断流"]}  # fmt: skip
SHIPS = "鹭江上的游船每天傍晚炒菜，油烟飘进我家，跟几个部门都说过，都说不归他们管。"
NOISE = "工地夜里打桩到凌晨两点，孩子睡不着，打了三次电话没有结果。"


class Scene:
    """What the pages are about."""

    def __init__(self, city: City) -> None:
        samples.load(ROOT / "rulebooks" / "xiamen", Actor.system("示例"))
        self.first = self._published(city)
        self.agreed = Road(city, item="临时停放的泥浆车滴漏污染监管", words=[])
        self.agreed.to_agreement()
        self.case = Case(city, text=SHIPS, district="siming")
        self.disputed = Road(city)
        self.disputed.to_disagreement()
        self.disputed.do("liaison", "refer_to_staffing_office", {"note": "三家意见不一，提请协调。"})
        self.asked = Road(city, "water-bureau.liaison", item="沙滩垃圾夜间清理监管", field="", words=[])
        self.asked.to_negotiation()
        self.asked.say("transport-bureau", "not_ours")
        city.clock.move_to(at(12, 20))
        self.second = self._revised(city)
        self.consulted = Compiler(city, "construction-bureau").draft(DUST, {**SEWAGE, "name": "排水管网建设的监督管理"})
        self.consulted.to_consulting()
        answer = {"answer": "objection", "text": "排水管网的日常监督由我局牵头，贵局清单应写为配合。"}
        self.consulted.others("ecology-bureau.liaison", "answer_consultation", answer)
        self.brought = self._brought(city)
        self.noise = Case(city, text=NOISE, district="siming")
        self.noise.do("committee-office.clerk", "dispatch", {"body": "urban-enforcement-bureau", "reason": "夜间施工"})

    def _published(self, city: City) -> Compiler:
        list_ = Compiler(city, data={"reason": "provincial", "published_on": "2026-11-20"})
        list_.draft(PLAIN, SEWAGE, RAPID).to_consulting()
        list_.others("ecology-bureau.liaison", "answer_consultation", {"answer": "agree"})
        list_.to_approved().publish()
        list_.do("liaison", "file_with_office")
        return list_

    def _revised(self, city: City) -> Compiler:
        list_ = Compiler(city, data={"reason": "law", "note": "流域管理规定修改"})
        list_.do("liaison", "begin_drafting")
        row = list_.row(PLAIN["name"])
        data = {
            **PLAIN,
            "name": "水土保持方案的审批、监督检查与验收",
            "unit": "水保和移民处",
            "row": str(row.key),
            "base": row.revision,
        }
        list_.do("liaison", "edit_row", data)
        list_.do("liaison", "remove_row", {"row": str(list_.row(SEWAGE["name"]).key), "reason": "并入排水条例"})
        list_.draft(
            {**RAPID, "name": "游船油烟扰民监管", "words": []},
            {
                "name": "做好水环境有关工作",
                "unit": "",
                "bases": "《中华人民共和国水污染防治法》第九条",
                "field": "water",
            },
            {"name": "其他生态环境保护工作", "unit": "办公室", "bases": f"{CODE}第二百七十五条"},
        )
        return list_

    def _brought(self, city: City) -> Import:
        ocean = Compiler(city, "ocean-bureau")
        ocean.do("liaison", "begin_drafting")
        rows = [
            [1, "海域使用管理中的海洋环境保护监督", "市海洋局", "市生态环境局", "海域处", f"{CODE}第四百一十条"],
            [2, "", "市海洋局", "", "渔业处", f"{CODE}第四百二十条"],
            [3, "渔港水域污染防治的监督管理", "市海洋局", "市沙滩局", "", "《海洋环境保护法》第八十条"],
            *[[n + 4, *row[1:2], "市海洋局", *row[3:]] for n, row in enumerate(ROWS)],
        ]
        client: Client = city.client("ocean-bureau.liaison")
        client.post(f"/lists/{ocean.matter.public_id}/import/", {"file": workbook(*rows)})
        return Import.objects.latest("pk")


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    scene = Scene(city)
    liaison, clerk, ecology = "water-bureau.liaison", "committee-office.clerk", "ecology-bureau.liaison"
    first, second, consulted = (f"{one.matter.public_id}" for one in (scene.first, scene.second, scene.consulted))
    key = scene.first.row(RAPID["name"]).key
    asked, disputed = (one.matter.public_id for one in (scene.asked, scene.disputed))
    case, noise = scene.case.matter.public_id, scene.noise.matter.public_id
    return {
        "lists": (clerk, "/lists/"),
        "lists-narrowed": (liaison, "/lists/?only=bodies_without_start"),
        "list-draft": (liaison, f"/lists/{second}/"),
        "list-in-force": ("finance-bureau.liaison", f"/lists/{first}/"),
        "list-edit-row": (liaison, f"/matters/{second}/edit_row/?row={scene.second.row(RAPID['name']).key}"),
        "list-changes": (liaison, f"/lists/{second}/changes/"),
        "list-preview": (
            "ocean-bureau.liaison",
            f"/lists/{scene.brought.in_list.matter.public_id}/import/{scene.brought.public_id}/",
        ),
        "list-opinions": ("construction-bureau.liaison", f"/matters/{consulted}/?tab=opinions"),
        "lead-positions": (ecology, f"/matters/{asked}/?tab=positions"),
        "lead-staffing": ("staffing-office.liaison", f"/matters/{disputed}/"),
        "complaint-register": (clerk, f"/complaints/new/?text={NOISE}&district=siming"),
        "complaint": (clerk, f"/matters/{case}/"),
        "complaint-ways": (clerk, f"/matters/{noise}/?tab=ways"),
        "responsible": (liaison, "/search/?q=船上炒菜油烟"),
        "portal-who": ("", "/portal/responsibilities/"),
        "portal-who-asked": ("", "/portal/responsibilities/?q=夜间施工噪声"),
        "portal-who-nobody": ("", f"/portal/responsibilities/?q={ITEM}"),
        "portal-department": ("", "/portal/bodies/water-bureau/responsibilities/"),
        "portal-row": ("", f"/portal/responsibilities/rows/{key}/"),
    }


__all__ = ["Scene", "pages"]
