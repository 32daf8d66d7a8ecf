"""From a protocol as plain text to clauses that have a name, and back.

A text has a title, chapters with a heading, paragraphs and numbered points. Every clause gets a code that
it keeps in all later versions: the letter of its chapter with the number of the point ("A7"); "B2a" and
"B2b" where one point holds two statements; in the chapter on telephones, which has no numbers, one code for
each thing it says.

`joined` is the way back: it gives the text again, word for word. Only the marks of dead links are gone, and
a sentence that the source broke over two paragraphs is whole.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol as Shape

from django.db import models
from django.utils.translation import gettext as _

from ground.errors import RuleBroken

SOURCE = Path(__file__).parent / "content" / "social-media-protocol.nl.txt"

# The letter of a chapter follows from its heading; "A. For all users" brings its own.
CHAPTERS = {
    "Inleiding": "I",
    "Uitgangspunten": "U",
    "Doelgroep en reikwijdte": "D",
    "Social media, de Algemene Verordening Gegevensbescherming (AVG) en de school": "H",
    "Sancties en gevolgen voor medewerkers en leerlingen": "S",
    "Mobiele telefoon op school": "M",
}
# The words with which M1 to M8 begin: some say half a sentence.
TELEPHONE = (
    "Mobiele telefoons mogen",
    "maar mogen alleen",
    "Mocht een leerling",
    "en kan het kind",
    "De school kan niet",
    "behalve als",
    "De leerling mag",
    "Ook dan",
)
FREE_PARAGRAPHS = "IM"  # chapters whose paragraphs are not numbered, counted from 1; elsewhere from 0

DEAD_LINK = re.compile(r"\[([^\]]*)\]\(#\)")
PART = re.compile(r"([A-Z])\. \S")
NUMBERED = re.compile(r"(\d+)\. ")
ENDS = (".", ";", ":", "?", "!")


class Kind(models.TextChoices):
    """What a piece of the text is: the heading of a chapter, of a part of one, or a clause."""

    CHAPTER = "chapter"
    PART = "part"
    CLAUSE = "clause"


class Joint(models.TextChoices):
    """How a piece follows the one before it: after an empty line, on the next line, or in the same one."""

    PARAGRAPH = "paragraph"
    LINE = "line"
    SPACE = "space"


BETWEEN = {Joint.PARAGRAPH: "\n\n", Joint.LINE: "\n", Joint.SPACE: " "}


class PieceLike(Shape):
    """What `joined` needs to know of a piece; a row of the database will do."""

    text: str
    joint: str
    number: int | None


@dataclass(frozen=True)
class Piece:
    """A heading or a clause; `number` is the number that the source puts before it."""

    kind: Kind
    code: str
    text: str
    joint: Joint = Joint.PARAGRAPH
    number: int | None = None


@dataclass(frozen=True)
class Text:
    """A protocol: its title and its pieces in order."""

    title: str
    pieces: tuple[Piece, ...]


def supplied_text() -> str:
    """The text of the protocol that comes with the portal."""
    return SOURCE.read_text(encoding="utf-8")


def parse(source: str) -> Text:
    """The pieces of a text; raises RuleBroken, with the line, when there is a heading that nobody knows."""
    title, *paragraphs = _paragraphs(source)
    pieces: list[Piece] = []
    letter = ""
    next_number: dict[str, int] = {}
    for paragraph in paragraphs:
        heading = _heading(paragraph)
        if heading:
            letter = heading.code
            pieces.append(heading)
        elif not letter:
            raise RuleBroken(
                _("The text must begin with the heading of a chapter: %(line)s") % {"line": paragraph}
            )
        else:
            first = next_number.setdefault(letter, 1 if letter in FREE_PARAGRAPHS else 0)
            made = _clauses(letter, first, paragraph)
            next_number[letter] = first + len(made)
            pieces += made
    return Text(title, tuple(pieces))


def joined(title: str, pieces: Iterable[PieceLike]) -> str:
    """The whole text again, with the numbers and the empty lines of the source."""
    parts = [title]
    for piece in pieces:
        parts.append(BETWEEN[Joint(piece.joint)])
        parts.append(f"{piece.number}. {piece.text}" if piece.number else piece.text)
    return "".join(parts)


def _paragraphs(source: str) -> list[str]:
    """The paragraphs without dead links; one that goes on in the middle of a sentence belongs to the last."""
    text = DEAD_LINK.sub(r"\1", source.replace("\r\n", "\n").strip())
    found: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text):
        if found and paragraph[0] in "(abcdefghijklmnopqrstuvwxyz" and not found[-1].endswith(ENDS):
            found[-1] = f"{found[-1]} {paragraph}"
        else:
            found.append(paragraph)
    return found


def _heading(paragraph: str) -> Piece | None:
    """The paragraph as a heading: one line that does not end as a sentence does."""
    if paragraph.endswith(ENDS) or "\n" in paragraph or NUMBERED.match(paragraph):
        return None
    part = PART.match(paragraph)
    if part:
        return Piece(Kind.PART, part[1], paragraph)
    if paragraph not in CHAPTERS:
        raise RuleBroken(_("This heading is not one of the protocol: %(line)s") % {"line": paragraph})
    return Piece(Kind.CHAPTER, CHAPTERS[paragraph], paragraph)


def _clauses(letter: str, first: int, paragraph: str) -> list[Piece]:
    """The clauses in one paragraph, which may be a list of numbered points."""
    if NUMBERED.match(paragraph):
        return _points(letter, paragraph)
    if letter == "M":
        return _telephone(paragraph)
    return [Piece(Kind.CLAUSE, f"{letter}{first}", paragraph)]


def _points(letter: str, paragraph: str) -> list[Piece]:
    """Numbered points. A line without a number goes on; after a full sentence it is its own statement."""
    pieces: list[Piece] = []
    for point in re.split(r"\n(?=\d+\. )", paragraph):
        number, _stop, text = point.partition(". ")
        statements = re.split(r"(?<=[.;:?!])\n", text)
        marks = "abcdefgh" if len(statements) > 1 else [""]
        for mark, statement in zip(marks, statements, strict=False):
            joint = Joint.LINE if pieces else Joint.PARAGRAPH
            own = None if mark > "a" else int(number)
            pieces.append(Piece(Kind.CLAUSE, f"{letter}{number}{mark}", statement, joint, own))
    return pieces


def _telephone(paragraph: str) -> list[Piece]:
    """M1 to M8; raises RuleBroken when one of them does not begin with the words that we know."""
    starts = [paragraph.find(words) for words in TELEPHONE]
    if -1 in starts or starts != sorted(starts) or starts[0]:
        raise RuleBroken(
            _("The chapter on telephones does not have the eight statements that the portal knows.")
        )
    ends = [*starts[1:], len(paragraph)]
    texts = [paragraph[start:end].rstrip() for start, end in zip(starts, ends, strict=True)]
    return [
        Piece(Kind.CLAUSE, f"M{place}", text, Joint.SPACE if place > 1 else Joint.PARAGRAPH)
        for place, text in enumerate(texts, start=1)
    ]
