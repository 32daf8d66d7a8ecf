"""Who may see and do what: the access table of the portal.

The one source: the access rules of every app ask `may`, the permission matrix of the suite is checked
against it, and `docs/access.md` and the privacy officer's page are printed from it.

Letters: M knows that it exists, R read, C create, U change, A approve or decide. A small letter reaches
only what somebody opened to the reader (a circle, an invitation, an opening with a reason), never all of a
school. The text behind the letters narrows them ("class": taught today; "own": about oneself or one's own
child) and is enforced by the `visible_to` of the app that owns the resource.
"""

from dataclasses import dataclass
from uuid import UUID

from people.standing import Standing

ROLE_COLUMNS = ("care_coordinator", "confidant", "director", "board", "administrator", "privacy_officer")
COLUMNS = (
    "link",
    "guardian",
    "guardian_without",
    "teacher",
    "care_coordinator",
    "supervisor",
    "confidant",
    "director",
    "board",
    "administrator",
    "privacy_officer",
    "employee",
)


@dataclass(frozen=True)
class Cell:
    """What one column may do with one resource, and how far it reaches."""

    letters: str = ""
    reach: str = ""


def _cell(text: str) -> Cell:
    letters, _space, reach = text.partition(":")
    return Cell("" if letters == "-" else letters, reach)


def _row(*cells: str) -> dict[str, Cell]:
    return dict(zip(COLUMNS, map(_cell, cells), strict=True))


# Columns as in COLUMNS. The last one, `employee`, is anybody in the service of the school.
TABLE: dict[str, dict[str, Cell]] = {
    "pupil": _row(
        "-", "R:own child", "-", "R:class", "R", "-", "r:when on a case", "R", "-", "CRU:no conduct", "-", "-"
    ),
    "guardian_contact": _row("-", "RU:own", "RU:own", "-", "R", "-", "-", "R", "-", "CRU", "-", "-"),
    "pupil_consent": _row(
        "CU:that one request",
        "CU:own answers",
        "-",
        "R:may or may not, class",
        "R:may or may not",
        "-",
        "-",
        "CR:status",
        "-",
        "CR:status and conflicts",
        "r:on a stated reason",
        "-",
    ),
    "pupil_objection": _row("C:own, from 16", "R", "-", "C", "C", "-", "C", "C", "-", "C", "-", "-"),
    "staff_consent": _row(
        "CU:own",
        "-",
        "-",
        "R:at publishing",
        "R:at publishing",
        "R:at publishing",
        "-",
        "R:at publishing",
        "-",
        "R:at publishing",
        "r:on a stated reason",
        "-",
    ),
    "protocol": _row(
        "C:own",
        "CR:own",
        "CR:own",
        "CR:own, class progress",
        "CR:own",
        "R:progress of own staff",
        "CR:own",
        "CUR",
        "AR:publishes with director",
        "CR:on behalf",
        "R",
        "CR:own",
    ),
    "lesson_permission": _row(
        "-", "R:own child", "-", "CR:class", "R", "-", "-", "CR:staff", "-", "-", "-", "-"
    ),
    "advice": _row(
        "-", "-", "-", "CR:own", "CR:own", "RU:when asked", "CR:own", "RU:escalated", "-", "-", "-", "CR:own"
    ),
    "publication": _row("-", "R:own child", "-", "CRU:own", "R", "-", "-", "RU", "-", "RU", "R", "-"),
    "phone": _row("-", "R:own child", "-", "CRU:class", "RU", "-", "-", "RU", "-", "RU", "-", "-"),
    "phone_desk": _row(
        "-", "-", "-", "RU", "RU", "RU", "RU", "RU", "-", "RU", "-", "RU:pouch and first name"
    ),
    "pupil_case": _row(
        "-",
        "CR:own side",
        "C",
        "CRU:own reports, class",
        "CRU",
        "C",
        "Cr:by invitation",
        "CRUA",
        "Cra:objection, no mandate",
        "C",
        "C:counts of five or more",
        "C",
    ),
    "restricted_case": _row(
        "-",
        "R:by letter",
        "C",
        "C:receipt",
        "Cr:circle",
        "Cr:circle",
        "r:by invitation",
        "Crua:circle",
        "Crua:circle",
        "C",
        "C",
        "C",
    ),
    "staff_case": _row(
        "-",
        "C",
        "C",
        "C:receipt",
        "C:receipt",
        "Cr:circle",
        "Cr:by invitation",
        "Cru:circle unless X1",
        "CRUA",
        "C",
        "C:count",
        "C",
    ),
    "sexual_offence_case": _row(
        "-",
        "C",
        "C",
        "C:receipt",
        "C:receipt",
        "C:receipt",
        "C:receipt",
        "C:receipt",
        "CRUA",
        "C:receipt",
        "C",
        "C:receipt",
    ),
    "confidant_note": _row("-", "-", "-", "-", "-", "-", "CRU:own", "-", "-", "-", "-", "-"),
    "pupil_measure": _row("-", "R:own", "-", "C:class", "C", "-", "-", "CRA:by mandate", "RA", "-", "-", "-"),
    "staff_measure": _row(
        "-", "-", "-", "R:own", "R:own", "CRA:by mandate", "R:own", "CRA:by mandate", "RA", "-", "-", "R:own"
    ),
    "pupil_dossier": _row(
        "-",
        "R:own child",
        "-",
        "R:agreements in force",
        "r:by opening",
        "-",
        "-",
        "r:by opening",
        "r:by opening",
        "M:no content",
        "r:on a stated reason",
        "-",
    ),
    "personnel_dossier": _row(
        "-",
        "-",
        "-",
        "R:own",
        "R:own",
        "r:by opening",
        "R:own",
        "r:by opening unless X1",
        "r:by opening",
        "M:no content",
        "r:on a stated reason",
        "R:own",
    ),
    "export": _row(
        "-",
        "CR:request, own",
        "C:request",
        "C:request own",
        "A:pupil",
        "-",
        "-",
        "RA:release",
        "RA:release",
        "CRU:hands over",
        "R:register",
        "C:request own",
    ),
    "rights_request": _row(
        "-", "CR:own", "CR:own", "CR:own", "C", "C", "C", "RUA", "RA", "CRU", "RU", "CR:own"
    ),
    "trail": _row(
        "-",
        "R:who saw own child",
        "-",
        "R:own acts",
        "R:own cases",
        "-",
        "R:own cases",
        "R:ordinary",
        "R",
        "R:sign-in events",
        "R:ordinary",
        "R:own acts",
    ),
    "role": _row(
        "R:own",
        "R:own",
        "R:own",
        "R:own",
        "R:own",
        "R:own",
        "R:own",
        "AR",
        "AR:director's role",
        "CRU",
        "R",
        "R:own",
    ),
    "access_table": _row("-", "-", "-", "-", "-", "-", "-", "R", "R", "R", "R", "-"),
    "retention": _row("-", "-", "-", "C:hold", "C:hold", "-", "C:hold", "RA", "RA", "CRU", "R", "-"),
}


def may(who: Standing, resource: str, letter: str, school: UUID) -> bool:
    """Whether any role or service of this standing at the school gives the letter on the resource.

    Answers for roles, teaching and service; what follows from being a guardian, a supervisor or the person
    itself is narrowed by the app's own `visible_to`. Raises KeyError for an unknown resource, so that a
    misspelt one can never mean yes.
    """
    row = TABLE[resource]
    return any(letter in row[column].letters for column in columns_at(who, school))


def schools_where(who: Standing, resource: str, letter: str) -> frozenset[UUID]:
    """The schools at which a role (not teaching, not mere service) gives the letter on the resource."""
    row = TABLE[resource]
    return who.schools_as(*(role for role in ROLE_COLUMNS if letter in row[role].letters))


def columns_at(who: Standing, school: UUID) -> list[str]:
    """The columns of the table that this standing fills at a school."""
    columns = [role for role in ROLE_COLUMNS if who.has_role(role, school)]
    if school in who.employed_at:
        columns.append("employee")
        columns += ["teacher"] if who.class_groups else []
        columns += ["supervisor"] if who.supervises else []
    return columns
