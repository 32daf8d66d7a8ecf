"""Sealing of bytes: AES-256-GCM with a key of its own per blob, wrapped by a master key.

The master keys come from the setting FIELD_KEYS, newest first, each with a name that is stored in front of
the blob: a key can be replaced while what was sealed with the old one stays readable. The context (the id
of the record) is bound in, so that a sealed value moved to another row does not open.
"""

import hashlib
import os
import secrets
from binascii import hexlify

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.conf import settings

KEY_BYTES = 32
NONCE_BYTES = 12
WRAPPED_BYTES = 40  # 32 bytes of key after RFC 3394


class CryptoError(Exception):
    """What was sealed cannot be opened: altered, moved to another row, or its key is not here."""


def current_key_id() -> str:
    """The name of the master key that new blobs are wrapped with."""
    return next(iter(settings.FIELD_KEYS))


def new_key() -> bytes:
    """A fresh data key."""
    return AESGCM.generate_key(bit_length=256)


def wrap_key(key: bytes) -> tuple[str, bytes]:
    """The name of the current master key and `key` wrapped by it."""
    key_id = current_key_id()
    return key_id, aes_key_wrap(settings.FIELD_KEYS[key_id], key)


def unwrap_key(key_id: str, wrapped: bytes) -> bytes:
    """The data key; raises CryptoError when the master key is gone or the wrapping was altered."""
    try:
        return aes_key_unwrap(settings.FIELD_KEYS[key_id], wrapped)
    except (KeyError, InvalidUnwrap, ValueError) as error:
        raise CryptoError(f"no usable master key {key_id!r}") from error


def seal(plain: bytes, *, context: str) -> bytes:
    """`plain` sealed for one place: key name, wrapped key, nonce and ciphertext in one blob."""
    key = new_key()
    key_id, wrapped = wrap_key(key)
    nonce = os.urandom(NONCE_BYTES)
    body = AESGCM(key).encrypt(nonce, plain, context.encode())
    name = key_id.encode()
    return bytes([len(name)]) + name + wrapped + nonce + body


def open_sealed(blob: bytes, *, context: str) -> bytes:
    """What `seal` was given; raises CryptoError when it is not whole or not of this context."""
    blob = bytes(blob)
    if not blob:
        raise CryptoError("nothing to open")
    start = 1 + blob[0]
    key = unwrap_key(blob[1:start].decode("ascii", "replace"), blob[start : start + WRAPPED_BYTES])
    nonce_at = start + WRAPPED_BYTES
    body_at = nonce_at + NONCE_BYTES
    try:
        return AESGCM(key).decrypt(blob[nonce_at:body_at], blob[body_at:], context.encode())
    except (InvalidTag, ValueError) as error:
        raise CryptoError("altered, or sealed for another place") from error


def new_token() -> str:
    """256 random bits for a link, as text that fits in an address."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is stored of a token: its SHA-256 in hex. A token is random, so no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def random_hex(size: int = 16) -> str:
    """Random bytes as hex, for names of files."""
    return hexlify(os.urandom(size)).decode()
