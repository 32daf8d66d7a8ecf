"""How long each kind of record is kept: a proposal that the board adopts or changes.

Openbare scholen follow the Archiefwet with its selection list as well, which may ask for longer.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Retention:
    """How long something is kept, counted from `starts`; None where no number is set.

    A proposal that the board adopts or changes. `hold`: never while a procedure runs or damage is open.
    """

    code: str
    data: str | Promise
    starts: str | Promise
    months: int | None
    source: str
    confidence: str
    days: int | None = None
    hold: bool = False
    note: str | Promise = ""


_LEFT = _("the pupil leaves the school")
_SERVED = _("the employment ends")
_CLOSED = _("the case is closed")

RETENTION: dict[str, Retention] = {
    row.code: row
    for row in (
        Retention(
            "PUPIL_DOSSIER",
            _("pupil dossier: guidance and letters about conduct"),
            _LEFT,
            24,
            "AP; Vrijstellingsbesluit Wbp",
            "medium",
            hold=True,
        ),
        Retention(
            "ABSENCE",
            _("absence, enrolment and deregistration"),
            _LEFT,
            60,
            "Besluit bekostiging WPO",
            "high",
        ),
        Retention(
            "SPECIAL_EDUCATION",
            _("advice and decisions about a pupil referred to special education"),
            _LEFT,
            36,
            "AP",
            "medium",
        ),
        Retention(
            "REUNION",
            _("name and address for reunions"),
            _LEFT,
            None,
            "AP",
            "medium",
            note=_("allowed without an end"),
        ),
        Retention(
            "INCIDENT_NO_MEASURE",
            _("incident about a pupil without measure, or out of scope"),
            _CLOSED,
            12,
            "AVG 5(1)(e)",
            "own choice",
            note=_("one school year"),
        ),
        Retention("PUPIL_SUSPENSION", _("suspension of a pupil"), _LEFT, 24, "AP", "medium", hold=True),
        Retention(
            "PUPIL_EXPULSION",
            _("expulsion of a pupil"),
            _("the procedures have ended"),
            24,
            "AP",
            "medium",
            hold=True,
        ),
        Retention(
            "PERSONNEL_DOSSIER",
            _("personnel dossier"),
            _SERVED,
            24,
            "AP; Vrijstellingsbesluit Wbp",
            "medium",
            hold=True,
        ),
        Retention(
            "PAYROLL_TAX",
            _("payroll tax statement and copy of identity document"),
            _SERVED,
            60,
            "Uitvoeringsregeling LB",
            "medium",
        ),
        Retention("PAY", _("pay and fiscal records"), _SERVED, 84, "AWR 52", "high"),
        Retention(
            "STAFF_WARNING",
            _("warning or reprimand of an employee in service"),
            _("the day in the decision"),
            None,
            "decision itself",
            "own choice",
            note=_("then removed or marked as lapsed; practice: two to five years"),
        ),
        Retention(
            "CONSENT",
            _("record of consent"),
            _LEFT,
            24,
            "AVG 7(1)",
            "own choice",
            hold=True,
            note=_("and as long as anything that relies on it is on line"),
        ),
        Retention(
            "CONSENT_WITHDRAWN",
            _("consent that was withdrawn: who, when, which line"),
            _LEFT,
            24,
            "AVG 7(1)",
            "own choice",
        ),
        Retention(
            "PUBLICATION",
            _("register of publications"),
            _("the item is taken down"),
            24,
            "AVG 5(2)",
            "own choice",
        ),
        Retention(
            "PHONE_CONFISCATED",
            _("confiscated phone, returned without damage"),
            _("the end of the school year"),
            0,
            "AVG 5(1)(c)",
            "own choice",
        ),
        Retention(
            "PHONE_DEPOSIT",
            _("phone in safekeeping, returned without damage"),
            _("the return"),
            None,
            "AVG 5(1)(c)",
            "own choice",
            days=28,
        ),
        Retention(
            "PHONE_DAMAGE",
            _("phone with damage or loss"),
            _("the damage is settled"),
            60,
            "BW 3:310",
            "high",
            hold=True,
        ),
        Retention(
            "POLICE",
            _("report to the police and data about offences"),
            _CLOSED,
            24,
            "AVG 10; UAVG 31-33",
            "medium",
            hold=True,
        ),
        Retention(
            "INSPECTOR_NOTE",
            _("note of the consultation with the confidential inspector"),
            _CLOSED,
            None,
            "WPO 4a",
            "medium",
            note=_("in a store of its own, never in the dossier"),
        ),
        Retention(
            "CONFIDANT_NOTE",
            _("notes of the confidant"),
            _CLOSED,
            None,
            "-",
            "own choice",
            note=_("in a store of its own, never in the dossier"),
        ),
        Retention(
            "ACCESS_LOG", _("who looked at what"), _("the day itself"), 24, "AVG 5(2), 32", "own choice"
        ),
        Retention(
            "BACKUP",
            _("backups"),
            _("the day itself"),
            None,
            "AVG 32",
            "own choice",
            days=90,
            note=_("what was erased is erased again after a restore"),
        ),
        Retention("BREACH", _("register of breaches"), _CLOSED, 60, "AVG 33(5)", "own choice"),
    )
}
