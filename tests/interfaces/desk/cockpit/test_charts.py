"""Charts: coordinates that stay within the picture, gaps that stay gaps, nothing to divide by."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from ecoduty.interfaces.desk.cockpit.charts import HEIGHT, WIDTH, chart

MONTHS = [f"{month}月" for month in range(1, 13)]


def test_a_month_without_a_record_breaks_the_line():
    drawn = chart(MONTHS, [0.9, 0.8, None, 0.7, *[None] * 8], [3, 0, None, 6, *[None] * 8])
    assert len(drawn.lines) == 1
    assert len(drawn.points) == 3
    assert [bar.text for bar in drawn.bars] == ["3", "0", "6"]
    assert drawn.points[0].y < drawn.points[1].y < drawn.points[2].y


def test_nothing_known_draws_axes_only():
    drawn = chart(MONTHS, [None] * 12, [None] * 12)
    assert (drawn.lines, drawn.points, drawn.bars) == ((), (), ())
    assert len(drawn.ticks) == 12


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of the picture
@given(
    some.lists(some.none() | some.floats(0, 1), min_size=12, max_size=12),
    some.lists(some.none() | some.integers(0, 10**7), min_size=12, max_size=12),
)
def test_everything_lies_within_the_picture(shares, amounts):
    drawn = chart(MONTHS, shares, amounts)
    for mark in (*drawn.points, *drawn.levels, *drawn.ticks):
        assert 0 <= mark.x <= WIDTH
        assert 0 <= mark.y <= HEIGHT
    for bar in drawn.bars:
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT
    assert len(drawn.points) == sum(share is not None for share in shares)
