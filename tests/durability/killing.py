"""An act in a process of its own, killed after a while; and what it had confirmed by then."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

LONGEST = 60.0  # seconds an act may take undisturbed

Say = Callable[[object], None]


class Scenario(Protocol):
    """What is killed, and how it is judged."""

    @property
    def endless(self) -> bool:
        """True if the act goes on until it is killed."""

    def prepare(self, folder: Path) -> None:
        """Lays the files in an empty folder."""

    def act(self, folder: Path, say: Say) -> None:
        """Does it, in the process that is killed, saying what is confirmed."""

    def judge(self, folder: Path, said: list[str], *, killed: bool) -> list[str]:
        """What is wrong with what is left; nothing if all is well. May be followed by another act on it."""


def run_until(scenario: Scenario, folder: Path, seconds: float) -> tuple[list[str], bool, float]:
    """Runs the act for at most so long: what it said, whether it was killed, and how long it ran."""
    reading, writing = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_the_program(scenario, folder, writing)
    os.close(writing)
    said = bytearray()
    killed = False
    while not killed and (left := seconds - (time.monotonic() - started)) > 0:
        if select.select([reading], [], [], left)[0]:
            stretch = os.read(reading, 65536)
            if not stretch:
                break
            said += stretch
    else:
        killed = True
        os.kill(child, signal.SIGKILL)
        while stretch := os.read(reading, 65536):
            said += stretch
    os.close(reading)
    _, status = os.waitpid(child, 0)
    took = time.monotonic() - started
    if not killed and status != 0:
        raise AssertionError(f"the act failed by itself: {said.decode()}")
    # a line cut in the middle was not said
    return said.decode().split("\n")[:-1], killed, took


def _be_the_program(scenario: Scenario, folder: Path, writing: int) -> None:
    def say(what: object) -> None:
        os.write(writing, f"{what}\n".encode())

    try:
        scenario.act(folder, say)
    except BaseException as error:  # noqa: BLE001 - told by the exit code, and in the last line
        say(repr(error))
        os._exit(1)
    os._exit(0)
