"""Sample facilities: marked everywhere, four kinds, with sessions to try a booking on."""

from __future__ import annotations

import pytest

from ecoduty.casework.publications.models import PublishedFacility, PublishedSession
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import RulebookError
from ecoduty.mechanisms.facility_openings import queries, samples
from tests.database import ROOT

XIAMEN = ROOT / "rulebooks" / "xiamen"


def test_the_shipped_samples_open_all_four_kinds_and_fill_no_gap(city):
    assert samples.missing()
    assert samples.load(XIAMEN, Actor.system("示例")) == 4
    assert not samples.missing()
    shown = PublishedFacility.objects.all()
    assert {one.kind for one in shown} == set(queries.kinds(today()))
    assert all(one.sample and one.name.startswith("示例") and one.district_name for one in shown)
    assert PublishedSession.objects.filter(state="scheduled").count() == 5
    assert len(queries.gaps(today())) == 4


def test_a_mistake_names_file_and_line(tmp_path):
    assert samples.read(tmp_path) == ()
    path = tmp_path / samples.FILE
    path.parent.mkdir(parents=True)
    path.write_text("facilities:\n  - {body: water-bureau, kind: sewage, nmae: 厂}\n", encoding="utf-8")
    with pytest.raises(RulebookError, match=r"facilities\.yaml"):
        samples.read(tmp_path)
