"""Making any text fit for a PDF that must be readable in twenty years.

Such a PDF may not hold a character that its fonts cannot draw. What cannot be drawn is shown as its number,
so that nothing disappears without a trace.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

GLYPHS = Path(__file__).parent / "typst" / "glyphs.txt"
# Characters that turn the direction of what follows could make a letter read differently from what it says.
DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LONG_WORD = re.compile(r"\S{61,}")
BREAK = "\u200b"


def clean(value: Any) -> Any:
    """The same structure of dicts, lists and texts, with each text made fit; other values as they are."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value


def clean_text(text: str) -> str:
    """Control characters and lone surrogates go, what cannot be drawn becomes `[U+1F600]`.

    Line ends become `\\n`; words longer than a line get places to break.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u2028", "\n")
    shown = "".join(_shown(char) for char in unicodedata.normalize("NFC", lines))
    return LONG_WORD.sub(lambda word: BREAK.join(_slices(word[0], 30)), shown)


def visible(char: str) -> str:
    """A character as its number: `[U+1F600]`."""
    return f"[U+{ord(char):04X}]"


def _shown(char: str) -> str:
    if char == "\n" or (char in drawable() and char not in DIRECTION):
        return char
    return "" if unicodedata.category(char) in {"Cc", "Cs"} else visible(char)


def _slices(word: str, length: int) -> list[str]:
    return [word[start : start + length] for start in range(0, len(word), length)]


@cache
def drawable() -> frozenset[str]:
    """Every character that the fonts inside typst can draw; measured, see the tests."""
    found: set[str] = set()
    for line in GLYPHS.read_text("ascii").splitlines():
        if line and not line.startswith("#"):
            first, _dash, last = line.partition("-")
            found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)
