"""Who may see a case and do what in it: the rows on incidents and measures of `people.rights`, minus X1."""

from functools import cached_property
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from incidents.conflict import conflicting
from incidents.models import (
    PARTIES,
    Incident,
    IncidentQuerySet,
    IncidentUserObjectPermission,
    InvolvedPerson,
    Letter,
    Part,
    Route,
)
from incidents.workflow import Act
from people import grants
from people.access import pupils_of_today
from people.models import Guardianship, Person, Role, User
from people.standing import Standing

READ = "view_incident"

# What whoever has the case in hand does; the rest is spelt out in `Access.refusal`.
HANDLER_ACTS = frozenset(Act) - {Act.REPORT, Act.GIVE_VIEW, Act.TAKE, Act.DECIDE, Act.REOPEN, Act.NOTE}


def visible_to(who: User | Standing) -> IncidentQuerySet:
    """The cases the reader may open: for handling, teaching, or because somebody opened them.

    A guardian's own side is not here: it is a page of its own (`own_sides`).
    """
    standing = Standing.of(who)
    branches = _branches(standing)
    shut = conflicting(standing)
    if not branches or shut is None:
        return Incident.objects.none()
    first, *others = [branch.order_by().values("pk") for branch in branches]
    ids = first.union(*others, all=True) if others else first
    return Incident.objects.filter(pk__in=ids).exclude(pk__in=shut.values("incident"))


def _branches(standing: Standing) -> list[IncidentQuerySet]:
    """What each role and relation opens; the reader has the union."""
    if not standing.is_staff:
        return []
    cases = Incident.objects.all()
    ordinary = cases.filter(route=Route.ORDINARY)
    granted = grants.granted(
        IncidentUserObjectPermission, user=standing.user, permission=READ, at=standing.at
    )
    branches = [cases.filter(pk__in=granted)]
    if standing.class_groups:
        of_class = InvolvedPerson.objects.filter(person__in=pupils_of_today(standing), part__in=PARTIES)
        branches.append(ordinary.open().filter(reporter=standing.person_id))
        branches.append(ordinary.open().filter(pk__in=of_class.values("incident")))
    schools = standing.schools_as(Role.Name.CARE_COORDINATOR)
    if schools:
        branches.append(ordinary.filter(school__in=schools))
    schools = standing.schools_as(Role.Name.DIRECTOR)
    if schools:
        routes = [Route.ORDINARY, Route.STAFF]
        branches.append(cases.filter(school__in=schools, route__in=routes, board_handles=False))
    schools = standing.schools_as(Role.Name.BOARD)
    if schools:
        branches.append(cases.filter(school__in=schools, route__in=[Route.STAFF, Route.SEXUAL_OFFENCE]))
        branches.append(ordinary.filter(school__in=schools, board_handles=True))
    return branches


def receipts_of(who: User | Standing) -> IncidentQuerySet:
    """What the reader reported: the number and what happens next, never the case behind it."""
    return Incident.objects.filter(reporter=Standing.of(who).person_id)


def own_sides(who: User | Standing) -> QuerySet[InvolvedPerson]:
    """The children of the reader who have been invited to be heard: the guardian's own side of a case.

    Nothing while there are worries about the home.
    """
    standing = Standing.of(who)
    released = Q(incident__worries_at_home=False) | Q(incident__messages_released_at__isnull=False)
    return InvolvedPerson.objects.filter(
        released, part=Part.ACCUSED, person__in=standing.wards, hearing__isnull=False
    )


def banned_wards(who: User | Standing) -> set[UUID]:
    """The children whom the reader may not meet: time and place of a talk stay hidden (X3)."""
    standing = Standing.of(who)
    rows = Guardianship.objects.on(standing.day).filter(guardian=standing.person_id, contact_ban=True)
    return set(rows.values_list("pupil", flat=True))


def letters_of(who: User | Standing) -> QuerySet[Letter]:
    """The letters the reader may open: those of cases whose file one reads, and those sent to oneself."""
    standing = Standing.of(who)
    mine = Letter.objects.filter(
        recipient=standing.person_id, measure__accused__in=own_sides(standing).values("pk")
    )
    handled = Letter.objects.filter(measure__incident__in=_files_of(standing).values("pk"))
    return Letter.objects.filter(pk__in=mine.values("pk").union(handled.values("pk")))


def _files_of(standing: Standing) -> QuerySet[Incident]:
    """The visible cases of which the reader reads everything: not as a teacher only."""
    schools = standing.schools_as(Role.Name.CARE_COORDINATOR, Role.Name.DIRECTOR, Role.Name.BOARD)
    granted = grants.granted(
        IncidentUserObjectPermission, user=standing.user, permission=READ, at=standing.at
    )
    return visible_to(standing).filter(Q(school__in=schools) | Q(pk__in=granted))


class Access:
    """What a reader may do in one case. `can_view` is membership of `visible_to`."""

    def __init__(self, who: User | Standing, incident: Incident) -> None:
        self.standing = Standing.of(who)
        self.incident = incident

    @cached_property
    def can_view(self) -> bool:
        return visible_to(self.standing).filter(pk=self.incident.pk).exists()

    @cached_property
    def may_handle(self) -> bool:
        """Whether the reader's role handles cases of this kind here."""
        return self.can_view and any(self._is(role) for role in self._handling_roles())

    @property
    def is_handler(self) -> bool:
        """Whether the reader has the case in hand, and still may."""
        return self.incident.handler_id == self.standing.person_id and self.may_handle

    @cached_property
    def reads_file(self) -> bool:
        """Whether the reader reads the whole file; a teacher reads the report and who is involved."""
        return self.can_view and _files_of(self.standing).filter(pk=self.incident.pk).exists()

    @property
    def can_see_reporter(self) -> bool:
        """Who reported is known to the handler, the board, an invited confidant, and the reporter."""
        if not self.can_view:
            return False
        mine = self.incident.reporter_id == self.standing.person_id
        return (
            mine or self.is_handler or self._is(Role.Name.BOARD) or (self.reads_file and not self.may_handle)
        )

    @property
    def decides(self) -> bool:
        """Mandate: the director decides a pupil's warning; the board where it handles the case."""
        role = Role.Name.BOARD if self.incident.board_handles else Role.Name.DIRECTOR
        return self.can_view and self._is(role)

    def can(self, act: Act) -> bool:
        """Whether the reader may do this act, apart from the state of the case."""
        return not self.refusal(act)

    def require(self, act: Act) -> None:
        """Raises PermissionDenied with the reason when the reader may not do this act."""
        refusal = self.refusal(act)
        if refusal:
            raise PermissionDenied(refusal)

    def refusal(self, act: Act) -> str:
        """Why the reader may not do this act, in one sentence; empty when it is allowed."""
        if not self.can_view:
            return _("You have no part in this case.")
        if act in HANDLER_ACTS and not self.is_handler:
            return self._not_handler()
        if act == Act.TAKE and (not self.may_handle or self.is_handler):
            return (
                _("Your role does not handle this case.")
                if not self.may_handle
                else _("You handle this case.")
            )
        if act == Act.DECIDE and not self.decides:
            return (
                _("The board decides here.")
                if self.incident.board_handles
                else _("The director decides here.")
            )
        if act == Act.REOPEN and not self.may_handle:
            return _("Your role does not handle this case.")
        if act == Act.NOTE and not (self.may_handle or self.standing.class_groups):
            return _("You may read this case, but not write in it.")
        return ""

    def _not_handler(self) -> str:
        handler = self.incident.handler
        if handler is None:
            return _("Nobody handles this case yet. Take it in hand first.")
        return _("%(name)s handles this case. Ask %(name)s.") % {"name": handler.name}

    def _is(self, role: str) -> bool:
        return self.standing.has_role(role, self.incident.school_id)

    def _handling_roles(self) -> list[str]:
        case = self.incident
        if case.route == Route.SEXUAL_OFFENCE:
            return [Role.Name.BOARD]
        if case.route == Route.STAFF:
            return [Role.Name.BOARD] if case.board_handles else [Role.Name.BOARD, Role.Name.DIRECTOR]
        if case.board_handles:
            return [Role.Name.BOARD, Role.Name.CARE_COORDINATOR]
        return [Role.Name.CARE_COORDINATOR, Role.Name.DIRECTOR]


def readers_to_invite(who: User | Standing, incident: Incident) -> QuerySet[Person]:
    """Whom the handler may let read along: the confidants; the board may add the director."""
    names = [Role.Name.CONFIDANT]
    if Access(who, incident)._is(Role.Name.BOARD):
        names.append(Role.Name.DIRECTOR)
    holders = Role.objects.today().filter(school=incident.school_id, name__in=names)
    return Person.objects.filter(pk__in=holders.values("person"), user__isnull=False).order_by(
        "first_name", "last_name", "pk"
    )
