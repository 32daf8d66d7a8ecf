"""Sealing of files of any length in bounded memory: AES-256-GCM over pieces of one mebibyte.

Layout: magic, length and name of the master key, wrapped data key, then the pieces, each with its own tag.
The data key belongs to one file, so the number of a piece is a safe nonce. Context, number and "this is the
last" are authenticated with every piece: a piece that was moved, repeated, left out or cut off does not open.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ground.crypto import WRAPPED_BYTES, CryptoError, new_key, unwrap_key, wrap_key

MAGIC = b"MPF1"
PIECE = 1024 * 1024
TAG = 16


class Readable(Protocol):
    """A file open for reading, of whatever store."""

    def read(self, size: int, /) -> bytes: ...


def seal_stream(plain: Iterable[bytes], *, context: str) -> Iterator[bytes]:
    """The sealed form of `plain`, piece by piece; at most two pieces are in memory."""
    key = new_key()
    key_id, wrapped = wrap_key(key)
    name = key_id.encode()
    yield MAGIC + bytes([len(name)]) + name + wrapped
    cipher = AESGCM(key)
    for number, (piece, last) in enumerate(_mark_last(_pieces(plain))):
        yield cipher.encrypt(_nonce(number), piece, _bound(context, number, last))


def open_stream(sealed: Readable, *, context: str) -> Iterator[bytes]:
    """The plain pieces of a sealed file; raises CryptoError as soon as a piece is not the right one.

    A file that was cut off raises at the end, so the caller must not use what came before until the iterator
    has ended.
    """
    cipher = AESGCM(_read_key(sealed))
    ahead = sealed.read(PIECE + TAG)
    number, last = 0, False
    while not last:
        piece, ahead = ahead, sealed.read(PIECE + TAG)
        last = not ahead
        try:
            yield cipher.decrypt(_nonce(number), piece, _bound(context, number, last))
        except (InvalidTag, ValueError) as error:
            raise CryptoError("altered, cut off, or sealed for another place") from error
        number += 1


def _read_key(sealed: Readable) -> bytes:
    if sealed.read(len(MAGIC)) != MAGIC:
        raise CryptoError("not a sealed file")
    length = sealed.read(1)
    name = sealed.read(length[0] if length else 0)
    return unwrap_key(name.decode("ascii", "replace"), sealed.read(WRAPPED_BYTES))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _bound(context: str, number: int, last: bool) -> bytes:
    return b"\0".join((context.encode(), str(number).encode(), b"last" if last else b"more"))


def _pieces(plain: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of equal length, the last one shorter, possibly empty."""
    held = bytearray()
    for part in plain:
        for start in range(0, len(part), PIECE):
            held += part[start : start + PIECE]
            while len(held) >= PIECE:
                yield bytes(held[:PIECE])
                del held[:PIECE]
    yield bytes(held)


def _mark_last(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    piece = next(pieces)
    for following in pieces:
        yield piece, False
        piece = following
    yield piece, True
