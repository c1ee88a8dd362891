"""A package: what was sealed is opened by whom it is for, and every other case is refused in its own words."""

from __future__ import annotations

import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitador import messages
from facilitador.domain import packages as domain
from facilitador.domain.packages import MOST_FILE_BYTES, MOST_RECIPIENTS, PackageRows, TableRows
from facilitador.errors import UserFacingError
from facilitador.exchange import package_body, packages, sealing
from tests.exchange.package_forgery import PREFIX_BYTES, forged, header_end, with_header
from tests.exchange.package_samples import (
    BOOK_VERSION,
    ELENA,
    ROSA,
    ROWS,
    TODAY,
    TOMAS,
    manifest,
    receiver,
    sealed,
    someone,
    trust,
)

PACKAGE = sealed()
FOR_ELENA = receiver(ELENA, trust(ROSA))


def refused(action: Callable[[], object]) -> UserFacingError:
    with pytest.raises(UserFacingError) as refusal:
        action()
    assert messages.of_error(refusal.value).remedy
    return refusal.value


def refusal_of(data: bytes, who: packages.Receiver = FOR_ELENA) -> str:
    return refused(lambda: packages.open_package(data, who)).code


CELLS = st.none() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(max_size=20) | st.binary(max_size=40)


@st.composite
def tables(draw: st.DrawFn) -> PackageRows:
    names = draw(st.lists(st.text("abcdefgh_", min_size=1, max_size=8), unique=True, max_size=4))
    held = {}
    for name in names:
        columns = tuple(
            draw(st.lists(st.text("abcdefgh_", min_size=1, max_size=6), unique=True, min_size=1, max_size=5))
        )
        row = st.tuples(*[CELLS | TEXTS for _ in columns])
        held[name] = TableRows(columns, tuple(draw(st.lists(row, max_size=6))))
    return held


@settings(max_examples=40)
@given(tables())
def test_what_was_sealed_is_what_is_opened(rows: PackageRows) -> None:
    opened = packages.open_package(sealed(rows=rows), FOR_ELENA)
    assert opened.rows == rows
    assert opened.manifest.counts == {name: len(held.rows) for name, held in rows.items()}


def test_what_it_says_of_itself_is_opened_with_it_and_each_recipient_opens_it() -> None:
    data = sealed(to=(TOMAS, ELENA), until=TODAY)
    for one in (ELENA, TOMAS):
        opened = packages.open_package(data, receiver(one, trust(ROSA)))
        told = opened.manifest
        assert replace(told, counts={}, hashes={}) == manifest(until=TODAY)
        assert told.hashes.keys() == ROWS.keys()
        assert opened.size == len(data)


def test_the_order_of_the_tables_stays() -> None:
    backwards = dict(reversed(list(ROWS.items())))
    assert list(packages.open_package(sealed(rows=backwards), FOR_ELENA).rows) == list(backwards)


def test_the_outside_tells_nothing_of_men_groups_places_or_names() -> None:
    outside = PACKAGE[: header_end(PACKAGE)]
    for secret in (
        "Rosa",
        "Elena",
        "Huanta",
        "Huamanga",
        "Jueves",
        "groups",
        "supervision",
        str(UUID(bytes=b"g" * 16)),
    ):
        assert secret.encode() not in outside
        assert secret.encode() not in PACKAGE


def test_two_packages_of_the_same_rows_have_nothing_in_common_inside() -> None:
    assert sealed()[header_end(PACKAGE) :][:200] != PACKAGE[header_end(PACKAGE) :][:200]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"PAQUET", b"paquete" + PACKAGE[7:]])
def test_what_is_no_package_is_told_so(data: bytes) -> None:
    assert refusal_of(data) == "package_not_one"


@pytest.mark.parametrize(
    "length", [7, 11, 12, 40, header_end(PACKAGE) - 1, header_end(PACKAGE), header_end(PACKAGE) + 30, len(PACKAGE) - 1]
)
def test_one_that_was_cut_off_is_told_so(length: int) -> None:
    assert refusal_of(PACKAGE[:length]) == "package_truncated"


@pytest.mark.parametrize(
    "position",
    [
        PREFIX_BYTES,
        PREFIX_BYTES + 40,
        header_end(PACKAGE) - 60,
        header_end(PACKAGE),
        header_end(PACKAGE) + 30,
        len(PACKAGE) - 70,
        len(PACKAGE) - 1,
    ],
    ids=["brace", "early header", "late header", "stream", "chunk", "end of body", "signature"],
)
def test_one_changed_anywhere_is_told_so(position: int) -> None:
    altered = bytearray(PACKAGE)
    altered[position] ^= 4
    assert refusal_of(bytes(altered)) == "package_tampered"


@pytest.mark.parametrize("more", [b"\x00", PACKAGE, PACKAGE[-64:]], ids=["a byte", "a package", "a signature"])
def test_nothing_may_follow_a_package(more: bytes) -> None:
    assert refusal_of(PACKAGE + more) == "package_tampered"


def test_one_for_somebody_else_is_not_for_me() -> None:
    assert refusal_of(PACKAGE, receiver(TOMAS, trust(ROSA))) == "package_not_for_me"


def test_the_sender_cannot_take_in_what_she_sent() -> None:
    assert refusal_of(PACKAGE, receiver(ROSA, trust(ELENA))) == "package_from_own_book"
    colleague = someone("Tomás Huamán", 3)
    shared = replace(receiver(colleague, trust(ROSA)), book_id=ROSA.identity.book_id)
    assert refusal_of(sealed(to=(colleague,)), shared) == "package_from_own_book"


def test_a_stranger_is_told_by_name_service_and_fingerprint() -> None:
    refusal = refused(lambda: packages.open_package(PACKAGE, receiver(ELENA, trust(TOMAS))))
    assert refusal.code == "package_from_stranger"
    assert "Rosa Quispe, de CEM Huanta" in messages.of_error(refusal).text
    assert "-".join(ROSA.identity.fingerprint_groups) in messages.of_error(refusal).remedy


def test_a_stranger_with_a_known_name_is_told_as_one_with_another_key() -> None:
    impostor = someone("ROSA QUISPE", 99)
    refusal = refused(lambda: packages.open_package(sealed(impostor), FOR_ELENA))
    assert refusal.code == "package_from_known_name"
    assert "ROSA QUISPE" in messages.of_error(refusal).text


def test_a_key_that_was_withdrawn_is_told_with_its_day_until_it_is_confirmed_again() -> None:
    gone = trust(ROSA, withdrawn_on=date(2026, 11, 2))
    refusal = refused(lambda: packages.open_package(PACKAGE, receiver(ELENA, gone)))
    assert (refusal.code, refusal.parameters["day"]) == ("package_from_withdrawn", "02/11/2026")
    assert packages.open_package(PACKAGE, receiver(ELENA, gone, trust(ROSA))).rows == ROWS


def test_a_stranger_with_a_name_that_deceives_is_not_even_shown() -> None:
    bare = someone("Rosa", 98)
    liar = replace(bare, identity=replace(bare.identity, name="Rosa\u202e\n" * 3))
    assert refusal_of(sealed(liar)) == "package_tampered"


def test_a_stranger_cannot_show_the_identity_of_another() -> None:
    stranger = someone("Rosa Quispe", 97)
    data = packages.seal(manifest(ROSA), ROWS, [ELENA.identity], stranger.keys)
    assert refusal_of(data) == "package_tampered"


def test_who_is_trusted_for_her_book_cannot_speak_for_another() -> None:
    other_book = replace(ROSA, identity=replace(ROSA.identity, book_id=TOMAS.identity.book_id))
    other_person = replace(ROSA, identity=replace(ROSA.identity, person_id=TOMAS.identity.person_id))
    assert refusal_of(sealed(other_book)) == refusal_of(sealed(other_person)) == "package_damaged_inside"


def test_it_is_opened_on_its_last_day_and_not_after() -> None:
    data = sealed(until=TODAY)
    assert packages.open_package(data, FOR_ELENA).manifest.until == TODAY
    late = refused(lambda: packages.open_package(data, receiver(ELENA, trust(ROSA), today=date(2026, 11, 22))))
    assert (late.code, late.parameters) == ("package_expired", {"name": "Rosa Quispe", "day": "21/11/2026"})


def test_one_of_a_newer_program_says_so_by_its_file_and_by_its_tables() -> None:
    assert refusal_of(PACKAGE[:7] + b"\x02" + PACKAGE[8:]) == "package_newer"
    assert refusal_of(sealed(book_version=BOOK_VERSION + 1)) == "package_newer"
    assert packages.open_package(sealed(book_version=BOOK_VERSION - 1), FOR_ELENA).rows == ROWS


def test_the_name_stays_as_it_was_confirmed() -> None:
    renamed = replace(ROSA, identity=replace(ROSA.identity, name="Rosa Q. de Huamán"))
    assert packages.open_package(sealed(renamed), FOR_ELENA).manifest.sender == ROSA.identity


@pytest.mark.parametrize(
    ("sizes", "code"),
    [
        ({"plain_size": 2**60}, "package_too_large"),
        ({"plain_size": domain.MOST_PLAIN_BYTES + 1}, "package_too_large"),
        ({"plain_size": 400 * 1024 * 1024}, "package_too_large"),  # far more than so small a body unfolds to
        ({"cipher_size": 2**70}, "package_too_large"),
        ({"cipher_size": 200 * 1024 * 1024}, "package_truncated"),
        ({"cipher_size": -1}, "package_tampered"),
        ({"plain_size": -1}, "package_tampered"),
    ],
)
def test_sizes_are_refused_before_anything_of_that_size_is_made(sizes: dict[str, int], code: str) -> None:
    data = with_header(PACKAGE, **sizes)
    tracemalloc.start()
    try:
        assert refusal_of(data) == code
        assert tracemalloc.get_traced_memory()[1] < 1024 * 1024
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("told", [1000, 1024 * 1024])
def test_what_unfolds_to_more_than_it_says_is_stopped_there(told: int) -> None:
    bomb = forged(b"", compressed=zlib.compress(bytes(64 * 1024 * 1024), 9), plain_size=told)
    tracemalloc.start()
    try:
        assert refusal_of(bomb) == "package_damaged_inside"
        assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_file_too_large_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    file = tmp_path / "grande.paquete"
    file.write_bytes(PACKAGE)
    with file.open("r+b") as grown:
        grown.truncate(MOST_FILE_BYTES + 1)  # a hole: it takes no room on the disk
    tracemalloc.start()
    try:
        assert refused(lambda: packages.read_file(file)).code == "package_too_large"
        assert tracemalloc.get_traced_memory()[1] < 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_file_is_read_as_it_is_and_refused_by_its_beginning(tmp_path: Path) -> None:
    file = tmp_path / "uno.paquete"
    file.write_bytes(PACKAGE)
    assert packages.read_file(file) == PACKAGE
    file.write_bytes(b"hola")
    assert refused(lambda: packages.read_file(file)).code == "package_not_one"
    assert refused(lambda: packages.read_file(tmp_path / "falta")).code == "package_unreadable"
    assert refused(lambda: packages.read_file(tmp_path)).code == "package_unreadable"


def test_a_package_needs_recipients_and_bears_so_many() -> None:
    assert refused(lambda: sealed(to=())).code == "package_recipients_needed"
    assert refused(lambda: sealed(to=[ELENA] * (MOST_RECIPIENTS + 1))).code == "package_too_many_recipients"
    many = [someone("Elena Ñahui", 200 + n) for n in range(MOST_RECIPIENTS)]
    assert packages.open_package(sealed(to=many), receiver(many[-1], trust(ROSA))).rows == ROWS


def test_what_would_be_too_large_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_body, "MOST_PLAIN_BYTES", 100)
    assert refused(sealed).code == "package_too_large_to_make"


@pytest.mark.parametrize(("letters", "smaller"), [("." * 30, False), ("Sesión {}. ", True)])
def test_what_is_large_is_compressed_unless_that_would_look_like_a_bomb(letters: str, smaller: bool) -> None:
    text = "".join(letters.format(number) for number in range(150_000))
    rows = {"logs": TableRows(("id", "text"), ((1, text),))}
    data = sealed(rows=rows)
    assert packages.open_package(data, FOR_ELENA).rows == rows
    assert (len(data) < len(text) / 2) is smaller


@settings(max_examples=30)
@given(st.integers(0, 3 * 64 * 1024), st.binary(min_size=1, max_size=3))
def test_a_stream_of_any_length_opens_whole_and_only_whole(length: int, pattern: bytes) -> None:
    plain = (pattern * (length // len(pattern) + 1))[:length]
    key = sealing.new_key()
    cipher = sealing.encrypt(key, plain)
    assert sealing.decrypt(key, cipher) == plain
    chunk = 64 * 1024 + 17
    first, rest = cipher[24 : 24 + chunk], cipher[24 + chunk :]
    for altered in (cipher[:-1], cipher + b"\x00", cipher[:24] + rest, cipher[:24] + first + first + rest, cipher[:24]):
        with pytest.raises(sealing.NotWhole):
            sealing.decrypt(key, altered)
