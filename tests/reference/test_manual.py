"""The manual as it is shipped, and what a page must be."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitador.paths import resource
from facilitador.reference.decoding import BadReferenceFile
from facilitador.reference.manual import FIRST_PAGE, find, manual, page_of, read_manual

HEADER = "id: {id}\ntitle: {id}\nscreens: {screens}\n---\n{text}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A manual of one page, to be added to."""
    write(tmp_path, FIRST_PAGE)
    return tmp_path


def write(folder: Path, page: str, text: str = "Texto.", screens: str = "") -> None:
    (folder / f"{page}.md").write_text(HEADER.format(id=page, text=text, screens=screens), encoding="utf-8")


def test_every_page_is_one_click_from_the_first() -> None:
    first = page_of(manual(), FIRST_PAGE)
    reached = {first.id, *first.links}
    for target in first.links:
        reached.update(page_of(manual(), target).links)
    assert {page.id for page in manual()} - reached == set()


def test_no_file_of_the_folder_is_left_out() -> None:
    assert len(manual()) == len(list(resource("manual").iterdir()))


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("codigo recuperacion", "respaldo"),
        ("CÓDIGO RECUP", "respaldo"),
        ("olvide mi clave", "problemas"),
        ("disco lleno", "problemas"),
        ("sexto", None),
        ("huella testigo", "inscribir"),
        ("atajos", "atajos"),
    ],
)
def test_a_page_is_found_by_the_beginnings_of_its_words_whatever_the_accents(typed: str, page: str | None) -> None:
    assert next((finding.page.id for finding in find(manual(), typed)), None) == page


def test_what_was_found_is_shown_as_it_is_read() -> None:
    (finding,) = [one for one in find(manual(), "disco lleno") if one.page.id == "problemas"]
    assert finding.excerpt == "El disco está lleno"


def test_nothing_typed_finds_nothing() -> None:
    assert find(manual(), " ¿? ") == ()


def test_a_place_leads_to_its_page_and_an_unknown_one_to_the_first(folder: Path) -> None:
    write(folder, "grupo", screens="group, group_form")
    pages = read_manual(folder)
    assert page_of(pages, "group_form").id == "grupo"
    assert page_of(pages, "grupo").id == "grupo"
    assert page_of(pages, "").id == FIRST_PAGE


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("id: uno\ntitle: Uno\nscreens:\n---\nVea [esto](nada).\n", "nada"),
        ("id: uno\ntitle: Uno\n---\nTexto.\n", "screens"),
        ("id: uno\ntitle: Uno\nscreens:\nTexto.\n", "no colon"),
        ("id: uno\ntitle: Uno\nscreens:\n---\n\n", "empty"),
        (f"id: {FIRST_PAGE}\ntitle: Uno\nscreens:\n---\nTexto.\n", "stands twice"),
    ],
)
def test_a_page_that_is_not_as_it_should_be_is_refused_with_its_place(folder: Path, text: str, reason: str) -> None:
    (folder / "uno.md").write_text(text, encoding="utf-8")
    with pytest.raises(BadReferenceFile, match=reason):
        read_manual(folder)


def test_a_place_belongs_to_one_page(folder: Path) -> None:
    write(folder, "uno", screens="group")
    write(folder, "dos", screens="group")
    with pytest.raises(BadReferenceFile, match="'group' stands twice"):
        read_manual(folder)
