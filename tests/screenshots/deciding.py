"""A city whose leaders meet: a meeting with its decisions, a topic on its way, and who has reported on what."""

from __future__ import annotations

from tests.city import City
from tests.mechanisms.leadership.steps import OFFICE, Room, topic


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    room = Room(city)
    coming = room.convened(
        title="市政府第9次常务会议",
        planned_on="2026-11-27",
        agenda=["冬季大气污染防治｜市生态环境局", "岸线整治｜市海洋局"],
    )
    waiting = room.do("water-bureau.deputy", "topic", "propose", data=topic(urgent=True)).subject
    placed = room.do("ocean-bureau.deputy", "topic", "propose", data=topic(title="海湾岸线整治方案")).subject
    room.do(OFFICE, "topic", "place", placed.pk, {"meeting": coming.pk})
    held = room.held(day="2026-06-18", title="市政府第5次常务会议")
    room.hears(held, "water-bureau", "ocean-bureau", "ecology-bureau")
    first = room.decides(held, "年底前完成三个片区雨污管网错接点改造，市建设局牵头，市水利局配合。")
    second = room.decides(held, "每季度通报一次流域断面水质。")
    room.decides(held, "由市财政局统筹流域治理资金，明年一季度前落实到位。")
    given = {"decision": first, "lead": "construction-bureau", "limit_on": "2026-12-30"}
    room.do(OFFICE, "meeting", "task_from_decision", held.pk, given)
    room.do(OFFICE, "meeting", "no_task", held.pk, {"decision": second, "note": "已列入环委办日常调度。"})
    room.held(
        "water-bureau.liaison", day="2026-02-10", kind="party-group", held_by="water-bureau", title="局党组第2次会议"
    )
    here, there = f"/matters/{held.public_id}/", f"/matters/{coming.public_id}/"
    return {
        "meeting-new": (OFFICE, "/meetings/new/"),
        "meeting-list": (OFFICE, "/matters/?kind=meeting"),
        "meeting-agenda": (OFFICE, there),
        "meeting-heard": (OFFICE, f"{here}?tab=heard"),
        "meeting-hearing": (OFFICE, f"{here}record_hearing/"),
        "meeting-decided": (OFFICE, f"{here}?tab=decided"),
        "meeting-task": (OFFICE, f"{here}task_from_decision/"),
        "topic-new": ("water-bureau.liaison", "/topics/new/"),
        "topic": (OFFICE, f"/matters/{waiting.public_id}/"),
        "topic-place": (OFFICE, f"/matters/{waiting.public_id}/place/"),
        "coverage": (OFFICE, "/leadership/coverage/"),
        "coverage-leader": ("government.vice-mayor-agriculture", "/leadership/coverage/"),
        "coverage-department": ("water-bureau.liaison", "/leadership/coverage/"),
        "coverage-district": ("siming-committee-office.clerk", "/leadership/coverage/"),
    }
