"""The log on paper: in the order of the screen, men by number, and never what stands on one man's record."""

from __future__ import annotations

import pytest

from facilitador.documents import session_logs
from facilitador.domain.log_readings import log_sections
from facilitador.reference import curriculum
from tests.documents.log_samples import LOG, NAMES, PAGE, TEXT, filled, log_papers
from tests.documents.samples import LETTERHEAD, pages


def text_of(name: str) -> str:
    return " ".join(" ".join(pages(log_papers(LETTERHEAD)[name])).split())


@pytest.mark.directive("6.4.5")
def test_a_printed_log_names_no_man_and_holds_no_note_of_one() -> None:
    text = text_of("session_log")
    assert not [name for name in NAMES if name.split()[0] in text]
    assert LOG.notes[0].text not in text
    assert "1, en la ficha de cada uno." in text


@pytest.mark.directive("6.4.7", "6.4.9", "6.4.10")
def test_everything_written_in_a_log_is_printed_with_what_stood_there_before() -> None:
    text = text_of("session_log")
    told = (TEXT.narrative, TEXT.own_technique, TEXT.avoided[0].answer, *TEXT.headings.values(), *TEXT.materials)
    for words in (*told, "Empezaron callados.", "Faltaba el 1.", "Al 2 le costó escuchar.", "Llamar al CEM."):
        assert " ".join(words.split()) in text, words
    assert "Asistió: 1. Tardanza: 2. Inasistencia sin aviso: 3. Sin registrar: 4." in text
    assert "2: Sin registrar" in text


def test_the_blank_log_asks_in_the_order_of_the_screen() -> None:
    blank, order = text_of("session_log_blank"), -1
    for section in log_sections(PAGE, curriculum()):
        title = section.title.split(" (")[0]
        if title == "Materiales y notas":
            title = "Materiales entregados"
        place = blank.find(title, order + 1)
        assert place > order, title
        order = place
    for item in (*curriculum().log_headings.items, *curriculum().avoidances.items, *curriculum().techniques.items):
        assert item.text in blank


def test_a_log_is_read_in_a_few_pages_and_the_blank_one_fits_on_four() -> None:
    assert len(pages(session_logs.compose(filled(LETTERHEAD)))) <= 3
    assert len(pages(log_papers(LETTERHEAD)["session_log_blank"])) <= 4
