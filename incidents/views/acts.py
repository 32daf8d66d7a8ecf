"""The acts in a case, each on an address of its own: fetch, form, act, answer.

GET shows the form to whoever may do the act (403 with the reason otherwise), POST does it. A refused rule
stands in the form with what was typed.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ground import clock
from ground.forms import CalmForm
from incidents import services
from incidents.access import readers_to_invite
from incidents.forms import (
    AssessForm,
    DecideForm,
    InviteForm,
    JudgeForm,
    OpenForm,
    PersonForm,
    ProposeForm,
    RecordForm,
    TextForm,
    WaiveForm,
    attempt,
)
from incidents.models import Hearing, InvolvedPerson, Measure
from incidents.views.shared import ask, back, case_for, done, part_for, press
from incidents.workflow import Act
from people.doors import staff_door, standing_of

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@staff_door
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a case in hand."""
    return press(request, case_for(request, pk, Act.TAKE), services.take_case, _("You handle this case now."))


@asks
@staff_door
def assess(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Judge scope and category, with the reason."""
    incident = case_for(request, pk, Act.ASSESS)
    form = AssessForm(request.POST or None, incident=incident)
    if form.is_valid() and attempt(
        form, services.assess_case, actor=request.user, incident=incident, **form.facts()
    ):
        return back(request, incident, _("Assessed."))
    return ask(
        request, incident, form, _("Assess the report"), _("Record the assessment"), told=incident.what
    )


@asks
@staff_door
def add_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add somebody with a role."""
    incident = case_for(request, pk, Act.ADD_PERSON)
    form = PersonForm(request.POST or None, school=incident.school)
    if form.is_valid() and attempt(
        form, services.add_person, actor=request.user, incident=incident, **form.cleaned_data
    ):
        return back(request, incident, _("Added to the case."))
    return ask(request, incident, form, _("Add a person"), _("Add this person"))


@asks
@staff_door
def judge_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what somebody's role is, and who it is."""
    involved = part_for(request, InvolvedPerson.objects.select_related("person"), pk, Act.JUDGE_PERSON)
    form = JudgeForm(request.POST or None, involved=involved)
    if form.is_valid() and attempt(
        form, services.judge_person, actor=request.user, involved=involved, **form.cleaned_data
    ):
        return back(request, involved.incident, _("The role has been recorded."))
    heading = _("What is the role of %(name)s?") % {"name": involved.called}
    return ask(request, involved.incident, form, heading, _("Record the role"))


@asks
@staff_door
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write something down."""
    incident = case_for(request, pk, Act.NOTE)
    hint = _("Write facts. Whoever it is about may ask to read this.")
    form = TextForm(request.POST or None, label=_("Your note"), hint=hint)
    if form.is_valid() and done(
        form, services.add_note, actor=request.user, incident=incident, text=form.cleaned_data["text"]
    ):
        return back(request, incident, _("Noted."))
    return ask(request, incident, form, _("Add a note"), _("Add this note"))


@asks
@staff_door
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Invite an accused pupil with the parents."""
    involved = part_for(request, InvolvedPerson.objects.select_related("person"), pk, Act.INVITE)
    form = InviteForm(request.POST or None)
    if form.is_valid() and attempt(
        form, services.invite_to_hearing, actor=request.user, involved=involved, **form.cleaned_data
    ):
        frozen = involved.incident.messages_frozen
        held = _("The invitation is kept back: messages to the parents stand still.")
        return back(request, involved.incident, held if frozen else _("The invitation is on its way."))
    heading = _("Invite %(name)s and the parents") % {"name": involved.called}
    return ask(request, involved.incident, form, heading, _("Send the invitation"))


@asks
@staff_door
def record_hearing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what the other side said."""
    hearing = part_for(request, Hearing.objects.select_related("accused__person"), pk, Act.RECORD_HEARING)
    form = RecordForm(request.POST or None, initial={"held_at": clock.now()})
    if form.is_valid() and attempt(
        form, services.record_hearing, actor=request.user, hearing=hearing, **form.cleaned_data
    ):
        return back(request, hearing.incident, _("The talk has been recorded."))
    heading = _("What did %(name)s and the parents say?") % {"name": hearing.accused.called}
    return ask(request, hearing.incident, form, heading, _("Record the talk"))


@asks
@staff_door
def waive_hearing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record that the other side does not want to be heard."""
    hearing = part_for(request, Hearing.objects.select_related("accused__person"), pk, Act.WAIVE_HEARING)
    form = WaiveForm(request.POST or None)
    if form.is_valid() and attempt(
        form, services.waive_hearing, actor=request.user, hearing=hearing, **form.cleaned_data
    ):
        return back(request, hearing.incident, _("Recorded that they do not want to be heard."))
    heading = _("They do not want to be heard")
    return ask(request, hearing.incident, form, heading, _("Record this"))


@asks
@staff_door
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose a measure against one accused pupil."""
    involved = part_for(request, InvolvedPerson.objects.select_related("person"), pk, Act.PROPOSE)
    form = ProposeForm(request.POST or None)
    if form.is_valid() and attempt(
        form, services.propose_measure, actor=request.user, involved=involved, **form.cleaned_data
    ):
        return back(request, involved.incident, _("Proposed. Now it waits for the decision."))
    heading = _("Propose a measure for %(name)s") % {"name": involved.called}
    return ask(request, involved.incident, form, heading, _("Propose this measure"))


@asks
@staff_door
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Impose the proposed measure or not."""
    rows = Measure.objects.select_related("accused__person")
    measure = part_for(request, rows, pk, Act.DECIDE)
    form = DecideForm(request.POST or None)
    if form.is_valid() and attempt(
        form, services.decide_measure, actor=request.user, measure=measure, **form.cleaned_data
    ):
        return back(request, measure.incident, _("Decided."))
    heading = _("A warning for %(name)s?") % {"name": measure.accused.called}
    return ask(request, measure.incident, form, heading, _("Record the decision"), told=measure.reasons)


@asks
@staff_door
def release_messages(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let messages to the parents go again."""
    incident = case_for(request, pk, Act.RELEASE_MESSAGES)
    hint = _("From now on the parents get every message of this case by themselves.")
    form = TextForm(request.POST or None, label=_("Why is it safe now?"), hint=hint)
    if form.is_valid() and attempt(
        form,
        services.release_messages,
        actor=request.user,
        incident=incident,
        reason=form.cleaned_data["text"],
    ):
        return back(request, incident, _("Messages to the parents go again."))
    return ask(request, incident, form, _("Release messages to the parents"), _("Release messages"))


@asks
@staff_door
def open_to(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a confidant read along."""
    incident = case_for(request, pk, Act.OPEN_TO)
    form = OpenForm(request.POST or None, readers=readers_to_invite(standing_of(request), incident))
    if form.is_valid() and done(
        form, services.open_to, actor=request.user, incident=incident, **form.cleaned_data
    ):
        return back(request, incident, _("The case is open to this reader now."))
    return ask(request, incident, form, _("Let somebody read along"), _("Open the case"))


@asks
@staff_door
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a case whose measures have been told; asks once."""
    incident = case_for(request, pk, Act.CLOSE)
    if request.method == "POST":
        return press(request, incident, services.close_case, _("The case is closed."))
    lead = _("The letter has been sent. Teachers no longer see a closed case.")
    return ask(request, incident, CalmForm(), _("Close the case?"), _("Close the case"), lead=lead)


@asks
@staff_door
def close_without_measure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a case with the reason why there is no measure."""
    incident = case_for(request, pk, Act.CLOSE_WITHOUT_MEASURE)
    form = TextForm(request.POST or None, label=_("Why is there no measure?"))
    if form.is_valid() and attempt(
        form,
        services.close_without_measure,
        actor=request.user,
        incident=incident,
        reason=form.cleaned_data["text"],
    ):
        return back(request, incident, _("The case is closed."))
    return ask(request, incident, form, _("Close without a measure"), _("Close the case"))


@asks
@staff_door
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a closed case again."""
    incident = case_for(request, pk, Act.REOPEN)
    form = TextForm(request.POST or None, label=_("Why does the case open again?"))
    if form.is_valid() and attempt(
        form, services.reopen_case, actor=request.user, incident=incident, reason=form.cleaned_data["text"]
    ):
        return back(request, incident, _("The case is open again. You handle it."))
    return ask(request, incident, form, _("Open the case again"), _("Open the case again"))
