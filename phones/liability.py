"""Who answers for a phone, in the words of the protocol. It follows from the kind and from nothing else.

Loss and theft: M5 to M8. About damage the school decides after looking into it; no text says "never".
A text that changes gets a new version; a record keeps the text that was shown when the phone came in.
"""

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from phones.models import Custody

TEXT_VERSION = "1"
LIABLE: dict[str, str] = {
    Custody.Kind.CONFISCATED: Custody.Liability.SCHOOL,
    Custody.Kind.DEPOSITED: Custody.Liability.OWN_RISK,
}
CLAUSES: dict[str, list[str]] = {
    Custody.Kind.CONFISCATED: ["M3", "M4", "M6"],
    Custody.Kind.DEPOSITED: ["M5", "M7", "M8"],
}
TEXTS: dict[str, Promise] = {
    Custody.Kind.CONFISCATED: _("The school is responsible as long as we have the phone."),
    Custody.Kind.DEPOSITED: _("Giving a phone into safekeeping is at your own risk."),
}
OWN_RISK = TEXTS[Custody.Kind.DEPOSITED]


def text_on_record(kind: str) -> str:
    """The liability text of this kind as it is kept, in the language of the school."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(TEXTS[kind])
