"""Proving that a recovery code is on paper: shown once, then two of its groups asked back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

from facilitador.domain.copied_codes import normalised
from facilitador.errors import InvalidInput, Problem

GROUPS_ASKED: Final = 2


class CodeProof(Protocol):
    """Whatever shows a recovery code and asks for it back: a proof by itself, or a flow that has one on its way."""

    @property
    def code_groups(self) -> tuple[str, ...]: ...
    @property
    def asked(self) -> tuple[int, ...]: ...
    def prove_code(self) -> None: ...
    def answer_code(self, typed: Mapping[int, str]) -> None: ...


class RecoveryProof:
    """A code from the moment it is shown until somebody proved to have it. `choose(count, of)`: numbers below `of`."""

    def __init__(self, choose: Callable[[int, int], Sequence[int]]) -> None:
        self._choose = choose
        self._groups: tuple[str, ...] = ()
        self._asked: tuple[int, ...] = ()

    @property
    def code_groups(self) -> tuple[str, ...]:
        """The code in its groups of four; empty before `show` and once it is proved."""
        return self._groups

    @property
    def asked(self) -> tuple[int, ...]:
        """Which groups are asked back, counted from 1; empty before `prove_code`."""
        return tuple(number + 1 for number in self._asked)

    def show(self, groups: Sequence[str]) -> None:
        """This is the code."""
        self._groups = tuple(groups)

    def prove_code(self) -> None:
        """Choose the groups to be asked back; other ones each time, so that the sheet must be at hand."""
        self._asked = tuple(sorted(self._choose(GROUPS_ASKED, len(self._groups))))

    def answer_code(self, typed: Mapping[int, str]) -> None:
        """Compare what was read off the sheet (group number → text) with the code; `InvalidInput` names wrong ones.

        A code that was proved is forgotten here.
        """
        wrong = [
            Problem(f"group_{number}", "recovery_group_differs", {"number": number})
            for number in self.asked
            if normalised(typed.get(number, "")) != self._groups[number - 1]
        ]
        if wrong:
            raise InvalidInput(wrong)
        self._groups = ()
