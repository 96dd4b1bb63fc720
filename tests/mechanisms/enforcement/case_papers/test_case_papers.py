"""Papers of a case: drawn up from the record, completed, signed; persons stand in them as signs and are read by who may."""

from __future__ import annotations

import pytest

from ecoduty.casework.documents.models import Document, Draft
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify_stream
from ecoduty.mechanisms.enforcement.case_papers import composing, queries, signs
from ecoduty.mechanisms.enforcement.case_papers.models import CasePaper
from ecoduty.mechanisms.enforcement.pieces.models import Piece
from tests.mechanisms.enforcement.transfer_steps import HEAD, OFFICER, POLICE, PROCURATORATE, TITLE, Road

NAME, NUMBER = "赵某某", "110101199003074477"
SUSPECT = {"sort": "person", "part": "suspect", "name": NAME, "identity_number": NUMBER}
FIRM = {"sort": "enterprise", "part": "respondent", "name": "某甲化工有限公司", "identity_number": "91350200M0001ABCDE"}
SIGNED = "厦环移〔2026〕9号"


@pytest.fixture
def road(city) -> Road:
    made = Road(city)
    made.do(OFFICER, "add_concerned", SUSPECT)
    made.do(OFFICER, "add_concerned", FIRM)
    made.do(OFFICER, "add_piece", {"paper": "site-record", "pages": 4, "number": "检录3"})
    made.to_approved()
    return made


def drawn_up(road: Road, paper: str = "transfer-letter") -> CasePaper:
    road.do(OFFICER, "draw_up_paper", {"paper": paper})
    return CasePaper.objects.select_related("document").filter(matter=road.pk, paper=paper).latest("pk")


def text_of(row: CasePaper) -> str:
    return Draft.objects.filter(document=row.pk).latest("version").sections[0]["text"]


def complete(road: Road, row: CasePaper) -> None:
    road.do(OFFICER, "edit_paper", {"document": row.pk, "text": text_of(row).replace(composing.BLANK, "0592-0000000")})


def sign(road: Road, row: CasePaper, **more):
    road.do(HEAD, "sign_paper", {"document": row.pk, "number": SIGNED, **more})


def test_it_is_prefilled_from_the_record(road):
    row = drawn_up(road)
    text = text_of(row)
    for known in (TITLE, road.matter.number, "总排口铅超标五倍", "现场检查", "| 4 |", "污染环境罪"):
        assert known in text, known
    assert row.document.recipients.get().body.key == "police"
    assert composing.blanks(text) > 0, "what the record does not know is left open"


def test_no_name_and_no_number_is_kept_in_it(road):
    row = drawn_up(road)
    complete(road, row)
    for draft in Draft.objects.filter(document=row.pk):
        kept = str(draft.sections)
        assert NAME not in kept
        assert NUMBER not in kept
    assert signs.sign(1) in text_of(row)
    assert NAME not in str(list(Entry.objects.filter(stream=road.matter.stream).values_list("facts", flat=True)))


def test_an_identity_number_typed_into_it_is_masked(road):
    row = drawn_up(road)
    road.do(OFFICER, "edit_paper", {"document": row.pk, "text": f"嫌疑人号码{NUMBER}。"})
    assert NUMBER not in text_of(row)


def test_it_is_printed_as_its_reader_may_see_persons(road, city):
    row = drawn_up(road)
    matter, officer = road.matter, city.actor(OFFICER)
    masked = signs.written_out(text_of(row), matter, officer)
    assert NAME not in masked
    assert "赵＊＊" in masked
    assert "某甲化工有限公司" in masked
    road.do(OFFICER, "open_persons", {"reason": "制作移送书"})
    opened = signs.written_out(text_of(row), road.matter, officer)
    assert NAME in opened
    assert NUMBER in opened
    assert NAME not in signs.written_out(text_of(row), road.matter, city.actor(HEAD)), "opened for who opened it"


def test_one_that_was_taken_out_moves_nobody_up(road, city):
    row = drawn_up(road)
    first = road.matter.concerned.order_by("pk").first()
    road.do(OFFICER, "take_out_concerned", {"concerned": first.pk, "reason": "登记有误"})
    read = signs.written_out(text_of(row), road.matter, city.actor(OFFICER))
    assert "（已取出）" in read
    assert "某甲化工有限公司" in read


def test_it_is_signed_with_its_number_and_stands_among_the_materials(road):
    row = drawn_up(road)
    assert road.refused(HEAD, "sign_paper", {"document": row.pk, "number": SIGNED}).code == "paper_has_blanks"
    complete(road, row)
    assert road.refused(HEAD, "sign_paper", {"document": row.pk, "number": "9号"}).code == "number_form"
    sign(road, row)
    document = Document.objects.get(pk=row.pk)
    assert (document.number, document.signed_on is not None) == (SIGNED, True)
    piece = Piece.objects.get(matter=road.pk, code="transfer-letter")
    assert piece.number == SIGNED
    assert road.refused(OFFICER, "edit_paper", {"document": row.pk, "text": "改一改"}).code == "unknown_choice"
    assert road.refused(HEAD, "sign_paper", {"document": row.pk, "number": SIGNED}).code == "unknown_choice"
    assert verify_stream(road.matter.stream) is None


def test_the_same_number_is_not_used_twice(road):
    first = drawn_up(road)
    complete(road, first)
    sign(road, first)
    second = drawn_up(road, "inventory")
    complete(road, second)
    assert road.refused(HEAD, "sign_paper", {"document": second.pk, "number": SIGNED}).code == "number_taken"


def test_one_draft_of_a_paper_at_a_time(road):
    drawn_up(road)
    assert road.refused(OFFICER, "draw_up_paper", {"paper": "transfer-letter"}).code == "paper_drafted_already"


@pytest.mark.parametrize("paper", ["detention-letter", "nothing", "x" * 80])
def test_a_paper_of_another_kind_of_case_is_refused(road, paper):
    assert road.refused(OFFICER, "draw_up_paper", {"paper": paper}).code == "unknown_choice"


def test_a_paper_of_another_case_is_refused(road, city):
    other = Road(city, title="另一宗排污案")
    row = drawn_up(other, "inventory")
    assert road.refused(OFFICER, "edit_paper", {"document": row.pk, "text": "改一改"}).code == "unknown_choice"


@pytest.mark.parametrize(
    ("who", "act", "data"),
    [
        (POLICE, "draw_up_paper", {"paper": "inventory"}),
        (HEAD, "draw_up_paper", {"paper": "inventory"}),
        (OFFICER, "sign_paper", {"document": 1, "number": SIGNED}),
    ],
)
def test_officers_draw_up_and_heads_sign(road, who, act, data):
    road.lay_ready()
    road.do(OFFICER, "send_transfer", {"letter_number": SIGNED, "police": "police", "procuratorate": "procuratorate"})
    assert road.refused(who, act, data).status == 403


def test_every_paper_can_be_drawn_up_of_its_case(road):
    for paper in queries.offered("criminal_transfer"):
        text = text_of(drawn_up(road, paper.key))
        assert "{" not in text, paper.key
        assert road.matter.number in text


def test_over_http_from_the_button_to_the_pages(road, city):
    client = city.client(OFFICER)
    here = f"/matters/{road.matter.public_id}/"
    tab = client.get(f"{here}?tab=papers").content.decode()
    assert "案件移送书" in tab
    assert "复议申请书" in tab
    answer = client.post(f"{here}draw_up_paper/", {"paper": "transfer-letter", "_version": road.matter.version})
    assert answer.status_code == 302
    row = CasePaper.objects.get(matter=road.pk)
    paper = f"{here}case-papers/{row.pk}/"
    page = client.get(paper).content.decode()
    assert "〔当事人1〕" in page
    saved = client.post(paper, {"text": text_of(row).replace(composing.BLANK, "无"), "_version": road.matter.version})
    assert saved.status_code == 302
    assert composing.blanks(text_of(row)) == 0
    pages = client.get(f"{paper}pages.pdf")
    assert pages["Content-Type"] == "application/pdf"
    assert pages.content.startswith(b"%PDF")
    assert "sign_paper" not in client.get(f"{here}?tab=papers").content.decode()
    assert f"sign_paper/?document={row.pk}" in city.client(HEAD).get(f"{here}?tab=papers").content.decode()


def test_another_office_sees_only_what_was_signed(road, city):
    row = drawn_up(road)
    road.lay_ready()
    road.do(
        OFFICER,
        "send_transfer",
        {"letter_number": "厦环移〔2026〕10号", "police": "police", "procuratorate": "procuratorate"},
    )
    paper = f"/matters/{road.matter.public_id}/case-papers/{row.pk}/"
    client = city.client(PROCURATORATE)
    assert client.get(paper).status_code == 404
    assert client.get(f"{paper}pages.pdf").status_code == 404
    complete(road, row)
    sign(road, row)
    page = client.get(paper).content.decode()
    assert SIGNED in page
    assert NAME not in page
    assert client.post(paper, {"text": "改一改"}).status_code == 403
    assert client.get(f"{paper}pages.pdf").status_code == 200


def test_who_is_not_named_finds_nothing(road, city):
    row = drawn_up(road)
    paper = f"/matters/{road.matter.public_id}/case-papers/{row.pk}/"
    for who in ("water-bureau.liaison", "committee-office.director", "court.linkage-officer"):
        assert city.client(who).get(paper).status_code == 404
        assert city.client(who).get(f"{paper}pages.pdf").status_code == 404
