"""Two people enter two holders of one post at the same moment: one is refused in words, none is lost."""

from __future__ import annotations

import pytest

from ecoduty.kernel.flow import Done, Refused, perform
from ecoduty.kernel.ledger.verification import verify
from ecoduty.organisation.directory.flow import BODY
from ecoduty.organisation.directory.models import Appointment
from tests.organisation.towns import SYSTEM, adopted
from tests.together import together


@pytest.mark.usefixtures("fresh_db", "noon")
def test_one_of_two_is_appointed() -> None:
    adopted("example-city")
    works = [
        lambda name=name: perform(
            BODY, "appoint", "economy-bureau", actor=SYSTEM,
            data={"post": "principal", "name": name, "since": "2026-01-01"},
        )
        for name in ("甲", "乙", "丙")
    ]  # fmt: skip

    outcomes = together(*works)

    assert [type(one) for one in outcomes].count(Done) == 1
    assert {one.code for one in outcomes if isinstance(one, Refused)} == {"post_taken"}
    assert Appointment.objects.count() == 1
    assert verify().ok


@pytest.mark.usefixtures("fresh_db", "noon")
def test_one_of_two_first_adoptions_fills_the_directory() -> None:
    outcomes = together(lambda: adopted("example-city"), lambda: adopted("example-city"))

    refused = [one for one in outcomes if isinstance(one, Refused)]
    assert [one.code for one in refused] in (["already_in_force"], ["busy"])
    assert verify().ok
