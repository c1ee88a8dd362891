"""Documents sealed with the reserved key: partner contacts and protection notes (DESIGN "Reserved").

Who holds no reserved key (staff) reads nothing of them, whatever the file lets her see. Each is bound to its row, so
that what was sealed for one matter cannot be passed off as another's.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import msgspec
import nacl.exceptions
from nacl.secret import Aead

from facilitador.errors import BookError

SEALED: Final = "sealed"
"""The name of every column that holds a sealed document, in whatever table: what new keys must seal again."""


class ReservedBox:
    """Seals and opens documents with the reserved key."""

    def __init__(self, key: bytes) -> None:
        self._box = Aead(key)

    def seal(self, row_id: UUID, document: Any) -> bytes:
        """A document (anything JSON holds) sealed for one row."""
        return bytes(self._box.encrypt(msgspec.json.encode(document), aad=row_id.bytes))

    def open(self, row_id: UUID, sealed: bytes) -> Any:
        """The document of a row; BookError `reserved_not_whole` if it was sealed for another or is damaged."""
        try:
            return msgspec.json.decode(self._box.decrypt(sealed, aad=row_id.bytes))
        except nacl.exceptions.CryptoError as error:
            raise BookError("reserved_not_whole") from error
