"""What phones ask of a reader: give back what one holds, look at what was not collected, collect."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ground import clock
from people.due import Due
from people.models import Role
from people.standing import Standing
from phones.access import visible_to
from phones.models import Custody


def due_for(standing: Standing) -> list[Due]:
    """Per group one line for the holder, one line for who watches the school, one per phone for guardians."""
    return [*_held(standing), *_overdue(standing), *_to_collect(standing)]


def _held(standing: Standing) -> list[Due]:
    """What the reader holds, per group, by the bell."""
    if not standing.is_staff or standing.person_id is None:
        return []
    rows = (
        Custody.objects.held()
        .filter(holder=standing.person_id)
        .order_by()
        .values("class_group", "class_group__name")
        .annotate(
            number=Count("pk"),
            confiscated=Count("pk", filter=Q(kind=Custody.Kind.CONFISCATED)),
            first=Min("due_back"),
        )
    )
    return [_line(row) for row in rows]


def _line(row: Mapping[str, Any]) -> Due:
    confiscated = row["confiscated"]
    about = _("group %(group)s") % {"group": row["class_group__name"]}
    if confiscated:
        taken_in = ngettext("%(number)d taken in", "%(number)d taken in", confiscated)
        about = f"{about}, {taken_in % {'number': confiscated}}"
    number = row["number"]
    title = ngettext("%(number)d phone goes back", "%(number)d phones go back", number)
    return Due(
        title=title % {"number": number},
        about=about,
        step=_("Hand phones back"),
        url=reverse("phones:group", kwargs={"pk": row["class_group"]}),
        due=row["first"],
    )


def _overdue(standing: Standing) -> list[Due]:
    """What was not collected, for director and school office, without what they hold themselves."""
    schools = standing.schools_as(Role.Name.DIRECTOR, Role.Name.ADMINISTRATOR)
    if not schools:
        return []
    late = visible_to(standing).overdue(clock.now()).filter(school__in=schools)
    facts = late.exclude(holder=standing.person_id).aggregate(number=Count("pk"), first=Min("due_back"))
    if not facts["number"]:
        return []
    title = ngettext(
        "%(number)d phone was not collected", "%(number)d phones were not collected", facts["number"]
    )
    return [
        Due(
            title=title % {"number": facts["number"]},
            about=_("Put them in the locked cupboard"),
            step=_("See which"),
            url=reverse("phones:groups"),
            due=facts["first"],
            mine=False,
            waits_for=_("who holds them"),
        )
    ]


def _to_collect(standing: Standing) -> list[Due]:
    """The taken-in phone of an own child: the child collects it, the guardian only knows."""
    if not standing.wards:
        return []
    rows = visible_to(standing).held().filter(pupil__in=standing.wards, kind=Custody.Kind.CONFISCATED)
    return [
        Due(
            title=_("The phone of %(name)s is at school") % {"name": row.pupil.first_name},
            about=str(row.get_kind_display()),
            step=_("See when it can be collected"),
            url=reverse("phones:custody", kwargs={"pk": row.pk}),
            due=row.due_back,
            mine=False,
            waits_for=row.pupil.first_name,
        )
        for row in rows.select_related("pupil")
    ]
