"""Who may see which version, and do what with it."""

from functools import cached_property

from django.db.models import Q, QuerySet

from people.models import Role, School, User
from people.rights import schools_where
from people.standing import Standing
from policy.audience import day_of, schools_of_children
from policy.models import ProtocolVersion
from policy.workflow import ISSUED, State

# The access table: "R all". A teacher sees the own class, a supervisor the own staff, others themselves only.
WHOLE_PROGRESS = (
    Role.Name.DIRECTOR,
    Role.Name.BOARD,
    Role.Name.ADMINISTRATOR,
    Role.Name.PRIVACY_OFFICER,
)


def schools_of(standing: Standing) -> QuerySet[School]:
    """The schools whose protocol the reader may read: as staff, guardian or pupil."""
    own = Q(pk__in=standing.schools | standing.pupil_at)
    return School.objects.filter(own | Q(pk__in=schools_of_children(standing)))


def visible_to(who: User | Standing) -> QuerySet[ProtocolVersion]:
    """What was published at the reader's schools; a draft for director and board only."""
    standing = Standing.of(who)
    making = schools_where(standing, "protocol", "U") | schools_where(standing, "protocol", "A")
    seen = Q(state__in=ISSUED, protocol__school__in=schools_of(standing))
    rows = ProtocolVersion.objects.filter(seen | Q(protocol__school__in=making))
    return rows.select_related(
        "protocol__school", "submitted_by__person", "reviewer__person", "published_by__person"
    )


class Access:
    """What a reader may do with one version. `may_…` is about the reader, `can_…` also about the state."""

    def __init__(self, who: User | Standing, version: ProtocolVersion) -> None:
        self.standing = Standing.of(who)
        self.version = version
        self.school = version.protocol.school_id

    @property
    def can_view(self) -> bool:
        """Whether the page of this version opens."""
        return visible_to(self.standing).filter(pk=self.version.pk).exists()

    @cached_property
    def may_change(self) -> bool:
        """Whether the reader makes versions of this protocol: the director."""
        return self.school in schools_where(self.standing, "protocol", "U")

    @cached_property
    def may_review(self) -> bool:
        """Whether the reader reviews versions of this protocol: the board."""
        return self.school in schools_where(self.standing, "protocol", "A")

    @property
    def is_own_work(self) -> bool:
        """Whether the reader wrote or submitted this version, and so cannot be its second person."""
        return self.standing.user.pk in (self.version.author_id, self.version.submitted_by_id)

    @property
    def can_submit(self) -> bool:
        return self.may_change and self.version.state == State.DRAFT

    @property
    def can_review(self) -> bool:
        return self.may_review and self.version.waits_for_review and not self.is_own_work

    @property
    def may_publish(self) -> bool:
        """Whether the reader publishes this version: the director, unless the same person reviewed it."""
        return self.may_change and self.standing.user.pk != self.version.reviewer_id

    @property
    def can_publish(self) -> bool:
        return self.may_publish and self.version.waits_for_publishing

    @cached_property
    def may_acknowledge(self) -> bool:
        """Whether the school asks the reader to read its protocol."""
        if self.standing.person_id is None:
            return False
        children = schools_of_children(self.standing)
        return self.school in self.standing.employed_at or children.filter(school=self.school).exists()

    @cached_property
    def is_open(self) -> bool:
        """Whether the version can still be acknowledged: published, or in force today."""
        if self.version.state != State.RETIRED:
            return self.version.is_issued
        rows = ProtocolVersion.objects.filter(protocol=self.version.protocol_id)
        holds = rows.in_force_on(day_of(self.standing)).first()
        return holds is not None and holds.pk == self.version.pk

    @property
    def can_acknowledge(self) -> bool:
        return self.may_acknowledge and self.is_open

    @property
    def may_record_paper(self) -> bool:
        """Whether the reader records what came on paper: the office."""
        return self.standing.has_role(Role.Name.ADMINISTRATOR, self.school)

    @property
    def can_record_paper(self) -> bool:
        return self.may_record_paper and self.is_open

    @property
    def sees_whole_progress(self) -> bool:
        return self.school in self.standing.schools_as(*WHOLE_PROGRESS)

    @property
    def can_see_progress(self) -> bool:
        """Whether there is anybody whose reading the reader may follow."""
        own = bool(self.standing.class_groups or self.standing.supervises)
        return self.version.is_issued and (
            self.sees_whole_progress or (own and self.school in self.standing.employed_at)
        )

    @property
    def sees_the_makers(self) -> bool:
        """Whether names of author and reviewer are shown: to whoever works for the school."""
        return self.school in self.standing.schools
