"""Holiday notices imported into this installation, which the rules read only through `current.py`, and the mark of a rehearsal."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models


class CalendarYear(models.Model):
    """A year for which a notice was imported; `complete` when the notice settles the whole year."""

    year = models.PositiveSmallIntegerField(primary_key=True, verbose_name="年份")
    notice = models.CharField(max_length=200, verbose_name="通知")
    complete = models.BooleanField(verbose_name="全年安排")
    imported_at = models.DateTimeField(verbose_name="导入时间")

    class Meta:
        db_table = "clock_calendar_year"
        verbose_name = "已导入的年度日历"
        verbose_name_plural = "已导入的年度日历"
        ordering: ClassVar = ["year"]

    def __str__(self) -> str:
        return f"{self.year}年"


class CalendarDay(models.Model):
    """A day a notice speaks of: off for a holiday, or worked to make up for one."""

    date = models.DateField(primary_key=True, verbose_name="日期")
    is_working = models.BooleanField(verbose_name="是否上班")
    name = models.CharField(max_length=40, verbose_name="节日")
    source = models.CharField(max_length=200, verbose_name="来源")

    class Meta:
        db_table = "clock_calendar_day"
        verbose_name = "节假日与调休"
        verbose_name_plural = "节假日与调休"
        ordering: ClassVar = ["date"]

    def __str__(self) -> str:
        return f"{self.date.isoformat()} {self.name}"


class Rehearsal(models.Model):
    """The mark of a rehearsal database, put there by the owner when it was copied; an ordinary database has no row.

    `offset` is how far legal time runs ahead of the wall clock. `simulated` where nothing in it ever happened: it was not copied
    but filled by the simulator.
    """

    app_may = "select"
    portal_may = "select"

    id = models.SmallIntegerField(primary_key=True, default=1)
    source = models.CharField(max_length=300)
    copied_at = models.DateTimeField()
    offset = models.DurationField(default=timedelta, db_column="clock_offset")
    simulated = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "clock_rehearsal"
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="clock_rehearsal_one")]

    def __str__(self) -> str:
        return f"演练库，复制自{self.source}"


class ClockTurn(models.Model):
    """The clock of a rehearsal was turned forward: by whom, and how far ahead of the wall clock it then was.

    Writing one is what turns it: a trigger of the table moves the mark, and refuses where there is none, or where legal
    time would go back. So the application needs no right to the mark, and no other database can be turned.
    """

    append_only = True

    by = models.CharField(max_length=200)
    turned_at = models.DateTimeField()
    offset = models.DurationField(db_column="clock_offset")

    class Meta:
        db_table = "clock_turn"

    def __str__(self) -> str:
        return f"{self.by}，{self.turned_at}"
