"""A few kills and tears of each kind in the test command; `--many=N` does N of each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.durability.scenarios import SCENARIOS
from tests.source_trees import PROJECT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork")


@pytest.fixture(scope="module")
def figures(request: pytest.FixtureRequest) -> dict[str, dict[str, Any]]:
    """What a process of its own says of every kind: it forks, which the tests' own process must not."""
    many = request.config.getoption("--many")
    told: dict[str, dict[str, Any]] = {}
    for count, names in ((many or 3, list(SCENARIOS)), (many or 16, ["damage"])):
        words = [sys.executable, "-m", "tests.durability", *names, "--count", str(count)]
        done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=PROJECT)
        assert done.returncode in (0, 1), done.stderr
        told |= dict(zip(names, map(json.loads, done.stdout.splitlines()), strict=True))
    return told


@pytest.mark.parametrize("name", SCENARIOS)
def test_killed_at_any_moment_what_was_confirmed_is_there_and_nothing_is_half_done(
    name: str, figures: dict[str, dict[str, Any]]
) -> None:
    assert figures[name]["wrong"] == {}
    assert figures[name]["kills"] >= 3


def test_a_torn_file_is_found_and_nothing_wrong_is_ever_shown(figures: dict[str, dict[str, Any]]) -> None:
    assert figures["damage"]["wrong"] == {}
    assert set(figures["damage"]["found"]) <= {"opening", "reading", "checks"}


# A disk of 3 MB of its own, where the system lets us have one; what is written beyond it is refused by the disk itself.
FULL_DISK = """
import json, os, sys
from pathlib import Path
from tests.durability.books_at_hand import NAME, asked, environment, gesture, is_whole, make, numbers, opened
from facilitador.errors import UserFacingError
from facilitador.use_cases.backups import BackupDesk

disk = Path(sys.argv[1])
path = make(disk / "libro")
ballast = disk / "ballast"
refused, number = [], 0
with opened(path) as book:
    number = 1
    book.submit(gesture(number)).result()
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    ballast.write_bytes(bytes(free - 90_000))
    while not refused:
        try:
            book.submit(gesture(number + 1)).result()
            number += 1
        except UserFacingError as error:
            refused.append(error.code)
    copies = BackupDesk(book).copy().result()
    backup_refused = [error.code for error in copies.refusals]
    ballast.unlink()
    book.submit(gesture(number + 1)).result()  # the next save works once there is room
    number += 1
    men, consented = numbers(book)
    whole = is_whole(book)
print(json.dumps({"refused": refused, "backup": backup_refused, "men": len(men), "consented": len(consented),
                  "saved": number, "whole": whole}))
"""


# The same disk with hardly any room left, at everything else that writes: each says its own, and then works.
FULL_ELSEWHERE = """
import json, os, shutil, sys
from pathlib import Path
from facilitador.errors import UserFacingError
from facilitador.use_cases import books, rehearsals, restoring
from facilitador.use_cases.access_keys import KeyDesk
from facilitador.use_cases.backups import BackupDesk
from facilitador.use_cases.restoring import Identity
from tests import old_books
from tests.books import PASSPHRASE
from tests.durability.books_at_hand import ELENA, ROSA, environment, gesture, is_whole, make, numbers, opened

disk = Path(sys.argv[1])
ballast, told = disk / "ballast", {}

def refused(name, job):
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    ballast.write_bytes(bytes(max(free - 60_000, 0)))
    try:
        job()
        told[name] = "done"
    except UserFacingError as error:
        told[name] = error.code
    ballast.unlink()

path = make(disk / "libro", elena=True)
around, rosa = environment(path.parent), Identity(ROSA, PASSPHRASE)
with opened(path) as book:
    BackupDesk(book).copy().result()
copy = restoring.find(path, around)[0]
refused("restore", lambda: restoring.put_back(path, copy, rosa, around))
refused("salvage", lambda: restoring.salvage(path, path.with_name("saved"), rosa, around))
with opened(path) as book:
    refused("rehearsal", lambda: rehearsals.rehearse(book, around))
    refused("keys", lambda: KeyDesk(book, around).end_access(ELENA).result())
    book.submit(gesture(1)).result()
    told["whole"] = is_whole(book) and numbers(book)[0] == {1}
left = sorted(one.name for one in path.parent.iterdir() if ".part" in one.name or "saved" in one.name)
shutil.rmtree(path.parent)
told["left"] = left

old = disk / "old" / old_books.path_of(6).name
old.parent.mkdir()
for source in (old_books.path_of(6), Path(f"{old_books.path_of(6)}.keys")):
    shutil.copy(source, old.parent)
person, before = books.inspect(old, environment(old.parent)).people[0].id, old.read_bytes()
def upgrade():
    with opened(old, old_books.PASSPHRASE, person) as book:
        return is_whole(book)
refused("upgrade", upgrade)
told["untouched"] = old.read_bytes() == before
told["upgraded"] = upgrade()
print(json.dumps(told))
"""


# A disk that turns read-only once the book lies on it, as a stick with its switch on.
SEALED_DISK = """
import json, subprocess, sys
from dataclasses import replace
from pathlib import Path
from facilitador.errors import UserFacingError
from facilitador.use_cases import books
from facilitador.exchange import identities
from facilitador.use_cases.participants import ParticipantRecord, Participants
from facilitador.use_cases.trusted_keys import OwnKey
from tests.books import PASSPHRASE
from tests.durability.books_at_hand import ROSA, asked, environment, gesture, make

disk = Path(sys.argv[1])
path = make(disk / "libro", 2)
before = path.read_bytes()
subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
around = environment(Path(sys.argv[2]))
on_disk = books.inspect(path, around)
book = books.open_with_passphrase(path, ROSA, PASSPHRASE, around).result()
men = book.ask(Participants()).result()
seen = book.ask(ParticipantRecord(participant_id=men[0].id)).result()
refused = []
try:
    book.submit(gesture(3)).result()
except UserFacingError as error:
    refused.append(error.code)
views = asked(book, "SELECT count(*) FROM audit_entries WHERE action = 'View'")[0][0]
key = identities.read(book.ask(OwnKey()).result().text)
book.close()
print(json.dumps({"told": on_disk.read_only, "refusal": on_disk.refusal is None, "warned": list(book.opened.warnings),
                  "men": len(men), "refused": refused, "views": views,
                  "key": key.box_key == book.package_keys.box_key, "same": path.read_bytes() == before}))
"""


def test_a_book_on_a_read_only_stick_opens_to_be_read_and_refuses_every_change(tmp_path: Path) -> None:
    told = on_own_disk(tmp_path, SEALED_DISK)
    assert told == {
        "told": True,
        "refusal": True,
        "warned": ["opened_read_only"],
        "men": 2,
        "refused": ["book_read_only"],
        "views": 0,
        "key": True,
        "same": True,
    }


def test_a_full_disk_is_told_nothing_is_lost_and_the_next_save_works(tmp_path: Path) -> None:
    told = on_own_disk(tmp_path, FULL_DISK)
    assert told["refused"] == ["disk_full"]
    assert told["backup"] == ["backup_disk_full"]
    assert told["men"] == told["consented"] == told["saved"]
    assert told["whole"]


def test_a_full_disk_is_called_by_its_name_at_everything_that_writes_much(tmp_path: Path) -> None:
    assert on_own_disk(tmp_path, FULL_ELSEWHERE, size="5m") == {
        "restore": "restore_disk_full",
        "salvage": "salvage_disk_full",
        "rehearsal": "rehearsal_disk_full",
        "keys": "keys_disk_full",
        "whole": True,
        "left": [],
        "upgrade": "upgrade_disk_full",
        "untouched": True,
        "upgraded": True,
    }


def on_own_disk(tmp_path: Path, code: str, size: str = "3m") -> dict[str, Any]:
    """What a script says that is given a disk of its own; skips where the system lends none."""
    disk, script = tmp_path / "disco", tmp_path / "guion.py"
    disk.mkdir()
    script.write_text(code)
    run = f"mount -t tmpfs -o size={size} tmpfs '{disk}' && echo mounted >&2 && "
    run += f"exec '{sys.executable}' '{script}' '{disk}' '{tmp_path}'"
    around = {**os.environ, "PYTHONPATH": str(PROJECT)}
    words = ["unshare", "-Urm", "sh", "-c", run]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=PROJECT, env=around)
    except FileNotFoundError:
        pytest.skip("no `unshare` here")
    if "mounted" not in done.stderr:
        pytest.skip("this system lends no disk of its own")
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told
