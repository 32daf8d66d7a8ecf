"""The rules that hold a step back, each with its source. What the page shows as "not yet" is what the act refuses.

Every function gives the refusal, or None when the rule is met. They judge a file as it is: who may do the
act is judged in `access.py`, whether it is its turn in `workflow.py`.
"""

import re

from django.utils.translation import gettext as _

from ground.errors import RuleBroken
from incidents.casefile import CaseFile
from incidents.models import Assessment, Hearing, Incident, InvolvedPerson, Measure, Part, Route

NEVER_BEFORE_HEARING = "ECLI:NL:RBOVE:2014:4116"
INSPECTOR = "0900-1113111"  # of the national confidential inspectors, on working days from 8 to 17


def refuse(broken: RuleBroken | None) -> None:
    """Raises the refusal, if there is one."""
    if broken is not None:
        raise broken


def against_assessing(file: CaseFile) -> RuleBroken | None:
    """A suspected sexual offence is not judged by the school (WPO 4a)."""
    if file.incident.route != Route.SEXUAL_OFFENCE:
        return None
    return RuleBroken(
        _("The school does not judge this itself. The board calls the confidential inspector: %(number)s.")
        % {"number": INSPECTOR},
        source=_("Primary Education Act (WPO), article 4a"),
    )


def against_staff_procedure(file: CaseFile) -> RuleBroken | None:
    """Measures against staff have their own procedure, which the portal does not guide yet."""
    if file.incident.route == Route.ORDINARY:
        return None
    return RuleBroken(
        _(
            "This portal does not yet guide measures for staff. You can report, assess and note here. "
            "For a measure the board follows the collective agreement outside the portal."
        ),
        source=_("Collective agreement primary education (cao PO)"),
    )


def against_out_of_scope(assessment: Assessment | None) -> RuleBroken | None:
    """No measure of the protocol on what the protocol does not speak of (D2)."""
    if assessment is not None and assessment.in_scope:
        return None
    if assessment is None:
        return RuleBroken(_("Assess the report first."), source=_("Protocol, D2"))
    return RuleBroken(
        _("This report lies outside the protocol, so no measure of the protocol can follow."),
        source=_("Protocol, D2"),
    )


def against_accused(file: CaseFile, involved: InvolvedPerson) -> RuleBroken | None:
    """A measure is for one person (A3): known, and the one it is about; here a pupil."""
    if involved.part != Part.ACCUSED:
        return RuleBroken(_("Choose first who it is about."), source=_("Protocol, A3"))
    if involved.person is None:
        return RuleBroken(_("Find out first who this is."), source=_("Protocol, A3"))
    if not file.is_pupil(involved):
        return RuleBroken(
            _("%(name)s is not a pupil of the school. This portal guides measures for pupils only, for now.")
            % {"name": involved.called},
            source=_("Protocol, sanctions, point 5"),
        )
    if not file.guardians_with_authority(involved):
        return RuleBroken(
            _("No guardian with confirmed legal authority is known. Ask the office to confirm it."),
            source=_("Primary Education Act (WPO), article 40"),
        )
    return None


def against_inviting(file: CaseFile, involved: InvolvedPerson) -> RuleBroken | None:
    broken = against_measures(file, involved)
    if broken is None and file.hearing_of(involved):
        return RuleBroken(_("%(name)s has been invited already.") % {"name": involved.called})
    return broken


def against_proposing(file: CaseFile, involved: InvolvedPerson) -> RuleBroken | None:
    broken = against_measures(file, involved)
    if broken is not None:
        return broken
    if file.proposal:
        return RuleBroken(_("Decide first about the measure that has been proposed."))
    if any(row.accused_id == involved.pk for row in file.imposed):
        return RuleBroken(_("%(name)s has a measure in this case already.") % {"name": involved.called})
    return None


def against_measures(file: CaseFile, involved: InvolvedPerson) -> RuleBroken | None:
    """What stands in the way of any step towards a measure against this person."""
    return (
        against_staff_procedure(file)
        or against_out_of_scope(file.assessment)
        or against_accused(file, involved)
    )


def against_deciding(file: CaseFile, measure: Measure) -> RuleBroken | None:
    """No decision before the other side was heard or waived it: the ruling that struck a suspension down."""
    broken = against_staff_procedure(file) or against_out_of_scope(file.assessment)
    if broken is not None:
        return broken
    hearing = file.hearing_of(measure.accused)
    name = {"name": measure.accused.called}
    if hearing is None:
        return RuleBroken(_("Invite %(name)s and the parents first.") % name, source=NEVER_BEFORE_HEARING)
    if not hearing.is_done:
        return RuleBroken(
            _("First hear %(name)s and the parents, or record that they do not want to be heard.") % name,
            source=NEVER_BEFORE_HEARING,
        )
    return None


def against_hearing_again(hearing: Hearing) -> RuleBroken | None:
    if not hearing.is_done:
        return None
    return RuleBroken(_("The hearing of %(name)s is complete.") % {"name": hearing.accused.called})


def against_late_view(file: CaseFile, involved: InvolvedPerson) -> RuleBroken | None:
    """A view counts until the decision; after it there is another way (objection, complaint)."""
    if not any(row.accused_id == involved.pk and row.verdict for row in file.measures):
        return None
    return RuleBroken(_("The school has decided. You can still call the school, or complain to the board."))


def against_naming_others(
    file: CaseFile, involved: InvolvedPerson, text: str, field: str
) -> RuleBroken | None:
    """What one side reads does not name the others (domain rule: the evidence with others' names out)."""
    found = next(
        (word for word in file.others_than(involved) if re.search(rf"\b{re.escape(word)}\b", text)), None
    )
    if found is None:
        return None
    return RuleBroken(
        _("This text names somebody else in the case: “%(name)s”. Write “a classmate”, for example.")
        % {"name": found},
        source=_("GDPR (AVG), article 15(4)"),
        field=field,
    )


def against_closing(file: CaseFile) -> RuleBroken | None:
    """A case within the protocol ends with a measure that has been told, or with a reasoned "no measure" (A7)."""
    broken = against_leaving_inspector_out(file)
    if broken is not None:
        return broken
    if not file.imposed:
        return RuleBroken(
            _("Close with a measure, or give the reason why there is none."), source=_("Protocol, A7")
        )
    if file.proposal or file.untold:
        return RuleBroken(_("Decide first, and send the letter."), source=_("Protocol, A7"))
    return None


def against_closing_without(file: CaseFile) -> RuleBroken | None:
    broken = against_leaving_inspector_out(file)
    if broken is not None:
        return broken
    if file.assessment is None:
        return RuleBroken(_("Assess the report first."), source=_("Protocol, D2"))
    if file.proposal:
        return RuleBroken(
            _("Decide first about the measure that has been proposed."), source=_("Protocol, A7")
        )
    return None


def against_leaving_inspector_out(file: CaseFile) -> RuleBroken | None:
    """The call to the confidential inspector comes before closing (S2, WPO 4a); never before protection."""
    if file.incident.route == Route.SEXUAL_OFFENCE:
        return RuleBroken(
            _(
                "A suspected sexual offence is not closed here. The board calls the confidential inspector: %(number)s."
            )
            % {"number": INSPECTOR},
            source=_("Primary Education Act (WPO), article 4a"),
        )
    if file.assessment is None or not file.assessment.boundary_crossing:
        return None
    return RuleBroken(
        _(
            "What happened was called boundary-crossing. Then the call to the confidential inspector comes "
            "first: 0900-1113111. The portal cannot record that call yet, so the case stays open."
        ),
        source=_("Protocol, sanctions, point 2"),
    )


def against_sending(file: CaseFile, measure: Measure) -> RuleBroken | None:
    """Nothing goes home while there are worries about the home."""
    if not measure.is_imposed:
        return RuleBroken(_("Only a measure that was imposed gets a letter."))
    if file.incident.messages_frozen:
        return RuleBroken(
            _(
                "There are worries about the home, so messages to the parents stand still. Release them first."
            ),
            source=_("Reporting code (meldcode)"),
        )
    if not file.guardians_with_authority(measure.accused):
        return RuleBroken(
            _("No guardian with confirmed legal authority is known. Ask the office to confirm it.")
        )
    return None


def against_releasing(incident: Incident) -> RuleBroken | None:
    if incident.messages_frozen:
        return None
    return RuleBroken(_("Messages to the parents do not stand still."))


def against_judging(file: CaseFile, involved: InvolvedPerson) -> RuleBroken | None:
    """The role of somebody who has been invited or punished is not changed under way."""
    if file.hearing_of(involved) or any(row.accused_id == involved.pk for row in file.measures):
        return RuleBroken(
            _("%(name)s has been invited to be heard, so the role stays. Add a note instead.")
            % {"name": involved.called}
        )
    return None
