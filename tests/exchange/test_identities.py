"""The public identity of a person: written, carried, read, and found out where it is not as it was."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.packages import NAME_LIMIT, PublicIdentity, fingerprint_of
from facilitador.errors import UserFacingError
from facilitador.exchange import identities
from facilitador.exchange.camera_codes import modules
from tests.exchange.package_samples import ELENA, ROSA

CARD = identities.write(ROSA.identity, ROSA.keys)


def refusal_of(text: str | bytes) -> str:
    with pytest.raises(UserFacingError) as refusal:
        identities.read(text)
    return refusal.value.code


def changed(**fields: object) -> str:
    return json.dumps({**json.loads(CARD), **fields}, ensure_ascii=False)


def test_what_was_written_is_read_as_a_file_and_as_text() -> None:
    assert identities.read(CARD) == identities.read(CARD.encode()) == ROSA.identity
    assert identities.read(f"  {CARD}\r\n") == ROSA.identity


def test_a_card_fits_into_a_code_on_paper() -> None:
    longest = replace(ROSA.identity, name="Ñ" * NAME_LIMIT, service_name="Ñ" * NAME_LIMIT)
    written = identities.write(longest, ROSA.keys)
    assert identities.read(written) == longest
    assert written.isascii()
    side = modules(written)
    assert len(side) <= 177
    assert {len(row) for row in side} == {len(side)}
    assert modules(written) != modules(CARD)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "Elena Ñahui"},
        {"service": "CAI Huamanga"},
        {"book": str(UUID(int=5))},
        {"box": base64.b64encode(ELENA.keys.box_key).decode()},
        {"sign": base64.b64encode(ELENA.keys.sign_key).decode()},
        {"sign": ""},
        {"signature": base64.b64encode(bytes(64)).decode()},
    ],
)
def test_whatever_was_changed_is_found_out(fields: dict[str, object]) -> None:
    assert refusal_of(changed(**fields)) == "key_file_altered"


@pytest.mark.parametrize(
    "identity",
    [
        replace(ROSA.identity, name="Rosa\u202eepsiuQ"),
        replace(ROSA.identity, name=""),
        replace(ROSA.identity, service_name="CEM\nHuanta"),
        replace(ROSA.identity, name="x" * (NAME_LIMIT + 1)),
        replace(ROSA.identity, box_key=bytes(32)),
        replace(ROSA.identity, box_key=b"corta"),
    ],
)
def test_a_name_that_deceives_the_eye_and_a_key_that_seals_nothing_are_refused_though_signed(
    identity: PublicIdentity,
) -> None:
    assert refusal_of(identities.write(identity, ROSA.keys)) == "key_file_altered"


@pytest.mark.parametrize(
    "text", ["", "hola", "[]", "{}", CARD[:-2], CARD * 20, b"\xff\xfe\x00", "[" * 4000, changed(otro=1), changed(box=7)]
)
def test_what_is_no_identity_is_refused(text: str | bytes) -> None:
    assert refusal_of(text) == "key_file_not_a_key"


def test_one_of_a_newer_version_says_so_whatever_else_it_holds() -> None:
    assert refusal_of(changed(llave=2, otro="dato")) == "key_file_newer"


def test_the_fingerprint_is_of_both_keys_and_is_typed_as_one_likes() -> None:
    groups = ROSA.identity.fingerprint_groups
    assert [len(group) for group in groups] == [4] * 5
    assert "".join(groups) == ROSA.identity.fingerprint
    assert ROSA.identity.has_fingerprint(" - ".join(groups).lower())
    assert not ROSA.identity.has_fingerprint("".join(groups[:4]))
    assert not ROSA.identity.has_fingerprint(ELENA.identity.fingerprint)
    others = {
        fingerprint_of(ELENA.keys.box_key, ROSA.keys.sign_key),
        fingerprint_of(ROSA.keys.box_key, ELENA.keys.sign_key),
    }
    assert ROSA.identity.fingerprint not in others


@given(st.integers(0, len(CARD) - 1), st.integers(1, 127))
def test_no_single_letter_can_be_changed_unseen(position: int, shift: int) -> None:
    letters = bytearray(CARD.encode())
    letters[position] ^= shift
    with suppress(UserFacingError):
        assert identities.read(bytes(letters)) == ROSA.identity
