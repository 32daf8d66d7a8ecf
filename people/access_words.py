"""The words of the access table, for the page and for docs/access.md."""

from django.utils.translation import gettext_lazy as _

from people.rights import COLUMNS, TABLE, Cell

COLUMN_WORDS = {
    "link": _("holder of a mailed link"),
    "guardian": _("guardian with legal authority"),
    "guardian_without": _("guardian without, or not confirmed"),
    "teacher": _("teacher"),
    "care_coordinator": _("care coordinator"),
    "supervisor": _("supervisor of the person"),
    "confidant": _("confidant"),
    "director": _("director"),
    "board": _("school board"),
    "administrator": _("school office"),
    "privacy_officer": _("privacy officer"),
    "employee": _("every employee"),
}
RESOURCE_WORDS = {
    "pupil": _("details of a pupil"),
    "guardian_contact": _("address, phone and mail of a guardian"),
    "pupil_consent": _("consent for a pupil"),
    "pupil_objection": _('the child\'s own "I do not want to"'),
    "staff_consent": _("consent of staff for their own image"),
    "protocol": _("protocol and who has read it"),
    "lesson_permission": _("permission in a lesson"),
    "advice": _("advice before publishing"),
    "publication": _("publications and take-downs"),
    "phone": _("custody of phones"),
    "phone_desk": _("giving a phone back at the desk"),
    "pupil_case": _("case about a pupil"),
    "restricted_case": _("case with its own circle"),
    "staff_case": _("case about staff"),
    "sexual_offence_case": _("suspected sexual offence by staff (WPO 4a)"),
    "confidant_note": _("notes of the confidant"),
    "pupil_measure": _("measure about a pupil or guardian"),
    "staff_measure": _("measure about staff"),
    "pupil_dossier": _("pupil dossier"),
    "personnel_dossier": _("personnel dossier"),
    "export": _("export of a dossier"),
    "rights_request": _("request about own data, possible data breach"),
    "trail": _("who did and saw what"),
    "role": _("roles and accounts"),
    "access_table": _("this table"),
    "retention": _("retention and holds"),
}
REACH_WORDS = {
    "own": _("own"),
    "own child": _("own child"),
    "own side": _("own side"),
    "own answers": _("own answers"),
    "own acts": _("own acts"),
    "own cases": _("own cases"),
    "own, from 16": _("own, from 16"),
    "own, class progress": _("own, and progress of the class"),
    "own reports, class": _("own reports, and the class"),
    "class": _("class of today"),
    "staff": _("staff"),
    "school": _("school"),
    "pupil": _("pupils"),
    "circle": _("own circle"),
    "circle unless X1": _("own circle, not when involved"),
    "count": _("only numbers"),
    "counts of five or more": _("only numbers of five or more"),
    "receipt": _("then only a receipt"),
    "status": _("yes or no"),
    "status and conflicts": _("yes, no and conflicts"),
    "may or may not": _("may, may not, no answer yet"),
    "may or may not, class": _("may, may not, no answer yet, of the class"),
    "at publishing": _("yes or no at publishing only"),
    "when asked": _("when asked"),
    "when on a case": _("when invited to a case"),
    "escalated": _("after escalation"),
    "that one request": _("that one request"),
    "by invitation": _("by invitation"),
    "by letter": _("by letter"),
    "by mandate": _("by mandate"),
    "by opening": _("after opening with a reason"),
    "by opening unless X1": _("after opening with a reason, not when involved"),
    "on a stated reason": _("with a stated reason"),
    "on behalf": _("on behalf, from paper"),
    "no conduct": _("nothing about conduct"),
    "no content": _("no content; prepares and hands over"),
    "hands over": _("hands over"),
    "release": _("checks and releases"),
    "register": _("the register"),
    "request": _("asks"),
    "request own": _("asks for the own one"),
    "request, own": _("asks; takes the own one"),
    "objection, no mandate": _("at objection, and where the director has no mandate"),
    "pouch and first name": _("pouch number and first name"),
    "progress of own staff": _("progress of own staff"),
    "publishes with director": _("publishes together with the director"),
    "agreements in force": _("agreements in force"),
    "ordinary": _("ordinary cases"),
    "sign-in events": _("signing in and out"),
    "who saw own child": _("who looked at the own child"),
    "director's role": _("the director's role"),
    "hold": _("asks for a hold"),
}


def words_of(cell: Cell) -> str:
    """A cell in words for a reader: letters and how far they reach."""
    reach = str(REACH_WORDS[cell.reach]) if cell.reach else ""
    return f"{' '.join(cell.letters.upper())} {reach}".strip() or "–"


def table() -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Heads and rows of the access table in the reader's language."""
    heads = [str(COLUMN_WORDS[column]) for column in COLUMNS]
    rows = [
        (str(RESOURCE_WORDS[resource]), [words_of(cells[column]) for column in COLUMNS])
        for resource, cells in TABLE.items()
    ]
    return heads, rows
