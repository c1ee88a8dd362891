"""Who opens the book and with what; who cannot, and how it is found out."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from nacl.public import PublicKey, SealedBox
from nacl.signing import VerifyKey

from facilitador.db import keys, keys_file, package_keys, recovery_code
from facilitador.db.keys import NewPerson, UnlockedKeys
from facilitador.db.keys_file import KdfCost, KeysDocument
from facilitador.db.recovery_code import RecoveryCode
from facilitador.domain.roles import Role
from facilitador.errors import UserFacingError
from tests.db.conftest import CHEAP, CLAVE, ELENA, ROSA, TOMAS

DERIVED = "e276580b407e485c3a42b2a4167b632394117149d3039574cf40fb3965c5df58"
TEMPORARY = "clave temporal de prueba"


@pytest.fixture
def made() -> tuple[KeysDocument, UnlockedKeys, RecoveryCode]:
    return keys.create(ROSA, CLAVE, CHEAP)


@pytest.fixture
def document(made: tuple[KeysDocument, UnlockedKeys, RecoveryCode]) -> KeysDocument:
    return made[0]


@pytest.fixture
def rosa(made: tuple[KeysDocument, UnlockedKeys, RecoveryCode]) -> UnlockedKeys:
    return made[1]


@pytest.fixture
def code(made: tuple[KeysDocument, UnlockedKeys, RecoveryCode]) -> RecoveryCode:
    return made[2]


def through_the_file(document: KeysDocument) -> KeysDocument:
    return keys_file.decode(keys_file.encode(document))


def refusal_of(action: Callable[[], object]) -> str:
    with pytest.raises(UserFacingError) as refusal:
        action()
    return refusal.value.code


def test_the_clave_opens_what_was_made(document: KeysDocument, rosa: UnlockedKeys) -> None:
    opened = keys.unlock(through_the_file(document), ROSA.id, CLAVE)
    assert opened == rosa
    assert (opened.name, opened.role, opened.must_change) == (ROSA.name, ROSA.role, False)
    assert len(opened.data_key) == len(opened.reserved_key or b"") == 32
    assert opened.data_key != opened.reserved_key


def test_composed_and_decomposed_accents_are_the_same_clave(document: KeysDocument) -> None:
    assert keys.unlock(document, ROSA.id, unicodedata.normalize("NFD", CLAVE)).person_id == ROSA.id


@pytest.mark.parametrize("wrong", ["", CLAVE.upper(), CLAVE + " ", "otra clave cualquiera"])
def test_a_wrong_clave_is_told(document: KeysDocument, wrong: str) -> None:
    assert refusal_of(lambda: keys.unlock(document, ROSA.id, wrong)) == "wrong_passphrase"


def test_a_person_without_slot_is_told(document: KeysDocument) -> None:
    assert refusal_of(lambda: keys.unlock(document, TOMAS.id, CLAVE)) == "person_without_keys"


def test_no_secret_shows_in_a_repr_or_in_the_file(document: KeysDocument, rosa: UnlockedKeys) -> None:
    assert rosa.reserved_key is not None
    shown = repr(rosa)
    written = keys_file.encode(document)
    for secret in (rosa.data_key, rosa.reserved_key):
        assert repr(secret) not in shown
        assert secret.hex() not in shown
        assert secret.hex().encode() not in written
        assert msgspec.json.encode(secret).strip(b'"') not in written


def test_the_recovery_code_opens_both_keys(document: KeysDocument, rosa: UnlockedKeys, code: RecoveryCode) -> None:
    typed = recovery_code.parse(" ".join(recovery_code.groups(code)).lower())
    opened = keys.unlock_with_recovery(through_the_file(document), typed)
    assert (opened.data_key, opened.reserved_key) == (rosa.data_key, rosa.reserved_key)
    assert (opened.person_id, opened.role) == (None, None)


def test_another_books_recovery_code_is_refused(document: KeysDocument) -> None:
    other = recovery_code.generate()
    assert refusal_of(lambda: keys.unlock_with_recovery(document, other)) == "wrong_recovery_code"


def test_after_the_recovery_code_a_new_clave_replaces_the_old(document: KeysDocument, code: RecoveryCode) -> None:
    opened = keys.unlock_with_recovery(document, code)
    changed = keys.set_passphrase(document, opened, ROSA.id, "otra clave muy distinta", CHEAP)
    assert keys.unlock(changed, ROSA.id, "otra clave muy distinta").data_key == opened.data_key
    assert refusal_of(lambda: keys.unlock(changed, ROSA.id, CLAVE)) == "wrong_passphrase"
    assert keys.unlock_with_recovery(changed, code).data_key == opened.data_key


def test_changing_the_clave_keeps_the_key_pair(document: KeysDocument, rosa: UnlockedKeys) -> None:
    changed, unlocked = keys.change_passphrase(document, ROSA.id, CLAVE, "otra clave muy distinta", CHEAP)
    assert changed.slot(ROSA.id).public_key == document.slot(ROSA.id).public_key
    assert changed.slot(ROSA.id).kdf_salt != document.slot(ROSA.id).kdf_salt
    assert changed.revision == document.revision + 1
    assert unlocked == rosa == keys.unlock(changed, ROSA.id, "otra clave muy distinta")
    assert refusal_of(lambda: keys.unlock(changed, ROSA.id, CLAVE)) == "wrong_passphrase"


def test_changing_asks_for_the_old_clave_and_a_different_new_one(document: KeysDocument) -> None:
    for old, new, code in (("no es", "otra", "wrong_passphrase"), (CLAVE, CLAVE, "passphrase_same")):
        assert refusal_of(lambda old=old, new=new: keys.change_passphrase(document, ROSA.id, old, new, CHEAP)) == code


def test_an_empty_clave_is_never_set(document: KeysDocument, rosa: UnlockedKeys) -> None:
    assert refusal_of(lambda: keys.set_passphrase(document, rosa, ROSA.id, "", CHEAP)) == "passphrase_empty"


def test_a_person_let_in_must_change_her_temporary_clave(document: KeysDocument, rosa: UnlockedKeys) -> None:
    with_elena = keys.add_person(document, rosa, ELENA, TEMPORARY, CHEAP)
    assert keys.unlock(with_elena, ELENA.id, TEMPORARY).must_change
    changed, unlocked = keys.change_passphrase(with_elena, ELENA.id, TEMPORARY, "la suya propia", CHEAP)
    assert not unlocked.must_change
    assert not keys.unlock(through_the_file(changed), ELENA.id, "la suya propia").must_change


def test_nobody_has_two_slots(document: KeysDocument, rosa: UnlockedKeys) -> None:
    assert refusal_of(lambda: keys.add_person(document, rosa, ROSA, TEMPORARY, CHEAP)) == "person_has_keys"


@pytest.mark.directive("6.4.12")
def test_the_reserved_key_is_never_sealed_to_staff(document: KeysDocument, rosa: UnlockedKeys) -> None:
    everybody = keys.add_person(document, rosa, TOMAS, TEMPORARY, CHEAP)
    everybody = keys.add_person(everybody, rosa, ELENA, TEMPORARY, CHEAP)
    assert everybody.slot(TOMAS.id).sealed_reserved_key is None
    assert keys.unlock(everybody, TOMAS.id, TEMPORARY).reserved_key is None
    assert keys.unlock(everybody, ELENA.id, TEMPORARY).reserved_key == rosa.reserved_key


@pytest.mark.directive("6.4.12")
def test_staff_cannot_hand_on_what_they_do_not_hold(document: KeysDocument, rosa: UnlockedKeys) -> None:
    with_tomas = keys.add_person(document, rosa, TOMAS, TEMPORARY, CHEAP)
    tomas = keys.unlock(with_tomas, TOMAS.id, TEMPORARY)
    attempts: list[Callable[[], Any]] = [
        lambda: keys.add_person(with_tomas, tomas, ELENA, TEMPORARY, CHEAP),
        lambda: keys.set_passphrase(with_tomas, tomas, ROSA.id, TEMPORARY, CHEAP),
        lambda: keys.update_person(with_tomas, tomas, NewPerson(TOMAS.id, TOMAS.name, Role.SUPERVISOR)),
        lambda: keys.renew_recovery_code(with_tomas, tomas),
    ]
    assert [refusal_of(attempt) for attempt in attempts] == ["reserved_key_needed"] * 4


@pytest.mark.directive("6.4.12")
def test_a_change_of_role_gives_or_takes_the_reserved_key(document: KeysDocument, rosa: UnlockedKeys) -> None:
    with_tomas = keys.add_person(document, rosa, TOMAS, TEMPORARY, CHEAP)
    promoted = keys.update_person(with_tomas, rosa, NewPerson(TOMAS.id, "Tomás Q.", Role.FACILITATOR))
    opened = keys.unlock(promoted, TOMAS.id, TEMPORARY)
    assert (opened.name, opened.role, opened.reserved_key) == ("Tomás Q.", Role.FACILITATOR, rosa.reserved_key)
    back = keys.update_person(promoted, rosa, TOMAS)
    assert keys.unlock(back, TOMAS.id, TEMPORARY).reserved_key is None


def test_staff_may_make_a_book_and_the_code_still_opens_the_reserved_key() -> None:
    document, tomas, code = keys.create(TOMAS, CLAVE, CHEAP)
    assert tomas.reserved_key is None
    assert keys.unlock(document, TOMAS.id, CLAVE) == tomas
    assert keys.unlock_with_recovery(document, code).reserved_key is not None


def test_a_renewed_recovery_code_ends_the_old_one(
    document: KeysDocument, rosa: UnlockedKeys, code: RecoveryCode
) -> None:
    changed, renewed = keys.renew_recovery_code(document, rosa)
    assert keys.unlock_with_recovery(changed, renewed).data_key == rosa.data_key
    assert refusal_of(lambda: keys.unlock_with_recovery(changed, code)) == "wrong_recovery_code"


def alterations(document: KeysDocument) -> dict[str, KeysDocument]:
    """What a stranger who can write the folder might do to the file."""
    replace = msgspec.structs.replace
    mine, other = document.slots
    stranger, _, _ = keys.create(NewPerson(TOMAS.id, "Intruso", Role.SUPERVISOR), "intruso", CHEAP)
    return {
        "adds a slot": replace(document, slots=(mine, other, stranger.slots[0])),
        "removes a slot": replace(document, slots=(mine,)),
        "swaps the slots": replace(document, slots=(other, mine)),
        "renames": replace(document, slots=(replace(mine, name="Otra"), other)),
        "promotes": replace(document, slots=(mine, replace(other, role=Role.FACILITATOR))),
        "waives the change of a temporary clave": replace(document, slots=(mine, replace(other, must_change=False))),
        "puts in her own public key": replace(
            document, slots=(mine, replace(other, public_key=stranger.slots[0].public_key))
        ),
        "puts in her own recovery slot": replace(document, recovery=stranger.recovery),
        "gives it another book": replace(document, book_salt="00" * 16),
        "turns the revision back": replace(document, revision=0),
        "clears the MAC": replace(document, mac=b""),
        "puts in her own MAC": replace(document, mac=stranger.mac),
    }


def test_every_alteration_is_found_out_before_a_key_is_used(document: KeysDocument, rosa: UnlockedKeys) -> None:
    both = keys.add_person(document, rosa, ELENA, TEMPORARY, CHEAP)
    outcomes = {
        deed: (
            refusal_of(lambda altered=altered: keys.unlock(altered, ROSA.id, CLAVE)),
            refusal_of(lambda altered=altered: keys.add_person(altered, rosa, TOMAS, TEMPORARY, CHEAP)),
        )
        for deed, altered in alterations(both).items()
    }
    assert outcomes == dict.fromkeys(outcomes, ("keys_altered", "keys_altered"))


@pytest.mark.parametrize("sealed", [b"x" * 32, b"x" * 100, b""])
def test_a_key_that_a_stranger_sealed_to_her_is_refused(document: KeysDocument, sealed: bytes) -> None:
    slot = document.slot(ROSA.id)
    stranger = SealedBox(PublicKey(slot.public_key)).encrypt(sealed)
    forged = msgspec.structs.replace(document, slots=(msgspec.structs.replace(slot, sealed_data_key=bytes(stranger)),))
    assert refusal_of(lambda: keys.unlock(forged, ROSA.id, CLAVE)) == "keys_altered"


def test_an_altered_recovery_document_is_found_out(document: KeysDocument, code: RecoveryCode) -> None:
    altered = msgspec.structs.replace(document, revision=9)
    assert refusal_of(lambda: keys.unlock_with_recovery(altered, code)) == "keys_altered"


class Machine:
    """A machine that derives `speed` MiB-passes a second, with the clock that goes with it."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self.seconds = 0.0
        self.tried: list[KdfCost] = []

    def clock(self) -> float:
        return self.seconds

    def derive(self, cost: KdfCost) -> None:
        self.tried.append(cost)
        self.seconds += self.time_of(cost)

    def time_of(self, cost: KdfCost) -> float:
        return cost.memory_kib / 1024 * cost.passes / self.speed


@pytest.mark.parametrize("speed", [200, 384, 400, 700, 1500, 2500, 5000])
def test_calibration_reaches_half_a_second_and_no_more_than_one(speed: float) -> None:
    machine = Machine(speed)
    cost = keys.calibrate(machine.clock, machine.derive)
    assert 0.5 <= machine.time_of(cost) <= 1.0
    assert cost.memory_kib >= 64 * 1024


def test_calibration_never_goes_below_the_standard_nor_beyond_the_next_laptop() -> None:
    slow, fast = Machine(10), Machine(1_000_000)
    assert keys.calibrate(slow.clock, slow.derive) == keys.STANDARD_COST
    assert keys.calibrate(fast.clock, fast.derive) == KdfCost(256 * 1024, 12)


def test_calibration_measures_real_derivations_by_itself() -> None:
    ticks = iter([0.0, 0.6])
    assert keys.calibrate(lambda: next(ticks)) == keys.STANDARD_COST


def test_derivation_is_pinned() -> None:
    # Whoever changes this locks everybody out: it is part of the format.
    assert keys.derive("ñandú", bytes(range(16)), CHEAP).hex() == DERIVED


def test_package_keys_are_the_same_at_every_opening_and_another_for_everybody(
    document: KeysDocument, rosa: UnlockedKeys
) -> None:
    with_elena = keys.add_person(document, rosa, ELENA, TEMPORARY, CHEAP)
    mine = keys.unlock(through_the_file(with_elena), ROSA.id, CLAVE).package_keys
    hers = keys.unlock(with_elena, ELENA.id, TEMPORARY).package_keys
    assert rosa.package_keys is not None
    assert mine is not None
    assert hers is not None
    assert (mine.box_key, mine.sign_key) == (rosa.package_keys.box_key, rosa.package_keys.sign_key)
    assert len({mine.box_key, mine.sign_key, hers.box_key, hers.sign_key}) == 4
    sealed = SealedBox(PublicKey(mine.box_key)).encrypt(b"secreto")
    assert mine.open_sealed(sealed) == b"secreto"
    assert hers.open_sealed(sealed) is None
    assert mine.open_sealed(sealed[:-1]) is None
    VerifyKey(mine.sign_key).verify(b"mensaje", mine.sign(b"mensaje"))


def test_package_keys_are_neither_the_key_of_the_keys_file_nor_shown(
    document: KeysDocument, rosa: UnlockedKeys
) -> None:
    assert rosa.package_keys is not None
    assert rosa.package_keys.box_key != document.slot(ROSA.id).public_key
    assert "package_keys" not in repr(rosa)
    assert not any(value.hex() in repr(rosa.package_keys) for value in (rosa.package_keys.box_key, rosa.data_key))


def test_package_keys_stay_with_a_changed_clave_and_new_book_keys_and_go_with_one_given_anew(
    document: KeysDocument, rosa: UnlockedKeys
) -> None:
    assert rosa.package_keys is not None
    changed, after = keys.change_passphrase(document, ROSA.id, CLAVE, TEMPORARY, CHEAP)
    reissued, holder, _ = keys.reissue(changed, after, [ROSA])
    for one in (after, holder, keys.unlock(reissued, ROSA.id, TEMPORARY)):
        assert one.package_keys is not None
        assert one.package_keys.box_key == rosa.package_keys.box_key
    anew = keys.unlock(keys.set_passphrase(document, rosa, ROSA.id, TEMPORARY, CHEAP), ROSA.id, TEMPORARY)
    assert anew.package_keys is not None
    assert anew.package_keys.box_key != rosa.package_keys.box_key


def test_the_recovery_code_alone_has_no_package_keys(document: KeysDocument, code: RecoveryCode) -> None:
    held = keys.unlock_with_recovery(document, code).package_keys
    assert held is None
    assert refusal_of(lambda: package_keys.needed(held)) == "package_keys_needed"
