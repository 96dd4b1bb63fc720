"""规则书: rules looked for, two versions side by side, and another version from its upload to its adoption."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.escalation.sweep import sweep
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.rulebook import store
from ecoduty.kernel.rulebook.models import Proposal, RulebookVersion
from ecoduty.organisation.directory.adoption import adopt
from tests.casework.rulebooks.changing import EARLIER, edition, packed
from tests.city import City

HEAD, CLERK, LIAISON = "committee-office.director", "committee-office.clerk", "water-bureau.liaison"
WINTER = datetime(2026, 12, 20, 9, 0, tzinfo=SHANGHAI)
SECOND = timedelta(seconds=1)


def live(city: City) -> None:
    sweep()
    city.clock.move_to(WINTER)
    sweep()


@pytest.fixture
def winter(city_after):
    with city_after("rulebook_pages", live, WINTER) as city:
        store.forget()
        yield city
    store.forget()


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def propose(city, who=CLERK, *changes):
    return city.client(who).post("/rulebook/proposals/", {"file": packed(*changes)})


def test_rules_are_narrowed_to_defaults_to_what_is_to_be_verified_and_to_words(winter):
    client = winter.client(LIAISON)
    every = page(client, "/rulebook/")
    found = dict(re.findall(r'href="(\?[^"]*)" data-n="(\d+)"', every))
    assert len(found) == 3
    for address, number in found.items():
        body = page(client, f"/rulebook/{address}".replace("&amp;", "&"))
        rows = re.findall(r'<tr id="([^"]+)"', body)
        assert len(rows) == int(number)
        assert len(set(rows)) == len(rows)
        if "pending" in address:
            assert body.count('<span class="tag warn">待核</span>') == len(rows)
        if "local" in address:
            assert body.count('<span class="tag">本地默认</span>') == len(rows)
    words = page(client, "/rulebook/?q=半年履职报告")
    assert 'id="duties-half-year-report"' in words
    assert 'id="duties-annual-report"' not in words
    assert "没有这样的规则" in page(client, "/rulebook/?q=没有的词&only=pending")
    page(client, "/rulebook/?only=nonsense&q=" + "长" * 500)


def test_two_versions_stand_side_by_side_for_everybody(winter):
    first = store.current()
    second = edition(lambda data: data["duties"]["half-year-report"]["opens"].update(n=30))
    winter.clock.advance(SECOND)
    adopt(second, Actor.system("测试"))
    body = page(winter.client(LIAISON), "/rulebook/versions/")
    assert "<b>2</b>处不同" in body
    assert "开办日" in body
    assert '<span class="mark changed">改动</span>' in body
    back = f"/rulebook/versions/?from={second.digest[:16]}&to={first.digest}"
    assert "2026年第2版与2026年第1版比较" in page(winter.client(LIAISON), back)
    file = winter.client(LIAISON).get(back + "&format=xlsx")
    assert file.headers["Content-Type"].endswith("sheet")
    page(winter.client(LIAISON), "/rulebook/versions/?from=beef", 404)
    assert "两版的规则完全相同" in page(
        winter.client(LIAISON), f"/rulebook/versions/?from={first.digest}&to={first.digest}"
    )


def test_version_goes_from_upload_to_adoption_and_every_figure_has_its_list(winter):
    answer = propose(winter, CLERK, *EARLIER)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    address = answer.headers["Location"]
    proposed = Proposal.objects.get()
    assert proposed.cases > 10
    body = page(winter.client(CLERK), address)
    figures = re.findall(r'href="(/rulebook/proposals/[^"]+)" data-n="(\d+)"', body)
    assert figures
    for url, number in figures:
        shown = page(winter.client(CLERK), url.replace("&amp;", "&"))
        assert f'data-total="{number}"' in shown
    assert "开办日由“45”" in body or "开办日" in body
    assert "采用由市环委办主任决定" in body
    assert winter.client(CLERK).post(address, {"seen": store.current().digest}).status_code == 403
    assert f'value="{store.current().digest}"' in page(winter.client(HEAD), address)
    winter.clock.advance(SECOND)
    done = winter.client(HEAD).post(address, {"seen": store.current().digest, "note": "试行"})
    assert done.status_code == 302
    assert RulebookVersion.objects.get(digest=proposed.digest).note == "试行"
    store.forget()
    assert store.current().digest == proposed.digest
    assert list(Entry.objects.filter(stream="rulebook").order_by("seq").values_list("act", flat=True))[-2:] == [
        "propose_rulebook", "adopt",
    ]  # fmt: skip
    again = winter.client(HEAD).post(address, {"seen": proposed.digest})
    assert again.status_code in {409, 422}
    assert "正在使用" in again.content.decode()


def test_what_was_looked_at_is_what_is_adopted(winter):
    address = propose(winter, CLERK, *EARLIER).headers["Location"]
    seen = store.current().digest
    winter.clock.advance(SECOND)
    third = edition(lambda data: data["city"].update(edition="2026年第3版"))
    adopt(third, Actor.system("测试"))
    for given in ({"seen": seen}, {}, {"seen": "x"}):
        answer = winter.client(HEAD).post(address, given)
        assert answer.status_code in {409, 422}
        assert "another_adopted" in answer.content.decode()
    store.forget()
    assert store.current().digest == third.digest


def test_bad_files_are_told_by_file_and_line_and_nothing_is_kept(winter):
    client = winter.client(CLERK)
    wrong = client.post(
        "/rulebook/proposals/", {"file": packed(("duties.yaml", "    rhythm: annual\n", "    rhythm: yearly\n"))}
    )
    assert wrong.status_code == 422
    assert "duties.yaml" in wrong.content.decode()
    failing = client.post(
        "/rulebook/proposals/", {"file": packed(("duties.yaml", "      day: 31\n", "      day: 30\n"))}
    )
    assert failing.status_code == 422
    assert "个算例算出来与写的不符" in failing.content.decode()
    none = client.post("/rulebook/proposals/", {})
    assert (none.status_code, "no_file" in none.content.decode()) == (422, True)
    same = client.post("/rulebook/proposals/", {"file": packed(("city.yaml", "第2版", "第1版"))})
    assert same.status_code in {409, 422}
    assert "already_in_force" in same.content.decode()
    other = client.post("/rulebook/proposals/", {"file": packed(("city.yaml", "code: xiamen", "code: elsewhere"))})
    assert "other_city" in other.content.decode()
    assert not Proposal.objects.exists()


def test_only_the_citys_committee_office_proposes_and_looks(winter):
    address = propose(winter, HEAD, *EARLIER).headers["Location"]
    for who in (LIAISON, "water-bureau.principal", "mayor.leader"):
        if who.startswith("mayor"):
            continue
        for url in ("/rulebook/proposals/", address, f"{address}moves/?what=kept"):
            page(winter.client(who), url, 403)
    page(winter.client(HEAD), "/rulebook/proposals/beef/", 404)
    page(winter.client(HEAD), f"{address}moves/?what=nonsense", 404)
    page(winter.client(HEAD), f"{address}moves/?what=sight&kind=toy&secrecy=x", 404)
    page(winter.client(HEAD), f"{address}moves/?what=kept&page=999")
    assert winter.client(HEAD).get(f"{address}moves/?what=duties&format=xlsx").status_code == 200


def test_pages_ask_a_constant_number_of_questions(winter):
    address = propose(winter, CLERK, *EARLIER).headers["Location"]
    client = winter.client(CLERK)
    for url, most in (("/rulebook/", 20), (address, 60)):
        page(client, url)
        with CaptureQueriesContext(connection) as asked:
            page(client, url)
        assert len(asked) <= most, (url, len(asked))
