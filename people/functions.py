"""What somebody is called by function, for a header, a letter or "who looked at my child's file"."""

from django.utils.translation import gettext as _

from people.models import Employment, Role
from people.standing import Standing


def function_of(standing: Standing) -> str:
    """The function by which the reader is known: the role first, then the job, then the relation."""
    for role in (Role.Name.DIRECTOR, Role.Name.BOARD, *Role.Name):
        if standing.schools_as(role):
            return str(role.label)
    if standing.employed_at:
        job = Employment.objects.on(standing.day).filter(person=standing.person_id).first()
        return job.job_title if job else ""
    if standing.is_guardian:
        return _("parent or carer")
    return _("pupil") if standing.pupil_at else ""
