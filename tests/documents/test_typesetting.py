"""Lines: as wide as allowed, with everything in them, whatever was typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from facilitador.documents import fonts
from facilitador.documents.fonts import Face, printable
from facilitador.documents.typesetting import BODY, lines

TYPED = st.text(st.characters(codec=None), max_size=400)


def _width(text: str) -> float:
    return fonts.width(text, BODY.face, BODY.size)


@given(TYPED, st.floats(60, 500))
def test_no_line_is_wider_than_its_place_and_no_letter_is_lost(text: str, available: float) -> None:
    broken = lines(text, BODY, available)
    assert all(_width(line) <= available + 0.01 for line in broken)
    assert "".join(broken).replace(" ", "") == printable(text).replace(" ", "").replace("\n", "")


@given(TYPED)
def test_what_is_printable_stays_as_it_is(text: str) -> None:
    assert printable(printable(text)) == printable(text)


def test_lines_break_at_spaces_and_at_line_feeds() -> None:
    assert lines("uno  dos\ntres", BODY, 500) == ["uno dos", "tres"]
    assert lines("uno dos", BODY, _width("uno d")) == ["uno", "dos"]
    assert lines("", BODY, 500) == [""]


def test_a_word_wider_than_its_place_is_broken_between_letters() -> None:
    broken = lines("m" * 300, BODY, 100)
    assert len(broken) > 10
    assert "".join(broken) == "m" * 300


def test_a_no_break_space_keeps_number_and_mark_together() -> None:
    assert lines("hoja N.º\N{NO-BREAK SPACE}12", BODY, _width("hoja N.º")) == ["hoja", "N.º\N{NO-BREAK SPACE}12"]


def test_letters_of_peru_are_in_every_face() -> None:
    letters = "ñÑáéíóúüʼɨẽãâäëïöẅƗ’“”«»–—•…º€"
    assert printable(letters) == letters
    fonts.register()
    for face in Face:
        glyphs = pdfmetrics.getFont(str(face)).face.charToGlyph
        assert all(ord(letter) in glyphs for letter in letters)


def test_decomposed_letters_are_composed() -> None:
    assert printable("n\N{COMBINING TILDE}andu\N{COMBINING ACUTE ACCENT}") == "ñandú"


def test_what_the_typeface_lacks_shows_as_a_substitute_and_what_shows_nothing_is_left_out() -> None:
    assert printable("paz 😀 سلام") == "paz \ufffd \ufffd\ufffd\ufffd\ufffd"
    assert printable("a\0b\u202ec\u200bd\u00ade") == "abcde"
    assert printable("a\tb\r\nc\u2003d") == "a b\nc d"


def test_a_text_without_end_is_cut_and_says_so() -> None:
    cut = printable("a" * (fonts.LONGEST_TEXT + 1))
    assert cut == "a" * fonts.LONGEST_TEXT + fonts.CUT_MARK
    assert fonts.CUT_MARK not in printable("a" * fonts.LONGEST_TEXT)
