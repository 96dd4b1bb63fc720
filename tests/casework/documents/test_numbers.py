"""Numbers: without an unexplained gap, in the order of their dates, never twice; dated neither ahead nor before."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from ecoduty.casework.documents import numbers
from ecoduty.casework.documents.models import Document, IssuedNumber, Numbering, NumberSeries, NumberUse
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.organisation.directory.flow import BODY
from tests.casework.letters import actor

OFFICE = "committee-office"  # numbered by the platform in the example city
BUREAU = "agriculture-water-bureau"  # numbered by its own office system


def refused(code, act, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code
    return caught.value


def written(office, body=BUREAU):
    matter = office.open(body=body)
    return office.do("save", matter, sections={"履职情况": "巡查。"})


def test_platform_numbers_follow_each_other(office):
    taken = [office.do("sign", written(office, OFFICE)).documents.get().number for _ in range(3)]
    assert taken == [f"云环委办〔{today().year}〕{n}号" for n in (1, 2, 3)]
    series = NumberSeries.objects.get()
    assert (series.last, numbers.unexplained(series)) == (3, [])


def test_refused_signature_leaves_no_gap(office):
    office.do("sign", written(office, OFFICE))
    refused("signed_in_future", office.do, "sign", written(office, OFFICE), signed_on=today() + timedelta(days=1))
    assert office.do("sign", written(office, OFFICE)).documents.get().number.endswith("〕2号")


def test_gap_is_explained_or_found(office):
    matter = written(office, OFFICE)
    document = matter.documents.get()
    year = today().year
    with transaction.atomic():
        numbers.set_aside(document, year, NumberUse.RESERVED, "会议纪要预留", now())
        numbers.set_aside(document, year, NumberUse.VOIDED, "打印损毁", now())
    office.do("sign", matter)
    series = NumberSeries.objects.get()
    assert numbers.unexplained(series) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        numbers.set_aside(document, year, NumberUse.VOIDED, "", now())
    IssuedNumber.objects.filter(n=2).delete()
    assert numbers.unexplained(series) == [2]


def test_number_dated_before_its_predecessor_is_refused(office):
    office.do("sign", written(office, OFFICE), signed_on=today())
    found = refused(
        "number_out_of_order", office.do, "sign", written(office, OFFICE), signed_on=today() - timedelta(days=1)
    )
    assert "云环委办" in found.sentence
    assert NumberSeries.objects.get().last == 1


@pytest.mark.parametrize(
    "number",
    [
        "云农水2026-12",
        "云农水〔2026〕012号",
        "云农水[2026]12号",
        "云农水〔26〕12号",
        "〔2026〕12号",
        "云农水〔2026〕第12号",
    ],
)
def test_external_number_of_another_form_is_refused(office, number):
    refused("number_form", office.do, "sign", written(office), number=number)


def test_platform_number_is_not_typed(office):
    refused("number_form", office.do, "sign", written(office, OFFICE), number="云环委办〔2026〕9号")


def test_external_number_is_used_once_by_a_body(office):
    office.do("sign", written(office), number="云农水〔2026〕12号")
    refused("number_taken", office.do, "sign", written(office), number="云农水〔2026〕12号")
    other = written(office, "construction-bureau")
    office.do("sign", other, number="云农水〔2026〕12号")  # another body's register is its own
    assert Document.objects.filter(number="云农水〔2026〕12号", numbering=Numbering.EXTERNAL).count() == 2


def together(*work):
    """Run all at once on connections of their own; their outcomes or refusals."""
    start = threading.Barrier(len(work))
    found = [None] * len(work)

    def run(n):
        try:
            start.wait()
            found[n] = work[n]()
        except Refused as error:
            found[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_same_external_number_at_the_same_second_goes_to_one(fresh_db, office):
    who = actor(BUREAU)
    matters = [written(office) for _ in range(4)]
    found = together(*(lambda m=m: office.do("sign", m, who, number="云农水〔2026〕7号") for m in matters))
    assert sorted(getattr(one, "code", "signed") for one in found) == ["number_taken"] * 3 + ["signed"]


def test_platform_numbers_at_the_same_second_are_all_different(fresh_db, office):
    who = actor(OFFICE)
    matters = [written(office, OFFICE) for _ in range(6)]
    together(*(lambda m=m: office.do("sign", m, who) for m in matters))
    taken = sorted(Document.objects.values_list("number", flat=True))
    assert taken == sorted(f"云环委办〔{today().year}〕{n}号" for n in range(1, 7))
    assert numbers.unexplained(NumberSeries.objects.get()) == []


def test_a_body_that_came_after_the_rulebook_numbers_its_papers_too(office):
    given = {
        "key": "tide-bureau", "name": "云泽市潮汐局", "short_name": "市潮汐局", "kind": "department", "level": "city",
        "region_code": "9907",
    }  # fmt: skip
    perform(BODY, "establish", actor=Actor.system("平台"), data=given)

    matter = office.open("tide-bureau")

    assert matter.documents.get().numbering == Numbering.EXTERNAL
