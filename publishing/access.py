"""Who may ask whether something may go out: teachers about today's groups, by role about every group."""

from django.db.models import Q, QuerySet

from people.models import ClassGroup, User
from people.rights import schools_where
from people.standing import Standing


def groups_visible_to(who: User | Standing) -> QuerySet[ClassGroup]:
    """The class groups of this school year about which the reader may ask (a teacher: those taught today)."""
    standing = Standing.of(who)
    day = standing.day
    by_role = Q(school__in=schools_where(standing, "pupil_consent", "R"))
    rows = ClassGroup.objects.filter(
        by_role | Q(pk__in=standing.class_groups), year__starts__lte=day, year__ends__gte=day
    )
    return rows.select_related("school").order_by("school__name", "grade", "name")
