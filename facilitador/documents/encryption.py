"""A paper that leaves the book for a file can be closed with a clave of its own (AES-256, ISO 32000-2).

pypdf does it with the primitives of `cryptography`; reportlab's own encryption stops at a revision that is deprecated.
"""

from __future__ import annotations

import io
import unicodedata


def encrypted(pdf: bytes, clave: str) -> bytes:
    """The same pages, to be opened with this clave only, as readers of PDF normalise it (RFC 4013: NFKC)."""
    from pypdf import PdfReader, PdfWriter  # only who saves a paper with a clave waits for it

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(unicodedata.normalize("NFKC", clave), algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
