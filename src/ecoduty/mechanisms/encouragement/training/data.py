"""What the acts of a training plan ask for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field, JsonValue

from ecoduty.kernel.flow import ActData

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
FILE: dict[str, JsonValue] = {"widget": "file"}
_COURSE: dict[str, JsonValue] = {"choices_from": "training_courses", "widget": "choice"}
_HELD: dict[str, JsonValue] = {"choices_from": "training_courses_held", "widget": "choice"}
_YES: dict[str, JsonValue] = {"labels": {"yes": "已列入", "no": "未列入"}, "widget": "radio"}


class TrainingGoals(ActData):
    """What is to be reached, and how many are to be trained."""

    goals: str = Field(title="培训安排", min_length=4, max_length=4000, json_schema_extra=LONG)
    to_train: int | None = Field(
        default=None, title="应训人数", ge=1, le=1_000_000, description="本单位本年应受训的干部人数，覆盖率的分母"
    )
    to_train_source: str = Field(
        default="", title="人数来源", max_length=200, description="如“在编干部花名册，2026年1月”"
    )


class DraftTraining(TrainingGoals):
    """The plan of the own body for a year (clause 16.1)."""

    year: int = Field(title="年度", ge=2000, le=2100)


class CourseContent(ActData):
    """A course as it is planned."""

    name: str = Field(title="课程", min_length=2, max_length=200)
    topic: str = Field(title="主题", min_length=1, max_length=40, json_schema_extra=CHOICE)
    planned_on: date = Field(title="计划日期")
    hours: Decimal = Field(title="学时", gt=0, le=999, max_digits=5, decimal_places=1)
    teacher: str = Field(
        title="授课人", min_length=2, max_length=120, description="写单位和职务，不必写姓名，如“市生态环境局分管负责人”"
    )
    audience: str = Field(title="培训对象", min_length=2, max_length=200, description="如“各科室负责人、新进干部”")


class ChangeCourse(CourseContent):
    """A course planned otherwise."""

    course: int = Field(title="课程", json_schema_extra=_COURSE)


class CancelCourse(ActData):
    """A course that is not held."""

    course: int = Field(title="课程", json_schema_extra=_COURSE)
    note: str = Field(title="理由", min_length=2, max_length=300)


class HoldCourse(ActData):
    """A course was held."""

    course: int = Field(title="课程", json_schema_extra=_COURSE)
    held_on: date = Field(title="开课日期")
    held_hours: Decimal = Field(title="实际学时", gt=0, le=999, max_digits=5, decimal_places=1)
    note: str = Field(default="", title="说明", max_length=2000, json_schema_extra=LONG)


class RecordAttendance(ActData):
    """Who took part: a list pasted, or a sheet. Names leave no trace but for those of people with an account."""

    secrets: ClassVar[frozenset[str]] = frozenset({"lines", "file"})

    course: int = Field(title="课程", json_schema_extra=_HELD)
    lines: str = Field(
        default="", title="名单", max_length=60_000, json_schema_extra=LONG,
        description="一行一个：姓名｜单位｜岗位；可从Excel整块粘贴。只报人数的写：单位｜人数",
    )  # fmt: skip
    file: str = Field(
        default="", title="或上传Excel名单", json_schema_extra=FILE,
        description="表头要有“姓名”“单位”，可有“岗位”“人数”。有账号的人记名，其余只按单位记人数，名单不留存",
    )  # fmt: skip


class ClearAttendance(ActData):
    """An attendance list entered by mistake; it can then be entered anew."""

    course: int = Field(title="课程", json_schema_extra=_HELD)
    note: str = Field(title="理由", min_length=2, max_length=300)


class SayTeaching(ActData):
    """Whether ecology is in a party school's teaching this year (clause 16.1)."""

    teaches: Literal["yes", "no"] = Field(title="生态环境课程列入教学内容", json_schema_extra=_YES)
    proof: str = Field(
        title="依据", min_length=4, max_length=500,
        description="已列入的写教学计划的文号或班次；未列入的写理由和打算", json_schema_extra=LONG,
    )  # fmt: skip
    file: str = Field(default="", title="教学计划", json_schema_extra=FILE)


__all__ = [
    "CancelCourse",
    "ChangeCourse",
    "ClearAttendance",
    "CourseContent",
    "DraftTraining",
    "HoldCourse",
    "RecordAttendance",
    "SayTeaching",
    "TrainingGoals",
]
