"""Legal review as its pages answer; clauses 22.1 and 22.2 are shown here."""

from __future__ import annotations

import pytest

from ecoduty.casework.matters.models import Matter
from tests.mechanisms.legal_review.steps import DRAFTER, HEAD, REVIEWER, Filing, Review, draft, issue, uploaded


def post(client, pk, act, data):
    matter = Matter.objects.get(pk=pk)
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": matter.version, **data})


@pytest.mark.clause("22.1", page="/matters/?kind=draft_review")
def test_a_draft_is_submitted_reviewed_and_issued_on_the_pages(city):
    bureau, justice, head = city.client(DRAFTER), city.client(REVIEWER), city.client(HEAD)
    form = bureau.get("/draft-reviews/new/").content.decode()
    assert "草案全文" in form
    assert bureau.post("/draft-reviews/new/", draft()).status_code == 302
    review = Matter.objects.get(kind="draft_review")
    page = bureau.get(f"/matters/{review.public_id}/").content.decode()
    assert "本单位法制机构审核意见" in page
    for paper in ("request", "draft", "explanation", "own-review"):
        file = uploaded(city.actor(DRAFTER), f"{paper}.txt")
        assert post(bureau, review.pk, "add_paper", {"paper": paper, "file": file}).status_code == 302
    assert post(bureau, review.pk, "submit_draft", {}).status_code == 302
    assert post(justice, review.pk, "accept_draft", {}).status_code == 302
    page = justice.get(f"/matters/{review.public_id}/?tab=sentences").content.decode()
    assert "写了要做什么，没有写由谁做" in page
    opinion = {"place": "第二条", "text": "没有写由谁建立台账。"}
    assert post(justice, review.pk, "add_opinion", opinion).status_code == 302
    assert "没有写由谁建立台账" not in bureau.get(f"/matters/{review.public_id}/?tab=opinions").content.decode()
    assert post(justice, review.pk, "send_opinions", {}).status_code == 302
    assert "没有写由谁建立台账" in bureau.get(f"/matters/{review.public_id}/?tab=opinions").content.decode()
    pk = review.draft_review.opinions.get().pk
    assert post(bureau, review.pk, "answer_opinion", {"opinion": pk, "answer": "not_adopted"}).status_code == 422
    assert post(bureau, review.pk, "answer_opinion", {"opinion": pk, "answer": "adopted"}).status_code == 302
    assert post(bureau, review.pk, "send_answers", {"text": draft()["text"]}).status_code == 302
    conclusion = {"conclusion": "lawful", "number": "厦司审〔2026〕9号"}
    assert post(justice, review.pk, "conclude_review", conclusion).status_code == 403
    assert post(head, review.pk, "conclude_review", conclusion).status_code == 302
    decision = {"decided_on": "2026-11-22", "meeting": "局务会第8次会议"}
    assert post(bureau, review.pk, "record_decision", decision).status_code == 302
    assert post(bureau, review.pk, "issue_draft", issue()).status_code == 302
    assert "厦水规〔2026〕3号" in justice.get(f"/matters/{review.public_id}/").content.decode()
    assert city.client("construction-bureau.liaison").get(f"/matters/{review.public_id}/").status_code == 404


@pytest.mark.clause("22.2", page="/matters/?kind=filing_review")
def test_a_document_is_filed_and_reviewed_on_the_pages(city):
    bureau, justice, head = city.client(DRAFTER), city.client(REVIEWER), city.client(HEAD)
    filing = Filing(city)
    page = bureau.get(f"/matters/{filing.matter.public_id}/").content.decode()
    assert "12月5日" in page
    given = {"number": "厦水备〔2026〕1号", "file": uploaded(city.actor(DRAFTER))}
    assert post(bureau, filing.pk, "file_document", given).status_code == 302
    assert post(justice, filing.pk, "accept_filing", {"number": "XMBA-2026-7"}).status_code == 302
    assert post(head, filing.pk, "conclude_filing", {"finding": "to_correct"}).status_code == 422
    given = {"finding": "to_correct", "opinion": "第五条增设许可。"}
    assert post(head, filing.pk, "conclude_filing", given).status_code == 302
    assert "第五条增设许可" in bureau.get(f"/matters/{filing.matter.public_id}/").content.decode()
    assert filing.matter.title in justice.get("/matters/?kind=filing_review").content.decode()


def test_pages_ask_no_more_for_more(city, django_assert_max_num_queries):
    review = Review(city)
    review.to_reviewing()
    for number in range(12):
        review.opinion(f"第{number}条")
    client = city.client(REVIEWER)
    client.get(f"/matters/{review.matter.public_id}/")
    with django_assert_max_num_queries(45):
        page = client.get(f"/matters/{review.matter.public_id}/?tab=opinions")
    assert "第11条" in page.content.decode()
