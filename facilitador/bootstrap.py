"""The composition root: the only place that wires the layers, and the only one that touches clock and identifiers."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from uuid_utils.compat import uuid7

from facilitador.db import keys
from facilitador.db.books import Host
from facilitador.db.keys_file import KdfCost
from facilitador.db.transaction import Circumstances
from facilitador.paths import app_data_folder
from facilitador.use_cases.books import Environment


def utc_now() -> datetime:
    """This instant in UTC."""
    return datetime.now(UTC)


def local_now() -> datetime:
    """This instant on the person's own clock, with its zone."""
    return datetime.now().astimezone()


def new_id() -> UUID:
    """A fresh UUIDv7."""
    return uuid7()


@cache
def _calibrated() -> KdfCost:
    return keys.calibrate(time.perf_counter)


def circumstances() -> Circumstances:
    """The real clock, calendar and identifiers."""
    return Circumstances(clock=utc_now, today=date.today, new_id=new_id)


def environment(app_data: Path | None = None) -> Environment:
    """What books take from outside on this machine; `app_data` replaces the program's own folder."""
    host = Host(app_data=app_data or app_data_folder(), clock=utc_now)
    return Environment(host, circumstances(), _calibrated)
