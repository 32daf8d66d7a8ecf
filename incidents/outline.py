"""What the page of a case says: the one thing to do now, what cannot be done yet and why, what else can.

Asks the same rules and the same table as the acts do, so the page never offers what an act refuses.
"""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ground.errors import RuleBroken
from incidents import rules
from incidents.access import Access
from incidents.casefile import CaseFile
from incidents.models import Hearing, InvolvedPerson, Part, Route
from incidents.workflow import Act, State, may_follow
from people.contact import holders
from people.models import Role


@dataclass
class NextAct:
    """The one thing to do now. As components/next_act.html takes it."""

    title: str
    text: str = ""
    phone: str = ""
    acts: list[dict[str, Any]] = field(default_factory=list)


class Outline:
    """The page of one case for one reader."""

    def __init__(self, access: Access, file: CaseFile) -> None:
        self.access, self.file, self.incident = access, file, access.incident
        self.state = State(self.incident.state)

    # -- the one thing to do now ---------------------------------------------------------------------------

    def next_act(self) -> NextAct | None:
        """What waits for this reader; None when it is somebody else's turn."""
        if self.incident.is_open and self.incident.handler_id is None:
            return self._take() if self.access.can(Act.TAKE) else None
        if self.state == State.PROPOSAL and self._can(Act.DECIDE) and not self._against_deciding():
            return NextAct(_("Decide about the warning"), acts=[self._main(Act.DECIDE)])
        return self._handlers_next() if self.access.is_handler and self.incident.is_open else None

    def _take(self) -> NextAct:
        url = self._url("take")
        return NextAct(
            _("Take this report in hand"),
            _("From then on you are the one who moves this case."),
            acts=[{"label": _("Take in hand"), "url": url, "main": True, "post": True}],
        )

    def _handlers_next(self) -> NextAct | None:
        if self.incident.route == Route.SEXUAL_OFFENCE:
            text = _("Do this now. Do not question the child, and do not start an inquiry of your own.")
            return NextAct(_("Call the confidential inspector"), text, phone=rules.INSPECTOR)
        steps = {
            State.IN_ASSESSMENT: lambda: NextAct(_("Assess the report"), acts=[self._main(Act.ASSESS)]),
            State.OUT_OF_SCOPE: lambda: NextAct(
                _("Close the case"),
                _("This report lies outside the protocol. Say what happens with it instead."),
                acts=[self._main(Act.CLOSE_WITHOUT_MEASURE)],
            ),
            State.IN_HEARING: self._hear,
            State.PROPOSAL: self._hear,
            State.DECIDED: self._send,
            State.LETTER_SENT: lambda: NextAct(_("Close the case"), acts=[self._main(Act.CLOSE)]),
        }
        return steps[self.state]()

    def _hear(self) -> NextAct | None:
        """Who it is about, invite, hear, propose: the first of these that is still open."""
        if self.incident.route == Route.STAFF:
            return self._inspector()
        if not self.file.accused:
            return self._judge()
        for involved in self.file.accused:
            hearing = self.file.hearing_of(involved)
            if hearing is None:
                return self._invite(involved)
            if not hearing.is_done:
                return self._record(hearing)
        if self.state == State.PROPOSAL:
            return None
        return NextAct(
            _("Propose a measure, or close without one"),
            acts=[self._main(Act.PROPOSE), self._act(Act.CLOSE_WITHOUT_MEASURE)],
        )

    def _inspector(self) -> NextAct | None:
        if not (self.file.assessment and self.file.assessment.boundary_crossing):
            return NextAct(_("Write down what the school does"), acts=[self._main(Act.NOTE)])
        return NextAct(
            _("Call the confidential inspector today"),
            _("The line is open on working days from 8:00 to 17:00."),
            phone=rules.INSPECTOR,
            acts=[self._main(Act.NOTE)],
        )

    def _judge(self) -> NextAct:
        named = next((row for row in self.file.people if row.part == Part.NAMED), None)
        if named is None:
            return NextAct(_("Say who it is about"), acts=[self._main(Act.ADD_PERSON)])
        label = _("Choose the role of %(name)s") % {"name": named.called}
        return NextAct(_("Say who it is about"), acts=[self._link(label, "judge_person", named, main=True)])

    def _invite(self, involved: InvolvedPerson) -> NextAct:
        title = _("Invite %(name)s and the parents") % {"name": involved.called}
        broken = rules.against_inviting(self.file, involved)
        if broken:
            return NextAct(title, broken.message, acts=self._person_acts(involved))
        return NextAct(title, acts=[self._link(_("Invite"), "invite", involved, main=True)])

    def _record(self, hearing: Hearing) -> NextAct:
        return NextAct(
            _("Hear %(name)s and the parents") % {"name": hearing.accused.called},
            self._still_to_hear(hearing),
            acts=[
                self._link(_("Record the talk"), "record_hearing", hearing, main=True),
                self._link(_("They do not want to be heard"), "waive_hearing", hearing),
            ],
        )

    def _still_to_hear(self, hearing: Hearing) -> str:
        if hearing.pupil_heard:
            return _("The parents still have to be heard.")
        return _("The pupil still has to be heard.") if hearing.parents_heard else ""

    def _send(self) -> NextAct | None:
        measure = self.file.untold
        if measure is None:
            return None
        if self.file.draft_of(measure) is None:
            return NextAct(
                _("Write the letter"),
                acts=[self._link(_("Write the letter"), "write_letter", measure, main=True)],
            )
        return NextAct(
            _("Send the letter"), acts=[self._link(_("Look over and send"), "letter", measure, main=True)]
        )

    # -- what cannot be done yet ---------------------------------------------------------------------------

    def blocked(self) -> list[dict[str, str]]:
        """What cannot be done yet: why, the source, and who can solve it."""
        if not self.incident.is_open or not self.access.reads_file:
            return []
        rows = [self._blocked_closing()]
        if self.incident.route == Route.ORDINARY and self.state in (State.IN_HEARING, State.PROPOSAL):
            rows.append(self._blocked_deciding())
        if self.incident.route == Route.STAFF:
            rows.append(self._row(_("Take a measure"), rules.against_staff_procedure(self.file), ""))
        if self.incident.messages_frozen and self.incident.route != Route.SEXUAL_OFFENCE:
            rows.append(self._blocked_messages())
        return [row for row in rows if row]

    def _blocked_closing(self) -> dict[str, str]:
        title, who = _("Close the case"), self._who_handles()
        if may_follow(self.state, Act.CLOSE_WITHOUT_MEASURE):
            return self._row(title, rules.against_closing_without(self.file), who)
        if self.state == State.LETTER_SENT:
            return self._row(title, rules.against_closing(self.file), who)
        first = rules.against_leaving_inspector_out(self.file)
        return self._row(title, first or self._first_step(), who)

    def _first_step(self) -> RuleBroken:
        if self.state == State.DECIDED:
            return RuleBroken(_("The decision must be told by letter first."), source=_("Protocol, A7"))
        if self.state == State.PROPOSAL:
            return RuleBroken(
                _("Decide first about the measure that has been proposed."), source=_("Protocol, A7")
            )
        return RuleBroken(_("Assess the report first."), source=_("Protocol, D2"))

    def _blocked_deciding(self) -> dict[str, str]:
        who = _("Who decides: %(names)s.") % {"names": self._deciders()}
        if self.state == State.PROPOSAL:
            return self._row(_("Decide about the warning"), self._against_deciding(), who)
        return self._row(_("Decide about a measure"), RuleBroken(_("No measure has been proposed yet.")), who)

    def _blocked_messages(self) -> dict[str, str]:
        reason = _(
            "There are worries about the home. Nothing goes to the parents by itself until you release it."
        )
        return self._row(
            _("Messages to the parents"),
            RuleBroken(reason, source=_("Reporting code (meldcode)")),
            self._who_handles(),
        )

    def _row(self, title: str, broken: RuleBroken | None, who: str) -> dict[str, str]:
        if broken is None:
            return {}
        source = ". ".join(part for part in (broken.source, who) if part)
        return {"title": title, "reason": broken.message, "source": source}

    def _against_deciding(self) -> RuleBroken | None:
        return rules.against_deciding(self.file, self.file.proposal) if self.file.proposal else None

    def _who_handles(self) -> str:
        handler = self.incident.handler
        return _("Who can solve this: %(name)s.") % {"name": handler.name} if handler else ""

    def _deciders(self) -> str:
        role = Role.Name.BOARD if self.incident.board_handles else Role.Name.DIRECTOR
        names = [person.name for person in holders(role, self.incident.school_id)]
        return ", ".join(names) or str(role.label)

    # -- what else can be done -----------------------------------------------------------------------------

    def possible(self) -> list[dict[str, Any]]:
        """The quieter acts that are possible now, beside the one thing to do."""
        acts = [self._act(act) for act in SIDE_ACTS if self._can(act) and self._sensible(act)]
        shown = self.next_act()
        urls = {act["url"] for act in shown.acts} if shown else set()
        return [act for act in acts if act["url"] not in urls]

    def _sensible(self, act: Act) -> bool:
        """Whether the rules have nothing against offering this act."""
        if act == Act.RELEASE_MESSAGES:
            return self.incident.messages_frozen and self.incident.route != Route.SEXUAL_OFFENCE
        if act == Act.ASSESS:
            return rules.against_assessing(self.file) is None
        if act == Act.CLOSE_WITHOUT_MEASURE:
            return rules.against_closing_without(self.file) is None
        if act == Act.PROPOSE:
            return bool(self._proposable())
        if act == Act.TAKE:
            return self.incident.handler_id is not None
        return True

    def _proposable(self) -> InvolvedPerson | None:
        return next((row for row in self.file.accused if not rules.against_proposing(self.file, row)), None)

    def _can(self, act: Act) -> bool:
        return may_follow(self.state, act) and self.access.can(act)

    # -- links ---------------------------------------------------------------------------------------------

    def _main(self, act: Act) -> dict[str, Any]:
        return {**self._act(act), "main": True}

    def _act(self, act: Act) -> dict[str, Any]:
        label = LABELS[act]()
        if act == Act.PROPOSE:
            involved = self._proposable()
            return self._link(label, "propose", involved) if involved else {"label": label, "url": ""}
        if act == Act.DECIDE:
            return self._link(label, "decide", self.file.proposal)
        return {"label": label, "url": self._url(str(act)), "post": act == Act.TAKE}

    def _person_acts(self, involved: InvolvedPerson) -> list[dict[str, Any]]:
        return [self._link(_("Change the role"), "judge_person", involved)]

    def _link(self, label: str, name: str, row: Any, *, main: bool = False) -> dict[str, Any]:
        return {"label": label, "url": reverse(f"incidents:{name}", kwargs={"pk": row.pk}), "main": main}

    def _url(self, name: str) -> str:
        return reverse(f"incidents:{name}", kwargs={"pk": self.incident.pk})


SIDE_ACTS = (
    Act.TAKE,
    Act.NOTE,
    Act.ADD_PERSON,
    Act.PROPOSE,
    Act.ASSESS,
    Act.OPEN_TO,
    Act.RELEASE_MESSAGES,
    Act.CLOSE_WITHOUT_MEASURE,
    Act.REOPEN,
)
LABELS = {
    Act.TAKE: lambda: _("Take over this case"),
    Act.NOTE: lambda: _("Add a note"),
    Act.ADD_PERSON: lambda: _("Add a person"),
    Act.ASSESS: lambda: _("Assess"),
    Act.PROPOSE: lambda: _("Propose a warning"),
    Act.DECIDE: lambda: _("Decide"),
    Act.OPEN_TO: lambda: _("Let somebody read along"),
    Act.RELEASE_MESSAGES: lambda: _("Release messages to the parents"),
    Act.CLOSE: lambda: _("Close the case"),
    Act.CLOSE_WITHOUT_MEASURE: lambda: _("Close without a measure"),
    Act.REOPEN: lambda: _("Open the case again"),
}
