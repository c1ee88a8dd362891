from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from facilitador.paths import resource
from facilitador.reference.decoding import BadReferenceFile
from facilitador.reference.form_files import read_form
from facilitador.reference.list_files import read_catalogue, read_consent, read_districts


def altered(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    """A copy of a shipped file with some of its text changed."""
    path = folder / name
    shutil.copy(resource("reference", name), path)
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")
    return path


FORM, CONSENT, LIST, CSV = "registration_form.toml", "consent.toml", "professions.toml", "ubigeo.csv"
BROKEN: list[tuple[Callable[[Path], Any], str, tuple[str, str], str]] = [
    (read_form, FORM, ('id = "registration_form"', 'id = "other"'), "id:"),
    (read_form, FORM, ('edition = "2026-1"', 'edition = " "'), "edition: is empty"),
    (read_form, FORM, ('force = "debe"', 'force = "quizá"'), "force:"),
    (read_form, FORM, ("valid_from = 2026-01-01", 'valid_from = "pronto"'), "valid_from:"),
    (
        read_form,
        FORM,
        ('id = "maternal_surname"', 'id = "paternal_surname"'),
        "fields: 'paternal_surname' stands twice",
    ),
    (read_form, FORM, ('id = "contact"', 'id = "identification"'), "sections: 'identification' stands twice"),
    (read_form, FORM, ('["ce", "Carné', '["dni", "Carné'), "lists.document_kind: 'dni' stands twice"),
    (read_form, FORM, ('["ce", "Carné', '["C E", "Carné'), "lists.document_kind: bad option"),
    (read_form, FORM, ("max_length = 60", "max_length = 9000"), "paternal_surname.max_length"),
    (read_form, FORM, ("max_length = 60", "max_lenght = 60"), "max_lenght"),
    (read_form, FORM, ('kind = "text"', 'kind = "prose"'), "kind"),
    (read_form, FORM, ('list = "document_kind"', 'list = "documents"'), "document_kind.list: no list 'documents'"),
    (read_form, FORM, ('list = "document_kind"', ""), "document_kind.list"),
    (read_form, FORM, ("minimum = 10", ""), "approximate_age"),
    (read_form, FORM, ("minimum = 10", "minimum = 200"), "approximate_age"),
    (read_form, FORM, ('field = "document_kind"', 'field = "insurance"'), "document_number.asked_if: no earlier field"),
    (read_form, FORM, ('field = "document_kind"', 'field = "given_names"'), "document_number.asked_if: 'given_names'"),
    (read_form, FORM, ('one_of = ["dni",', 'one_of = ["nif",'), "document_number.asked_if: not all"),
    (read_form, FORM, ('["approximate_age"]', '["old_age"]'), "birth_date.answered_by: no field 'old_age'"),
    (read_form, FORM, ("[lists.link]", "[lists.linked]"), "link_with_affected.list"),
    (
        read_form,
        FORM,
        ("minors_only = true", "minors_only = true\nadults_only = true"),
        "guardian_name: asked of nobody",
    ),
    (read_form, FORM, ("max_length = 60", "minors_only = true"), "paternal_surname: hangs on his age"),
    (read_consent, CONSENT, ("{service}", "{servicio}"), "nobody fills {servicio}"),
    (read_consent, CONSENT, ("{service}", "{service"), "clauses.purpose_of_group"),
    (read_consent, CONSENT, ("duty_to_report = ", 'duty_to_report = ""\n# '), "duty_to_report: is empty"),
    (read_consent, CONSENT, ('id = "holder"', 'id = "data"'), "clauses: 'data' stands twice"),
    (read_catalogue, LIST, ('code = "nursing"', 'code = "law"'), "items: 'law' stands twice"),
    (read_catalogue, LIST, ('code = "nursing"', 'code = "Nursing 1"'), "bad code"),
    (read_catalogue, LIST, ("[[items]]", "[[items"), "professions.toml: "),
    (read_districts, CSV, ("code,department", "codigo,department"), "line 1"),
    (read_districts, CSV, ("010102,", "010101,"), "code: '010101' stands twice"),
    (read_districts, CSV, ("010102,", "10102,"), "line 3: is no district"),
]


@pytest.mark.parametrize(("read", "name", "change", "place"), BROKEN, ids=[f"{row[1]}-{row[3]}" for row in BROKEN])
def test_a_file_that_does_not_hold_together_is_refused_with_its_name_and_place(
    tmp_path: Path, read: Callable[[Path], Any], name: str, change: tuple[str, str], place: str
) -> None:
    path = altered(tmp_path, name, change)
    with pytest.raises(BadReferenceFile) as refused:
        read(path)
    assert str(refused.value).startswith(f"{name}: ")
    assert place in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    for read in (read_form, read_districts):
        with pytest.raises(BadReferenceFile, match=r"gone\.toml"):
            read(tmp_path / "gone.toml")


def test_the_shipped_files_pass_as_they_are(tmp_path: Path) -> None:
    assert read_form(altered(tmp_path, FORM)).edition
    assert read_consent(altered(tmp_path, CONSENT)).edition
    assert read_catalogue(altered(tmp_path, LIST)).items
    assert len(read_districts(altered(tmp_path, CSV)))
