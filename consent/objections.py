"""A child's own "ik wil niet": recorded by whom the child said it to."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consent.models import ChildObjection
from ground import clock
from ground.errors import RuleBroken
from people.access import pupils_of_today
from people.models import Enrolment, Person, School, User
from people.rights import may
from people.standing import Standing
from trail import services as trail


def _school_of(actor: User, pupil: Person) -> School:
    """The school at which the actor may speak for this child today; raises PermissionDenied."""
    standing = Standing.of(actor)
    if pupil.pk in standing.own_children:
        raise PermissionDenied(_("This is about your own child. Ask a colleague to record it."))
    taught = pupils_of_today(standing).filter(pk=pupil.pk).exists()
    for row in Enrolment.objects.today().filter(pupil=pupil).select_related("school"):
        by_role = any(
            may(standing, "pupil_objection", "C", row.school_id) and standing.has_role(role, row.school_id)
            for role in standing.roles
        )
        if taught or by_role:
            return row.school
    raise PermissionDenied(_("Only the teacher of today can record this, or somebody with a role for it."))


@transaction.atomic
def record_objection(*, actor: User, pupil: Person) -> ChildObjection:
    """Record that the child does not want to appear. Stops every use at once; twice is refused."""
    school = _school_of(actor, pupil)
    try:
        with transaction.atomic():
            row = ChildObjection.objects.create(
                pupil=pupil, school=school, recorded_by=actor, recorded_at=clock.now()
            )
    except IntegrityError as error:
        raise RuleBroken(_("This was recorded already.")) from error
    trail.record(actor=actor, act="consent.child_objected", subject=row, about=pupil.pk, school=school.pk)
    return row


@transaction.atomic
def lift_objection(*, actor: User, pupil: Person) -> None:
    """Record that the child took it back; who may appear follows from the guardians' answers again."""
    school = _school_of(actor, pupil)
    open_rows = ChildObjection.objects.filter(pupil=pupil, lifted_at__isnull=True)
    if open_rows.update(lifted_at=clock.now(), lifted_by=actor) != 1:
        raise RuleBroken(_("There is nothing recorded that can be taken back."))
    trail.record(actor=actor, act="consent.child_objection_lifted", about=pupil.pk, school=school.pk)
