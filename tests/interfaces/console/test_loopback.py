"""A machine that does not reach itself is told so at once."""

from __future__ import annotations

from ecoduty.interfaces.console import loopback


def test_this_machine_reaches_itself():
    assert loopback.problem() is None


def test_address_that_has_no_way_from_here_is_named():
    found = loopback.problem("192.0.2.1")  # nobody's: from 127.0.0.1 no way leads there, on any machine
    assert found is not None
    assert found.code == "loopback_down"
    assert found.sentence.startswith("本机回环接口未启用，192.0.2.1 不通")
