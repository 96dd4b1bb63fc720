"""Loading is not interrupted by the collector, and what was loaded is set aside."""

from __future__ import annotations

import gc

import pytest

from ecoduty.config.memory import loading


def test_nothing_is_collected_while_loading_and_what_was_loaded_is_set_aside():
    before = gc.get_freeze_count()
    with loading():
        collected = gc.isenabled()
        kept = [[number] for number in range(10_000)]
    assert not collected
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(kept)


def test_a_load_that_fails_leaves_the_collector_at_work():
    with pytest.raises(ImportError), loading():
        raise ImportError
    assert gc.isenabled()
