"""Codes and their Spanish texts: each raised code has one, each text is used, and what fills it is given."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from facilitador import messages
from facilitador.errors import Problem, UserFacingError
from tests.source_trees import PROJECT, RESOURCES, called_name, nodes, texts_of

MESSAGE_FILES = sorted((RESOURCES / "i18n" / "messages").glob("*.toml"))

# The words that this work avoids (list "Avoid" of the requirements), with their endings.
AVOIDED = re.compile(
    r"\b(agresor(es|as|a)?|maltratador(es|as|a)?|denunciantes?|víctimas?|pacientes?|expulsad[oa]s?|rechazad[oa]s?"
    r"|deserción|desertor(es)?|terapias?|terapéutic[oa]s?|rehabilitación|curad[oa]s?|puntajes?|enrol(ar|ad[oa]s?|amientos?)"
    r"|backups?|frases? de paso|sospechos[oa]s?|conflictos? de pareja)\b",
    re.IGNORECASE,
)
# (file, text that holds the word): why it stands there all the same.
ALLOWED: dict[tuple[str, str], str] = {
    **{
        (f"facilitador/cli/{file}.py", "backup"): "a verb of the command line, English like all of them"
        for file in ("arguments", "book_verbs", "copy_options", "verbs")
    },
    ("facilitador/ui/rooms.py", "backups.screen"): "a module",
}


@dataclass(frozen=True)
class Use:
    """A place where a code is given to the person: `parameters` is None where they cannot be read off the source."""

    place: str
    code: str
    parameters: frozenset[str] | None


@cache
def error_classes() -> frozenset[str]:
    """UserFacingError and every class that descends from it."""
    known = {"UserFacingError"}
    classes = [node for of_module in nodes().values() for node in of_module if isinstance(node, ast.ClassDef)]
    while more := {c.name for c in classes if c.name not in known and {called_name(base) for base in c.bases} & known}:
        known |= more
    return frozenset(known)


# How a code reaches a person: what is called -> position of the code, and of the mapping that fills its text (None: the
# keywords of the call). Error classes are added below.
CARRIERS: dict[str, tuple[int, int | None]] = {
    "Problem": (1, 2),
    "Notice": (0, 1),
    "Missing": (0, 2),
    "message": (0, 1),
    "need": (2, None),
}


def literals(node: ast.expr | None) -> Iterator[str]:
    """The texts an expression may have: a constant, or either side of `a if … else b`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    if len(call.args) > position:
        return call.args[position]
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def given(call: ast.Call, position: int | None) -> frozenset[str] | None:
    """The names of the parameters given with a code; None where the source does not show them."""
    if position is None:
        names = [keyword.arg for keyword in call.keywords]
        return None if None in names else frozenset(name for name in names if name)
    parameters = argument(call, position, "parameters")
    if parameters is None:
        return frozenset()
    if isinstance(parameters, ast.Dict) and all(isinstance(key, ast.Constant) for key in parameters.keys):
        return frozenset(str(key.value) for key in parameters.keys if isinstance(key, ast.Constant))
    return None


@cache
def uses() -> tuple[Use, ...]:
    carriers = CARRIERS | dict.fromkeys(error_classes(), (0, None))
    return tuple(
        Use(f"{path}:{node.lineno}", code, given(node, carriers[name][1]))
        for path, of_module in nodes().items()
        for node in of_module
        if isinstance(node, ast.Call) and (name := called_name(node.func)) in carriers
        for code in literals(argument(node, carriers[name][0], "code"))
        if re.fullmatch(r"[a-z][a-z0-9_]*", code)  # documents have a Notice of their own, which holds sentences
    )


def families() -> set[str]:
    """Beginnings of codes that are put together from a fixed part and a varying one: `f"missing_condition_{id}"`."""
    return {
        node.values[0].value
        for of_module in nodes().values()
        for node in of_module
        if isinstance(node, ast.JoinedStr)
        and isinstance(node.values[0], ast.Constant)
        and isinstance(node.values[0].value, str)
        and re.fullmatch(r"[a-z]+(_[a-z]+)*_", node.values[0].value)
    }


@cache
def catalogue() -> dict[str, dict[str, str]]:
    return {
        code: entry for file in MESSAGE_FILES for code, entry in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }


def placeholders(code: str) -> set[str]:
    return {
        name.split(".")[0].split("[")[0]
        for text in catalogue()[code].values()
        for _, name, _, _ in string.Formatter().parse(text)
        if name is not None
    }


def test_the_sources_are_read_as_meant() -> None:
    group_full = [use for use in uses() if use.code == "group_full"]

    assert group_full
    assert all("limit" in (use.parameters or ()) for use in group_full)
    assert {"BookError", "InvalidInput"} <= error_classes()


def test_every_code_given_to_a_person_has_a_text() -> None:
    silent = [f"{use.place} {use.code}" for use in uses() if use.code not in messages.codes()]

    assert not silent, "\n".join(silent)


def test_every_text_gets_what_it_names() -> None:
    unfilled = [
        f"{use.place} {use.code}: {sorted(missing)}"
        for use in uses()
        if use.parameters is not None
        and use.code in messages.codes()
        and (missing := placeholders(use.code) - use.parameters)
    ]

    assert not unfilled, "\n".join(unfilled)


def test_no_text_without_a_use() -> None:
    written = {text for path in nodes() for text in texts_of(path)}
    beginnings = tuple(families())
    unused = sorted(code for code in messages.codes() - written if not code.startswith(beginnings))

    assert not unused, "\n".join(unused)


def test_a_text_reads_well_before_its_remedy() -> None:
    for code, entry in catalogue().items():
        text, remedy = entry["text"], entry.get("remedy", "")
        assert set(entry) <= {"text", "remedy"}, code
        assert text, code
        assert (text.strip(), remedy.strip()) == (text, remedy), code
        # Both may be read in one line. A text without a remedy may be a label; a remedy may be the verb on a button.
        assert not remedy or text.endswith((".", "?", "!", "…", ":")), code


def test_the_parameters_fill_text_and_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = messages.Message("Hay {limit} lugares.", "Anote en la lista de {list}.")
    monkeypatch.setattr(messages, "_catalogue", lambda: {"group_full": entry})
    expected = messages.Message("Hay 15 lugares.", "Anote en la lista de espera.")

    assert messages.of_error(UserFacingError("group_full", limit=15, list="espera")) == expected
    assert messages.of_problem(Problem("group", "group_full", {"limit": 15, "list": "espera"})) == expected
    assert expected.whole == "Hay 15 lugares. Anote en la lista de espera."


def texts_in(value: object) -> Iterator[str]:
    """Every text inside a decoded TOML document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_in(part)


def texts_people_read() -> Iterator[tuple[str, str]]:
    for file in sorted([*(RESOURCES / "i18n").rglob("*.toml"), *(RESOURCES / "reference").rglob("*.toml")]):
        for text in texts_in(tomllib.loads(file.read_text(encoding="utf-8"))):
            yield file.relative_to(PROJECT).as_posix(), text
    for file in sorted((RESOURCES / "manual").rglob("*.md")):
        yield file.relative_to(PROJECT).as_posix(), file.read_text(encoding="utf-8")
    for path in nodes():
        if path.startswith(("facilitador/ui/", "facilitador/documents/", "facilitador/cli")):
            yield from ((path, text) for text in texts_of(path))


def test_no_avoided_word_reaches_a_person() -> None:
    found = [
        f"{file}: «{word.group()}» in {text[:80]!r}"
        for file, text in texts_people_read()
        if (file, text) not in ALLOWED and (word := AVOIDED.search(text))
    ]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("text", ["Haga un backup ahora", "el Agresor", "los PACIENTES", "su frase de paso"])
def test_an_avoided_word_is_recognised(text: str) -> None:
    assert AVOIDED.search(text)


@pytest.mark.parametrize("text", ["agresión", "una copia de respaldo", "curador de arte", "fue invitado"])
def test_other_words_are_left_alone(text: str) -> None:
    assert not AVOIDED.search(text)


@pytest.mark.parametrize(("free", "words"), [(0, "0 lugares libres"), (1, "1 lugar libre"), (2, "2 lugares libres")])
def test_a_word_agrees_with_its_number(free: int, words: str) -> None:
    told = messages.message("due_place_free", {"group": "Los Molles", "free": free, "waiting": 1}).text

    assert words in told


def test_no_text_leaves_the_number_of_a_word_open() -> None:
    assert [code for code, entry in catalogue().items() if re.search(r"\w\((s|es|n)\)", entry["text"])] == []
