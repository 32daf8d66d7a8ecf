"""How the portal says things: dates, terms, long words, a status as word with shape and colour."""

import re
from datetime import date, datetime
from typing import NamedTuple

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.dateformat import format as format_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from ground import clock

register = template.Library()


def _local(value: date) -> date:
    """A moment on a Dutch clock; a day stays a day."""
    return clock.local(value) if isinstance(value, datetime) else value


def _day(value: date) -> date:
    local = _local(value)
    return local.date() if isinstance(local, datetime) else local


@register.filter
def long_date(value: date | None) -> str:
    """ "maandag 2 november 2026" for a day or a moment; empty for nothing."""
    return format_date(_local(value), "l j F Y") if value else ""


@register.filter
def short_date(value: date | None) -> str:
    """ "ma 2 nov", for a place where the year is known; empty for nothing."""
    if not value:
        return ""
    # Translators: a day in short; letters as in Django's date filter. "b" is the month without a capital.
    return format_date(_local(value), pgettext("short date", "D j M"))


@register.filter
def clock_time(value: datetime | None) -> str:
    """ "14.00 uur" in Dutch, "14:00" elsewhere; takes an aware moment, empty for nothing."""
    if not value:
        return ""
    # Translators: how a time of day is written; letters as in Django's date filter.
    return format_date(_local(value), pgettext("time of day", "G:i"))


@register.filter
def moment(value: datetime | None) -> str:
    """ "maandag 16 november 2026, 8.20 uur"; takes an aware moment, empty for nothing."""
    return f"{long_date(value)}, {clock_time(value)}" if value else ""


@register.filter
def days_left(value: date | None) -> str:
    """How far a last day is: "vandaag", "morgen", "nog 9 dagen", "1 dag te laat"; empty for nothing."""
    if not value:
        return ""
    days = (_day(value) - clock.today()).days
    if days < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


# A long word may break where a dash stands. Never a name: nobody's name is cut in two.
BREAKABLE = (
    "gespreks-verslag",
    "grens-over-schrijdend",
    "gymnastiek-accommodatie",
    "klachten-commissie",
    "leerling-dossier",
    "leerplicht-ambtenaar",
    "medezeggenschaps-raad",
    "onderwijs-inspectie",
    "privacy-functionaris",
    "school-fotograaf",
    "social-media-protocol",
    "telefoon-protocol",
    "toegankelijkheids-verklaring",
    "toestemmings-verklaring",
    "veiligheids-maatregel",
    "verantwoordelijk-heid",
    "vertrouwens-inspecteur",
    "vertrouwens-persoon",
)
_BREAKS = {word.replace("-", ""): word.split("-") for word in BREAKABLE}
_BREAKABLE_WORD = re.compile("|".join(_BREAKS), re.IGNORECASE)


def _with_soft_hyphens(found: re.Match[str]) -> str:
    word, parts, at = found[0], [], 0
    for piece in _BREAKS[word.lower()]:
        parts.append(word[at : at + len(piece)])
        at += len(piece)
    return "\u00ad".join(parts)


@register.filter(is_safe=True)
@stringfilter
def softhyphens(value: str) -> str:
    """The text with a soft hyphen in the long words that we know; escaping stays as it was."""
    return _BREAKABLE_WORD.sub(_with_soft_hyphens, value)


@register.filter
def tel(number: str) -> str:
    """A telephone number as it stands in a tel: address: digits, with a leading plus where it has one."""
    digits = re.sub(r"\D", "", number)
    return f"+{digits}" if number.strip().startswith("+") else digits


SHAPES = frozenset(
    [
        "good",
        "heed",
        "stop",
        "no",
        "yes",
        "wait",
        "open",
        "print",
        "back",
        "keep",
        "mark",
        "post-done",
        "post-now",
        "post-rest",
        "post-lock",
    ]
)


@register.simple_tag
def shape(name: str, css: str = "") -> SafeString:
    """A drawing from components/shapes.html, hidden from screen readers: the word stands beside it."""
    if name not in SHAPES:
        raise ValueError(f"no shape called {name!r}")
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="#shape-{}"/></svg>'
        if css
        else '<svg{} aria-hidden="true" focusable="false"><use href="#shape-{}"/></svg>',
        css,
        name,
    )


class Kind(NamedTuple):
    """How one kind of status looks: the colour by a class, the meaning by a shape."""

    css: str
    shape: str


KINDS = {
    "good": Kind("status status-good", "good"),
    "heed": Kind("status status-heed", "heed"),
    "stop": Kind("status status-stop", "stop"),
    "now": Kind("status status-now", "wait"),
    "yes": Kind("status status-now", "yes"),
    "no": Kind("status", "no"),
    "wait": Kind("status", "wait"),
    "open": Kind("status", "open"),
    "rest": Kind("status status-rest", "open"),
}


@register.simple_tag
def status(kind: str, text: str, figure: str = "") -> SafeString:
    """A word with its shape and colour; `figure` names another shape than the kind's own."""
    look = KINDS[kind]
    return format_html('<span class="{}">{}{}</span>', look.css, shape(figure or look.shape), text)


def _post(at: int, number: int) -> SafeString:
    """One mooring post of the gauge: behind us, where we are, or still to come."""
    left = 20 * (at - 1)
    if at < number:
        return format_html('<path d="M{} 5h7v15h-7Z"/>', left + 4)
    if at > number:
        return format_html('<path class="gauge-next" d="M{} 14h7v6h-7Z"/>', left + 4)
    return format_html(
        '<path d="M{} 0h9v4h-9ZM{} 5.5h7v14.5h-7Z"/>'
        '<path d="M{} 21.5c1 2.5 14 2.5 15 0" fill="none" stroke="currentColor" stroke-width="1.3"/>',
        left + 3,
        left + 4,
        left,
    )


@register.simple_tag
def gauge(number: int, total: int) -> SafeString:
    """How far one is in a row of questions, as posts; the words stand beside it (components/gauge.html)."""
    width = 20 * int(total)
    posts = format_html_join("", "{}", ((_post(at, int(number)),) for at in range(1, int(total) + 1)))
    return format_html(
        '<svg viewBox="0 0 {} 24" width="{}" height="24" aria-hidden="true" focusable="false">'
        '<path class="gauge-next" d="M0 20h{}v1H0Z"/>{}</svg>',
        width,
        width,
        width,
        posts,
    )
