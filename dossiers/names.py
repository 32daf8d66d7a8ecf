"""Finding the names of other people in the texts of a dossier.

Known are the people of the school by full name, first name and surname, and the addresses of the other
guardians of the pupil. Accents, capitals and a possessive s ("Noors jas") do not hide a name. Nicknames and
misspellings are not found: the checker adds those by hand.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from people.models import Connection, Employment, Enrolment, Guardianship, Person, School

WORD = re.compile(r"\w+")
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")  # characters that split a word without being seen
LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "a", "œ": "o", "ß": "s"})
# A name shorter than this, and every surname, counts only with a capital: "Bo", "Bos", "Bakker" are words too.
SHORT = 3
GAP = 3  # signs between two words of one name: a space, a hyphen, a full stop with a space

PUPIL, GUARDIAN, OWN_GUARDIAN, EMPLOYEE, TYPED = "pupil", "guardian", "own_guardian", "employee", "typed"
ROLES = (TYPED, PUPIL, GUARDIAN, OWN_GUARDIAN, EMPLOYEE)


@dataclass(frozen=True)
class Party:
    """Somebody else who may be named: `role` says what to the school, `id` which person (None: typed text)."""

    id: UUID | None
    name: str
    role: str


@dataclass(frozen=True)
class Term:
    """One way of writing: folded words; with `capital` only where the last word has one."""

    words: tuple[str, ...]
    capital: bool = False


@dataclass(frozen=True)
class Match:
    """A place in a text, and who is meant."""

    start: int
    end: int
    party: Party


@dataclass
class Names:
    """The ways in which other people can be named, by the first word of each."""

    index: dict[str, list[tuple[Term, Party]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, party: Party, terms: Iterable[Term]) -> None:
        """Let these terms mean this party."""
        for term in terms:
            if term.words:
                self.index[term.words[0]].append((term, party))

    def find(self, text: str, others: frozenset[UUID] = frozenset()) -> list[Match]:
        """Every place in a readable text (see `readable`) where somebody else is named, left to right.

        Where a name is that of several people, one of `others` (who are known to be meant) goes first.
        """
        folded = fold(text)
        words = [(found.start(), found.end()) for found in WORD.finditer(folded)]
        found, at = [], 0
        while at < len(words):
            match, length = self._at(text, folded, words, at, others)
            found += [match] if match else []
            at += length
        return found

    def _at(
        self, text: str, folded: str, words: list[tuple[int, int]], at: int, others: frozenset[UUID]
    ) -> tuple[Match | None, int]:
        first = folded[slice(*words[at])]
        known = [*self.index.get(first, ()), *self.index.get(first.removesuffix("s"), ())]
        fits = [(term, party) for term, party in known if _fits(term, text, folded, words, at)]
        if not fits:
            return None, 1
        longest = max(len(term.words) for term, _party in fits)
        meant = [(term, party) for term, party in fits if len(term.words) == longest]
        term, party = min(meant, key=lambda one: _likelihood(one[1], others))
        start, last = words[at][0], words[at + longest - 1]
        end = last[0] + len(term.words[-1])
        return Match(start, end, party), longest


def _likelihood(party: Party, others: frozenset[UUID]) -> tuple[bool, bool, int, str]:
    """The order in which parties of the same name are meant; the smallest is taken."""
    return (party.role != TYPED, party.id not in others, ROLES.index(party.role), str(party.id))


def _fits(term: Term, text: str, folded: str, words: list[tuple[int, int]], at: int) -> bool:
    spots = words[at : at + len(term.words)]
    if len(spots) < len(term.words) or (term.capital and not text[spots[-1][0]].isupper()):
        return False
    written = [folded[start:end] for start, end in spots]
    close = all(spots[i + 1][0] - spots[i][1] <= GAP for i in range(len(spots) - 1))
    return (
        close
        and tuple(written[:-1]) == term.words[:-1]
        and written[-1] in (term.words[-1], term.words[-1] + "s")
    )


def readable(text: str) -> str:
    """The text as it is searched and printed: accents joined to their letters, nothing unseen in a word."""
    return UNSEEN.sub("", unicodedata.normalize("NFC", text))


def fold(text: str) -> str:
    """The same text without capitals and accents, sign for sign."""
    return "".join(_fold_sign(sign) for sign in text)


def _fold_sign(sign: str) -> str:
    base = unicodedata.normalize("NFKD", sign)[:1].lower()[:1] or sign
    return base.translate(LETTERS)


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(WORD.findall(fold(readable(text))))


def typed(texts: Iterable[str]) -> list[tuple[Party, list[Term]]]:
    """What the checker typed, as parties of their own."""
    return [(Party(None, text, TYPED), [Term(words_of(text))]) for text in texts]


def names_around(subject: Person, school: School, recipient: UUID | None) -> Names:
    """The names that may stand in the dossier of `subject` and are somebody else's.

    The own guardians may be named; of those who do not receive this copy the address may not.
    """
    own = {row.guardian_id for row in Guardianship.objects.filter(pupil=subject)}
    kept = {subject.pk, *own, recipient}
    people = list(_people_of(school, own))
    mine = {term.words for person in people if person.pk in kept for term in _name_terms(person)}
    mine |= {term.words for term in _name_terms(subject)}
    # Who lives at the same address knows it.
    mine |= {term.words for person in people if person.pk == recipient for term in _contact_terms(person)}
    names = Names()
    for person in people:
        party = Party(person.pk, person.name, OWN_GUARDIAN if person.pk in own else _role(person))
        if person.pk not in kept:
            names.add(party, [term for term in _name_terms(person) if term.words not in mine])
        elif person.pk in own and person.pk != recipient:
            names.add(party, [term for term in _contact_terms(person) if term.words not in mine])
    return names


def _people_of(school: School, own: set[UUID]) -> QuerySet[Person]:
    """Everybody who is or was a pupil, guardian, employee or otherwise connected; in a fixed order."""
    enrolled = Enrolment.objects.filter(school=school)
    here = (
        Q(pk__in=enrolled.values("pupil"))
        | Q(pk__in=Guardianship.objects.filter(pupil__in=enrolled.values("pupil")).values("guardian"))
        | Q(pk__in=Employment.objects.filter(school=school).values("person"))
        | Q(pk__in=Connection.objects.filter(school=school).values("person"))
        | Q(pk__in=own)
    )
    return (
        Person.objects.filter(here)
        .annotate(
            is_pupil=Exists(Enrolment.objects.filter(pupil=OuterRef("pk"))),
            is_guardian=Exists(Guardianship.objects.filter(guardian=OuterRef("pk"))),
        )
        .order_by("pk")
    )


def _role(person: Person) -> str:
    """What somebody is to the school; a child first, since a child weighs most."""
    if person.is_pupil:  # type: ignore[attr-defined]
        return PUPIL
    return GUARDIAN if person.is_guardian else EMPLOYEE  # type: ignore[attr-defined]


def _name_terms(person: Person) -> Iterator[Term]:
    first, last = words_of(person.first_name), words_of(person.last_name)
    prefix = words_of(person.prefix)
    yield Term(first, capital=len("".join(first)) < SHORT)
    if not last:
        return
    yield Term(first + prefix + last)
    yield Term(first + last)
    for surname in {prefix + last, last, *((part,) for part in last if len(part) > SHORT)}:
        yield Term(surname, capital=True)


def _contact_terms(person: Person) -> Iterator[Term]:
    digits = re.sub(r"\D", "", person.phone)
    for text in (
        person.email,
        person.phone,
        digits,
        person.street,
        person.postcode,
        person.postcode.replace(" ", ""),
    ):
        yield Term(words_of(text))
