"""Packages made by a program of one's own: signed and sealed rightly, with whatever inside and outside one likes."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import zlib
from typing import Any

from facilitador.exchange import sealing
from tests.exchange.package_samples import BOOK_VERSION, ELENA, ROSA, Someone

PREFIX_BYTES = 12


def forged(
    plain: bytes,
    *,
    sender: Someone = ROSA,
    to: Someone = ELENA,
    compressed: bytes | None = None,
    **header: Any,
) -> bytes:
    """A package around these bytes, written after its description and not by the program; `header` overrides."""
    key = sealing.new_key()
    cipher = sealing.encrypt(key, zlib.compress(plain) if compressed is None else compressed)
    told = {
        "package": "00000000-0000-0000-0000-00000000004d",
        "made_on": "2026-11-20",
        "book_version": BOOK_VERSION,
        "sender_box": _text(sender.keys.box_key),
        "sender_sign": _text(sender.keys.sign_key),
        "sender": _text(sealing.lock(key, b"{}")),
        "recipients": [
            {"fingerprint": to.identity.fingerprint, "key": _text(sealing.seal_to(to.identity.box_key, key))}
        ],
        "plain_size": len(plain),
        "cipher_size": len(cipher),
        **header,
    }
    return signed_anew(json.dumps(told).encode(), cipher, sender)


def signed_anew(header: bytes, cipher: bytes, sender: Someone = ROSA) -> bytes:
    """A header and a body with a signature that fits."""
    whole = b"PAQUETE\x01" + struct.pack(">I", len(header)) + header + cipher
    return whole + sender.keys.sign(hashlib.blake2b(whole, person=b"paquete-firma").digest())


def header_end(package: bytes) -> int:
    """Where the body of a package begins."""
    return PREFIX_BYTES + int(struct.unpack(">I", package[8:PREFIX_BYTES])[0])


def with_header(package: bytes, /, **changes: Any) -> bytes:
    """The package with other values in its header, not signed anew."""
    end = header_end(package)
    header = json.dumps({**json.loads(package[PREFIX_BYTES:end]), **changes}).encode()
    return package[:8] + struct.pack(">I", len(header)) + header + package[end:]


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
