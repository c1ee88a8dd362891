"""Packages that somebody damaged or made to do harm: each is refused in words or opens as it was sealed, nothing else.

60 of them in the test command, 2,000 and more by `--many=N`.
"""

from __future__ import annotations

import base64
import hashlib
import random
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

import msgspec
import pytest

from facilitador import messages
from facilitador.domain.packages import TableRows
from facilitador.errors import UserFacingError
from facilitador.exchange import packages
from tests.exchange.package_forgery import PREFIX_BYTES, forged, header_end, signed_anew, with_header
from tests.exchange.package_samples import ELENA, ROSA, ROWS, manifest, receiver, sealed, trust

FEW: Final = 60
CHUNK: Final = 64 * 1024 + 17
STREAM_HEADER: Final = 24

Mutation = Callable[[random.Random], bytes]

FOR_ELENA = receiver(ELENA, trust(ROSA))
PACKAGE = sealed()
OTHER = sealed(rows={"marks": ROWS["marks"]})
LONG = sealed(rows={"files": TableRows(("id", "data"), ((1, random.Random(1).randbytes(200_000)),))})
BODY_AT = header_end(PACKAGE)


def _flipped(chance: random.Random) -> bytes:
    data = bytearray(PACKAGE)
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _cut(chance: random.Random) -> bytes:
    return PACKAGE[: chance.randrange(len(PACKAGE))]


def _spliced(chance: random.Random) -> bytes:
    start, length = chance.randrange(len(PACKAGE)), chance.randrange(200)
    return PACKAGE[:start] + OTHER[chance.randrange(len(OTHER)) :][:length] + PACKAGE[start + chance.randrange(200) :]


def _halves_of_two(chance: random.Random) -> bytes:
    return PACKAGE[:BODY_AT] + OTHER[header_end(OTHER) :]


def _chunks_out_of_order(chance: random.Random) -> bytes:
    """Signed anew by the sender herself: only the stream can tell."""
    end = header_end(LONG)
    body = LONG[end:-64]
    first = [body[at : at + CHUNK] for at in range(STREAM_HEADER, len(body), CHUNK)]
    moved = chance.choice([chance.sample(first, len(first)), first + first[-1:], first[:-1], first[:1] * 2 + first[1:]])
    cipher = body[:STREAM_HEADER] + b"".join(moved)
    same = moved == first
    header = with_header(LONG, cipher_size=len(cipher))
    return LONG if same else signed_anew(header[PREFIX_BYTES : header_end(header)], cipher)


def _other_sizes(chance: random.Random) -> bytes:
    size = chance.choice([-1, 0, 1, 2**31, 2**32, 2**63, 2**64, chance.randrange(10**9)])
    return with_header(PACKAGE, **{chance.choice(["plain_size", "cipher_size"]): size})


def _other_header(chance: random.Random) -> bytes:
    value: object = chance.choice([None, [], {}, "x" * 5000, -1, 1.5, "A" * 44, [[[]]], True, [{"fingerprint": 1}]])
    fields = ["package", "made_on", "sender_box", "sender_sign", "sender", "recipients", "book_version", "otro"]
    altered = with_header(PACKAGE, **{chance.choice(fields): value})
    return signed_anew(altered[PREFIX_BYTES : header_end(altered)], PACKAGE[BODY_AT:-64])


def _header_of_letters(chance: random.Random) -> bytes:
    letters = chance.choice([b"[" * 20_000, b'{"package":', b"\xff" * 50, b"{}" * 40, chance.randbytes(300), b""])
    return signed_anew(letters, PACKAGE[BODY_AT:-64])


def _length_of_header(chance: random.Random) -> bytes:
    return PACKAGE[:8] + chance.randrange(2**32).to_bytes(4, "big") + PACKAGE[PREFIX_BYTES:]


def _noise(chance: random.Random) -> bytes:
    return chance.choice([b"PAQUETE\x01", b"PAQUETE", b""]) + chance.randbytes(chance.randrange(400))


def _inside(chance: random.Random) -> bytes:
    """By a sender who is trusted, with a program of her own: wrong kinds, widths, names, hashes, numbers."""
    body = _body()
    for _ in range(chance.randint(1, 3)):
        body = _disturbed(chance, body)
    plain = msgspec.msgpack.encode(body)
    return forged(plain)


def _inside_of_noise(chance: random.Random) -> bytes:
    plain = bytearray(msgspec.msgpack.encode(_body()))
    for _ in range(chance.randint(1, 6)):
        plain[chance.randrange(len(plain))] = chance.randrange(256)
    return forged(bytes(plain))


def _inside_of_lies(chance: random.Random) -> bytes:
    """Lengths of four thousand million, depths of a hundred thousand, a stream that unfolds for ever."""
    lies = [b"\xdd\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff\xa1a", b"\xc6\xff\xff\xff\xff", b"\x91" * 100_000, b""]
    bomb = zlib.compress(bytes(8 * 1024 * 1024), 9)
    return chance.choice(
        [
            forged(chance.choice(lies)),
            forged(b"", compressed=bomb, plain_size=100_000),
            forged(b"x", compressed=chance.randbytes(50)),
            forged(b"x", compressed=zlib.compress(b"x") + b"y"),
            forged(b"x" * 400, compressed=zlib.compress(b"x" * 400)[:-3]),
        ]
    )


def _key_of_another(chance: random.Random) -> bytes:
    """Something else is sealed where the key should be."""
    sealed_text = base64.b64encode(chance.randbytes(chance.choice([0, 32, 48, 80]))).decode()
    fake = [{"fingerprint": ELENA.identity.fingerprint, "key": sealed_text}]
    return forged(b"x", recipients=fake * chance.choice([1, 2, 41]))


MUTATIONS: Final[tuple[Mutation, ...]] = (
    _flipped,
    _cut,
    _spliced,
    _halves_of_two,
    _chunks_out_of_order,
    _other_sizes,
    _other_header,
    _header_of_letters,
    _length_of_header,
    _noise,
    _inside,
    _inside_of_noise,
    _inside_of_lies,
    _key_of_another,
)


def _body() -> list[Any]:
    """The inside of a package as plain lists and maps."""
    raw = {name: msgspec.msgpack.encode([held.columns, held.rows]) for name, held in ROWS.items()}
    told = replace(
        manifest(),
        counts={name: len(held.rows) for name, held in ROWS.items()},
        hashes={name: hashlib.blake2b(one, digest_size=32).digest() for name, one in raw.items()},
    )
    return [msgspec.to_builtins(told, builtin_types=(bytes,)), {name: msgspec.Raw(one) for name, one in raw.items()}]


def _disturbed(chance: random.Random, body: list[Any]) -> list[Any]:
    told, tables = dict(body[0]), dict(body[1])
    values: list[Any] = [
        None,
        -1,
        2**64 - 1,
        "x" * 100_000,
        b"\x00" * 9,
        [],
        {"a": [1]},
        True,
        1e400,
        "2026-13-40",
        ["x"],
    ]
    kind = chance.randrange(4)
    if kind == 0:
        told[chance.choice(list(told))] = chance.choice(values)
    elif kind == 1:
        told.pop(chance.choice(list(told)))
    else:
        rows = chance.choice([[[1, 2]], [[1], [1, 2]], [[float("nan")]], [[2**64 - 1]], [[[1]]], [[True]], "x", [[]]])
        columns = chance.choice([["a"], ["a", "a"], [], [1], ["x" * 90], "a", ["a"] * 300])
        _put(told, tables, chance.choice(["marks", "otra", "x" * 100, ""]), [columns, rows], fitting=kind == 2)
    return [told, tables] if chance.random() < 0.95 else [told, tables, "más"]


def _put(told: dict[str, Any], tables: dict[str, Any], name: str, table: list[Any], *, fitting: bool) -> None:
    raw = msgspec.msgpack.encode(table)
    tables[name] = msgspec.Raw(raw)
    if fitting and isinstance(told.get("hashes"), dict) and isinstance(told.get("counts"), dict):
        told["hashes"] = {**told["hashes"], name: hashlib.blake2b(raw, digest_size=32).digest()}
        told["counts"] = {**told["counts"], name: len(table[1])}


def hostile(count: int, seed: int = 9) -> Iterator[bytes]:
    """So many hostile packages, each kind in its turn; the same seed gives the same mutations."""
    chance = random.Random(seed)
    for number in range(count):
        yield MUTATIONS[number % len(MUTATIONS)](chance)


def damaged(package: bytes, count: int, seed: int = 3) -> Iterator[bytes]:
    """So many damages done on the way to somebody's package: letters changed, cut off, doubled."""
    chance = random.Random(seed)
    for number in range(count):
        at = chance.randrange(len(package))
        flipped = package[:at] + bytes([package[at] ^ (1 << chance.randrange(8))]) + package[at + 1 :]
        yield (flipped, package[:at], package[:at] + package[max(0, at - 9) :])[number % 3]


def test_a_hostile_package_is_refused_in_words_or_is_what_was_sealed(pytestconfig: pytest.Config) -> None:
    whole = [packages.open_package(data, FOR_ELENA).rows for data in (PACKAGE, OTHER, LONG)]
    refusals: dict[str, int] = {}
    for data in hostile(pytestconfig.getoption("many") or FEW):
        try:
            opened = packages.open_package(data, FOR_ELENA)
        except UserFacingError as refusal:
            assert messages.of_error(refusal).whole  # noqa: PT017 - told in words, whatever it is
            refusals[refusal.code] = refusals.get(refusal.code, 0) + 1
        else:
            assert opened.rows in whole
    assert refusals.keys() >= {"package_tampered", "package_truncated", "package_damaged_inside", "package_not_one"}


@pytest.mark.parametrize(
    "table",
    [
        [["a"], [[1, 2]]],
        [["a", "a"], [[1, 2]]],
        [["a"], [[True]]],
        [["a"], [[[1]]]],
        [["a"], [[{"b": 1}]]],
        [["a"], [[2**64 - 1]]],
        [["a"], [[float("nan")]]],
        [["a"], [[float("inf")]]],
        [["a"], [[msgspec.msgpack.Ext(5, b"x")]]],
        [[1], [[1]]],
        [[], [[]]],
        [["a"], "x"],
        [["a"] * 300, []],
    ],
)
def test_what_no_table_can_hold_is_refused_though_a_trusted_sender_signed_it(table: list[Any]) -> None:
    told, tables = _body()
    _put(told, tables, "marks", table, fitting=True)
    with pytest.raises(UserFacingError) as refusal:
        packages.open_package(forged(msgspec.msgpack.encode([told, tables])), FOR_ELENA)
    assert refusal.value.code == "package_damaged_inside"


def test_the_forger_of_these_tests_makes_packages_that_open_when_nothing_is_wrong() -> None:
    assert packages.open_package(forged(msgspec.msgpack.encode(_body())), FOR_ELENA).rows == ROWS
