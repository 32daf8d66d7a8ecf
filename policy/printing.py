"""The PDF of a version, as it is kept for ever."""

from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _

from documents import pdf
from documents import services as documents
from documents.models import StoredFile
from ground.templatetags.words import long_date
from people.models import School
from policy.models import ProtocolVersion
from policy.reading import Chapter, chapters_of

LANGUAGE = "nl"


def store_pdf(version: ProtocolVersion, *, valid_from: date, at: datetime, words: str) -> StoredFile:
    """The PDF of a version, sealed and stored; part of the transaction that publishes it.

    `words` is the hash of the text, which is printed on every page.
    """
    school = version.protocol.school
    with translation.override(LANGUAGE):
        data = {
            "school": {"name": school.name, "lines": address_of(school)},
            "title": version.title,
            "version": str(version.number),
            "date": _("holds from %(day)s") % {"day": long_date(valid_from)},
            "sections": [_section(chapter) for chapter in chapters_of(version)],
            "footer": _("%(title)s, version %(number)s") % {"title": version.title, "number": version.number}
            + f"\nSHA-256 {words}",
        }
        content = pdf.render(template="protocol", data=data, title=version.title, at=at, lang=LANGUAGE)
    return documents.store(
        content=content,
        kind="protocol",
        name=file_name(version),
        content_type="application/pdf",
        owner=version.pk,
        school=school.pk,
    )


def file_name(version: ProtocolVersion) -> str:
    """The name under which the PDF is handed out."""
    return f"protocol-versie-{version.number}.pdf"


def address_of(school: School) -> list[str]:
    """The lines of the school at the head of a paper."""
    return [school.street, f"{school.postcode} {school.place}", school.phone]


def _section(chapter: Chapter) -> dict[str, object]:
    clauses = [{"id": clause.code, "text": clause.text} for clause in chapter.clauses]
    return {"heading": chapter.heading.text, "clauses": clauses}
