"""What the disk or the file did to us, told from defects of the program by SQLite's result code."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from facilitador.errors import BookError

_BY_RESULT_CODE = {
    5: "book_locked",  # SQLITE_BUSY
    8: "book_read_only",  # SQLITE_READONLY
    10: "book_unreachable",  # SQLITE_IOERR
    11: "book_damaged",  # SQLITE_CORRUPT
    13: "disk_full",  # SQLITE_FULL
    14: "book_unreachable",  # SQLITE_CANTOPEN
    26: "book_damaged",  # SQLITE_NOTADB: the key fits its MAC, so it is the page that does not
}

# Copying page by page, sqlcipher3 tells what happened but not the code of it.
_BY_TEXT = {
    "database or disk is full": 13,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database is locked": 5,
    "attempt to write a readonly database": 8,
    "unable to open database file": 14,
    "file is not a database": 26,
}

_BY_ERRNO = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EACCES: "folder_read_only",
    errno.EPERM: "folder_read_only",
    errno.EROFS: "folder_read_only",
    errno.ENOENT: "folder_missing",
    errno.ENOTDIR: "folder_missing",
}

_FULL = frozenset({"disk_full", "backup_disk_full"})


def of_sqlite(error: BaseException | None) -> BookError | None:
    """The refusal behind an error of sqlcipher3, or None if it is none of the storage's."""
    code = getattr(error, "sqlite_errorcode", None) or _BY_TEXT.get(str(error))
    refusal = _BY_RESULT_CODE.get(code & 0xFF) if isinstance(code, int) else None
    return BookError(refusal) if refusal is not None else None


@contextmanager
def full_disk_told_as(code: str) -> Iterator[None]:
    """Whatever meets a full disk in the block is refused with `code`, which says what was not done."""
    try:
        yield
    except BookError as error:
        if error.code not in _FULL:
            raise
        raise BookError(code) from error


def of_system(error: OSError, otherwise: str) -> BookError:
    """The refusal behind an error of the file system; `otherwise` is the code where the system's says little."""
    return BookError(_BY_ERRNO.get(error.errno or 0, otherwise))
