"""How signing in differs from what the library does by itself."""

from binascii import hexlify, unhexlify
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from ground.crypto import open_sealed, seal

CONTEXT = "mfa.authenticator"


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up: a sign-in is made from the school's register."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of the second factor stand sealed in the database; the library would store them in clear."""

    def encrypt(self, text: str) -> str:
        return hexlify(seal(text.encode(), context=CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return open_sealed(unhexlify(encrypted_text), context=CONTEXT).decode()


def confirm_address(user: Any) -> None:
    """Mark a user's address as confirmed: it came from the school's register, not from a form."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
