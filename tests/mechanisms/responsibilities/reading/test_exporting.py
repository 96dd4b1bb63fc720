"""What is exported reads back as the same rows, whatever is in them."""

from __future__ import annotations

from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ecoduty.casework.legal_basis.reading import parse
from ecoduty.kernel.files.reading.workbooks import clean
from ecoduty.mechanisms.responsibilities.reading.data import Row
from ecoduty.mechanisms.responsibilities.reading.exporting import export
from ecoduty.mechanisms.responsibilities.words import Enforcing, Openness, Role, RowLevel
from tests.mechanisms.responsibilities.reading.shelf import BODIES, LAW, TODAY, WATER, WORDS, read

_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co"))
_TEXT = st.one_of(
    st.sampled_from(
        ["=1+1", "+8613800000000", "-处", "@科", "001", "负责（一）水、土；气。", "1.水源", "同上", "无", "2026-01-01"]
    ),
    st.text(_LETTERS, max_size=20),
)
_LINES = st.lists(_TEXT, max_size=3).map("\n".join).map(clean)
_LINE = _TEXT.map(clean).map(lambda text: text.replace("\n", ""))
_BASES = st.sampled_from(
    [
        "",
        "《水法》第三条至第五条、第十条第一款",
        "法典第一千三百条",
        "三定规定第二条第（三）项；《没有的办法》第一条",
        "不成文的惯例",
    ]
)
_OTHERS = st.lists(
    st.sampled_from(["ecology-bureau", "construction-bureau", "land-bureau", "east-water-bureau"]),
    unique=True,
    max_size=3,
).map(tuple)


@st.composite
def _rows(draw) -> Row:
    basis = draw(_BASES)
    role = draw(st.sampled_from([role.value for role in Role if role not in {Role.SUPPORT, Role.JOINT}]))
    supporters = draw(_OTHERS)
    openness = draw(st.sampled_from([one.value for one in Openness]))
    return Row(
        place="", name=draw(_LINE.filter(bool)), number=draw(_LINE), description=draw(_LINES), field=draw(st.sampled_from(["", *WORDS.fields])),
        role=role, lead=WATER.key, supporters=supporters, unit=draw(st.sampled_from(["", "水保科", "水资源科、河湖科"])),
        level=draw(st.sampled_from(RowLevel.values)), person_a=draw(st.sampled_from(["", "王一"])), basis_text=basis,
        references=tuple(dict.fromkeys(parse(basis, LAW, on=TODAY, body=WATER.key).references)),
        ways=tuple(draw(st.lists(st.sampled_from(list(WORDS.ways)), unique=True))), enforcement=draw(st.sampled_from(["", *Enforcing.values])),
        cycle=draw(st.sampled_from(["", "每年"])), liability=draw(st.sampled_from(["", "依规处理\n可以举报"])), openness=openness,
        openness_reason="" if openness == Openness.OPEN else "涉及工作秘密", words=draw(st.sampled_from([(), ("噪音", "太吵")])),
        catch_all=draw(st.booleans()),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(_rows(), min_size=1, max_size=4))
def test_an_export_read_again_gives_the_same_rows(rows):
    content = export(rows, BODIES, WORDS)
    found = read("清单.xlsx", content)
    assert list(found.rows) == rows
    assert export(found.rows, BODIES, WORDS)[:4] == b"PK\x03\x04"


def test_no_cell_of_an_export_is_a_formula():
    row = Row(place="", name="=HYPERLINK(1)", description="+1", unit="-1", lead=WATER.key)
    page = load_workbook(BytesIO(export([row], BODIES, WORDS))).active
    cells = [cell for line in page.iter_rows() for cell in line if cell.value is not None]
    assert all(cell.data_type == "s" for cell in cells)
    assert page.freeze_panes == "C2"
