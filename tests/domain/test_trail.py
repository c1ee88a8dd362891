"""The words and kinds of what was done."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path

import pytest

from facilitador.domain.audit_chain import ChainFault, FaultKind
from facilitador.domain.trail import KIND_LABELS, TrailKind, actions_of, day_bounds, kind_of
from facilitador.domain.trail_words import ACTIONS, PAPERS, TAKEN_OUT, VIEWS, faults_told, told
from facilitador.use_cases.catalogue import COMMANDS, QUERIES
from facilitador.use_cases.requests import QueryHandler

USE_CASES = Path(__file__).parents[2] / "facilitador" / "use_cases"


def test_every_audited_command_and_every_view_of_a_record_has_its_words() -> None:
    seen_by_nobody = QueryHandler.__dataclass_fields__["records_view_of"].default
    audited = {command.__name__ for command, handler in COMMANDS.items() if handler.audited}
    viewed = {query.__name__ for query, handler in QUERIES.items() if handler.records_view_of is not seen_by_nobody}

    assert audited - set(ACTIONS) == set()
    assert viewed - set(VIEWS) == set()


def test_every_numbered_paper_and_every_export_has_its_words() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in USE_CASES.glob("*.py"))

    numbered = set(re.findall(r'\bnumbered\(\s*tx,\s*"([^"]+)"', code))
    taken_out = set(re.findall(r'"Export",[^{]*\{"what": "([^"]+)"', code))
    assert len(numbered) > 10
    assert len(taken_out) > 3
    assert numbered - set(PAPERS) == set()
    assert taken_out - set(TAKEN_OUT) == set()


def test_what_is_recorded_of_the_books_files_has_its_words() -> None:
    recorded = set()
    for path in USE_CASES.glob("*.py"):
        for name in re.findall(r"\brunner\.record\(([A-Z_]+|\"\w+\")", path.read_text(encoding="utf-8")):
            room = import_module(f"facilitador.use_cases.{path.stem}")
            recorded.add(name.strip('"') if name.startswith('"') else getattr(room, name))

    assert len(recorded) > 3
    assert recorded - set(ACTIONS) == set()


def test_every_action_is_of_one_kind_and_every_kind_has_some() -> None:
    assert sorted(name for kind in TrailKind for name in actions_of(kind)) == sorted(ACTIONS)
    assert set(KIND_LABELS) == set(TrailKind)
    assert all(actions_of(kind) for kind in TrailKind)
    assert kind_of("SomethingOfALaterVersion") is TrailKind.CHANGES


@pytest.mark.parametrize(
    ("action", "details", "words"),
    [
        ("View", {"view": "ParticipantRecord"}, "vio una ficha"),
        ("View", {"view": "OfALaterVersion"}, "vio una ficha"),
        ("Print", {"document": "ficha", "number": 7}, "imprimió una ficha (N.º 7)"),
        ("Print", {}, "imprimió un documento"),
        ("Export", {"what": "ics"}, "sacó a un archivo las fechas de un grupo"),
        ("FailedOpenings", {"count": 3}, "al abrir, encontró 3 intentos anteriores con una clave que no era"),
        ("FailedOpenings", {"count": 1}, "al abrir, encontró 1 intento anterior con una clave que no era"),
        ("OfALaterVersion", {}, "OfALaterVersion"),
    ],
)
def test_an_entry_in_words(action: str, details: dict[str, object], words: str) -> None:
    assert told(action, details) == words


def test_faults_are_told_by_their_numbers_and_only_the_first_few() -> None:
    one, several = ChainFault(FaultKind.UNFITTING, 4, 4), ChainFault(FaultKind.CUT, 8, 9)

    assert faults_told((one, several)) == "la anotación 4 no es como se escribió; faltan las últimas anotaciones, 8 a 9"
    assert faults_told((one,) * 7).endswith("; y 2 más")


def test_a_day_is_that_of_the_wall() -> None:
    lima = timezone(timedelta(hours=-5))
    since, until = day_bounds(date(2026, 11, 20), lima)

    assert since.astimezone(UTC) == datetime(2026, 11, 20, 5, tzinfo=UTC)
    assert until - since == timedelta(days=1)
    assert day_bounds(date(2026, 11, 20), None)[0].tzinfo is not None
