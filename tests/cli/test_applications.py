"""Instruments and answers on the command line: load, record, show, export; no code and no name where none belongs."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from facilitador.db.durable_files import PART_SUFFIX
from tests.cli.conftest import Call
from tests.use_cases.answering import ALARMING, CALM, NORMS, REST, TIRED, text
from tests.use_cases.scenes import ficha

CallMain = Callable[..., Call]
CODES = re.compile(
    r"\b(entry|exit|in_progress|finished|voided|paper|self|read_aloud|no_data|within_error|better|worse|overdue|due|"
    r"available|not_validated|elsewhere|too_many_missing|None|True|False|mean|sum)\b"
)


@pytest.fixture
def filled(apply: CallMain, book_path: Path) -> dict[str, str]:
    """A group with a man who answered twice and one who answered once; what is what."""
    answered = [("m1", "entry", TIRED), ("m1", "exit", CALM), ("m2", "entry", {**ALARMING, "d1": "refused"})]
    done = apply(
        {"do": "LoadInstrument", "content": text(norms=NORMS)},
        {"do": "FormGroup", "ref": "g", "name": "Los Molles"},
        *(
            {"do": "RegisterParticipant", "ref": f"m{number}", "answers": ficha(number, given_names=name)}
            for number, name in ((1, "Abel"), (2, "Wilber"))
        ),
        *({"do": "EnrolParticipant", "group_id": "$g", "participant_id": f"$m{number}"} for number in (1, 2)),
        *(
            {
                "do": "RecordApplication",
                "ref": f"{man}_{purpose}",
                "participant_id": f"${man}",
                "instrument_id": REST,
                "purpose": purpose,
                "answers": answers,
            }
            for man, purpose, answers in answered
        ),
    ).document
    refs: dict[str, str] = done["refs"]
    return refs


def shown(call: CallMain, book: Path, *words: object) -> Any:
    return call("show", book, *words, "--json").document


@pytest.mark.directive("6.4.3")
def test_instruments_and_where_they_stand(call: CallMain, book_path: Path, filled: dict[str, str]) -> None:
    found = {one["id"]: one for one in shown(call, book_path, "instruments")["instruments"]}

    assert (found[REST]["state"], found[REST]["applications"], found[REST]["items"]) == ("available", 3, 3)
    assert found["phq_9"]["state"] == "off"
    assert found["prueba_de_entrada"]["purposes"] == ["entry", "exit"]
    told = call("show", book_path, "instruments").out
    assert "apagado hasta nombrar a quien lo aplica" in told
    assert not CODES.search(told), CODES.search(told)


@pytest.mark.directive("6.4.3")
def test_applications_of_a_group_with_who_is_missing_and_of_a_man(
    call: CallMain, book_path: Path, filled: dict[str, str]
) -> None:
    group = shown(call, book_path, "applications", "molles")
    man = shown(call, book_path, "applications", "wilber")
    by_id = [shown(call, book_path, "applications", filled[ref]) for ref in ("g", "m2")]

    assert {one["id"] for one in group["applications"]} == {filled[ref] for ref in ("m1_entry", "m1_exit", "m2_entry")}
    assert {(one["full_name"], one["purpose"]) for one in group["missing"] if one["mandated"]} == {
        ("Mamani Quispe, Abel", "entry"),
        ("Ñahui Quispe, Wilber", "entry"),
    }
    assert [one["id"] for one in man["applications"]] == [filled["m2_entry"]]
    assert man["missing"] == []
    assert by_id == [group, man]
    told = call("show", book_path, "applications", "molles").out
    assert "pide atención" in told
    assert not CODES.search(told), CODES.search(told)


def test_one_application_with_what_it_says(call: CallMain, book_path: Path, filled: dict[str, str]) -> None:
    whole = shown(call, book_path, "scores", filled["m1_exit"])["scores"]
    partial = shown(call, book_path, "scores", filled["m2_entry"])["scores"]

    assert whole["answers"] == CALM
    assert [(one["subscale"], one["value"]) for one in whole["scores"]["subscales"]] == [("total", 12)]
    assert partial["answers"]["d1"] == "refused"
    assert partial["scores"]["subscales"][0]["prorated"] is True
    assert partial["critical"][0]["steps"]
    told = call("show", book_path, "scores", filled["m2_entry"]).out
    for words in ("pide atención hoy", "Hable con él hoy, a solas.", "[prefirió no responder]", "[Totalmente]"):
        assert words in told
    assert not CODES.search(told), CODES.search(told)
    assert shown(call, book_path, "scores", "molles")["error"] == "application_named_by_id"


def test_what_changed_and_how_items_were_answered(call: CallMain, book_path: Path, filled: dict[str, str]) -> None:
    change = shown(call, book_path, "change", "abel", "--instrument", REST)["change"]
    items = shown(call, book_path, "items", "molles", "--instrument", REST)["items"]

    assert change["subscales"][0]["values"] == [8, 12]
    assert change["subscales"][0]["change"]["says"] == "better"
    assert (items["n"], items["items"][1]["counts"]) == (2, {"1": 0, "2": 0, "3": 1, "4": 1})
    told = call("show", book_path, "change", "abel", "--instrument", REST).out
    assert "+4; cambio confiable, mejor" in told
    assert not CODES.search(told), CODES.search(told)
    told = call("show", book_path, "items", "molles", "--instrument", REST, "--purpose", "exit").out
    assert "al terminar, n = 1" in told
    assert not CODES.search(told), CODES.search(told)
    assert shown(call, book_path, "change", "abel")["error"] == "nothing_to_compare"  # he has no entry test


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_answers_leave_as_three_tables_without_names(
    call: CallMain, book_path: Path, filled: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "salida"
    out.mkdir()

    done = call("export", book_path, "answers", "--instrument", REST, "--out", out, "--json").document

    assert done["applications"] == 3
    wide = read(out / "respuestas-ancho.csv")
    assert [row["sub_total"] for row in wide if row["momento"] == "salida"] == ["12"]
    assert len(read(out / "respuestas-largo.csv")) == 9
    assert {row["columna"] for row in read(out / "respuestas-diccionario.csv")} >= set(wide[0])
    everything = "".join(path.read_text(encoding="utf-8-sig") for path in out.iterdir())
    assert not re.search("Mamani|Ñahui|Abel|Wilber|Molles|4000000", everything)
    assert not [path for path in out.iterdir() if path.name.endswith(PART_SUFFIX)]
    again = call("export", book_path, "answers", "molles", "--instrument", REST, "--out", out, "--json")
    assert again.document["error"] == "file_exists"
    replaced = call("export", book_path, "answers", "molles", "--instrument", REST, "--out", out, "--overwrite")
    assert "Se guardaron 3 aplicaciones, sin nombres" in replaced.out


def test_an_export_without_a_folder_or_without_answers(call: CallMain, book_path: Path, tmp_path: Path) -> None:
    def error(*words: object) -> str:
        code: str = call("export", book_path, *words, "--json").document["error"]
        return code

    assert error("answers", "--out", tmp_path / "nada") == "folder_needed"
    assert error("answers", "--out", tmp_path) == "nothing_to_export"
    assert error("ics", "--out", tmp_path) == "subject_needed"
    assert list(tmp_path.glob("*.csv")) == []


def test_a_text_that_a_spreadsheet_would_calculate_is_only_text(
    call: CallMain, apply: CallMain, book_path: Path, tmp_path: Path
) -> None:
    apply(
        {"do": "LoadInstrument", "content": text(first="=1+1")},
        {"do": "RegisterParticipant", "ref": "m", "answers": ficha(1)},
        {
            "do": "RecordApplication",
            "participant_id": "$m",
            "instrument_id": REST,
            "purpose": "entry",
            "answers": CALM,
        },
    )

    call("export", book_path, "answers", "--instrument", REST, "--out", tmp_path)

    rows = {row["columna"]: row for row in read(tmp_path / "respuestas-diccionario.csv")}
    assert rows["d1"]["que_es"] == "'=1+1"
