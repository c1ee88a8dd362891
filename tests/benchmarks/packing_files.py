"""The file of a package alone, against the bare work on the same rows: msgpack, and one stream of libsodium."""

from __future__ import annotations

import random
from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from nacl import bindings

from facilitador.domain.packages import PackageRows, TableRows, Value
from facilitador.exchange import packages, sealing
from tests.benchmarks.figures import Figure, Figures, by_turns
from tests.exchange.package_samples import ELENA, ROSA, manifest, receiver, trust

MEN, SESSIONS, ITEMS = 15, 40, 90
TURNS: Final = 25
LIMIT_MS: Final = 1000
_CHUNK: Final = 64 * 1024
_TALK: Final = (
    "el grupo conversó sobre lo que pasa antes de gritar y qué hace cada uno para parar a tiempo hubo silencio al "
    "comienzo después tres contaron cómo les fue en la semana con la tarea de escuchar sin interrumpir se acordó traer "
    "un ejemplo de la casa y revisar entre todos la responsabilidad propia nadie habló mal de su pareja"
)
_WORDS: Final = tuple(_TALK.split())


def pack_file() -> Figures:
    """Rows of a group to the bytes of a file, sealed to one person."""
    rows = group_rows()
    told, to = manifest(), [ELENA.identity]
    whole = packages.seal(told, rows, to, ROSA.keys)
    value, floor = by_turns(lambda: packages.seal(told, rows, to, ROSA.keys), lambda: bare_seal(rows), TURNS)
    notes: dict[str, object] = {"plain_bytes": len(bare_rows(rows)), "file_bytes": len(whole)}
    yield Figure("pack-file", value, floor, target=3, limit=LIMIT_MS, n=TURNS, notes=notes)


def unpack_file() -> Figures:
    """The bytes of a file to its rows, every check made."""
    rows = group_rows()
    whole = packages.seal(manifest(), rows, [ELENA.identity], ROSA.keys)
    who = receiver(ELENA, trust(ROSA), today=date(2026, 11, 21))
    key, cipher = bare_seal(rows)
    assert packages.open_package(whole, who).rows == rows
    value, floor = by_turns(lambda: packages.open_package(whole, who), lambda: bare_open(key, cipher), TURNS)
    yield Figure("unpack-file", value, floor, target=3, limit=LIMIT_MS, n=TURNS, notes={"file_bytes": len(whole)})


def group_rows() -> PackageRows:
    """A group of 15 men and 40 sessions as its tables hold it, with what people write; always the same."""
    chance = random.Random(15)
    group, people = _key(chance), [_key(chance) for _ in range(3)]
    men, sessions = [_key(chance) for _ in range(MEN)], [_key(chance) for _ in range(SESSIONS)]

    def stamps() -> tuple[Value, ...]:
        day = f"2026-{chance.randint(3, 11):02}-{chance.randint(1, 28):02} {chance.randint(8, 21):02}:15:30.000000"
        return (day, chance.choice(people), day, chance.choice(people), chance.randint(1, 4))

    def text(letters: int) -> str:
        return " ".join(chance.choices(_WORDS, k=letters // 6))

    stamped = ("created_at", "created_by", "changed_at", "changed_by", "revision")
    fichas = [(man, f"Participante {at}", msgspec.json.encode({w: text(40) for w in _WORDS[:20]}).decode(), *stamps())
              for at, man in enumerate(men)]  # fmt: skip
    held = [
        (one, group, at, "2026-05-07", text(200), text(900), text(300), *stamps()) for at, one in enumerate(sessions)
    ]
    marks = [(one, man, chance.choice(["present", "absent", "late"]), text(30), *stamps())
             for one in sessions for man in men]  # fmt: skip
    answers = [(_key(chance), man, at, chance.randint(0, 4), *stamps()) for man in men for at in range(ITEMS)]
    return {
        "groups": TableRows(("id", "name", *stamped), ((group, "Los Molles", *stamps()),)),
        "participants": TableRows(("id", "shown_name", "answers", *stamped), tuple(fichas)),
        "sessions": TableRows(("id", "group_id", "number", "day", "aim", "log", "plan", *stamped), tuple(held)),
        "marks": TableRows(("session_id", "participant_id", "state", "note", *stamped), tuple(marks)),
        "item_answers": TableRows(("id", "participant_id", "item", "value", *stamped), tuple(answers)),
    }


def bare_rows(rows: PackageRows) -> bytes:
    """The rows as msgpack and nothing else."""
    return msgspec.msgpack.encode({name: (held.columns, held.rows) for name, held in rows.items()})


def bare_seal(rows: PackageRows) -> tuple[bytes, list[bytes]]:
    """The rows as msgpack in one encrypted stream: its key and its chunks."""
    plain, key = bare_rows(rows), sealing.new_key()
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    chunks = [bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)]
    for start in range(0, len(plain), _CHUNK):
        chunk = plain[start : start + _CHUNK]
        chunks.append(bindings.crypto_secretstream_xchacha20poly1305_push(state, chunk))
    return key, chunks


def bare_open(key: bytes, chunks: list[bytes]) -> object:
    """The rows out of that stream."""
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, chunks[0], key)
    plain = [bindings.crypto_secretstream_xchacha20poly1305_pull(state, chunk)[0] for chunk in chunks[1:]]
    return msgspec.msgpack.decode(b"".join(plain))


def _key(chance: random.Random) -> bytes:
    return UUID(int=chance.getrandbits(128)).bytes
