"""The keys file: whole or absent, strict in what it takes, and findable again when it is lost."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from facilitador.db import durable_files, key_copies, keys, keys_file
from facilitador.db.keys_file import KeysDocument
from facilitador.errors import BookError
from tests.db.conftest import CHEAP, CLAVE, ELENA, ROSA


@pytest.fixture
def document() -> KeysDocument:
    return keys.create(ROSA, CLAVE, CHEAP)[0]


def refusal_of(content: bytes) -> str:
    with pytest.raises(BookError) as refusal:
        keys_file.decode(content)
    return refusal.value.code


def test_what_is_written_is_read(tmp_path: Path, document: KeysDocument) -> None:
    path = keys_file.keys_path(tmp_path / "uno.cuaderno")
    keys_file.write(path, document)
    assert path.name == "uno.cuaderno.keys"
    assert keys_file.read(path) == document
    assert list(tmp_path.iterdir()) == [path]


def test_a_later_format_is_told_from_damage(document: KeysDocument) -> None:
    later = msgspec.json.decode(keys_file.encode(document)) | {"format": 2, "something": "new"}
    assert refusal_of(msgspec.json.encode(later)) == "keys_newer"


@pytest.mark.parametrize(
    "change",
    [
        {"format": 0},
        {"book_salt": "00"},
        {"book_salt": "not hexadecimal"},
        {"slots": None},
        {"stranger": 1},
        {"slots": [{"name": "Rosa"}]},
    ],
)
def test_a_misshapen_document_is_damaged(document: KeysDocument, change: dict[str, object]) -> None:
    content = msgspec.json.encode(msgspec.json.decode(keys_file.encode(document)) | change)
    assert refusal_of(content) == "keys_damaged"


@pytest.mark.parametrize("cost", [{"memory_kib": 2**40, "passes": 1}, {"memory_kib": 8, "passes": 10**6}])
def test_a_cost_that_would_exhaust_the_machine_is_refused(document: KeysDocument, cost: dict[str, int]) -> None:
    raw = msgspec.json.decode(keys_file.encode(document))
    raw["slots"][0]["kdf_cost"] = cost
    assert refusal_of(msgspec.json.encode(raw)) == "keys_damaged"


def test_a_file_cut_anywhere_is_damaged(document: KeysDocument) -> None:
    content = keys_file.encode(document)
    assert {refusal_of(content[:length]) for length in range(0, len(content) - 2, 37)} == {"keys_damaged"}


def test_no_file_and_no_file_at_all_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="keys_missing"):
        keys_file.read(tmp_path / "none.keys")
    with pytest.raises(BookError, match="keys_unreadable"):
        keys_file.read(tmp_path)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "file"
    durable_files.write(target, b"old")

    def no_space(path: Path) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(durable_files, "sync_file", no_space)
    with pytest.raises(OSError, match="no space"):
        durable_files.write(target, b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"old")]


def test_publishing_never_overwrites(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"precious")
    part = durable_files.new_part(target)
    with pytest.raises(FileExistsError):
        durable_files.publish(part, target)
    assert target.read_bytes() == b"precious"


def test_only_the_parts_of_that_file_are_swept(tmp_path: Path) -> None:
    target = tmp_path / "a"
    own, other = durable_files.new_part(target), durable_files.new_part(tmp_path / "a.keys")
    durable_files.remove_parts(target)
    assert (own.exists(), other.exists()) == (False, True)


def test_the_copy_kept_is_the_latest_revision(tmp_path: Path, document: KeysDocument) -> None:
    later = msgspec.structs.replace(document, revision=document.revision + 1)
    for kept in (document, later, document):
        key_copies.keep(tmp_path, kept)
    (copy,) = key_copies.find(document.salt, tmp_path)
    assert (copy.revision, copy.names) == (later.revision, (ROSA.name,))


def test_a_damaged_copy_is_replaced_by_a_good_one(tmp_path: Path, document: KeysDocument) -> None:
    path = key_copies.kept_path(tmp_path, document.salt)
    path.parent.mkdir()
    path.write_bytes(b"not keys")
    assert key_copies.find(document.salt, tmp_path) == []
    key_copies.keep(tmp_path, document)
    assert [copy.path for copy in key_copies.find(document.salt, tmp_path)] == [path]


def test_copies_are_matched_by_salt_wherever_they_lie(tmp_path: Path, document: KeysDocument) -> None:
    other, rosa, _ = keys.create(ROSA, CLAVE, CHEAP)
    later = keys.add_person(other, rosa, ELENA, "temporal", CHEAP)
    backups = tmp_path / "respaldos"
    backups.mkdir()
    key_copies.keep(tmp_path, other)
    keys_file.write(backups / "x-000001.keys", later)
    keys_file.write(backups / "y-000001.keys", document)
    found = key_copies.find(other.salt, tmp_path, [backups, tmp_path / "no such folder"])
    assert [(copy.path.name, copy.names) for copy in found] == [
        ("x-000001.keys", (ROSA.name, ELENA.name)),
        (f"{other.salt.hex()}.keys", (ROSA.name,)),
    ]


def test_restoring_sets_the_damaged_file_aside(tmp_path: Path, document: KeysDocument) -> None:
    key_copies.keep(tmp_path / "app", document)
    (copy,) = key_copies.find(document.salt, tmp_path / "app")
    book = tmp_path / "uno.cuaderno"
    damaged = keys_file.keys_path(book)
    for content in (b"damaged", b"damaged again"):
        damaged.write_bytes(content)
        key_copies.restore(copy, book)
        assert keys_file.read(damaged) == document
    aside = [tmp_path / f"uno.cuaderno.keys.anterior-{number}" for number in (1, 2)]
    assert [path.read_bytes() for path in aside] == [b"damaged", b"damaged again"]
