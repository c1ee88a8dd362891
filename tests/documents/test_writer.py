"""The finished PDF: what it says of itself, its typeface, its pages, and that nothing typed can break it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from facilitador.documents import writer
from facilitador.documents.blocks import (
    Block,
    ChoiceBoxes,
    Column,
    Document,
    FieldGrid,
    FieldLine,
    Heading,
    KeepTogether,
    Letterhead,
    Notice,
    NumberedList,
    PageBreak,
    Paragraph,
    Part,
    Table,
    Title,
    Width,
)
from facilitador.documents.confidentiality import SENSITIVE_FOOT
from facilitador.documents.fonts import SUBSTITUTE, printable
from tests.documents.samples import LETTERHEAD, PRINTED_AT, pages, papers, pdf


def _document(*blocks: Block, title: str = "Hoja", letterhead: Letterhead = LETTERHEAD) -> Document:
    return Document(title, "Prueba", "hoja.pdf", letterhead, (Part(blocks),), "Pie")


def _letters(text: str) -> str:
    return "".join(text.split())


def _body(document: Document) -> str:
    """The text of all pages without the lines that stand on each."""
    return _letters("".join(pages(document)))


@pytest.mark.parametrize("name", sorted(papers()))
def test_every_paper_is_a4_and_tells_what_it_is_in_spanish(name: str) -> None:
    document = papers()[name]
    reader = PdfReader(BytesIO(pdf(document)))
    assert reader.metadata is not None
    assert reader.metadata.title == document.title
    assert reader.metadata.author == document.letterhead.service
    assert reader.metadata.subject == document.subject
    assert str(reader.metadata["/CreationDate"]).startswith("D:20261120180600")
    assert reader.trailer["/Root"]["/Lang"] == "es-PE"
    size = (842, 595) if document.landscape else (595, 842)
    assert {tuple(round(side) for side in page.mediabox[2:]) for page in reader.pages} == {size}


@pytest.mark.parametrize("name", sorted(papers()))
def test_every_typeface_is_embedded(name: str) -> None:
    fonts = [
        font.get_object()
        for page in PdfReader(BytesIO(pdf(papers()[name]))).pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert fonts
    for font in fonts:
        assert "NotoSans" in font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"]


def test_the_same_input_gives_the_same_bytes() -> None:
    assert pdf(papers()["filled_form"]) == pdf(papers()["filled_form"])


def test_pages_are_counted_within_each_part() -> None:
    long = (Paragraph("Una línea.\n" * 90),)
    document = replace(
        _document(), parts=(Part(long, "N.º 1", "Ficha 1 de 2"), Part((Paragraph("corta"),), "N.º 2", "Ficha 2 de 2"))
    )
    first, second, third = pages(document)
    assert "Ficha 1 de 2 · página 1 de 2" in first
    assert "Ficha 1 de 2 · página 2 de 2" in second
    assert "Ficha 2 de 2 · página 1 de 1" in third
    assert "N.º 2" in third


def test_the_head_of_every_page_names_service_and_place() -> None:
    for page in pages(_document(Paragraph("uno"), PageBreak(), Paragraph("dos"))):
        assert page.startswith("Servicio Los Molles\nHuamanga, Ayacucho\n")


def test_a_service_with_a_very_long_name_stays_on_its_line() -> None:
    (page,) = pages(_document(Paragraph("uno"), letterhead=Letterhead("Servicio " * 60, "Lugar " * 60)))
    service, place, text, *_ = page.splitlines()
    assert service.endswith("…")
    assert place.endswith("…")
    assert text == "uno"


def test_progress_is_told_after_each_part() -> None:
    told: list[tuple[int, int]] = []
    document = papers()["group_forms"]
    written = writer.write(
        document, BytesIO(), printed_at=PRINTED_AT, progress=lambda done, of: told.append((done, of))
    )
    assert told == [(1, 2), (2, 2)]
    assert written == 2


@pytest.mark.parametrize("after", [0, 1, 2])
def test_cancelled_printing_leaves_nothing_behind(after: int) -> None:
    out, done = BytesIO(), []
    with pytest.raises(writer.PrintingCancelled):
        writer.write(
            papers()["group_forms"],
            out,
            printed_at=PRINTED_AT,
            progress=lambda part, of: done.append(part),
            cancelled=lambda: len(done) == after,
        )
    assert out.getvalue() == b""
    assert len(done) == after


ODD = [
    "línea " * 1000,
    "m" * 300,
    "<agressor> & <b>no</b> <img src='file:///etc/passwd'/>",
    "emoji 😀 y árabe سلام",
    "a\0b\x07c",
    "\u202edetrás",
    "ﬁcha, ﬂor",
    "e\N{COMBINING TILDE}" * 20,
    "\n" * 200,
    "%PDF (paréntesis) \\ / ) (",
    "\ud800",
]


def _everywhere(text: str) -> tuple[Block, ...]:
    columns = (Column("N.º", 1, numeric=True), Column(text[:50], 3), Column("Firma", 2))
    return (
        Title(text, text[:300], "N.º 000001"),
        Heading(text, text),
        Paragraph(text),
        NumberedList((text, text)),
        FieldGrid(
            (
                FieldLine(text, text, Width.THIRD),
                FieldLine(text[:80], None, Width.HALF, hint=text[:200]),
                ChoiceBoxes(text[:200], (text[:300], "No"), frozenset({"No"}), Width.HALF),
                FieldLine("Marca", None, mark=text),
            )
        ),
        Table(columns, ((text[:50], text, text), ("2", "dos", "")), spare_rows=2),
        KeepTogether((Notice(text, text),)),
    )


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_print_whole_wherever_they_stand(text: str) -> None:
    expected = Counter(_letters(printable(text)))
    for block in _everywhere(text):
        assert expected <= Counter(_body(_document(block)))
    assert pages(_document(*_everywhere(text)))


@given(st.text(st.characters(codec=None), max_size=120))
@settings(max_examples=40)
def test_every_visible_letter_typed_is_on_paper_or_its_substitute(text: str) -> None:
    reader = PdfReader(BytesIO(pdf(_document(Paragraph(text)))))
    shown = Counter(_letters("".join(page.extract_text() for page in reader.pages)))
    assert Counter(_letters(printable(text))) <= shown


def test_five_thousand_letters_in_a_narrow_column_go_on_over_the_pages() -> None:
    text = "palabra " * 625
    document = _document(Table((Column("N.º", 1), Column("Texto", 1), Column("Nota", 6)), (("1", text, "fin"),)))
    shown = pages(document)
    assert len(shown) > 5
    assert sum(page.count("palabra") for page in shown) == 625
    assert all("Texto" in page for page in shown)


def test_markup_is_printed_as_it_was_typed() -> None:
    assert "<agressor>" in _body(_document(Paragraph("<agressor>")))


def test_what_the_typeface_lacks_is_seen_on_paper() -> None:
    assert SUBSTITUTE in _body(_document(Paragraph("paz 😀")))


def test_a_ticked_box_is_drawn_otherwise_than_an_empty_one() -> None:
    def drawn(ticked: frozenset[str]) -> bytes:
        return pdf(_document(FieldGrid((ChoiceBoxes("¿Sí?", ("Sí", "No"), ticked),))))

    assert drawn(frozenset({"Sí"})) != drawn(frozenset())
    assert drawn(frozenset({"Sí"})) != drawn(frozenset({"No"}))


def test_a_warning_at_the_foot_is_read_to_its_end_beside_a_code() -> None:
    document = replace(
        _document(Paragraph("Texto.")), foot=SENSITIVE_FOOT, code="Registro n.º 424 · C4KP-DVMV-CTHD-C6BK"
    )
    (page,) = pages(document)
    assert SENSITIVE_FOOT in page
    assert document.code in page
